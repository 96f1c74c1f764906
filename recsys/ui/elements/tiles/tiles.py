"""Movies as tiles to tap, each with its drawn cover, as one element of the page."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from recsys.ui.elements.element import own_element

_component = own_element("tiles", '<ul class="cine-tiles"></ul>', Path(__file__).with_suffix(".js"))


@dataclass(frozen=True)
class Tile:
    """What is shown of one movie; plain text, no Markdown."""

    movie_id: int
    title: str
    genres: tuple[str, ...]


def tiles(movies: Sequence[Tile], key: str, on_pick: Callable[[int], None]) -> None:
    """Draw the tiles; `on_pick` gets the movie_id of one that is tapped, before the next run."""

    def picked() -> None:
        found = st.session_state[key].picked
        if type(found) is int and found in {movie.movie_id for movie in movies}:
            on_pick(found)

    _component(
        data={"movies": [asdict(movie) for movie in movies]}, key=key, on_picked_change=picked
    )
