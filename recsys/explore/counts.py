"""Ratings, likes and means per movie or user: the numbers every table here is made of."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions, tally

Z = 1.959963984540054
"""97.5 % of a normal distribution lie below the mean plus this many standard deviations."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Per id, all arrays in the order of `ids`.

    Attributes
    ----------
    ids : int64, shape (n,)
        Those with ratings, ascending.
    ratings, likes : int64, shape (n,)
    mean : float64, shape (n,)
        Stars.
    squares : float64, shape (n,)
        Sum of squared stars.
    """

    ids: NDArray[np.int64]
    ratings: NDArray[np.int64]
    likes: NDArray[np.int64]
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]


def counts_per(dataset: Dataset, column: str, min_rating: float) -> Counts:
    """Count by `movie_id` or `user_id`."""
    column_ids = dataset.ratings[column].to_numpy()
    stars = dataset.ratings["rating"].to_numpy()
    ids = distinct(column_ids)
    idx = positions(column_ids, ids)
    ratings = tally(idx, len(ids))
    return Counts(
        ids=ids,
        ratings=ratings.astype(np.int64),
        likes=tally(idx[stars >= min_rating], len(ids)).astype(np.int64),
        mean=tally(idx, len(ids), stars) / ratings,
        squares=tally(idx, len(ids), stars * stars),
    )


def cautious_mean(counts: Counts) -> NDArray[np.float64]:
    """Return for each movie the mean it has at least, with 97.5 % certainty.

    A movie's true mean is taken to come from a normal distribution around the mean of all
    ratings, its ratings to scatter around it, both with variances estimated from the data. The
    estimate then shrinks towards the overall mean where ratings are few, and its lower bound
    falls off where they leave much open:

        k = σ² / τ²,  m_i = (n_i x̄_i + k x̄) / (n_i + k),  bound_i = m_i − 1.96 σ / √(n_i + k)

    Returns
    -------
    float64, shape (n,)
        Stars, at least 0.5; the plain mean of all ratings where movies do not differ.

    Source
    ------
    Bühlmann and Straub 1970, "Glaubwürdigkeit für Schadensätze", for k, σ² and τ²; Gelman et
    al. 2013, "Bayesian Data Analysis", eq. 2.11 and 2.12, for mean and variance.
    """
    n = counts.ratings.astype(np.float64)
    total, groups = n.sum(), len(n)
    overall = float((n * counts.mean).sum() / total)
    scatter = float(np.maximum(counts.squares - n * counts.mean**2, 0).sum())
    within = scatter / max(total - groups, 1.0)
    spread = float((n * (counts.mean - overall) ** 2).sum())
    denominator = total - float((n**2).sum()) / total
    between = (spread - (groups - 1) * within) / denominator if denominator > 0 else 0.0
    if between <= 0:
        return np.full(groups, overall)
    k = within / between
    center = (n * counts.mean + k * overall) / (n + k)
    return np.maximum(center - Z * np.sqrt(within / (n + k)), 0.5)


def aligned(values: NDArray[np.generic], ids: NDArray[np.int64], index: pd.Index) -> pd.Series:
    """Return values by id for a table's index; missing where the id has no ratings."""
    return pd.Series(values, index=ids).reindex(index)
