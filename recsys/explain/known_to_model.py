"""Does the model know me? Hide each favourite in turn and look for it in the list."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn
from recsys.model.usable import told_of
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender

FEWEST = 3
"""Likes below which hiding one leaves too little to judge by."""
_AT_A_TIME = 200
_Z95 = 1.959964


@dataclass(frozen=True)
class Hidden:
    """One favourite, hidden from the model."""

    movie_id: int
    title: str
    rank: int
    """Its place in the list made of all other ratings, among what is unrated and itself."""
    rank_by_popularity: int
    """Its place among the same movies, most liked first."""


@dataclass(frozen=True)
class Rate:
    """A share of favourites found, with its 95 % interval."""

    n: int
    found: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.found / self.n


def hide_each(ready: Recommender, profile: Profile) -> tuple[Hidden, ...]:
    """Return where each favourite stands when it is hidden, in the profile's order.

    Ranks are exact: each comes from the solve of the profile that lacks the movie. Favourites
    that the model does not know or that count 0 times are left out; with fewer than `FEWEST`
    the answer is empty.
    """
    model = ready.model
    told = told_of(model, profile)
    if told.n_likes < FEWEST:
        return ()
    allowed = ready.catalogue.allowed(profile, Filters())
    solved = FoldIn(model, told.system(model, told.n_likes - 1))
    places = np.flatnonzero(told.liked)
    vectors = solved.without_each()[:, places]
    rows = told.idx[places]
    ranks = np.empty(len(rows), dtype=np.int64)
    for first in range(0, len(rows), _AT_A_TIME):
        part = slice(first, first + _AT_A_TIME)
        scores = solved.scores_from(vectors[:, part])
        ranks[part] = _ranks(scores, rows[part], allowed)
    likes = model.likes_per_movie
    popular = [int(_ranks(likes[:, None], np.array([row]), allowed)[0]) for row in rows]
    return tuple(
        Hidden(movie_id, ready.dataset.title(movie_id), int(rank), by_likes)
        for movie_id, rank, by_likes in zip(
            model.movies.ids[rows].tolist(), ranks, popular, strict=True
        )
    )


def hit_rate(ranks: list[int], n: int) -> Rate:
    """Return the share of ranks among the first `n`, with its Wilson interval.

    Source
    ------
    Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
    """
    found, total = sum(rank <= n for rank in ranks), len(ranks)
    share, z2 = found / total, _Z95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    return Rate(total, found, max(0.0, middle - half), min(1.0, middle + half))


def _ranks(
    scores: NDArray[np.float32] | NDArray[np.int64],
    rows: NDArray[np.int64],
    allowed: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return each row's rank in its own column among the allowed, ties by position."""
    own = scores[rows, np.arange(len(rows))]
    before = np.arange(len(scores))[:, None] < rows
    ahead = (scores > own) | ((scores == own) & before)
    return np.asarray(1 + ahead[allowed].sum(axis=0), dtype=np.int64)
