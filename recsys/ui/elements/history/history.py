"""The browser's Back button leads to what the person saw, not to an address on its way.

Streamlit writes the address when a run tells it to, and each writing is a step of the history. Two
kinds of step are not the person's:
- The menu opens a page without parameters, and the run then adds the profile to the address. Back
  would lead to the bare address, whose run adds the step again, and nobody would get past it.
- Back, pressed twice in a row, is answered by the run of the page between, which writes that page's
  address as if the person had opened it anew.
So a step takes the place of the one before where it only completes a bare address, and where the
person has done nothing since going back or forward.
"""

from pathlib import Path

from recsys.ui.elements.element import own_element

_component = own_element("history", "", Path(__file__).with_suffix(".js"), isolated=True)


def keep_history() -> None:
    """Let the browser's history hold the steps of the person only."""
    _component(key="history")
