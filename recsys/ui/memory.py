"""Whose profile is on the screen: one's own, which the browser remembers, or one from a link.

The browser keeps the last profile that the person called theirs. Another one, opened from a link
or begun from nothing, never takes its place before they say so: until then it is on the screen
and in the address, and only there.
"""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys.errors import RecsysError
from recsys.profile import link
from recsys.profile.history import History
from recsys.profile.profile import Profile
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.elements.element import own_element
from recsys.ui.screens.night import comparison as compare_view
from recsys.ui.screens.parts import dialog, opens
from recsys.ui.words import whose as words

_memory = own_element("own_profile", "", Path(__file__).with_suffix(".js"), isolated=True)
_WIDGET = "own-profile"
_ELSEWHERE = {"night", "explore", "model", "about"}
"""Pages that show nothing of the profile."""


def begin() -> None:
    """Note what profile the session begins with; call it once the address has been read.

    The name that came with it goes where it is changed, and comes back where that is undone.
    """
    if "opened" not in st.session_state:
        st.session_state["opened"] = link.encode(session.profile())
        st.session_state["sent"] = session.home(), session.name()
    if not (st.session_state.get("decided") or st.session_state.get("other_tab")):
        _complete()
    if _sent_name() and not st.session_state.get("decided") and _is_anothers():
        session.set_name("" if _is_changed() else _sent_name())


def _complete() -> None:
    """Take the listed movies for which the address has no room from what the browser remembers."""
    kept, sent = _kept_at_home(), st.session_state["sent"][0]
    rest = kept.watchlist[link.listed(kept) :]
    if not rest or link.encode(sent) != link.encode(kept):
        return
    if _is_changed():
        beyond = session.carried(Profile(catalogue=kept.catalogue, watchlist=rest)).watchlist
        session.enter(History(session.profile().want(beyond)))
    else:
        session.enter(History(kept))
        session.carry_over()
        st.session_state["sent"] = session.home(), _sent_name()


def remember(page: str) -> None:
    """Let the browser keep the profile where it is the person's own, and ask what it kept.

    `page` is the page in the address, empty for the first one.

    The browser refuses to forget what another tab made it keep meanwhile, and reports that; what
    the person says afterwards, here, is a decision that goes before it.
    """
    if mine := _situation() == "own":
        st.session_state["decided"] = True
    _memory(
        data={
            "keep": urlencode(session.query(whole=True)) if mine else None,
            "ask": _question() if _kept() is None else None,
            "decision": st.session_state.get("decisions", 0),
            # Until the browser has answered, it knows better itself.
            "banner": None if _kept() is None else _on(page) != "own",
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


def banner(page: str) -> None:
    """Say that the profile is somebody else's, or that there is one's own, and let them choose.

    Parameters
    ----------
    page : str
        The page in the address, empty for the first one.
    """
    situation = _on(page)
    if situation in ("visit", "copy"):
        st.session_state["visited"] = page
        _visit(situation == "copy")
    elif situation == "taken":
        _beside(words.NOW_YOURS)
    elif situation == "return":
        _two_profiles("Welcome back. This browser remembers your profile", "Start afresh")
    elif situation == "elsewhere":
        _two_profiles(
            "Another tab has changed your profile; this browser remembers the one", "Keep this one"
        )


def is_anothers() -> bool:
    """Whether the profile on the screen is known to be somebody else's, or a copy to play with."""
    return _situation() == "copy" or whose() != ""


def whose() -> str:
    """Return the name of the friend whose profile is on the screen; empty where it is one's own.

    A link that says no name is somebody's only beside a profile that the browser remembers: with
    nothing to tell it from, it may well be one's own.
    """
    if _situation() != "visit":
        return ""
    return session.name() or (words.SOMEBODY if _kept_token() else "")


def _on(page: str) -> str:
    """Return the situation, as far as it matters on a page."""
    situation = "own" if page in _ELSEWHERE else _situation()
    if situation == "own" and st.session_state.get("visited") == page:
        # The line keeps its place: what somebody is about to tap next must not move.
        return "taken"
    return situation


def _situation() -> Literal["unknown", "own", "visit", "copy", "return", "elsewhere"]:
    if _kept() is None:
        return "unknown"
    if st.session_state.get("decided"):
        return "own"
    kept = _kept_token()
    if st.session_state.get("other_tab"):
        # Whole, for the two may differ in what no address has room for.
        mine, theirs = (link.encode(p, whole=True) for p in (session.profile(), _kept_profile()))
        return "own" if mine == theirs else "elsewhere"
    if _is_anothers():
        if not _is_changed():
            return "visit"
        # With nothing to lose, the first change makes it one's own.
        return "copy" if kept else "own"
    return "own" if st.session_state["opened"] == kept else "return"


def _is_anothers() -> bool:
    """Whether what the session began with is known to be other than what the browser remembers."""
    opened = st.session_state["opened"]
    return _kept() is not None and opened != "" and opened != _kept_token()


def _is_changed() -> bool:
    return bool(session.home() != st.session_state["sent"][0])


def _sent_name() -> str:
    return str(st.session_state["sent"][1])


def _visit(changed: bool) -> None:
    has_own = _kept_token() != ""
    with _beside(words.changed(_sent_name()) if changed else words.opened(_sent_name())):
        copy = "Keep as mine" if changed else "Copy to a profile of my own"
        st.button(plain(copy), key="make-mine", type="primary", on_click=_make_it_mine)
        if not has_own:
            icon = ":material/add:"
            st.button("Start my own", key="start-own", icon=icon, on_click=_start_afresh)
            return
        icon = ":material/compare_arrows:"
        if not changed:
            opens(_compare, "Compare with mine", "compare-mine", icon=icon)
        icon = ":material/arrow_back:"
        st.button("Back to mine", key="back-to-mine", icon=icon, on_click=_back_to_mine)


def _beside(said: str) -> DeltaGenerator:
    """Draw a sentence in a box and return the place for its buttons."""
    with st.container(
        border=True,
        key="visiting",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        st.markdown(plain(said), width="content")
        return st.container(horizontal=True, gap="small", width="content")


def _two_profiles(said: str, otherwise: str) -> None:
    """Let the person choose between the profile remembered and the one on the screen."""
    with _beside(f"{said} of {words.size(_kept_profile())}."):
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


@dialog("Compared with yours", width="large")
def _compare() -> None:
    ready = shared.recommender(session.dataset())
    compare_view.compare_people(_kept_profile(), session.profile(), session.name(), ready)


def _decide() -> None:
    st.session_state["decided"] = True
    st.session_state["other_tab"] = False
    st.session_state.pop("visited", None)
    st.session_state["decisions"] = st.session_state.get("decisions", 0) + 1


def _kept() -> str | None:
    """Return the link's parameters that the browser remembered; None until it has answered."""
    return st.session_state.get("kept")


def _kept_query() -> dict[str, str]:
    return dict(parse_qsl(_kept() or ""))


def _kept_token() -> str:
    """Return the token that the address of the profile remembered begins a session with.

    Empty if there is no profile, or none that can be read.
    """
    return link.encode(session.carried(_as_linked(_kept_at_home())))


def _as_linked(profile: Profile) -> Profile:
    return replace(profile, watchlist=profile.watchlist[: link.listed(profile)])


def _kept_profile() -> Profile:
    return session.carried(_kept_at_home())


def _kept_at_home() -> Profile:
    """Return the profile remembered, in the ids in which it is remembered."""
    try:
        return link.decode(_kept_query().get("p", ""))
    except RecsysError:
        return Profile()
