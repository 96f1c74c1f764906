"""What would it take: the smallest change of a profile that moves a movie into the top, or out.

Every candidate is an exact fold-in (`Search`). A changed rating adds δ to its gain
and ε to its pull (`foldin.System`), so with U the vectors of the movies touched, S = A⁻¹ U,
G = Uᵀ S and x the person's factors, the factors after the change are

    x' = x + S c,   c = ε − (I + D G)⁻¹ D Uᵀ (x + S ε),   D = diag δ

(Sherman and Morrison 1950, Woodbury 1950). One solve for each possible number of likes and one
matrix product give all scores of all candidates as sums of columns of Y S.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError
from recsys.model.foldin import FoldIn, system_of
from recsys.model.ranking import ahead
from recsys.model.similar import nearest
from recsys.profile.profile import Profile
from recsys.recommend.recommender import ProfileLike, Recommender

TOP = 10
NEW = 5.0
"""What a rating that is added or taken away counts for in stars: as much as the whole scale."""
NEIGHBOURS = 30
"""Unrated movies tried as additions: the movie's nearest neighbours."""
PAIRED = 12
"""Ratings, the most effective ones by themselves, that are tried in pairs."""
NEAR = 1e-5
"""Scores closer than this may change places by rounding, so such a candidate is looked at."""

Option = tuple[int, float | None]
"""Place among the movies touched, and the stars it gets (None: the rating goes)."""


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
    ready: Recommender, search: "Search", profile: Profile, movie_id: int, inside: bool, top: int
) -> tuple[tuple[Edit, ...], tuple[Edit, ...], int]:
    """Return the smallest change that does it, the closest one, and how many were computed."""
    closest: tuple[Edit, ...] = ()
    tried, changes = 0, search.singles()
    for n_ratings in (1, 2):
        if not changes:
            break
        tried += len(changes)
        placed = search.above(changes)
        sign = -1 if inside else 1
        furthest = np.lexsort((-sign * placed.score, sign * placed.surely)).tolist()
        closest = _edits(ready, search, changes[furthest[0]])
        reaches = placed.perhaps >= top if inside else placed.surely < top
        found = [
            (sum(e.stars for e in edits), sign * int(placed.surely[j]), j, edits)
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


def _edits(ready: Recommender, search: "Search", change: tuple[Option, ...]) -> tuple[Edit, ...]:
    touched = [(search.movie_ids[place], stars) for place, stars in change]
    return tuple(Edit(m, ready.dataset.title(m), search.now.get(m), s) for m, s in touched)


def _is_listed(ready: Recommender, movie_id: int, profile: Profile, top: int) -> bool:
    return movie_id in {r.movie_id for r in ready.recommend(profile, top).recommendations}


@dataclass(frozen=True, eq=False)
class Ahead:
    """Where changes take our movie; each array has shape (changes,)."""

    surely: NDArray[np.int64]
    """Movies ahead of ours by more than rounding."""
    perhaps: NDArray[np.int64]
    """Movies ahead of ours or level with it, within rounding."""
    score: NDArray[np.float64]
    """Our movie's own score."""


@dataclass(frozen=True, eq=False)
class _Base:
    """The profile solved for one number of likes, ready for changes."""

    scores: NDArray[np.float32]
    """Before any change, shape (n_movies,)."""
    moves: NDArray[np.float32]
    """Y S, shape (n_movies, movies touched)."""
    projected: NDArray[np.float64]
    """Uᵀ x, shape (movies touched,)."""
    gram: NDArray[np.float64]
    """Uᵀ S."""
    gain: NDArray[np.float64]
    """c − 1 of each movie touched at each of its stars; the last column: no rating."""
    pull: NDArray[np.float64]


class Search:
    """All changes of one and two ratings, for one movie and one profile that does not hold it.

    A rating keeps its weight when its stars change, and a new one counts once.
    """

    def __init__(self, ready: Recommender, profile: Profile, row: int) -> None:
        self._model, self._row = ready.model, row
        self._told = ready.usable(profile)
        rated = zip(self._told.movie_ids, self._told.stars.tolist(), strict=True)
        self.now: Mapping[int, float] = dict(rated)
        taken = set(profile.all_ids)
        near = self._model.movies.ids[nearest(self._model, row, NEIGHBOURS + len(taken))[0]]
        unrated = [m for m in near.tolist() if m not in taken][:NEIGHBOURS]
        self.movie_ids = [*self.now, *unrated]
        self._idx = self._model.movies.idx(self.movie_ids)
        self._times = np.pad(self._told.weights, (0, len(unrated)), constant_values=1.0)
        self._competes = ready.catalogue.allowed(profile)
        self._competes[row] = False

    def options(self, place: int) -> Iterator[Option]:
        """Yield what can be done with one movie's rating."""
        before = self.now.get(self.movie_ids[place])
        if before is not None:
            yield place, None
        for stars in STAR_STEPS:
            if stars != before:
                yield place, stars

    def singles(self) -> list[tuple[Option, ...]]:
        return [(o,) for place in range(len(self.movie_ids)) for o in self.options(place)]

    def pairs(self, places: tuple[int, int]) -> list[tuple[Option, ...]]:
        return list(product(self.options(places[0]), self.options(places[1])))

    def above(self, changes: list[tuple[Option, ...]]) -> Ahead:
        """Count the movies ahead of ours after each change."""
        surely = np.empty(len(changes), dtype=np.int64)
        perhaps, score = surely.copy(), np.empty(len(changes))
        by_likes: dict[int, list[int]] = {}
        for j, change in enumerate(changes):
            by_likes.setdefault(self._likes_after(change), []).append(j)
        batch = max(1, 2_000_000 // len(self._competes))
        for n_likes, members in by_likes.items():
            # Solved here and not kept: with 2,000 ratings one takes some 30 MB.
            base = self._solve(n_likes)
            for first in range(0, len(members), batch):
                part = members[first : first + batch]
                chosen = [changes[j] for j in part]
                surely[part], perhaps[part], score[part] = self._count(base, n_likes, chosen)
        return Ahead(surely, perhaps, score)

    def _count(
        self, base: _Base, n_likes: int, changes: list[tuple[Option, ...]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        places = np.array([[place for place, _ in change] for change in changes])
        scores = base.scores[:, None] + np.zeros((1, len(changes)), dtype=np.float32)
        if n_likes:
            c = self._coefficients(base, places, changes)
            for r in range(places.shape[1]):
                scores += base.moves[:, places[:, r]] * c[:, r].astype(np.float32)
        ours = scores[self._row]
        level = NEAR * max(1.0, float(np.abs(ours).max())) if n_likes else 0.5
        joins = [
            (self._idx[places[:, r]], np.array([self._joins(*change[r]) for change in changes]))
            for r in range(places.shape[1])
        ]
        surely, perhaps = (
            ahead(scores, ours, self._competes, joins, margin) for margin in (level, -level)
        )
        return surely, perhaps, ours.astype(np.float64)

    def _joins(self, place: int, stars: float | None) -> int:
        """Return 1 for a movie that competes once its rating is gone, −1 for one newly rated."""
        rated = self.movie_ids[place] in self.now
        return int(rated and stars is None) - int(not rated and stars is not None)

    def _coefficients(
        self, base: _Base, places: NDArray[np.int64], changes: list[tuple[Option, ...]]
    ) -> NDArray[np.float64]:
        before = [[self._column(self.now.get(self.movie_ids[p])) for p, _ in c] for c in changes]
        after = [[self._column(stars) for _, stars in change] for change in changes]
        delta = base.gain[places, after] - base.gain[places, before]
        epsilon = base.pull[places, after] - base.pull[places, before]
        gram = base.gram[places[:, :, None], places[:, None, :]]
        projected = base.projected[places] + np.einsum("mrs,ms->mr", gram, epsilon)
        left = np.eye(places.shape[1]) + delta[:, :, None] * gram
        solved = np.linalg.solve(left, (delta * projected)[:, :, None])[:, :, 0]
        return np.asarray(epsilon - solved)

    @staticmethod
    def _column(stars: float | None) -> int:
        return len(STAR_STEPS) if stars is None else STAR_STEPS.index(stars)

    def _likes_after(self, change: tuple[Option, ...]) -> int:
        likes, is_like = self._told.n_likes, self._model.is_like
        for place, stars in change:
            if not self._times[place]:
                continue
            before = self.now.get(self.movie_ids[place])
            likes += int(stars is not None and is_like(stars))
            likes -= int(before is not None and is_like(before))
        return likes

    def _solve(self, n_likes: int) -> _Base:
        model = self._model
        if not n_likes:
            # Without a like the list is ordered by popularity.
            scores = model.likes_per_movie.astype(np.float32)
            none = np.zeros((0, 0))
            return _Base(scores, none.astype(np.float32), np.zeros(0), none, none, none)
        solved = FoldIn.of(model, self._told, n_likes)
        inverse = solved.solve(self._vectors.T)
        steps = [
            system_of(model, self._idx, [stars] * len(self._idx), n_likes, self._times)
            for stars in STAR_STEPS
        ]
        unrated = np.zeros(len(self._idx))
        return _Base(
            scores=solved.scores(),
            moves=solved.scores_from(inverse),
            projected=self._vectors @ solved.user_vector,
            gram=self._vectors @ inverse,
            gain=np.column_stack([*(step.gain for step in steps), unrated]),
            pull=np.column_stack([*(step.pull for step in steps), unrated]),
        )

    @cached_property
    def _vectors(self) -> NDArray[np.float64]:
        return self._model.item_factors[self._idx].astype(np.float64)
