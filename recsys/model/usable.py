"""What of a profile a model can use: the only door from a profile to a fold-in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.data.vocabulary import Vocabulary
from recsys.profile.profile import Profile


@dataclass(frozen=True, eq=False)
class Usable:
    """The ratings of movies that a model knows, in the profile's order.

    Attributes
    ----------
    movie_ids : tuple of int, length n
    idx : int64, shape (n,)
        Their positions in the model.
    stars, weights : float64, shape (n,)
    liked : bool, shape (n,)
        Which are likes: stars of at least the model's `min_rating` that count more than 0 times.
    unknown : tuple of int
        The profile's rated movies that the model does not know.
    """

    movie_ids: tuple[int, ...]
    idx: NDArray[np.int64]
    stars: NDArray[np.float64]
    weights: NDArray[np.float64]
    liked: NDArray[np.bool_]
    unknown: tuple[int, ...]

    @property
    def n_likes(self) -> int:
        return int(self.liked.sum())

    @property
    def has_likes(self) -> bool:
        """Whether a list can be made from the profile rather than by popularity."""
        return bool(self.liked.any())

    @property
    def liked_ids(self) -> tuple[int, ...]:
        return tuple(m for m, liked in zip(self.movie_ids, self.liked, strict=True) if liked)


def usable_of(profile: Profile, movies: Vocabulary, min_rating: float) -> Usable:
    """Return what of a profile counts beside these movies, with likes from `min_rating` stars."""
    ids = np.array(profile.movie_ids, dtype=np.int64)
    known = movies.known(ids)
    times = dict(profile.weights)
    stars = np.array([given for _, given in profile.ratings], dtype=np.float64)[known]
    weights = np.array([times.get(m, 1.0) for m in profile.movie_ids], dtype=np.float64)[known]
    return Usable(
        tuple(ids[known].tolist()),
        movies.idx(ids[known]),
        stars,
        weights,
        (stars >= min_rating) & (weights > 0),
        tuple(ids[~known].tolist()),
    )
