"""The list as its page shows it: one row of controls, the cards, and what comes below them."""

import pandas as pd
import streamlit as st

from recsys.recommend.filters import ONLY
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendations
from recsys.ui import frame, session
from recsys.ui.border import plain
from recsys.ui.elements.in_view.in_view import when_in_view
from recsys.ui.screens.parts import action, download_csv
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.screens.profile import questions as questions_view
from recsys.ui.screens.recommendations import dials as dials_view
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.screens.recommendations import results, steering, why
from recsys.ui.screens.recommendations import watchlist as watchlist_view
from recsys.ui.words import reasons as wording
from recsys.ui.words import watchlist as watchlist_words

STEPS = (10, 20, 50, 100)
"""So many movies, and what "Show more" leads to."""
WHOLE = 300
"""Of one's own list all may be seen that a link carries."""
_SHOWN, _EXPLORED = "listed", "explored"
_AHEAD = 100
"""CSS pixels: beyond a first list, also on a large screen."""
_COLUMNS = ["rank", "movie_id", "title", "score", "popularity_term", "diversity_term"]


def draw(ready: Recommender) -> None:
    """Draw the controls and the list of the session's profile."""
    profile = session.profile()
    controls = st.container(key="controls", horizontal=True, vertical_alignment="center")
    result = steering.recommend(ready, profile, _length())
    moved = steering.moved(ready, result)
    said = wording.moved(moved.values()) if moved else ""
    with controls:
        dials_view.beyond_switch()
        watchlist_view.switch()
        filters_view.filters_button(ready, dials_view.dials)
        profile_editor.bar(said)
    dials_view.beyond_price(ready)
    steering.note(ready, but_the_list=bool(profile.watchlist))
    if result.basis == "popularity":
        said_why = watchlist_words.by_popularity(bool(profile.ratings), ready.model.min_rating)
        st.caption(plain(said_why))
    if not result.recommendations:
        filters_view.nothing_left(ready, ready.catalogue.fitting(session.settings().filters)[0])
    with st.container(key="list", gap=None):
        results.recommendation_list(result, ready, moved, said)
    watchlist_view.unranked(ready)
    _end(result, ready)
    _because(result, ready)


def below(ready: Recommender) -> None:
    """Draw what leads on from the list, from when somebody first looks so far down."""
    if not session.profile().ratings:
        questions_view.offer(ready)
    elif _is_explored():
        questions_view.rate_next(ready)


def _because(result: Recommendations, ready: Recommender) -> None:
    if not _is_explored():
        when_in_view(_EXPLORED, "beyond-in-view", _explore, ahead=_AHEAD)
    elif result.basis == "profile" and result.recommendations:
        results.because_rows(result, ready)


def _explore(_: str) -> None:
    st.session_state[_EXPLORED] = True


def _is_explored() -> bool:
    """Return whether somebody has looked beyond the list in this session."""
    return bool(st.session_state.get(_EXPLORED))


def _length() -> int:
    shown = st.session_state.get(_SHOWN, STEPS[0])
    return shown if shown in _steps() else STEPS[0]


def _steps() -> tuple[int, ...]:
    return (*STEPS, WHOLE) if watchlist_view.chosen() == ONLY else STEPS


def _end(result: Recommendations, ready: Recommender) -> None:
    shown = _length()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        longer = [step for step in _steps() if step > shown]
        if longer and len(result.recommendations) == shown:
            more = {_SHOWN: longer[0]}
            label = f"Show {longer[0] - shown} more"
            action(label, "more-movies", st.session_state.update, more, icon="expand_more")
        if result.basis == "profile" and result.recommendations:
            why.any_movie(ready)
            frame.link_to("what_if", "What if?", ":material/alt_route:")
            file = "cinefold-recommendations.csv"
            download_csv(lambda: _table(result), file, "Download this list")


def _table(result: Recommendations) -> pd.DataFrame:
    rows = [[getattr(movie, name) for name in _COLUMNS] for movie in result.recommendations]
    return pd.DataFrame(rows, columns=_COLUMNS)
