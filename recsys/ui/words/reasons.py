"""Plain sentences computed from numbers."""

from collections.abc import Iterable, Sequence

from recsys.recommend.moves import Move
from recsys.recommend.results import Contribution
from recsys.text import count

MOSTLY = 0.5
"""Share of what speaks for a movie from which one favourite is named alone."""
MAINLY = 0.3
"""Share from which two are said to be the main reason."""
AGAINST = 0.1
"""Share of what speaks for a movie from which an opponent is named."""
NOTHING = 0.05
"""Share of the best listed score below which nothing is said for a movie. On the embedded data all
20 movies of a list get more than a fifth of the best."""
USUAL = 0.1
"""Best listed score where it is not given: less than most profiles have, of one favourite, too."""
SAYS_NOTHING = "Your ratings say almost nothing about this movie"

SCORE_MEANING = (
    "The score says how strongly your ratings speak for a movie: 0 is no sign that you would like "
    "it, higher is better. It puts movies in order; it is not a number of stars."
)


def reason(contributions: Sequence[Contribution], best: float = USUAL) -> str:
    """Say in one sentence, without its full stop, why a movie is recommended, or why not.

    Names the favourite that carries at least half of what speaks for the movie, or the two that
    carry most where that is at least `MAINLY` of it, and the rating that speaks against it most,
    where that is at least a tenth of what speaks for it.
    Nothing is said to be for a movie whose score is nothing beside the `best` of the list.
    """
    ordered = sorted(contributions, key=lambda c: -c.contribution)
    favourable = [c for c in ordered if c.contribution > 0]
    support = sum(c.contribution for c in favourable)
    worst = ordered[-1] if ordered and ordered[-1].contribution < 0 else None
    least = NOTHING * abs(best)
    if not favourable or sum(c.contribution for c in ordered) < least:
        against = worst is not None and -worst.contribution >= least
        return f"{worst.title} speaks against it" if worst and against else SAYS_NOTHING
    first = favourable[0]
    only = len(favourable) == 1
    if only or first.contribution >= MOSTLY * support:
        sentence = f"{'Because' if only else 'Mostly because'} of {first.title}"
    elif first.contribution + favourable[1].contribution >= MAINLY * support:
        sentence = f"Mainly because of {first.title} and {favourable[1].title}"
    else:
        sentence = f"Because of many of your favourites, {first.title} most"
    if worst is not None and -worst.contribution >= AGAINST * support:
        sentence += f"; {worst.title} speaks against it"
    return sentence


def about_movie(genres: Iterable[str], likes: int | None = None) -> str:
    """Name a movie's genres, and how many people like it where that is given."""
    said = " · ".join(genres) or "no genre known"
    return said if likes is None else f"{said} · {count(likes, 'like')}"


def agreement(first: Sequence[int], second: Sequence[int]) -> int:
    """Return how many ids two lists share."""
    return len(set(first) & set(second))


def moved(found: Iterable[Move]) -> str:
    """Say in one sentence what a change did to the list; empty where it did nothing."""
    places = [move.places for move in found]
    counts = (
        (sum(p is None for p in places), "new"),
        (sum(p is not None and p > 0 for p in places), "up"),
        (sum(p is not None and p < 0 for p in places), "down"),
    )
    parts = [f"{number} {word}" for number, word in counts if number]
    return f"Since your last change: {', '.join(parts)}." if parts else ""
