"""On the Model page: how stable the list is, and its order by the mean of several small models."""

import streamlit as st

from recsys.errors import NoRatingsError
from recsys.explain.ensemble import FACTORS, ITERATIONS, SEEDS
from recsys.explain.stability import TOP, Voices
from recsys.recommend.recommender import Recommender
from recsys.ui import background, session
from recsys.ui.border import plain
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.screens.parts import say_no_ratings, show_rows
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.screens.recommendations import steering
from recsys.ui.shared import Titles
from recsys.ui.words.numbers import adding_up
from recsys.ui.words.reasons import reason
from recsys.ui.words.stability import stable_part

_SMALL = (
    f"{len(SEEDS)} small models ({FACTORS} factors, {ITERATIONS} passes) that differ only in "
    "their random start"
)


def how_stable(ready: Recommender) -> None:
    """Say of each movie listed how many small models find it; order by their mean on request."""
    st.header("How stable is your list?")
    filters, profile = filters_view.in_force(ready), session.profile()
    result = steering.recommend(ready, profile)
    if result.basis != "profile" or not result.recommendations:
        st.markdown("Rate a movie with three stars or more to see how far chance has a say.")
        return
    # They take one core and give way to whoever trains, so that nothing need wait for them.
    making = background.small_models(session.dataset())
    if making.result is None:
        if isinstance(making.error, NoRatingsError):
            say_no_ratings(making.error)
        elif making.error is None:
            st.caption(
                f"{_SMALL} are being trained in the background ({int(making.done):,} ready). You "
                "see what they say at your next click."
            )
        return
    voices = Voices(ready, making.result)
    found = voices.found_in(profile, filters)
    st.markdown(
        f"{plain(stable_part(found, result.movie_ids, len(voices)))} They are {_SMALL}: what only "
        "one of them finds is mostly chance."
    )
    by_mean = st.toggle(
        f"Order by the mean of {len(voices)} models",
        key="by-mean",
        persist_state="session",
        help="By the mean score of the small models. What only one of them likes falls behind.",
    )
    if by_mean:
        result = voices.recommend(profile, len(result.recommendations), filters)
    rows = [
        (r.rank, r.title, f"{r.score:.3f}", f"{found.get(r.movie_id, 0)} of {len(voices)}")
        for r in result.recommendations
    ]
    show_rows(rows, "Rank", "Movie", "Mean score" if by_mean else "Score", f"In their top {TOP}")
    if by_mean:
        _explain_mean(voices, Titles((r.title, r.movie_id) for r in result.recommendations))


def _explain_mean(voices: Voices, listed: Titles) -> None:
    """Let the person pick a movie listed, and account for its mean score."""
    picked = choose_a_movie("why-mean", "Why is it here?", listed, example="Any movie of this list")
    if picked is None:
        return
    found = voices.explain(picked, session.profile())
    st.markdown(
        f"**{plain(reason(found.contributions))}.** Rank {found.rank:,} by mean score among the "
        f"movies that you have not rated, with a mean score of {found.score:.3f}."
    )
    parts, total = adding_up([c.contribution for c in found.contributions])
    rows = zip([c.title for c in found.contributions], parts, strict=True)
    show_rows([*rows, ("Mean score", total)], "Movie", "Adds to the mean score")
