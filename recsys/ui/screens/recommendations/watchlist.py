"""The person's list beside the ranked one: see only these, all others, or all with a mark."""

from dataclasses import replace

import streamlit as st

from recsys.recommend.filters import ONLY, WATCHLIST
from recsys.recommend.recommender import Recommender
from recsys.ui import keyed, memory, session
from recsys.ui.border import plain
from recsys.ui.screens.parts import action, title_of
from recsys.ui.words import watchlist as words

_ADDED = "list_added"


def chosen() -> str:
    """Return which movies are looked at, one of `WATCHLIST`."""
    return session.settings().filters.watchlist


def choose(which: str) -> None:
    settings = session.settings()
    session.set_settings(replace(settings, filters=replace(settings.filters, watchlist=which)))


def switch() -> None:
    """Draw the choice between all movies, those on the list and those not on it, if there is one.

    A select box, as three buttons more have no place in a phone's one row of controls.
    """
    if not session.profile().watchlist:
        return
    is_anothers = bool(memory.whose())
    labels = words.labels(is_anothers)
    # A browser goes on showing what the choice of the same key was called before.
    key = f"list-of-{'theirs' if is_anothers else 'mine'}"
    st.selectbox(
        "Which movies, by your list",
        WATCHLIST,
        format_func=lambda which: labels[which],
        label_visibility="collapsed",
        filter_mode=None,
        width=140,
        on_change=lambda: choose(st.session_state[key]),
        **keyed.choosing(key, chosen(), WATCHLIST),
    )


def added() -> None:
    """Note that the profile has a new list, so that it is offered until the next change."""
    st.session_state[_ADDED] = session.profile()


def offer(place: str) -> None:
    """Offer to see only the list, right after it came; `place` tells two offers apart."""
    profile = session.profile()
    if profile.watchlist and not chosen() and st.session_state.get(_ADDED) == profile:
        action("See only my list", f"see-{place}", choose, ONLY, kind="secondary")


def unranked(ready: Recommender) -> None:
    """Name what is on the list and has no place in the ranking, while only the list is seen."""
    if chosen() != ONLY:
        return
    listed = ready.dataset.movies.index
    unknown = [m for m in session.profile().watchlist if m not in ready.model.movies]
    unliked = [title_of(m) for m in unknown if m in listed]
    absent = [title_of(m) for m in unknown if m not in listed]
    if said := words.unranked(unliked, absent, ready.model.min_rating):
        st.caption(plain(said))
