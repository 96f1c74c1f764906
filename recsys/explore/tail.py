"""The long tail: how few movies hold how many of the likes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.explore.popularity import counts_per

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


def share_of_top(
    dataset: Dataset, top: float, min_rating: float = DEFAULT_MIN_RATING
) -> tuple[int, float]:
    """Return how many movies are the top share, rounded up, and which share of likes they hold.

    Parameters
    ----------
    top : float
        0 to 1, of the movies with a like.
    """
    likes = _liked_first(dataset, min_rating)
    n = int(np.ceil(round(top * len(likes), 9)))
    return n, float(likes[:n].sum() / likes.sum()) if len(likes) else 0.0


def tail_summary(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> TailSummary:
    """Return how many of the most liked movies hold how many of the likes."""
    likes = _liked_first(dataset, min_rating)
    tenth, share = share_of_top(dataset, 0.1, min_rating)
    half = int(np.searchsorted(np.cumsum(likes), likes.sum() / 2)) + 1 if len(likes) else 0
    return TailSummary(len(likes), tenth, share, half)


def gini(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> float:
    """Return Gini's coefficient of likes over the movies with a like: 0 all equal, 1 one has all.

    Source
    ------
    Gini 1912; as the mean absolute difference: Σ (2i − n − 1) x_i / (n Σ x), x ascending.
    """
    likes = _liked_first(dataset, min_rating)[::-1]
    n = len(likes)
    if not n:
        return 0.0
    return float(((2 * np.arange(1, n + 1) - n - 1) * likes).sum() / (n * likes.sum()))


def _liked_first(dataset: Dataset, min_rating: float) -> NDArray[np.int64]:
    likes = counts_per(dataset, "movie_id", min_rating)["likes"].to_numpy()
    return np.sort(likes[likes > 0])[::-1]
