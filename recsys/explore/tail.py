"""The long tail: how few movies hold how many of the likes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.explore.popularity import counts_per_movie

_POINTS = 200


@dataclass(frozen=True)
class TailSummary:
    """The long tail in numbers."""

    movies: int
    """With a like."""
    tenth: int
    """How many of them are the most liked tenth, rounded up."""
    share: float
    """Of all likes, held by the tenth; 0 to 1."""
    half: int
    """How many of the most liked movies hold half of the likes."""


def long_tail(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> pd.DataFrame:
    """Return which share of the likes the most liked movies hold.

    Returns
    -------
    DataFrame, at most about 200 rows, from (0, 0) to (1, 1)
        `movies` (how many, most liked first), `movies_share` (of those with a like, 0 to 1),
        `likes_share` (0 to 1). The curve is Lorenz' with the richest first.
    """
    likes = _liked_first(dataset, min_rating)
    if not len(likes):
        return pd.DataFrame({"movies": [0], "movies_share": [0.0], "likes_share": [0.0]})
    held = np.concatenate([[0], np.cumsum(likes)]) / likes.sum()
    # Dense where the curve bends: few movies hold most of the likes.
    steps = np.geomspace(1, len(likes), min(_POINTS, len(likes)))
    movies = np.unique(np.concatenate([[0], np.rint(steps).astype(int)]))
    return pd.DataFrame(
        {"movies": movies, "movies_share": movies / len(likes), "likes_share": held[movies]}
    )


def tail_summary(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> TailSummary:
    """Return how many of the most liked movies hold how many of the likes."""
    likes = _liked_first(dataset, min_rating)
    if not len(likes):
        return TailSummary(0, 0, 0.0, 0)
    tenth = int(np.ceil(round(0.1 * len(likes), 9)))
    half = int(np.searchsorted(np.cumsum(likes), likes.sum() / 2)) + 1
    return TailSummary(len(likes), tenth, float(likes[:tenth].sum() / likes.sum()), half)


def _liked_first(dataset: Dataset, min_rating: float) -> NDArray[np.int64]:
    likes = counts_per_movie(dataset, min_rating)["likes"].to_numpy()
    return np.sort(likes[likes > 0])[::-1]
