"""The list of recommendations, each with its reason, and what to start from."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from recsys.moved import Move
from recsys.recommend import Recommender
from recsys.results import Recommendation, Recommendations
from recsys.ui import profile_editor
from recsys.ui.dials_view import dial_terms
from recsys.ui.tables import escape
from recsys.ui.why import explain_dialog
from recsys.wording import count, reason

TEXT_WIDTH, WIDE_TEXT = 480, 900
"""Pixels, in a column and on the whole page; a text as wide as it likes would push the buttons to
another line on some cards only."""


def recommendation_list(
    result: Recommendations,
    ready: Recommender,
    moved: Mapping[int, Move] | None = None,
    badges: Mapping[int, str] | None = None,
    explain: Callable[[int], None] | None = None,
    text_width: int = TEXT_WIDTH,
) -> None:
    """Draw the list, each movie with its reason and the button that explains it.

    Parameters
    ----------
    moved : mapping movie_id → Move, optional
        What the last change did to the list; shown as badges.
    badges : mapping movie_id → Markdown, optional
        What else there is to say about a movie in a word or two.
    explain : callable, optional
        Opens the explanation of a movie; by default `recsys.ui.why.explain_dialog`.
    text_width : int
        Pixels for what is said of a movie; less where the screen has less.
    """
    for movie in result.recommendations:
        badge = move_badge((moved or {}).get(movie.movie_id))
        badge += (badges or {}).get(movie.movie_id, "")
        own = partial(explain_dialog, ready=ready, dials=dial_terms(movie))
        _card(movie, result, ready, badge, explain or own, text_width)


def _card(
    movie: Recommendation,
    result: Recommendations,
    ready: Recommender,
    badge: str,
    explain: Callable[[int], None],
    text_width: int,
) -> None:
    explained = result.basis == "profile"
    # No columns: each block inside a block costs the browser time at every change.
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        score = f" :blue-badge[score {movie.score:.3f}]" if explained else ""
        details = f"{badge}{_details(movie, ready, explained)}"
        st.markdown(
            f"**{movie.rank}. {escape(movie.title)}**{score}  \n:small[:gray[{details}]]",
            width=text_width,
        )
        with st.container(horizontal=True, width="content", gap="small"):
            if explained and st.button("Why", key=f"why-{movie.movie_id}"):
                explain(movie.movie_id)
            st.button(
                "Rate it",
                key=f"rate-{movie.movie_id}",
                type="tertiary",
                help=f"You have seen it: add {escape(movie.title)} to your ratings",
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
