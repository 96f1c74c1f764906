"""A list from a model retrained with the person in it, beside the instant one."""

import time
from dataclasses import replace

import streamlit as st

from recsys import loading
from recsys.errors import RecsysError
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendations
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.screens.parts import remembered, show_rows
from recsys.ui.screens.recommendations import steering
from recsys.ui.words.reasons import agreement


def retrain_and_compare(
    result: Recommendations, ready: Recommender
) -> tuple[Recommendations, Recommender]:
    """Retrain, say how long both ways took and how far they agree, and return the new list."""
    try:
        trained, seconds = _retrained(ready)
    except RecsysError as error:
        st.warning(plain(str(error)))
        return result, ready
    n = len(result.recommendations)
    again = steering.recommend(trained, session.profile(), max(n, 1))
    again = replace(again, mode="retrain", seconds=seconds + again.seconds)
    in_both = agreement(result.movie_ids, again.movie_ids)
    one, two, three = st.columns(3)
    one.metric("Instant", f"{result.seconds * 1000:.1f} ms", border=True)
    two.metric("Retrained", f"{again.seconds:.1f} s", border=True)
    three.metric("In both lists", f"{in_both:,} of {n:,}", border=True)
    return again, trained


def compare_lists(
    one_name: str, one: Recommendations, other_name: str, other: Recommendations
) -> None:
    """Put two lists of 20 side by side: what they share, and how far each movie moved."""
    first, second = one.movie_ids, other.movie_ids
    with st.grid(2, min_column_width=160):
        st.metric("Shared in the first 10", f"{agreement(first[:10], second[:10]):,}", border=True)
        st.metric("Shared in the first 20", f"{agreement(first[:20], second[:20]):,}", border=True)
    places = {movie_id: rank for rank, movie_id in enumerate(first, start=1)}
    rows = [
        (r.rank, r.title, str(places[r.movie_id]) if r.movie_id in places else "below 20")
        for r in other.recommendations
    ]
    show_rows(rows, f"{other_name}, rank", "Movie", f"{one_name}, rank")


def _retrained(ready: Recommender) -> tuple[Recommender, float]:
    """Return the session's own model, with the person in it, and the seconds its training took.

    The next click arrives as an exception out of the progress bar; the session then keeps what it
    had, for the new model is stored only when it is complete.
    """
    dataset, profile = session.dataset(), session.profile()

    def train() -> tuple[Recommender, float]:
        shared.turns.take()
        started = time.perf_counter()
        with shared.training_bar(len(ready.dataset.ratings)) as bar:
            source, config = shared.source(dataset), ready.model.config
            trained = loading.retrain_with(source, config, profile, *bar, shared=ready.model)
        return trained, time.perf_counter() - started

    return remembered("retrained", (dataset, profile), train)
