"""The list of recommendations, and the dialog that explains one of them."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from recsys.moved import Move
from recsys.recommend import Recommender
from recsys.results import Contribution, Recommendation, Recommendations
from recsys.ui import charts, profile_editor, state
from recsys.ui.dials_view import dial_terms
from recsys.ui.tables import escape
from recsys.wording import SCORE_MEANING, count, reason


def is_dark() -> bool:
    return st.context.theme.type == "dark"


def recommendation_list(
    result: Recommendations, ready: Recommender, moved: Mapping[int, Move] | None = None
) -> None:
    """Draw the list, each movie with its reason and the button that explains it.

    Parameters
    ----------
    moved : mapping movie_id → Move, optional
        What the last change did to the list; shown as badges.
    """
    for movie in result.recommendations:
        _card(movie, result, ready, (moved or {}).get(movie.movie_id))


def _card(
    movie: Recommendation, result: Recommendations, ready: Recommender, move: Move | None
) -> None:
    explained = result.basis == "profile"
    # No columns: each block inside a block costs the browser time at every change.
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        score = f" :blue-badge[score {movie.score:.3f}]" if explained else ""
        details = f"{move_badge(move)}{_details(movie, ready, explained)}"
        st.markdown(
            f"**{movie.rank}. {escape(movie.title)}**{score}  \n:small[:gray[{details}]]",
            width="stretch",
        )
        with st.container(horizontal=True, width="content", gap="small"):
            if explained and st.button("Why", key=f"why-{movie.movie_id}"):
                explain_dialog(movie.movie_id, ready)
            st.button(
                "Seen it",
                key=f"seen-{movie.movie_id}",
                type="tertiary",
                help=f"Add {escape(movie.title)} to your ratings",
                on_click=profile_editor.add,
                args=(movie.movie_id,),
            )
            st.button(
                "Hide",
                key=f"exclude-{movie.movie_id}",
                type="tertiary",
                help=f"Not interested: never recommend {escape(movie.title)}",
                on_click=profile_editor.exclude,
                args=(movie.movie_id,),
            )


def move_badge(move: Move | None) -> str:
    """Return a move as a badge in Markdown, empty where there is none."""
    if move is None:
        return ""
    if move.places is None:
        return ":orange-badge[new] "
    up = move.places > 0
    return f":{'green' if up else 'gray'}-badge[{'▲' if up else '▼'} {abs(move.places)}] "


def _details(movie: Recommendation, ready: Recommender, explained: bool) -> str:
    genres = " · ".join(ready.dataset.movies.at[movie.movie_id, "genres"]) or "no genre known"
    likes = int(ready.model.likes_per_movie[ready.model.movies.idx_of(movie.movie_id)])
    because = f"  \n{escape(reason(movie.contributions))}" if explained else ""
    if added := dial_terms(movie):
        because += f"  \n{added}"
    return f"{genres} · {count(likes, 'like')}{because}"


@st.dialog("Why this movie?", width="medium")
def explain_dialog(movie_id: int, ready: Recommender) -> None:
    """Explain one movie's score: sentence, waterfall, table."""
    found = ready.explain(movie_id, state.profile())
    st.subheader(found.title)
    st.markdown(
        f"Score **{found.score:.3f}**, rank **{found.rank:,}** among the movies you have not "
        f"rated. {escape(reason(found.contributions))}."
    )
    st.altair_chart(
        charts.waterfall(found.contributions, dark=is_dark()),
        width="stretch",
        alt=charts.contribution_summary(found.contributions, found.title),
    )
    st.caption(f"The bars add up to the score exactly. {SCORE_MEANING}")
    with st.expander("The same as a table"):
        st.table(contribution_table(found.contributions), hide_index=True)


def contribution_table(contributions: tuple[Contribution, ...]) -> pd.DataFrame:
    """Return contributions and their sum as people read them: `Movie`, `Adds to the score`."""
    rows = [(escape(c.title), f"{c.contribution:+.4f}") for c in contributions]
    rows.append(("Score", f"{sum(c.contribution for c in contributions):.4f}"))
    return pd.DataFrame(rows, columns=["Movie", "Adds to the score"])
