"""A place in the page that says when it comes into view, for what takes long and is seldom seen."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from recsys.ui.elements.element import own_element

AHEAD = 400
"""CSS pixels; what is begun so long before it is seen is mostly there by then."""
_component = own_element(
    "in_view", '<div class="cine-in-view"></div>', Path(__file__).with_suffix(".js")
)


@st.fragment
def when_in_view(what: str, key: str, on_view: Callable[[str], None], ahead: int = AHEAD) -> None:
    """Draw nothing; call `on_view` once somebody is about to see it, before the run that follows.

    It runs apart from the page: what it says must not end the run of a click, by whose scroll it
    has come into view, before that has counted.

    Parameters
    ----------
    what : str
        What would be made now. Where it is another than before, it is asked for anew.
    ahead : int
        So many CSS pixels before it is seen.
    """

    def seen() -> None:
        # A page that stands still may answer for what was there before.
        if st.session_state[key].seen == what:
            on_view(what)

    data = {"what": what, "ahead": ahead}
    if _component(data=data, key=key, on_seen_change=seen).seen == what:
        st.rerun()
