"""Whose profile is on the screen: one's own, which the browser remembers, or one from a link.

The browser keeps the last profile that the person called theirs. Another one, opened from a link
or begun from nothing, never takes its place before they say so: until then it is on the screen
and in the address, and only there. So it is with two tabs: each writes only what has changed in it,
and only over what it has seen there; where the other was first, it asks.
"""

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
from recsys.ui.charts.tables import escape
from recsys.ui.screens.night import comparison as compare_view

_JS = """
const KEY = "cinefold-profile"
let seen = null

export default function ({ data, setStateValue, setTriggerValue }) {
  let kept = ""
  try {
    kept = localStorage.getItem(KEY) ?? ""
    seen ??= kept
    if (data.keep !== null && data.keep !== seen) {
      if (kept === seen) localStorage.setItem(KEY, data.keep)
      else if (kept !== data.keep) setTriggerValue("other", kept)
      seen = kept === seen ? data.keep : kept
    }
  } catch {
    // The browser keeps nothing; the link does.
  }
  if (data.ask) setStateValue("kept", (seen = kept))
}
"""

_memory = st.components.v2.component("own_profile", js=_JS)
_WIDGET = "own-profile"


def begin() -> None:
    """Note what profile the session begins with; call it once the address has been read."""
    if "opened" not in st.session_state:
        st.session_state["opened"] = link.encode(session.profile())


def remember() -> None:
    """Let the browser keep the profile where it is the person's own, and ask what it kept."""
    if mine := _situation() == "own":
        _decide()
    _memory(
        data={"keep": urlencode(session.query()) if mine else None, "ask": _kept() is None},
        key=_WIDGET,
        on_kept_change=_hear,
        on_other_change=_hear_of_another,
    )


def _hear() -> None:
    if isinstance(kept := st.session_state[_WIDGET].kept, str):
        st.session_state["kept"] = kept


def _hear_of_another() -> None:
    if isinstance(kept := st.session_state[_WIDGET].other, str):
        st.session_state.update(kept=kept, decided=False, another_tab=True)


def banner() -> None:
    """Say that the profile is somebody else's, or that there is one's own, and let them choose."""
    if (situation := _situation()) == "visit":
        _visit()
    elif situation == "return":
        _welcome_back()


def is_anothers() -> bool:
    """Whether the profile on the screen is known to be somebody else's."""
    return _situation() == "visit"


def _situation() -> Literal["unknown", "own", "visit", "return"]:
    if _kept() is None:
        return "unknown"
    if st.session_state.get("decided"):
        return "own"
    if st.session_state.get("another_tab"):
        return "return"
    opened, kept = st.session_state["opened"], _kept_token()
    if opened == kept:
        return "own"
    if opened == "":
        return "return"
    # With nothing to lose, the first change makes it one's own.
    return "own" if kept == "" and link.encode(session.profile()) != opened else "visit"


def _visit() -> None:
    whose = f"{escape(session.name())}’s profile" if session.name() else "a profile"
    has_own = _kept_token() != ""
    with _box():
        st.markdown(
            f"You are looking at **{whose}**, opened from a link."
            + (" Yours is untouched." if has_own else ""),
            width="content",
        )
        with st.container(horizontal=True, gap="small", width="content"):
            st.button("Make it mine", key="make-mine", type="primary", on_click=_make_it_mine)
            if has_own:
                if st.button("Compare with mine", key="compare-mine"):
                    _compare()
                st.button("Back to mine", key="back-to-mine", on_click=_back_to_mine)
            else:
                st.button("Start my own", key="start-own", on_click=_start_afresh)


def _box() -> DeltaGenerator:
    return st.container(
        border=True,
        key="visiting",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    )


def _welcome_back() -> None:
    movies = count(len(_kept_profile().all_ids), "movie")
    another = st.session_state.get("another_tab")
    with _box():
        st.markdown(
            f"Another tab has changed your profile; there it has {movies}."
            if another
            else f"Welcome back. This browser remembers your profile of {movies}.",
            width="content",
        )
        with st.container(horizontal=True, gap="small", width="content"):
            st.button("Go on with it", key="back-to-mine", type="primary", on_click=_back_to_mine)
            st.button(
                "Keep this one" if another else "Start afresh", key="start-own", on_click=_decide
            )


def _make_it_mine() -> None:
    seen = session.profile()
    if not (mine := _kept_profile()).is_empty:
        # So that undo leads back to what was there.
        session.enter(History(mine).change(seen))
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
    compare_view.comparison(_kept_profile(), session.profile(), session.name(), ready)


def _decide() -> None:
    st.session_state.update(decided=True, another_tab=False)


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
        return link.decode(_kept_query().get("p", ""))
    except RecsysError:
        return Profile()
