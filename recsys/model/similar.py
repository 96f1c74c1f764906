"""Similar movies: nearest neighbours in the space of movie factors."""

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.model.model import Model
from recsys.model.ranking import best

METHODS = ("shrunk", "cosine")
SUPPORT = 10
"""Likes at which half of a cosine is believed; `benchmarks/similar.py` compares the methods."""


def default_method(model: Model) -> str:
    """Return the notebook's plain cosine for its preset, else the better one."""
    return "cosine" if model.config.preset == "notebook" else "shrunk"


def towards(
    model: Model,
    vectors: NDArray[np.float32],
    method: str,
    rows: NDArray[np.int64] | slice = slice(None),
) -> NDArray[np.float32]:
    """Return movies' similarity to given directions.

    Parameters
    ----------
    vectors : float32, shape (k,) or (k, m)
        Movies' factors at length 1. The similarity is linear in them: towards their mean it is
        the mean similarity.
    method : str
        "cosine" of the two factor vectors, or "shrunk": that cosine × likes ÷ (likes + 10), as
        the direction of a vector learnt from few likes is mostly chance.
    rows : array of int, optional
        The movies asked for, by default all.

    Returns
    -------
    float32, shape (n_rows,) or (n_rows, m)
        −1 to 1.

    Raises
    ------
    ConfigError
        No such method.
    """
    if method not in METHODS:
        raise ConfigError(f"method '{method}' is unknown; use one of {', '.join(METHODS)}")
    found = model.item_factors[rows] @ vectors
    scale = 1 / model.lengths[rows]
    if method == "shrunk":
        likes = model.likes_per_movie[rows]
        scale *= (likes / (likes + np.float32(SUPPORT))).astype(np.float32)
    found *= scale if found.ndim == 1 else scale[:, None]
    return found


def nearest(
    model: Model, row: int, n: int, method: str | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the `n` movies most similar to the one at a position of the model, or all there are.

    Parameters
    ----------
    method : str, optional
        See `towards`; by default the preset's own.

    Returns
    -------
    rows : int64, shape (m,), similarities : float32, shape (m,)
        Most similar first, the movie itself left out.
    """
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 similar movie")
    found = towards(model, model.units(row), method or default_method(model))
    found[row] = -np.inf
    rows = best(found, n)
    return rows, found[rows]
