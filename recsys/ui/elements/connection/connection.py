"""What a person does while the connection is gone counts when it is back.

Streamlit drops what an element says meanwhile. A process that takes the place of another also drops
the first thing it hears: what a widget's change means, it knows once it has drawn the widget. So
our own elements say what they have to say through `arriving`, which waits for a
run that this element reports. Streamlit's own are disabled meanwhile.
"""

import secrets
from pathlib import Path

from recsys.ui.elements.element import own_element

_component = own_element("connection", "", Path(__file__).with_suffix(".js"), isolated=True)


def keep_connection() -> None:
    """Tell the browser that a run has heard what was said before it; call it when all is drawn."""
    _component(data={"run": secrets.token_hex(8)}, key="connection", on_asked_change=lambda: None)
