"""Why two movies are similar, in people: how many who like one like the other, against chance."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys import disk
from recsys.data.interactions import Interactions
from recsys.data.vocabulary import Vocabulary
from recsys.errors import NoRatingsError
from recsys.explore.popularity import share_range
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.model.similar import default_method, towards

FEW = 20
"""Likes below which a share of people is mostly chance."""
TOO_FEW_EXPECTED = 5.0
"""Expected people below which a ratio to chance is not to be trusted (Cochran's rule)."""
NO_SIGN = 0.1
"""Up to this share above or below what habits explain, two movies have no taste in common."""
NEAREST = 30
"""How many movies most similar to each one it is counted with beforehand; with those that it is
near to itself these are about fifty."""
TOGETHER = 200
"""The most liked movies are counted with one another."""
_AT_ONCE = 256
_ARRAYS = {
    "starts": np.int64,
    "others": np.int32,
    "both": np.int32,
    "by_activity": np.float32,
}


@dataclass(frozen=True)
class Overlap:
    """How the people who like two movies overlap."""

    first_likes: int
    second_likes: int
    both: int
    people: int
    """Everybody who likes at least one movie."""
    by_activity: float
    """People expected in both by chance when each keeps their number of likes: over those who
    like the first movie, likes of the person × likes of the second ÷ all likes, at most 1 each."""

    @property
    def by_chance(self) -> float:
        """People expected in both if liking one said nothing about the other."""
        return self.first_likes * self.second_likes / self.people if self.people else 0.0

    @property
    def lift(self) -> float:
        """How many times as many people like both as by chance; 0 where nobody could."""
        return self.both / self.by_chance if self.by_chance else 0.0

    @property
    def share(self) -> float:
        """Share of those who like the first movie that also like the second; 0 of nobody."""
        return self.both / self.first_likes if self.first_likes else 0.0

    @property
    def share_range(self) -> tuple[float, float]:
        """95 % interval of `share` (Wilson 1927); 0 to 1 where nobody likes the first."""
        if not self.first_likes:
            return 0.0, 1.0
        return share_range(self.both, self.first_likes)

    @property
    def is_few(self) -> bool:
        """Whether too few people are behind the numbers to trust them."""
        return min(self.first_likes, self.second_likes) < FEW or self.by_chance < TOO_FEW_EXPECTED


class Likers:
    """Who likes each movie, by movie; built once a data set and shared, read-only."""

    def __init__(self, interactions: Interactions) -> None:
        stars = interactions.stars
        # Only who and what, a byte a like beside the positions: the stars do not matter here.
        likes = csr_matrix(
            (np.ones(stars.nnz, dtype=np.int8), stars.indices, stars.indptr), shape=stars.shape
        ).tocsc()
        likes.sort_indices()
        self.movies: Vocabulary = interactions.movies
        self._starts: NDArray[np.int64] = likes.indptr.astype(np.int64)
        self._users: NDArray[np.int32] = likes.indices.astype(np.int32)
        self._likes_of_user = np.diff(stars.indptr).astype(np.int32)
        for array in (self._starts, self._users, self._likes_of_user):
            array.setflags(write=False)

    @property
    def nbytes(self) -> int:
        return self._starts.nbytes + self._users.nbytes + self._likes_of_user.nbytes

    def of(self, movie_id: int) -> NDArray[np.int32]:
        """Return who likes a movie, as sorted row numbers; nobody for an unknown movie."""
        if movie_id not in self.movies:
            return self._users[:0]
        column = self.movies.idx_of(movie_id)
        return self._users[self._starts[column] : self._starts[column + 1]]

    def overlap(self, first: int, second: int) -> Overlap:
        """Compare the people who like two movies, by movie_id."""
        ours, theirs = self.of(first), self.of(second)
        both = np.intersect1d(ours, theirs, assume_unique=True)
        chances = self._likes_of_user[ours] * (len(theirs) / max(len(self._users), 1))
        return Overlap(
            first_likes=len(ours),
            second_likes=len(theirs),
            both=len(both),
            people=len(self._likes_of_user),
            by_activity=float(np.minimum(chances, 1.0).sum()),
        )

    def beside(
        self, first: int, others: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return `both` and `by_activity` of a movie's overlap with each of several.

        Parameters
        ----------
        first : int
            Position of the movie.
        others : int32, shape (n,), n at least 1
            Positions of movies with a like.
        """
        ours = self._users[self._starts[first] : self._starts[first + 1]]
        is_ours = np.zeros(len(self._likes_of_user), dtype=bool)
        is_ours[ours] = True
        starts, ends = self._starts[others], self._starts[others + 1]
        theirs = np.concatenate([self._users[s:e] for s, e in zip(starts, ends, strict=True)])
        likes = ends - starts
        both = np.add.reduceat(is_ours[theirs], np.cumsum(likes) - likes, dtype=np.int64)
        # min(likes of the person × share, 1), summed: whoever likes much enough counts as 1.
        habits, share = np.sort(self._likes_of_user[ours]), likes / len(self._users)
        at_most = np.searchsorted(habits * 1.0, 1 / share)
        summed = np.concatenate([[0], np.cumsum(habits, dtype=np.float64)])
        return both, summed[at_most] * share + (len(habits) - at_most)


class Overlaps:
    """Overlaps of pairs that are worth asking about, counted where the ratings were.

    Attributes
    ----------
    starts : int64, shape (n_movies + 1,)
        Where a movie's pairs begin, by its position in the model.
    others, both : int32, shape (pairs,)
        Position of the other movie, and people who like both.
    by_activity : float32, shape (pairs,)
        See `Overlap.by_activity`.
    """

    def __init__(
        self,
        model: Model,
        starts: NDArray[np.int64],
        others: NDArray[np.int32],
        both: NDArray[np.int32],
        by_activity: NDArray[np.float32],
    ) -> None:
        self.starts, self.others, self.both, self.by_activity = starts, others, both, by_activity
        self._movies, self._likes = model.movies, model.likes_per_movie
        self._people = model.report.users

    def overlap(self, first: int, second: int) -> Overlap:
        """Compare the people who like two movies, by movie_id.

        Raises
        ------
        NoRatingsError
            This pair was not counted.
        """
        rows = [self._movies.idx_of(m) if m in self._movies else None for m in (first, second)]
        ours, theirs = (0 if row is None else int(self._likes[row]) for row in rows)
        one, other = rows
        if one is None or other is None:
            return Overlap(ours, theirs, 0, self._people, 0.0)
        pairs = slice(*self.starts[one : one + 2].tolist())
        found = np.flatnonzero(self.others[pairs] == other)
        if not len(found):
            raise NoRatingsError(
                "how many people like both was counted only for movies that are similar or liked "
                "by most, as this host has no ratings; choose another pair"
            )
        at = pairs.start + int(found[0])
        both, chance = int(self.both[at]), float(self.by_activity[at])
        return Overlap(ours, theirs, both, self._people, chance)


def count_overlaps(model: Model, likers: Likers, nearest: int = NEAREST) -> Overlaps:
    """Count the pairs of each movie and those nearest to it, and of the most liked."""
    pairs = _pairs(model, nearest)
    others = np.split(pairs.indices, pairs.indptr[1:-1])
    found = [likers.beside(row, own) for row, own in enumerate(others) if len(own)]
    both, by_activity = (np.concatenate([[], *part]) for part in zip(*found, strict=True))
    return Overlaps(
        model,
        pairs.indptr.astype(np.int64),
        pairs.indices.astype(np.int32),
        both.astype(np.int32),
        by_activity.astype(np.float32),
    )


def files_of(overlaps: Overlaps) -> dict[str, disk.Content]:
    """Return their files by name."""
    return {f"{name}.npy": getattr(overlaps, name) for name in _ARRAYS}


def read_overlaps(kept: disk.Kept, model: Model) -> Overlaps:
    """Read the overlaps of a model's movies.

    Raises
    ------
    ArtifactError
        They are damaged, or say what cannot be.
    """
    starts, others, both, chances = (kept.array(f"{name}.npy") for name in _ARRAYS)
    n, size = len(model.movies), others.shape
    kinds = tuple(array.dtype for array in (starts, others, both, chances))
    if kinds != tuple(map(np.dtype, _ARRAYS.values())) or not size == both.shape == chances.shape:
        raise kept.damaged("its tables do not fit each other")
    if starts.shape != (n + 1,) or others.ndim != 1 or (np.diff(starts) < 0).any():
        raise kept.damaged("it is of other movies")
    if (starts[0], starts[-1]) != (0, len(others)) or ((others < 0) | (others >= n)).any():
        raise kept.damaged("it is of other movies")
    likes = model.likes_per_movie
    for first in range(0, n, _AT_ONCE):
        own = starts[first : first + _AT_ONCE + 1]
        part, beside = slice(own[0], own[-1]), likes[first : first + _AT_ONCE]
        most = np.minimum(np.repeat(beside, np.diff(own)), likes[others[part]])
        sound = (both[part] >= 0) & (both[part] <= most)
        if not (sound & (chances[part] > 0) & np.isfinite(chances[part])).all():
            raise kept.damaged("it counts more people than there are")
    disk.let_go(others, both, chances)  # of which a visitor looks up a few
    return Overlaps(model, starts, others, both, chances)


def _pairs(model: Model, nearest: int) -> csr_matrix:
    """Return which movies are counted with which, both ways, as a matrix without its diagonal."""
    n = len(model.movies)
    rows = np.repeat(np.arange(n), min(nearest, n - 1))
    columns = np.concatenate(list(_nearest(model, min(nearest, n - 1))))
    top = model.by_popularity[:TOGETHER]
    one, other = (part.ravel() for part in np.meshgrid(top, top))
    rows, columns = np.concatenate([rows, one]), np.concatenate([columns, other])
    apart = rows != columns
    rows, columns = rows[apart], columns[apart]
    pairs = csr_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(n, n))
    both_ways: csr_matrix = ((pairs + pairs.T) > 0).tocsr()
    both_ways.sort_indices()
    return both_ways


def _nearest(model: Model, nearest: int) -> Iterator[NDArray[np.int64]]:
    """Yield the positions of those nearest to each movie, some movies at a time."""
    for start in range(0, len(model.movies), _AT_ONCE):
        some = np.arange(start, min(start + _AT_ONCE, len(model.movies)))
        found = towards(model, model.units(some).T, default_method(model)).T.copy()
        found[np.arange(len(some)), some] = -np.inf
        yield np.concatenate([best(row, nearest) for row in found])
