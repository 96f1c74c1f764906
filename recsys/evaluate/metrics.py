"""Ranking metrics: one number for each list, averages left to the caller.

Everywhere `hits` says for each list (row) and each rank (column, best first) whether that movie
is one of those to be found. A list may be shorter than a metric's n only where the whole
catalogue is; what is missing then counts as a miss.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def ndcg(hits: Bools, wanted: Ints, n: int) -> Floats:
    """Return NDCG@n with binary gains, shape (lists,).

    Parameters
    ----------
    hits : bool, shape (lists, ranks)
    wanted : int, shape (lists,)
        How many movies there are to be found.

    Returns
    -------
    float64
        Σ hit / log2(rank + 1) over the first n ranks, divided by the same sum for the ideal list,
        which has min(n, wanted) hits in front. NaN where nothing is to be found.

    Source
    ------
    Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques".
    """
    discount = 1 / np.log2(np.arange(2, n + 2))
    gained = hits[:, :n] @ discount[: hits.shape[1]]
    ideal = np.concatenate([[np.nan], np.cumsum(discount)])[np.minimum(wanted, n)]
    return np.asarray(gained / ideal)


def recall(hits: Bools, wanted: Ints, n: int) -> Floats:
    """Return Recall@n: hits in the first n, divided by all that is to be found; NaN for none."""
    with np.errstate(invalid="ignore"):
        return np.asarray(hits[:, :n].sum(axis=1) / wanted)


def capped_recall(hits: Bools, wanted: Ints, n: int) -> Floats:
    """Return hits in the first n, divided by the most there could be, min(n, wanted).

    NaN where nothing is to be found.

    Source
    ------
    Liang et al. 2018, "Variational Autoencoders for Collaborative Filtering", section 4.2; the
    Recall@n of published tables.
    """
    return recall(hits, np.minimum(wanted, n), n)


def hit_rate(hits: Bools, n: int) -> Floats:
    """Return 1 for a list with a hit in its first n, else 0."""
    return np.asarray(hits[:, :n].any(axis=1), dtype=np.float64)


def disliked_share(disliked: Bools, n: int) -> Floats:
    """Return the share of the first n movies that the person in truth disliked.

    Parameters
    ----------
    disliked : bool, shape (lists, ranks)
        Whether the person rated that movie below the threshold; a movie that they never rated
        counts as not disliked. The denominator is the list's length, at most n.
    """
    return np.asarray(disliked[:, :n].mean(axis=1))


def coverage(lists: Ints, n_movies: int) -> float:
    """Return the share of the catalogue that stands in at least one list."""
    return float(len(np.unique(lists)) / n_movies)


def known(lists: Ints, likes_per_movie: Ints, people: int) -> Floats:
    """Return how many movies of each list at least one in ten of the training people liked.

    Such a movie a person has surely heard of. What they did not like or never rated counts
    nothing, so more than one in ten have seen it.

    Parameters
    ----------
    lists : int, shape (lists, n)
    likes_per_movie : int, shape (n_movies,)
    people : int
        In training.

    Returns
    -------
    float64, shape (lists,)
        0 to n.
    """
    return np.asarray((10 * likes_per_movie[lists] >= people).sum(axis=1), dtype=np.float64)


def differing(lists: Ints, n_movies: int) -> float:
    """Return what share of two people's lists is not in common, the mean over all pairs.

    With c the number of lists that a movie stands in, Σ c (c − 1) ÷ 2 is what all pairs have in
    common, of n movies each.

    Parameters
    ----------
    lists : int, shape (lists, n)
        One list a person, no movie twice.

    Returns
    -------
    float
        0: all the same; 1: no movie stands in two lists. NaN for a single list.

    Source
    ------
    Zhou et al. 2010, "Solving the apparent diversity-accuracy dilemma of recommender systems",
    inter-user diversity h(L).
    """
    people, n = lists.shape
    if people < 2:
        return float("nan")
    count = np.bincount(lists.ravel(), minlength=n_movies)
    return float(1 - (count * (count - 1)).sum() / (n * people * (people - 1)))


def popularity_percentiles(likes_per_movie: Ints) -> Floats:
    """Return for each movie the share of the catalogue that is less popular, ties half."""
    return np.asarray((pd.Series(likes_per_movie).rank() - 0.5) / len(likes_per_movie))


def mean_popularity(lists: Ints, percentiles: Floats) -> Floats:
    """Return the mean popularity percentile of each list, 0 to 1."""
    return percentiles[lists].mean(axis=1)


def diversity(lists: Ints, likes: csr_matrix) -> Floats:
    """Return 1 − the mean cosine between the movies of a list, over all pairs.

    Parameters
    ----------
    lists : int, shape (lists, n), n at least 2
    likes : csr_matrix, shape (n_users, n_movies)
        Who liked what in training; a movie's vector is its column, each like 1, so that no
        model's own geometry judges. A movie without likes has cosine 0 with all others.

    Returns
    -------
    float64, shape (lists,)
        0: all liked by the same people; 1: no two liked by one person.

    Source
    ------
    Ziegler et al. 2005, "Improving Recommendation Lists Through Topic Diversification".
    """
    ones = csr_matrix((np.ones(likes.nnz), likes.indices, likes.indptr), shape=likes.shape)
    lengths = np.sqrt(np.asarray(ones.sum(axis=0)).ravel())
    unit = ones.multiply(1 / np.where(lengths > 0, lengths, 1)).tocsr()
    n_lists, n = lists.shape
    member = csr_matrix(
        (np.ones(lists.size), lists.ravel(), np.arange(0, lists.size + 1, n)),
        shape=(n_lists, likes.shape[1]),
    )
    # |Σ v|² = Σ |v|² + twice the sum over pairs.
    totals = member @ unit.T
    squared = np.asarray(totals.multiply(totals).sum(axis=1)).ravel()
    own = (lengths > 0)[lists].sum(axis=1)
    return np.asarray(1 - (squared - own) / (n * (n - 1)))
