"""What a card says beside its bar."""

import re
from collections.abc import Sequence

import numpy as np

from recsys.profile.profile import Profile
from recsys.recommend.moves import Move
from recsys.recommend.results import Contribution, Counterfactual
from recsys.text import stars

_YEAR = re.compile(r" \(\d{4}\)")
NAMED = 4
"""So many favourites are named to those who hear the bar; the rest is "others"."""


def shares(contributions: Sequence[Contribution]) -> str:
    """Say in whole percent what each favourite has of all that speaks for a movie.

    The percents add up to 100 as they are said (method of largest remainders).
    """
    for_it = sorted((c for c in contributions if c.contribution > 0), key=lambda c: -c.contribution)
    against = [c.title for c in contributions if c.contribution < 0]
    if not for_it:
        return "Nothing in your ratings speaks for it"
    exact = np.array([c.contribution for c in for_it])
    exact = 100 * exact / exact.sum()
    whole = np.floor(exact)
    missing = round(100 - float(whole.sum()))
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    percents = whole.astype(int).tolist()
    said = [f"{p} % from {c.title}" for p, c in zip(percents, for_it[:NAMED], strict=False)]
    if rest := sum(percents[NAMED:]):
        said.append(f"{rest} % from others")
    text = f"What speaks for it: {', '.join(said)}"
    return f"{text}. Against it: {', '.join(against[:NAMED])}" if against else text


def because(sentence: str) -> str:
    """Return a reason without the years of its titles, which the bars below it give in full."""
    return _YEAR.sub("", sentence)


def without(found: Counterfactual) -> str:
    """Say beside a favourite what would become of the movie without it."""
    return f"without it: number {found.rank:,}"


def left(title: str, movie_id: int, profile: Profile) -> str:
    """Say what a person said of a movie that has left the list for it; empty where nothing."""
    if movie_id in profile.stars:
        return f"You gave {title} {stars(profile.stars[movie_id])}."
    if movie_id in profile.not_interested:
        return f"You hid {title}."
    return f"You have seen {title}." if movie_id in profile.seen else ""


def moved(move: Move | None) -> str:
    """Say what the last change did to a movie's place; empty where it stands as it was."""
    if move is None:
        return ""
    if move.places is None:
        return "new"
    return f"{'▲' if move.places > 0 else '▼'} {abs(move.places)}"
