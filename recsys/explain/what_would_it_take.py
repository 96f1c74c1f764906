"""What would it take: the smallest change of a profile that moves a movie into the top, or out.

Every candidate is an exact fold-in (`explain.candidates`). A changed rating adds δ to its gain
and ε to its pull (`foldin.System`), so with U the vectors of the movies touched, S = A⁻¹ U,
G = Uᵀ S and x the person's factors, the factors after the change are

    x' = x + S c,   c = ε − (I + D G)⁻¹ D Uᵀ (x + S ε),   D = diag δ

(Sherman and Morrison 1950, Woodbury 1950). One solve for each possible number of likes and one
matrix product give all scores of all candidates as sums of columns of Y S.
"""

import time
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from recsys.errors import DataError
from recsys.explain.candidates import PAIRED, Option, Search
from recsys.profile.profile import Profile
from recsys.recommend.recommender import ProfileLike, Recommender

TOP = 10
NEW = 5.0
"""What a rating that is added or taken away counts for in stars: as much as the whole scale."""


@dataclass(frozen=True)
class Edit:
    """One rating changed, added or taken away."""

    movie_id: int
    title: str
    before: float | None
    """Stars; None: not rated."""
    after: float | None

    @property
    def stars(self) -> float:
        """How far the rating moves, in stars; `NEW` where it comes or goes."""
        if self.before is None or self.after is None:
            return NEW
        return abs(self.after - self.before)


@dataclass(frozen=True)
class Answer:
    """What it would take, or that nothing tried does it."""

    movie_id: int
    title: str
    goal: str
    """"in" or "out"."""
    top: int
    edits: tuple[Edit, ...]
    """Empty where no change tried reaches the goal."""
    closest: tuple[Edit, ...]
    """Where none does: the change that takes the movie furthest towards the goal."""
    tried: int
    """Changes computed."""
    seconds: float


def smallest_change(
    ready: Recommender, movie_id: int, profile: ProfileLike, top: int = TOP
) -> Answer:
    """Find the smallest change that brings a movie into the top, or throws it out if it is there.

    One change is smaller than another if it touches fewer ratings; with as many, if their stars
    move less in all (`Edit.stars`: an added or removed rating counts 5); with as much, if it takes
    the movie further. Tried are

    - every other number of stars for each rating of the profile, and its removal;
    - every number of stars for each of the movie's `NEIGHBOURS` nearest unrated neighbours;
    - if none of these does it, all pairs of them among the `PAIRED` movies whose best single
      change takes the movie furthest.

    Each candidate's rank is exact, and the answer is checked by applying it.

    Raises
    ------
    UnknownIdError
        The model does not know the movie.
    DataError
        The profile rates or hides the movie, so it cannot be recommended.
    """
    started = time.perf_counter()
    profile = ready.own_profile(profile)
    row = ready.model.movies.idx_of(movie_id)
    title = ready.dataset.title(movie_id)
    if movie_id in profile.movie_ids:
        raise DataError(f"you rated {title}, so it is not recommended again; take the rating away")
    if movie_id in profile.not_interested:
        raise DataError(f"you said you are not interested in {title}; bring it back first")
    if movie_id in profile.seen:
        raise DataError(f"you have seen {title}, so it is not recommended again; rate it instead")
    inside = _is_listed(ready, movie_id, profile, top)
    search = Search(ready, profile, row)
    edits, closest, tried = _search(ready, search, profile, movie_id, inside, top)
    return Answer(
        movie_id=movie_id,
        title=title,
        goal="out" if inside else "in",
        top=top,
        edits=edits,
        closest=() if edits else closest,
        tried=tried,
        seconds=time.perf_counter() - started,
    )


def apply(profile: Profile, edits: tuple[Edit, ...]) -> Profile:
    """Return the profile with a change made."""
    for edit in edits:
        if edit.after is None:
            profile = profile.forget([edit.movie_id])
        else:
            profile = profile.rate(edit.movie_id, edit.after)
    return profile


def _search(
    ready: Recommender, search: Search, profile: Profile, movie_id: int, inside: bool, top: int
) -> tuple[tuple[Edit, ...], tuple[Edit, ...], int]:
    """Return the smallest change that does it, the closest one, and how many were computed."""
    closest: tuple[Edit, ...] = ()
    tried, changes = 0, search.singles()
    for n_ratings in (1, 2):
        if not changes:
            break
        tried += len(changes)
        ahead = search.above(changes)
        sign = -1 if inside else 1
        furthest = np.lexsort((-sign * ahead.score, sign * ahead.surely)).tolist()
        closest = _edits(ready, search, changes[furthest[0]])
        reaches = ahead.perhaps >= top if inside else ahead.surely < top
        found = [
            (sum(e.stars for e in edits), sign * int(ahead.surely[j]), j, edits)
            for j in np.flatnonzero(reaches).tolist()
            for edits in [_edits(ready, search, changes[j])]
        ]
        for *_, edits in sorted(found, key=lambda f: f[:3]):
            # Rounding may decide between equals, so the list itself has the last word.
            if _is_listed(ready, movie_id, apply(profile, edits), top) != inside:
                return edits, closest, tried
        if n_ratings == 1:
            places = list(dict.fromkeys(changes[j][0][0] for j in furthest))[:PAIRED]
            changes = [c for pair in combinations(places, 2) for c in search.pairs(pair)]
    return (), closest, tried


def _edits(ready: Recommender, search: Search, change: tuple[Option, ...]) -> tuple[Edit, ...]:
    return tuple(_edit(ready, search, option) for option in change)


def _edit(ready: Recommender, search: Search, option: Option) -> Edit:
    place, stars = option
    movie_id = search.movie_ids[place]
    return Edit(movie_id, ready.dataset.title(movie_id), search.now.get(movie_id), stars)


def _is_listed(ready: Recommender, movie_id: int, profile: Profile, top: int) -> bool:
    return movie_id in {r.movie_id for r in ready.recommend(profile, top).recommendations}
