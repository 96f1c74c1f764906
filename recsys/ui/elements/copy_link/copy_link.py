"""A button that copies or shares a link: the one thing Streamlit has no command for.

The link is put together in the browser, from the address the person sees, so it is right behind
any proxy. Where the browser has no clipboard access (plain http on another host), the link is
shown selected, to be copied by hand.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from recsys.ui.elements.element import own_element

COPY = "Copy link"
_HTML = """
<div class="copy">
  <button type="button"></button>
  <input type="text" readonly hidden aria-label="The link" />
  <span role="status" aria-live="polite"></span>
</div>
"""
_component = own_element("copy_link", _HTML, Path(__file__).with_suffix(".js"), isolated=True)


def copy_link_button(
    query: Mapping[str, str] | Sequence[tuple[str, str]],
    key: str,
    label: str = COPY,
    primary: bool = False,
) -> None:
    """Draw the button.

    Parameters
    ----------
    query : mapping of str, or pairs where a parameter stands several times
        The parameters of the link; its path is the page the person is on.
    label : str
        What says "Copy link" copies. With any other label, as "Share", the device's own way to
        pass a link on comes first, where there is one.
    primary : bool
        Whether it has the look of what matters most.
    """
    pairs = query.items() if isinstance(query, Mapping) else query
    data = {"query": [list(pair) for pair in pairs], "label": label, "primary": primary}
    _component(data={**data, "share": label != COPY}, key=key)
