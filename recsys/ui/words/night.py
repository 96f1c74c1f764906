"""The rules of a movie night, what its percentages mean, and what a card of it says."""

from recsys.people.night import LEAST_MISERY, MEAN, MOST_PLEASURE, NightMovie
from recsys.ui.words.numbers import MINUS, adding_up
from recsys.ui.words.reasons import reason

LABELS = {MEAN: "Best for most", LEAST_MISERY: "Nobody suffers", MOST_PLEASURE: "Somebody's dream"}
_COUNTS = {
    MEAN: "everybody counts alike",
    LEAST_MISERY: "whoever wants a movie least decides",
    MOST_PLEASURE: "whoever wants a movie most decides",
}
APPEAL = (
    "New to you is what nobody here has rated, seen or hidden. A percentage is not a number of "
    "stars, and it makes long and short profiles count alike."
)


def meaning(rule: str) -> str:
    """Say in a sentence what the percentages of a list are, and how they become one."""
    return (
        f"100 % is what a person would like most of all that is new to all of you; {_COUNTS[rule]}."
    )


AGREED, DIVIDED = 0.2, 0.6
"""Highest − lowest appeal: up to the one people agree, from the other on a movie divides them."""


def appeal(value: float) -> str:
    """Write an appeal: `84 %`, `−12 %`."""
    return f"{100 * value:.0f} %".replace("-", MINUS)


def votes(movie: NightMovie, rule: str) -> str:
    """Say how much everybody wants a movie, and whose word it is where not everybody's counts."""
    said = [
        f"{vote.name} {appeal(vote.appeal)}{' decides' if vote.deciding and rule != MEAN else ''}"
        for vote in movie.people
    ]
    return " · ".join(said)


def mood(movie: NightMovie) -> list[str]:
    """Say whether people agree on a movie or it divides them; nothing in between."""
    if len(movie.people) < 2 or AGREED < movie.spread < DIVIDED:
        return []
    return ["you agree" if movie.spread <= AGREED else "divides you"]


def opinions(movie: NightMovie) -> tuple[str, ...]:
    """Say of everybody how much they want a movie and why, a sentence each."""
    return tuple(
        f"{vote.name}, {appeal(vote.appeal)}: {reason(vote.contributions)}."
        for vote in movie.people
    )


def parts(movie: NightMovie) -> tuple[tuple[tuple[int, float, str], ...], str]:
    """Return what those who decide add to a movie's value, by their place from 1, and the value.

    What is printed adds up.
    """
    adds = [(place, v.part) for place, v in enumerate(movie.people, start=1) if v.deciding]
    texts, total = adding_up([100 * part for _, part in adds], decimals=0)
    printed = zip(adds, texts, strict=True)
    return tuple((place, part, f"{text} %") for (place, part), text in printed), f"{total} %"
