"""How alike two people's scores are, in numbers and in words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

COMPARED = 20
"""How many of each one's best movies are looked at."""
_WORDS = ((12, "very much alike"), (7, "much in common"), (3, "something in common"))
"""Fewest shared movies of `COMPARED` and what people then are. On the embedded data half of all
pairs of people share 3 or more, a quarter 7 or more and a twentieth 11 or more
(`python -m benchmarks.night`)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Alike:
    """How alike two people are, over movies that neither has rated, seen or excluded."""

    first: str
    second: str
    shared: int
    """How many of each one's `listed` best movies are the other's, too."""
    listed: int
    """`COMPARED`, or less where fewer movies are left."""
    correlation: float | None
    """Spearman's rank correlation of their scores, −1 to 1; None where one has no order."""

    @property
    def in_words(self) -> str:
        """Return "much in common" and the like."""
        share = COMPARED * self.shared / self.listed if self.listed else 0
        return next((words for least, words in _WORDS if share >= least), "little in common")


def alike(first: str, mine: Floats, second: str, theirs: Floats) -> Alike:
    """Compare two people's scores of the same movies, each of shape (movies,)."""
    listed = min(COMPARED, len(mine))
    return Alike(
        first, second, shared_best(mine, theirs, listed), listed, rank_correlation(mine, theirs)
    )


def shared_best(mine: Floats, theirs: Floats, n: int) -> int:
    """Return how many places hold one of the `n` highest values of both arrays."""
    first, second = (np.argsort(-values, kind="stable")[:n] for values in (mine, theirs))
    return len(np.intersect1d(first, second))


def rank_correlation(mine: Floats, theirs: Floats) -> float | None:
    """Return Spearman's correlation, or None where all values of one are equal."""
    if len(mine) < 2 or np.ptp(mine) == 0 or np.ptp(theirs) == 0:
        return None
    return float(np.corrcoef(rankdata(mine), rankdata(theirs))[0, 1])
