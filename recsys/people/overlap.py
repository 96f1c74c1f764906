"""Why two movies are similar, in people: how many who like one like the other, against chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import binomtest

from recsys.data.interactions import Interactions
from recsys.data.vocabulary import Vocabulary

FEW = 20
"""Likes below which a share of people is mostly chance."""
TOO_FEW_EXPECTED = 5.0
"""Expected people below which a ratio to chance is not to be trusted (Cochran's rule)."""
NO_SIGN = 0.1
"""Up to this share above or below what habits explain, two movies have no taste in common."""


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
        low, high = binomtest(self.both, self.first_likes).proportion_ci(method="wilson")
        return float(low), float(high)

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
