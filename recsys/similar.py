"""Similar movies: nearest neighbours in the space of movie factors."""

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.model import Model


def nearest(model: Model, row: int, n: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the movies whose factors have the largest cosine with those of one movie.

    Parameters
    ----------
    row : int
        The movie's position in the model.
    n : int
        At least 1; fewer come back where the model has fewer other movies.

    Returns
    -------
    rows : int64, shape (m,), cosines : float32, shape (m,)
        Most similar first, the movie itself left out.
    """
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 similar movie")
    cosines = model.unit_factors @ model.unit_factors[row]
    cosines[row] = -np.inf
    rows = np.argsort(-cosines, kind="stable")[: min(n, len(cosines) - 1)]
    return rows, cosines[rows]
