"""The list with a word on its stability, and its order by the mean of the small models."""

from functools import partial

import streamlit as st

from recsys.explain.ensemble import FACTORS, ITERATIONS, SEEDS
from recsys.explain.stability import TOP, Voices
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendations
from recsys.ui import background, session
from recsys.ui.border import plain
from recsys.ui.elements.movie_list.movie_list import Badge
from recsys.ui.screens.recommendations import results, why
from recsys.ui.screens.recommendations import what_if as whatif_view
from recsys.ui.words.reasons import reason
from recsys.ui.words.stability import stable_part

_SMALL = (
    f"{len(SEEDS)} small models ({FACTORS} factors, {ITERATIONS} passes) that differ only in "
    "their random start"
)


def recommendations(
    result: Recommendations, ready: Recommender, n: int, filters: Filters
) -> Recommendations:
    """Draw the list and return it as shown: by score, or by the mean of the small models."""
    if result.basis != "profile" or not result.recommendations:
        results.recommendation_list(result, ready)
        return result
    # They take one core and give way to whoever trains, so that the list need not wait for them.
    making = background.small_models(session.dataset())
    if making.result is None:
        results.recommendation_list(result, ready)
        if making.error is None:
            st.caption(
                f"{_SMALL} are being trained in the background ({int(making.done):,} ready). Then "
                f"each movie says in how many of their top {TOP} it stands; you see it at your "
                "next click."
            )
        return result
    voices, profile = Voices(ready, making.result), session.profile()
    found = voices.found_in(profile, filters)
    explain = None
    if st.toggle(
        f"Order by the mean of {len(voices)} models",
        key="by-mean",
        persist_state="session",
        help=f"By the mean score of {_SMALL}. What only one of them likes falls behind.",
    ):
        result = voices.recommend(profile, n, filters)
        explain = partial(_explain_mean, voices=voices)
    st.caption(
        f"How stable is it? {plain(stable_part(found, result.movie_ids, len(voices)))} “In 4 of "
        f"{len(voices)}” means: 4 of {_SMALL} put the movie into their top {TOP}."
    )
    whatif_view.by_score_note()
    stability = {
        movie_id: Badge(f"in {found.get(movie_id, 0)} of {len(voices)}", "violet")
        for movie_id in result.movie_ids
    }
    results.recommendation_list(result, ready, stability=stability, explain=explain)
    return result


@st.dialog("Why this movie?", width="medium")
def _explain_mean(movie_id: int, voices: Voices) -> None:
    """Explain a movie's mean score by the mean bars."""
    found = voices.explain(movie_id, session.profile())
    st.subheader(plain(found.title))
    st.markdown(
        f"**{plain(reason(found.contributions))}.** Rank {found.rank:,} by mean score among the "
        f"movies that you have not rated, with a mean score of {found.score:.3f}."
    )
    why.bars(found.contributions, found.title)
    st.caption(f"Score and bars are the means of {_SMALL}.")
    with st.expander("All numbers as a table"):
        why.contribution_table(found.contributions)
