"""What if some favourites were not there: the exact list without them, and what moved."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.filters import Filters
from recsys.leave_out import leave_each_out
from recsys.profile import Profile
from recsys.ranking import best
from recsys.recommend import ProfileLike, Recommender
from recsys.results import Recommendations
from recsys.wording import count

TOP = 10


@dataclass(frozen=True)
class Shift:
    """One movie's place in the list before and after."""

    movie_id: int
    title: str
    before: int | None
    """Rank; None: not among the movies compared."""
    after: int | None


@dataclass(frozen=True)
class Without:
    """A list with all ratings beside the list that lacks some of them."""

    removed: tuple[int, ...]
    before: Recommendations
    after: Recommendations
    shifts: tuple[Shift, ...]
    """Every movie of either top list, by its rank after, then before."""
    entered: tuple[Shift, ...]
    """Movies that come into the top list."""
    left: tuple[Shift, ...]


def without(
    ready: Recommender,
    profile: ProfileLike,
    removed: Collection[int],
    n: int = TOP,
    filters: Filters | None = None,
    depth: int = 200,
) -> Without:
    """Fold the profile in again without some of its ratings and compare the top `n`.

    The removed movies count as seen all the same: they do not come back as recommendations.

    Parameters
    ----------
    removed : collection of int
        Movie ids; what the profile does not rate is passed over.
    depth : int
        How far down ranks are followed; beyond, a rank is None.
    """
    profile = Profile.of(profile)
    filters = replace(filters or Filters(), include_rated=False)
    gone = tuple(m for m in profile.movie_ids if m in set(removed))
    before = ready.recommend(profile, depth, filters)
    after = ready.recommend(lacking(profile, gone), depth, filters)
    old = {r.movie_id: r for r in before.recommendations}
    new = {r.movie_id: r for r in after.recommendations}
    top_old = [r.movie_id for r in before.recommendations[:n]]
    top_new = [r.movie_id for r in after.recommendations[:n]]

    def shift(movie_id: int) -> Shift:
        first, then = old.get(movie_id), new.get(movie_id)
        known = first or then
        return Shift(
            movie_id,
            known.title if known else "",
            first.rank if first else None,
            then.rank if then else None,
        )

    left = tuple(shift(m) for m in top_old if m not in top_new)
    return Without(
        removed=gone,
        before=before,
        after=after,
        shifts=(*(shift(m) for m in top_new), *left),
        entered=tuple(shift(m) for m in top_new if m not in top_old),
        left=left,
    )


def lacking(profile: Profile, removed: Collection[int]) -> Profile:
    """Return the profile without some ratings, whose movies are not to be recommended either."""
    kept = profile.forget(removed)
    return replace(kept, not_interested=(*kept.not_interested, *removed))


@dataclass(frozen=True)
class Influence:
    """How much one rating decides the top of the list."""

    movie_id: int
    title: str
    changed: int
    """How many of the top movies leave the list without it."""


def influence_of_each(
    ready: Recommender, profile: ProfileLike, n: int = TOP, filters: Filters | None = None
) -> tuple[Influence, ...]:
    """Return for each rating how many of the top `n` leave without it, most first.

    From the exact leave-one-out scores of the whole catalogue (`recsys.leave_out`).
    """
    profile = Profile.of(profile)
    if not ready.known(profile):
        return ()
    unseen = replace(filters or Filters(), include_rated=False)
    allowed = ready.catalogue.allowed(profile, unseen)
    solved, _ = ready.solve(profile)
    likes = ready.model.likes_per_movie
    liked = {m for m, s in ready.known(profile) if s >= ready.model.config.train.min_rating}
    movie_ids, scores, _ = leave_each_out(ready, profile, 0)

    def top(wanted: NDArray[np.float32], has_likes: bool) -> set[int]:
        return set(best(np.where(allowed, wanted if has_likes else likes, -np.inf), n).tolist())

    now = top(solved.scores(), bool(liked))
    found = [
        Influence(
            movie_id,
            ready.dataset.title(movie_id),
            len(now - top(scores[:, j], bool(liked - {movie_id}))),
        )
        for j, movie_id in enumerate(movie_ids)
    ]
    return tuple(sorted(found, key=lambda i: -i.changed))


def takeaway(found: Without, n: int = TOP) -> str:
    """Say in one sentence what the removal does to the top of the list."""
    if not found.removed:
        return "All your ratings count. Leave some out to see what changes."
    size = min(n, len(found.before.recommendations))
    if not size:
        return "No movie is left to compare with these filters."
    if not found.entered and not found.left:
        moved = sum(s.before != s.after for s in found.shifts)
        same = "stay where they are" if not moved else f"stay; {moved} change places"
        return f"Without {count(len(found.removed), 'rating')}, all {size} {same}."
    leave = "leaves" if len(found.left) == 1 else "leave"
    return (
        f"Without {count(len(found.removed), 'rating')}, {len(found.left)} of the top {size} "
        f"{leave} and {count(len(found.entered), 'other comes', 'others come')} in."
    )


def takeaway_influence(found: tuple[Influence, ...], n: int = TOP) -> str:
    """Say which single rating the list hangs on most."""
    if not found:
        return "There is no rating that could be taken away."
    first = found[0]
    if not first.changed:
        return f"No single rating decides: without any one of them the same {n} stay on top."
    equal = [i.title for i in found if i.changed == first.changed]
    if len(equal) > 1:
        return (
            f"Leaving out {equal[0]} changes the list most, {first.changed} of the top {n}; "
            f"{count(len(equal) - 1, 'other rating')} would change as many."
        )
    return f"Leaving out {first.title} changes the list most, {first.changed} of the top {n}."
