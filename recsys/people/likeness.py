"""How alike two people's scores are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.model.ranking import best

COMPARED = 20
"""How many of each one's best movies are looked at."""
MANY = 50
"""Ratings from which on a list is mostly a person's own, no longer what everybody likes."""

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
    ratings: int = MANY
    """Movies rated by the one of the two who has rated fewer; by default many."""

    @property
    def shared_share(self) -> float:
        """Share of each one's best movies that are the other's, too, 0 to 1; 0 of none."""
        return self.shared / self.listed if self.listed else 0.0


@dataclass(frozen=True, eq=False)
class Opinion:
    """What comparing a person with others takes, computed once.

    Attributes
    ----------
    best : int64, shape (at most `COMPARED`,)
        Places of the highest scores.
    ranks : float64, shape (movies,), or None
        Ranks less their mean, at length 1; None where all scores are equal.
    ratings : int
        How many ratings the scores come from.
    """

    name: str
    best: NDArray[np.int64]
    ranks: Floats | None
    ratings: int


def opinion(name: str, scores: Floats, ratings: int = MANY) -> Opinion:
    """Prepare a person's scores, shape (movies,), for comparisons over the same movies."""
    ranks = pd.Series(scores).rank().to_numpy(copy=True)
    ranks -= ranks.mean() if len(ranks) else 0.0
    length = float(np.linalg.norm(ranks))
    return Opinion(name, best(scores, COMPARED), ranks / length if length else None, ratings)


def alike(one: Opinion, other: Opinion) -> Alike:
    """Compare two people."""
    correlation = None
    if one.ranks is not None and other.ranks is not None:
        # Spearman's is Pearson's correlation of the ranks.
        correlation = float(one.ranks @ other.ranks)
    shared = len(np.intersect1d(one.best, other.best))
    ratings = min(one.ratings, other.ratings)
    return Alike(one.name, other.name, shared, len(one.best), correlation, ratings)
