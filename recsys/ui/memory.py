"""Whose profile is on the screen: one's own, which the browser remembers, or one from a link.

The browser keeps the last profile that the person called theirs. Another one, opened from a link
or begun from nothing, never takes its place before they say so: until then it is on the screen
and in the address, and only there.
"""

import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys.errors import RecsysError
from recsys.profile import link
from recsys.profile.history import History
from recsys.profile.profile import Profile
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import Markdown, plain
from recsys.ui.elements.element import own_element
from recsys.ui.screens.night import comparison as compare_view

_memory = own_element("own_profile", "", Path(__file__).with_suffix(".js"), isolated=True)
_WIDGET = "own-profile"


def begin() -> None:
    """Note what profile the session begins with; call it once the address has been read."""
    if "opened" not in st.session_state:
        st.session_state["opened"] = link.encode(session.profile())


def remember() -> None:
    """Let the browser keep the profile where it is the person's own, and ask what it kept.

    The browser refuses to forget what another tab made it keep meanwhile, and reports that; what
    the person says afterwards, here, is a decision that goes before it.
    """
    if mine := _situation() == "own":
        st.session_state["decided"] = True
    _memory(
        data={
            "keep": urlencode(session.query()) if mine else None,
            "ask": _question() if _kept() is None else None,
            "decision": st.session_state.get("decisions", 0),
        },
        key=_WIDGET,
        on_kept_change=_hear,
        on_other_change=_hear_of_another_tab,
    )


def _question() -> str:
    """Return what the answer must name, or a browser's answer to another server would be news."""
    return str(st.session_state.setdefault("question", secrets.token_hex(4)))


def _hear() -> None:
    match st.session_state[_WIDGET].kept:
        case [str(question), str(kept)] if question == _question():
            st.session_state["kept"] = kept


def _hear_of_another_tab() -> None:
    if isinstance(kept := st.session_state[_WIDGET].other, str):
        st.session_state["kept"] = kept
        st.session_state["decided"] = False
        st.session_state["other_tab"] = True


def banner() -> None:
    """Say that the profile is somebody else's, or that there is one's own, and let them choose."""
    if (situation := _situation()) == "visit":
        _visit()
    elif situation == "return":
        _two_profiles("Welcome back. This browser remembers your profile", "Start afresh")
    elif situation == "elsewhere":
        _two_profiles(
            "Another tab has changed your profile; this browser remembers the one", "Keep this one"
        )


def is_anothers() -> bool:
    """Whether the profile on the screen is known to be somebody else's."""
    return _situation() == "visit"


def _situation() -> Literal["unknown", "own", "visit", "return", "elsewhere"]:
    if _kept() is None:
        return "unknown"
    if st.session_state.get("decided"):
        return "own"
    opened, kept = st.session_state["opened"], _kept_token()
    if st.session_state.get("other_tab"):
        return "own" if link.encode(session.profile()) == kept else "elsewhere"
    if opened == kept:
        return "own"
    if opened == "":
        return "return"
    # With nothing to lose, the first change makes it one's own.
    return "own" if kept == "" and link.encode(session.profile()) != opened else "visit"


def _visit() -> None:
    whose = f"{plain(session.name())}’s profile" if session.name() else "a profile"
    has_own = _kept_token() != ""
    untouched = " Yours is untouched." if has_own else ""
    said = Markdown(f"You are looking at **{whose}**, opened from a link.{untouched}")
    with _beside(said):
        st.button("Make it mine", key="make-mine", type="primary", on_click=_make_it_mine)
        if has_own:
            if st.button("Compare with mine", key="compare-mine"):
                _compare()
            st.button("Back to mine", key="back-to-mine", on_click=_back_to_mine)
        else:
            st.button("Start my own", key="start-own", on_click=_start_afresh)


def _beside(said: Markdown) -> DeltaGenerator:
    """Draw a sentence in a box and return the place for its buttons."""
    with st.container(
        border=True,
        key="visiting",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        st.markdown(said, width="content")
        return st.container(horizontal=True, gap="small", width="content")


def _two_profiles(said: str, otherwise: str) -> None:
    """Let the person choose between the profile remembered and the one on the screen."""
    movies = len(_kept_profile().all_ids)
    with _beside(plain(f"{said} of {count(movies, 'movie')}.")):
        st.button("Go on with it", key="back-to-mine", type="primary", on_click=_back_to_mine)
        st.button(plain(otherwise), key="start-own", on_click=_decide)


def _make_it_mine() -> None:
    seen = session.profile()
    if not (mine := _kept_profile()).is_empty:
        # So that undo leads back to what was there.
        session.enter(History(mine))
        session.set_profile(seen)
    # The profile is mine now, the name never was.
    session.set_name(_kept_query().get("name", ""))
    _decide()


def _back_to_mine() -> None:
    session.take_over(_kept_query())
    _decide()


def _start_afresh() -> None:
    session.set_profile(Profile())
    session.set_name("")
    _decide()


@st.dialog("Compared with yours", width="large")
def _compare() -> None:
    ready = shared.recommender(session.dataset())
    compare_view.compare_people(_kept_profile(), session.profile(), session.name(), ready)


def _decide() -> None:
    st.session_state["decided"] = True
    st.session_state["other_tab"] = False
    st.session_state["decisions"] = st.session_state.get("decisions", 0) + 1


def _kept() -> str | None:
    """Return the link's parameters that the browser remembered; None until it has answered."""
    return st.session_state.get("kept")


def _kept_query() -> dict[str, str]:
    return dict(parse_qsl(_kept() or ""))


def _kept_token() -> str:
    """Return the token of the profile remembered, empty if there is none that can be read."""
    return link.encode(_kept_profile())


def _kept_profile() -> Profile:
    try:
        return session.carried(link.decode(_kept_query().get("p", "")))
    except RecsysError:
        return Profile()
