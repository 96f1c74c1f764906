"""A list of movies whose cards show the reason, as one element of the page.

Streamlit's own elements would be some seven a movie, and the browser draws all of them anew at
every change: for ten movies that took as long as everything else together
(`benchmarks/browser.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from recsys.data.elsewhere import Elsewhere
from recsys.ui.elements.element import own_element

_component = own_element(
    "movie_list",
    '<ol class="cine-list"></ol>',
    Path(__file__).with_suffix(".js"),
)
OTHERS = 0
"""In place of the movie_id of a favourite: all those that are not told apart."""
Part = tuple[int, float, str]
"""What a favourite adds to a score: its movie_id or `OTHERS`, the value, and the value printed."""


@dataclass(frozen=True)
class Favourite:
    """A rated movie with the colour it has everywhere."""

    movie_id: int
    title: str
    colour: str


@dataclass(frozen=True)
class Card:
    """What is shown of one movie; plain text, no Markdown."""

    movie_id: int
    rank: int
    title: str
    genres: tuple[str, ...]
    about: str
    """Genres and likes in words."""
    actions: tuple[str, ...]
    """The names of the buttons it has."""
    reason: str = ""
    """Why it stands there, in one sentence."""
    shares: str = ""
    """What the bar shows, for those who hear it."""
    parts: tuple[Part, ...] = ()
    """The largest first; what is printed of them adds up to `total`."""
    total: str = ""
    badge: str = ""
    """What the last change did to it: `new`, `▲ 3`."""
    notes: tuple[str, ...] = ()
    """What else is known at once, a sentence each."""
    asks: bool = False
    """Whether it asks for stars from the start."""
    heading: str = ""
    """Of the movies that begin here."""
    listed: bool = False
    """Whether it is on the person's list; `KEEP` then takes it off."""
    mark: str = ""
    """Stands with a bookmark before the reason; on a phone there is room for the bookmark only."""


@dataclass(frozen=True)
class Details:
    """What an open card says as soon as the app has worked it out."""

    notes: tuple[str, ...] = ()
    without: Mapping[int, str] = field(default_factory=dict)
    """By movie_id of a favourite: what became of the card's movie without it."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Where the film is found at other sites."""


@dataclass(frozen=True)
class Gone:
    """What is said below a card of a movie that stood there and has left the list."""

    below: int
    """The movie_id of the card, which has taken the place of what left."""
    text: str


@dataclass(frozen=True)
class Action:
    """A button that movies of the list have."""

    name: str
    label: str
    help: str = ""
    """Said with the movie's title when the pointer rests on the button."""
    icon: str = ""
    undo: str = ""
    """The label on movies that are listed already."""


WHY = Action("why", "Why", "Show how much each favourite counts for")
"""Opens the card, which needs no answer of the app; the app hears of it all the same."""
SEEN = Action("seen", "Seen it", "Give stars to", "☆")
"""Asks for stars; the answer is `rate` with stars, or `see` without any."""
NOT_SEEN = Action("unseen", "Haven't seen", "Ask about another movie than")
NOT_FOR_ME = Action("hide", "Not for me", "Never recommend", "✕")
KEEP = Action("keep", "Add to my list", undo="Take off my list")


def movie_list(
    cards: Sequence[Card],
    actions: Sequence[Action],
    key: str,
    on_press: Mapping[str, Callable[[int, object], None]],
    favourites: Sequence[Favourite] = (),
    details: Mapping[int, Details] | None = None,
    said: str = "",
    leads: bool = False,
    left: Gone | None = None,
    total: str = "Score",
) -> tuple[str, int] | None:
    """Draw the list and return the button and the movie pressed, in the run that follows.

    Parameters
    ----------
    actions : sequence of Action
        `WHY`, `SEEN`, `NOT_SEEN`, `NOT_FOR_ME` stand on the card; all others in it once it is open.
    on_press : mapping action → callable
        What changes the session: called with the movie_id and the stars or None before the run
        that follows. What a browser says may be anything: only the movie is known to be listed.
        Actions left out change nothing; the run finds them in the answer.
    said : str
        What has become of the list, told politely to those who do not see it.
    leads : bool
        Whether the page is there for this list: where it comes above what somebody looks at, they
        see the page from its top.
    left : Gone or None
        What has just left the list, with a button that reports `undo` of the card above it.
    total : str
        What the parts of a card add up to.
    """
    offered = {card.movie_id for card in cards}

    def pressed() -> None:
        match st.session_state[key].pressed:
            case [str(name), int(movie_id), value] if name in on_press and movie_id in offered:
                on_press[name](movie_id, value)

    result = _component(
        data={
            "movies": [vars(card) for card in cards],
            "actions": [vars(action) for action in actions],
            "favourites": [vars(favourite) for favourite in favourites],
            "details": {str(movie_id): vars(one) for movie_id, one in (details or {}).items()},
            "said": said,
            "leads": leads,
            "left": left and vars(left),
            "total": total,
        },
        key=key,
        on_pressed_change=pressed,
    )
    match result.pressed:
        case [str(name), int(movie_id), _] if movie_id in offered:
            return name, movie_id
    return None
