"""The rated movies with stars, weight and a way out, as one element of the page.

A list beside the recommendations where there is room, and a strip of covers above them on a phone,
where a tap opens one for editing. Streamlit's own elements would be seven a movie, which the
browser draws anew at every change (`benchmarks/browser.py`); on a phone that is what one waits for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from recsys.ui.elements.element import own_element

_component = own_element(
    "rating_list",
    '<div class="cine-favourites"><ul class="cine-ratings"></ul>'
    '<div class="cine-panel"></div></div>',
    Path(__file__).with_suffix(".js"),
)
Change = Callable[[int, object], None]


@dataclass(frozen=True)
class Rated:
    """One rated movie; plain text, no Markdown."""

    movie_id: int
    title: str
    genres: tuple[str, ...]
    colour: str
    """Of its pieces in every card's bar."""
    stars: float
    weight: str
    """The value of one of the weights offered."""
    note: str = ""
    """Said behind "Your rating"."""


def rating_list(
    movies: Sequence[Rated],
    weights: Sequence[tuple[str, str]],
    key: str,
    on_change: Mapping[str, Change],
) -> None:
    """Draw the rated movies, each with a control labelled "TITLE · Your rating".

    Parameters
    ----------
    weights : sequence of (value, text)
        What a movie can count.
    on_change : mapping "rate" | "weigh" | "see" | "remove" → callable
        Called with the movie_id and the stars, the weight's value or None, before the run that
        follows. What a browser says may be anything: only the movie is known to be listed.
    """
    listed = {movie.movie_id for movie in movies}

    def changed() -> None:
        match st.session_state[key].changed:
            case [str(action), int(movie_id), value] if action in on_change and movie_id in listed:
                on_change[action](movie_id, value)

    _component(
        data={"movies": [vars(movie) for movie in movies], "weights": list(map(list, weights))},
        key=key,
        on_changed_change=changed,
    )
