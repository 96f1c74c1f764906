"""What of a profile a model can use."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import System, system_of
from recsys.model.model import Model
from recsys.profile.profile import Profile


@dataclass(frozen=True, eq=False)
class Told:
    """The ratings of movies that the model knows, in the profile's order.

    Attributes
    ----------
    idx : int64, shape (n,)
        Their positions in the model.
    stars, weights : tuple of float, length n
    liked : bool, shape (n,)
        Which are likes that count.
    """

    idx: NDArray[np.int64]
    stars: tuple[float, ...]
    weights: tuple[float, ...]
    liked: NDArray[np.bool_]

    @property
    def n_likes(self) -> int:
        return int(self.liked.sum())

    def system(self, model: Model, n_likes: int | None = None) -> System:
        """Return what to solve; `n_likes` stands in for the profile's own number of likes."""
        return system_of(model, self.idx, self.stars, n_likes, self.weights)


def told_of(model: Model, profile: Profile) -> Told:
    """Return what of a profile a model can use."""
    ids = np.array(profile.movie_ids, dtype=np.int64)
    known = model.movies.known(ids)
    times = dict(profile.weights)
    kept = [rating for rating, is_known in zip(profile.ratings, known, strict=True) if is_known]
    stars = tuple(given for _, given in kept)
    weights = tuple(times.get(movie_id, 1.0) for movie_id, _ in kept)
    liked = (np.array(stars) >= model.config.train.min_rating) & (np.array(weights) > 0)
    return Told(model.movies.idx(ids[known]), stars, weights, liked)
