"""More because of one favourite: the best movies that hang mostly on it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn
from recsys.model.ranking import best
from recsys.model.usable import Usable
from recsys.recommend.filters import NO_FILTERS, Filters
from recsys.recommend.recommender import ProfileLike, Recommender
from recsys.recommend.results import RatedMovie, Recommendation

MOSTLY = 0.5
"""Share of what speaks for a movie that one favourite must carry."""
POOL = 1_000
"""So many of the best are looked through."""


@dataclass(frozen=True)
class Because:
    """A favourite and the best movies that hang mostly on it."""

    favourite: RatedMovie
    recommendations: tuple[Recommendation, ...]
    """Best first, ranked from 1 within the row."""


def because_of_each(
    ready: Recommender,
    profile: ProfileLike,
    shown: Collection[int] = (),
    rows: int = 3,
    n: int = 3,
    filters: Filters = NO_FILTERS,
) -> tuple[Because, ...]:
    """Return rows of movies that mostly one favourite speaks for, the strongest row first.

    A row holds the `n` movies with the highest scores among those of which the favourite carries
    at least `MOSTLY` of all that speaks for them, above 0. A row is as strong as its first movie's
    score. Favourites without `n` such movies have none.

    Parameters
    ----------
    shown : collection of movie_id
        Movies that stand in the list already.
    """
    profile = ready.own_profile(profile)
    told = ready.usable(profile)
    if not told.has_likes:
        return ()
    solved = FoldIn.of(ready.model, told)
    allowed = ready.catalogue.allowed(profile, filters)
    listed = [ready.model.movies.idx_of(movie_id) for movie_id in shown]
    allowed[np.asarray(listed, dtype=np.int64)] = False
    candidates = best(np.where(allowed, solved.scores(), -np.inf), POOL)
    parts = solved.exactly(candidates, solved.weights)
    scores = parts.sum(axis=1)
    support = np.maximum(parts, 0).sum(axis=1)
    hangs = (parts >= MOSTLY * support[:, None]) & (parts > 0) & (scores > 0)[:, None]
    found = []
    for place, (movie_id, liked) in enumerate(zip(told.movie_ids, told.liked, strict=True)):
        ranked = np.flatnonzero(hangs[:, place])
        ranked = ranked[np.argsort(-scores[ranked], kind="stable")][:n]
        if liked and len(ranked) == n:
            found.append((float(scores[ranked[0]]), movie_id, ranked))
    found.sort(key=lambda row: -row[0])
    return tuple(
        Because(
            RatedMovie(movie_id, ready.dataset.title(movie_id), profile.stars[movie_id]),
            _listed(ready, told, candidates[ranked], parts[ranked]),
        )
        for _, movie_id, ranked in found[:rows]
    )


def _listed(
    ready: Recommender, told: Usable, rows: NDArray[np.int64], parts: NDArray[np.float64]
) -> tuple[Recommendation, ...]:
    bars = ready.bars(told, parts)
    facts = zip(
        ready.model.movies.ids[rows].tolist(), parts.sum(axis=1).tolist(), bars, strict=True
    )
    return tuple(
        Recommendation(rank, movie_id, ready.dataset.title(movie_id), score, contributions)
        for rank, (movie_id, score, contributions) in enumerate(facts, start=1)
    )
