"""Why this movie: the dialog that accounts for one score, and the look-up of any movie."""

import pandas as pd
import streamlit as st

from recsys.recommend import Recommender
from recsys.results import Contribution, Explanation
from recsys.standing import certainty, most_needed, place, standing
from recsys.ui import cache, charts, state
from recsys.ui.tables import escape
from recsys.wording import SCORE_MEANING, reason


def is_dark() -> bool:
    return st.context.theme.type == "dark"


@st.dialog("Why this movie?", width="medium")
def explain_dialog(movie_id: int, ready: Recommender) -> None:
    """Explain one movie's score: sentence, place, waterfall, certainty, and what if."""
    profile = state.profile()
    found = ready.explain(movie_id, profile)
    where = standing(ready, found, profile)
    st.subheader(found.title)
    st.markdown(f"**{escape(reason(found.contributions))}.** {place(found, where)}")
    if not found.contributions:
        st.caption("Rate a movie, and this shows how much it counts here.")
        return
    st.altair_chart(
        charts.waterfall(found.contributions, dark=is_dark()),
        width="stretch",
        alt=charts.contribution_summary(found.contributions, found.title),
    )
    st.caption(f"The bars add up to the score exactly. {SCORE_MEANING}")
    st.markdown(f":material/verified: {certainty(where)}")
    st.markdown(f":material/person_remove: {escape(most_needed(found))}")
    with st.expander("All numbers as a table"):
        st.table(contribution_table(found.contributions), hide_index=True)
    with st.expander("Without one of your ratings"):
        st.caption(
            "Rank and score of this movie if you had never rated the movie named, computed anew "
            "and exactly."
        )
        st.table(without_table(found), hide_index=True)


def any_movie(ready: Recommender) -> None:
    """Draw the look-up that explains any movie of the model, recommended or not."""
    titles = {
        title: movie_id
        for title, movie_id in cache.pickable(state.dataset()).items()
        if movie_id in ready.model.movies
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            "Why any movie?",
            list(titles),
            index=None,
            key="why-any",
            placeholder="Type a title, recommended or not",
            width=420,
        )
        clicked = st.button(
            "Explain", key="explain-any", icon=":material/help:", disabled=picked is None
        )
    if clicked and picked in titles:
        explain_dialog(titles[picked], ready)


def contribution_table(contributions: tuple[Contribution, ...]) -> pd.DataFrame:
    """Return contributions and their sum as people read them: `Movie`, `Adds to the score`."""
    rows = [(escape(c.title), f"{c.contribution:+.4f}") for c in contributions]
    rows.append(("Score", f"{sum(c.contribution for c in contributions):.4f}"))
    return pd.DataFrame(rows, columns=["Movie", "Adds to the score"])


def without_table(found: Explanation) -> pd.DataFrame:
    """Return rank and score without each rating, the largest fall first."""
    rows = [
        (escape(w.title), f"{found.rank:,} → {w.rank:,}", f"{found.score:.4f} → {w.score:.4f}")
        for w in sorted(found.without, key=lambda w: -w.rank)
    ]
    return pd.DataFrame(rows, columns=["Without", "Rank", "Score"])
