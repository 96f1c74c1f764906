"""From a model's scores for a task to one value of each metric for each held-out user."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.evaluate import metrics
from recsys.evaluate.protocols import Task
from recsys.model.ranking import best

Scores = Callable[[csr_matrix], NDArray[np.float32]]
"""Profiles (stars, shape (rows, n_movies)) in, one score for every movie out."""

LIST_LENGTH = 20
PUBLISHED_LENGTH = 100
"""Where what published tables give is measured as well."""
OF_GROUP = ("coverage", "differ_at_10")
"""Metrics of all people's lists together."""
_BATCH_CELLS = 8_000_000


def measure(
    scores: Scores, task: Task, likes: csr_matrix, n: int = LIST_LENGTH
) -> dict[str, NDArray[np.float64]]:
    """Rank the whole catalogue for each profile and judge the lists of length `n`, see `judge`."""
    lists = [
        top(scores(task.profiles[part]), task.profiles[part], n)
        for part in batches(len(task.user), likes.shape[1])
    ]
    return judge(np.concatenate(lists), task, likes)


def judge(
    lists: NDArray[np.int64], task: Task, likes: csr_matrix
) -> dict[str, NDArray[np.float64]]:
    """Judge one list for each profile of a task.

    Parameters
    ----------
    lists : int64, shape (rows, LIST_LENGTH or PUBLISHED_LENGTH)
        Movie positions, best first.
    likes : csr_matrix, shape (n_users, n_movies)
        The training likes, for popularity and diversity.

    Returns
    -------
    dict metric → float64, shape (users,)
        A user's value is the mean over their draws. Those of `OF_GROUP` are one number for all,
        kept in an array of length 1.
    """
    per_row: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    per_movie = likes.getnnz(axis=0)
    percentiles = metrics.popularity_percentiles(per_movie)
    for part in batches(len(task.user), likes.shape[1]):
        wanted, listed = task.wanted[part], lists[part]
        rows = np.arange(len(listed))[:, None]
        hits = np.asarray(wanted.toarray()[rows, listed])
        disliked = np.asarray(task.disliked[part].toarray()[rows, listed])
        n_wanted = np.diff(wanted.indptr)
        values = {
            "ndcg_at_10": metrics.ndcg(hits, n_wanted, 10),
            "recall_at_10": metrics.recall(hits, n_wanted, 10),
            "recall_at_20": metrics.recall(hits, n_wanted, 20),
            "hit_rate_at_10": metrics.hit_rate(hits, 10),
            "disliked_share_at_10": metrics.disliked_share(disliked, 10),
            "popularity_percentile": metrics.mean_popularity(listed[:, :10], percentiles),
            "diversity": metrics.diversity(listed[:, :10], likes),
            "known_at_10": metrics.known(listed[:, :10], per_movie, likes.shape[0]),
        }
        if lists.shape[1] >= PUBLISHED_LENGTH:
            values |= {
                "ndcg_at_100": metrics.ndcg(hits, n_wanted, 100),
                "capped_recall_at_20": metrics.capped_recall(hits, n_wanted, 20),
                "capped_recall_at_50": metrics.capped_recall(hits, n_wanted, 50),
            }
        for name, value in values.items():
            per_row[name].append(value)
    found = {name: mean_of_draws(np.concatenate(v), task.user) for name, v in per_row.items()}
    first, draws = lists[:, :10], len(task.user) // len(task.users)
    # A person's draws are neighbours: each person once, in every draw.
    differ = [metrics.differing(first[draw::draws], likes.shape[1]) for draw in range(draws)]
    return {
        **found,
        "coverage": np.array([metrics.coverage(first, likes.shape[1])]),
        "differ_at_10": np.array([np.mean(differ)]),
    }


def batches(rows: int, n_movies: int) -> Iterator[slice]:
    """Yield parts of the rows that fit into memory as a dense table of movies."""
    size = max(1, _BATCH_CELLS // n_movies)
    return (slice(first, first + size) for first in range(0, rows, size))


def top(scores: NDArray[np.float32], profiles: csr_matrix, n: int) -> NDArray[np.int64]:
    """Return the `n` best movies of each row, best first, the profile's own left out.

    The catalogue must hold `n` movies beside every profile.
    """
    scores = scores.astype(np.float32, copy=True)
    scores[profiles.nonzero()] = -np.inf
    return np.stack([best(row, n) for row in scores])


def mean_of_draws(values: NDArray[np.float64], user: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return one value for each user from one for each row of a task."""
    return np.asarray(np.bincount(user, values) / np.bincount(user))
