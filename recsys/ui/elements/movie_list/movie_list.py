"""A list of movies with buttons, as one element of the page.

Streamlit's own elements would be some seven a movie, and the browser draws all of them anew at
every change: for ten movies that took as long as everything else together
(`benchmarks/browser.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from recsys.ui.elements.element import own_element

_component = own_element(
    "movie_list", '<ol class="cine-list"></ol>', Path(__file__).with_suffix(".js")
)


@dataclass(frozen=True)
class Badge:
    """A word or two on a coloured ground."""

    text: str
    tone: str
    """One of Streamlit's colours: blue, green, gray, orange, violet."""


@dataclass(frozen=True)
class Card:
    """What is shown of one movie; plain text, no Markdown."""

    movie_id: int
    rank: int
    title: str
    beside: tuple[Badge, ...]
    """Beside the title."""
    before: tuple[Badge, ...]
    """Before the first line."""
    lines: tuple[str, ...]
    """Below the title, at least one."""
    actions: tuple[str, ...]
    """The names of the buttons it has."""


@dataclass(frozen=True)
class Action:
    """A button that movies of the list have."""

    name: str
    label: str
    help: str = ""
    """Said with the movie's title when the pointer rests on the button."""


def movie_list(
    cards: Sequence[Card],
    actions: Sequence[Action],
    key: str,
    on_press: Mapping[str, Callable[[int], None]],
) -> tuple[str, int] | None:
    """Draw the list and return the button and the movie pressed, in the run that follows.

    Parameters
    ----------
    on_press : mapping action → callable
        What changes the session: called with the movie_id before the run that follows. Actions
        left out change nothing; the run finds them in the answer.
    """
    offered = {(name, card.movie_id) for card in cards for name in card.actions}

    def pressed() -> None:
        found = _valid(st.session_state[key].pressed, offered)
        if found is not None and found[0] in on_press:
            on_press[found[0]](found[1])

    result = _component(
        data={
            "movies": [asdict(card) for card in cards],
            "actions": [asdict(action) for action in actions],
        },
        key=key,
        on_pressed_change=pressed,
    )
    return _valid(result.pressed, offered)


def _valid(said: object, offered: set[tuple[str, int]]) -> tuple[str, int] | None:
    """Return what was pressed if the list has it; what a browser says may be anything."""
    match said:
        case [str(name), int(movie_id)] if (name, movie_id) in offered:
            return name, movie_id
    return None
