"""Does the model know me? Hide each favourite in turn and look for it in the list."""

from dataclasses import dataclass

import numpy as np

from recsys.explore.popularity import share_range
from recsys.model.foldin import FoldIn
from recsys.model.ranking import ahead
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender

FEWEST = 3
"""Likes below which hiding one leaves too little to judge by."""
_AT_A_TIME = 200


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
class FoundShare:
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
    told = ready.usable(profile)
    if told.n_likes < FEWEST:
        return ()
    allowed = ready.catalogue.allowed(profile, Filters())
    solved = FoldIn.of(model, told, told.n_likes - 1)
    vectors = solved.without_each()[:, told.liked]
    rows = told.idx[told.liked]
    ranks = np.empty(len(rows), dtype=np.int64)
    for first in range(0, len(rows), _AT_A_TIME):
        part = slice(first, first + _AT_A_TIME)
        scores = solved.scores_from(vectors[:, part])
        ours = scores[rows[part], np.arange(scores.shape[1])]
        ranks[part] = 1 + ahead(scores, ours, allowed)
    before = np.zeros(len(allowed), dtype=np.int64)
    before[model.by_popularity] = np.cumsum(allowed[model.by_popularity])
    both_ranks = zip(told.liked_ids, ranks.tolist(), (1 + before[rows]).tolist(), strict=True)
    return tuple(Hidden(m, ready.dataset.title(m), *of_one) for m, *of_one in both_ranks)


def found_within(ranks: list[int], n: int) -> FoundShare:
    """Return the share of ranks among the first `n`, with its Wilson interval."""
    found = sum(rank <= n for rank in ranks)
    low, high = share_range(found, len(ranks))
    return FoundShare(len(ranks), found, low, high)
