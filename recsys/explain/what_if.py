"""What if some favourites were not there: the exact list without them, and what moved."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn, leave_each_out
from recsys.model.ranking import best
from recsys.profile.profile import Profile
from recsys.recommend.filters import NO_FILTERS, Filters
from recsys.recommend.recommender import ProfileLike, Recommender
from recsys.recommend.results import Recommendations

TOP = 10


@dataclass(frozen=True)
class Shift:
    """One movie's place before and after, among all movies that may be listed; 1 is best."""

    movie_id: int
    title: str
    before: int
    after: int


@dataclass(frozen=True)
class Without:
    """The top of the list with all ratings beside the one that lacks some of them."""

    removed: tuple[int, ...]
    after: Recommendations
    """The new top, explained by the ratings that are left."""
    shifts: tuple[Shift, ...]
    """Every movie of either top, by its place after; who leaves comes last."""
    entered: tuple[Shift, ...]
    """Movies that come into the top."""
    left: tuple[Shift, ...]


def list_without(
    ready: Recommender,
    profile: ProfileLike,
    removed: Collection[int],
    n: int = TOP,
    filters: Filters = NO_FILTERS,
) -> Without:
    """Fold the profile in again without some of its ratings and compare the top `n`.

    The removed movies count as seen all the same: they do not come back as recommendations. Ids
    that the profile does not rate are passed over.
    """
    profile = ready.own_profile(profile)
    filters = replace(filters, include_rated=False)
    gone = tuple(m for m in profile.movie_ids if m in set(removed))
    kept = profile.forget(gone)
    left_over = replace(kept, seen=(*kept.seen, *gone))
    old, new = (_order(ready, p, filters) for p in (profile, left_over))
    places = [{row: place for place, row in enumerate(o.tolist(), start=1)} for o in (old, new)]

    def shifts(rows: Collection[int]) -> tuple[Shift, ...]:
        ids = ready.model.movies.ids[list(rows)].tolist()
        return tuple(
            Shift(movie_id, ready.dataset.title(movie_id), places[0][row], places[1][row])
            for row, movie_id in zip(rows, ids, strict=True)
        )

    top_old, top_new = old[:n].tolist(), new[:n].tolist()
    left = shifts([row for row in top_old if row not in top_new])
    return Without(
        removed=gone,
        after=ready.recommend(left_over, n, filters),
        shifts=(*shifts(top_new), *left),
        entered=shifts([row for row in top_new if row not in top_old]),
        left=left,
    )


def _order(ready: Recommender, profile: Profile, filters: Filters) -> NDArray[np.int64]:
    """Return the positions of all movies that may be listed, best first."""
    model, told = ready.model, ready.usable(profile)
    wanted = FoldIn.of(model, told).scores() if told.has_likes else model.likes_per_movie
    return best(wanted, len(wanted), ready.catalogue.allowed(profile, filters))


@dataclass(frozen=True)
class Influence:
    """How much one rating decides the top of the list."""

    movie_id: int
    title: str
    changed: int
    """How many of the top movies leave the list without it."""


def influence_of_each(
    ready: Recommender, profile: ProfileLike, n: int = TOP, filters: Filters = NO_FILTERS
) -> tuple[Influence, ...]:
    """Return for each rating how many of the top `n` leave without it, most first.

    From the exact leave-one-out scores of the whole catalogue (`leave_each_out`).
    """
    profile = ready.own_profile(profile)
    told = ready.usable(profile)
    unseen = replace(filters, include_rated=False)
    allowed = ready.catalogue.allowed(profile, unseen)
    now = set(_order(ready, profile, unseen)[:n].tolist())
    leaving = np.empty(len(told.idx), dtype=np.int64)
    for left in leave_each_out(ready.model, told):
        for j, scores in zip(left.places.tolist(), left.scores.T, strict=True):
            is_last_like = told.n_likes == told.liked[j]
            wanted = ready.model.likes_per_movie if is_last_like else scores
            leaving[j] = len(now - set(best(wanted, n, allowed).tolist()))
    facts = zip(told.movie_ids, leaving.tolist(), strict=True)
    found = [Influence(m, ready.dataset.title(m), changed) for m, changed in facts]
    return tuple(sorted(found, key=lambda i: -i.changed))
