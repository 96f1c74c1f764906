"""Every list that a person sees is steered by their filters and dials, and says so."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from recsys.profile.profile import Profile
from recsys.recommend.filters import ANY
from recsys.recommend.moves import Move, moves
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendations
from recsys.recommend.settings import Settings
from recsys.ui import session
from recsys.ui.border import plain
from recsys.ui.screens.recommendations import dials as dials_view
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.words import filters as filter_words

_SHOWN = "lists_shown"


def recommend(ready: Recommender, profile: Profile, n: int = 20) -> Recommendations:
    """Return a list with the session's filters and dials; genres unknown here do not count."""
    settings = session.settings()
    filters, _ = ready.catalogue.fitting(settings.filters)
    return ready.recommend(profile, n, filters, settings.popularity, settings.diversity)


def moved(ready: Recommender, now: Recommendations) -> Mapping[int, Move] | None:
    """Return how the last change of the profile moved each movie listed, by movie_id.

    None where the profile has not changed or one of the lists goes by popularity. The list from
    before is mostly the one that was shown then.
    """
    shown, before = st.session_state.get(_SHOWN, {}), session.history().before
    place = (session.dataset(), session.settings(), len(now.recommendations) or 1)
    st.session_state[_SHOWN] = {(place, session.profile()): (now.basis, now.movie_ids)}
    if before is None:
        return None
    if (earlier := shown.get((place, before))) is None:
        found = recommend(ready, before, place[-1])
        earlier = (found.basis, found.movie_ids)
    # So that a run that changes nothing finds it as well.
    st.session_state[_SHOWN][place, before] = earlier
    if not earlier[0] == now.basis == "profile":
        return None
    return moves(earlier[1], now.movie_ids)


def note(ready: Recommender, but_the_list: bool = False) -> None:
    """Say in one line what steers the list, with the way to reset it; nothing at rest.

    `but_the_list` is for pages whose own control says what is asked of the person's list.
    """
    settings = session.settings()
    if settings == Settings():
        return
    filters = filters_view.fitting(ready)
    if but_the_list:
        filters = replace(filters, watchlist=ANY)
    said = [text for text, _ in filter_words.parts(filters)]
    if filters.include_rated:
        said.append("what you rated too")
    if settings.popularity not in (0, dials_view.BEYOND_AT):
        said.append(f"popularity dial at {settings.popularity:g}")
    if settings.diversity:
        said.append(f"variety dial at {settings.diversity:g}")
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Steered: {plain(' · '.join(said))}", width="content")
        filters_view.reset_button()
