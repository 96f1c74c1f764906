"""Similar to several movies at once, and what two movies' neighbourhoods share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.errors import ConfigError
from recsys.model.ranking import best
from recsys.model.similar import default_method, nearest, towards
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender


@dataclass(frozen=True)
class JointMovie:
    """A movie near all favourites together."""

    rank: int
    movie_id: int
    title: str
    similarity: float
    """Mean of its similarity to each like, each weighted by how many times the like counts."""
    closest: str
    """Title of the like it is most similar to."""
    closest_similarity: float
    farthest: str
    """Title of the like it is least similar to."""
    farthest_similarity: float


@dataclass(frozen=True)
class SharedNeighbour:
    """A movie that is a neighbour of at least one of two movies."""

    movie_id: int
    title: str
    first: float
    second: float
    """Similarity to the first and to the second movie."""
    of: str
    """"both", "first" or "second": whose neighbourhood holds it."""


@dataclass(frozen=True)
class Neighbourhoods:
    """The nearest movies of two movies, side by side."""

    n: int
    """Size of each neighbourhood; the two movies themselves are in neither."""
    movies: tuple[SharedNeighbour, ...]
    """Shared ones first, each part in order of the sum of both similarities."""

    @property
    def shared(self) -> tuple[SharedNeighbour, ...]:
        return tuple(movie for movie in self.movies if movie.of == "both")

    @property
    def jaccard(self) -> float:
        """Shared neighbours ÷ neighbours of either, 0 to 1; 0 where there is none at all."""
        return len(self.shared) / len(self.movies) if self.movies else 0.0


def similar_to_all(ready: Recommender, profile: Profile, n: int) -> tuple[JointMovie, ...]:
    """Return the `n` movies most similar to all of a profile's likes together.

    The joint similarity is the mean over the likes, each weighted by how many times it counts.
    What the person rated, has seen or is not interested in is left out; so are dislikes, which
    have no say here.

    Raises
    ------
    ConfigError
        `n` is below 1.
    """
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 similar movie")
    model, told = ready.model, ready.usable(profile)
    if not told.has_likes:
        return ()
    method = default_method(model)
    units, weights = model.units(told.idx[told.liked]), told.weights[told.liked]
    mean = towards(model, np.average(units, axis=0, weights=weights).astype(np.float32), method)
    mean[model.movies.idx_of_known(profile.settled_ids)] = -np.inf
    found = best(mean, n)
    each = towards(model, units.T, method, found).T
    titles = [ready.dataset.title(movie_id) for movie_id in told.liked_ids]
    near, far = each.argmax(axis=0), each.argmin(axis=0)
    return tuple(
        JointMovie(
            rank=i + 1,
            movie_id=(movie_id := int(model.movies.ids[row])),
            title=ready.dataset.title(movie_id),
            similarity=float(mean[row]),
            closest=titles[near[i]],
            closest_similarity=float(each[near[i], i]),
            farthest=titles[far[i]],
            farthest_similarity=float(each[far[i], i]),
        )
        for i, row in enumerate(found)
    )


def neighbourhoods(ready: Recommender, first: int, second: int, n: int) -> Neighbourhoods:
    """Return the `n` nearest movies of each of two movies, and which they share.

    Raises
    ------
    UnknownIdError
        The model does not know a movie.
    ConfigError
        `n` is below 1, or both movies are the same.
    """
    if first == second:
        raise ConfigError("both movies are the same; choose two different ones")
    model = ready.model
    rows = [model.movies.idx_of(movie_id) for movie_id in (first, second)]
    near = [_nearest_but(ready, row, rows, n) for row in rows]
    method = default_method(model)
    values = [towards(model, model.units(row), method) for row in rows]
    whose = {(True, True): "both", (True, False): "first", (False, True): "second"}
    movies = [
        SharedNeighbour(
            movie_id=(movie_id := int(model.movies.ids[row])),
            title=ready.dataset.title(movie_id),
            first=float(values[0][row]),
            second=float(values[1][row]),
            of=whose[row in near[0], row in near[1]],
        )
        for row in near[0] | near[1]
    ]
    places = list(whose.values())
    movies.sort(key=lambda m: (places.index(m.of), -(m.first + m.second), m.movie_id))
    return Neighbourhoods(n, tuple(movies))


def _nearest_but(ready: Recommender, row: int, but: Sequence[int], n: int) -> set[int]:
    rows, _ = nearest(ready.model, row, n + 1)
    return {int(r) for r in [r for r in rows if r not in but][:n]}
