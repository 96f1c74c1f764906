"""The candidates of "what would it take" and their exact ranks (`what_would_it_take`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from recsys.data.stars import STAR_STEPS
from recsys.model.foldin import FoldIn, system_of
from recsys.model.ranking import ahead
from recsys.model.similar import nearest
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender

NEIGHBOURS = 30
"""Unrated movies tried as additions: the movie's nearest neighbours."""
PAIRED = 12
"""Ratings, the most effective ones by themselves, that are tried in pairs."""
NEAR = 1e-5
"""Scores closer than this may change places by rounding, so such a candidate is looked at."""

Option = tuple[int, float | None]
"""Place among the movies touched, and the stars it gets (None: the rating goes)."""


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


def nearest_unrated(ready: Recommender, profile: Profile, row: int) -> list[int]:
    """Return the ids of a movie's `NEIGHBOURS` nearest movies that the profile does not hold."""
    taken = set(profile.all_ids)
    rows, _ = nearest(ready.model, row, NEIGHBOURS + len(taken))
    return [m for m in ready.model.movies.ids[rows].tolist() if m not in taken][:NEIGHBOURS]


class Search:
    """All changes of one and two ratings, for one movie and one profile.

    Parameters
    ----------
    ready : Recommender
    profile : Profile
    row : int
        Position of the movie in the model; the profile does not hold it.

    A rating keeps its weight when its stars change, and a new one counts once.
    """

    def __init__(self, ready: Recommender, profile: Profile, row: int) -> None:
        self._model, self._row = ready.model, row
        self._told = ready.usable(profile)
        rated = zip(self._told.movie_ids, self._told.stars.tolist(), strict=True)
        self.now: Mapping[int, float] = dict(rated)
        self.movie_ids = [*self.now, *nearest_unrated(ready, profile, row)]
        self._idx = self._model.movies.idx(self.movie_ids)
        new = len(self.movie_ids) - len(self.now)
        self._times = np.pad(self._told.weights, (0, new), constant_values=1.0)
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
        model, nothing = self._model, np.zeros(0)
        if not n_likes:
            # Without a like the list is ordered by popularity.
            scores = model.likes_per_movie.astype(np.float32)
            none = np.zeros((0, 0))
            return _Base(scores, none.astype(np.float32), nothing, none, none, none)
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
