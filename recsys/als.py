"""The one adapter to `implicit`: training, and the library's traps.

Traps handled here and nowhere else: it wants `csr_matrix`, not `csr_array`; the stored value is
the confidence itself; BLAS must run one thread beside its own; `fit` goes on from factors that
are already there (used for a warm start, otherwise avoided by a fresh object each time); user
factors it stores come from an approximate solver, so nothing here scores with them.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from recsys.config import TrainConfig

Factors = NDArray[np.float32]


@dataclass(frozen=True)
class Progress:
    """What a training reports after each iteration."""

    iteration: int
    """Iterations done, counted from 1."""
    iterations: int
    """Iterations in all."""
    loss: float
    """Hu, Koren and Volinsky 2008, eq. 3, divided by the sum of all confidences."""
    seconds: float
    """Since the training began."""


@dataclass(frozen=True, eq=False)
class Factorization:
    """Trained factors and how the training went.

    Attributes
    ----------
    item_factors, user_factors : float32, shapes (n_movies, k) and (n_users, k)
    losses : tuple of float
        One per iteration; see `Progress.loss`.
    seconds : float
    """

    item_factors: Factors
    user_factors: Factors
    losses: tuple[float, ...]
    seconds: float


OnProgress = Callable[[Progress], None]
OnWait = Callable[[], None]

_one_training_at_a_time = threading.Lock()


def train(
    stars: csr_matrix,
    config: TrainConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
) -> Factorization:
    """Factorise likes by alternating least squares.

    Parameters
    ----------
    stars : csr_matrix, shape (n_users, n_movies), float32
        The value is the stars of a like.
    on_progress : callable, optional
        Called after each iteration; an exception it raises ends the training and leaves nothing
        behind.
    on_wait : callable, optional
        Called about five times a second while another training of this process runs; an
        exception it raises ends the wait.

    Source
    ------
    Hu, Koren, Volinsky 2008, "Collaborative Filtering for Implicit Feedback Datasets", eq. 3 to
    5, solved approximately by conjugate gradients (Takács, Pilászy, Tikk 2011).
    """
    while not _one_training_at_a_time.acquire(timeout=0.2):
        if on_wait is not None:
            on_wait()
    try:
        return _fit(stars, config, on_progress)
    finally:
        _one_training_at_a_time.release()


def _fit(stars: csr_matrix, config: TrainConfig, on_progress: OnProgress | None) -> Factorization:
    model = AlternatingLeastSquares(
        factors=config.factors,
        regularization=config.regularization,
        alpha=config.alpha,
        iterations=config.iterations,
        random_state=config.seed,
        calculate_training_loss=True,
        dtype=np.float32,
    )
    losses: list[float] = []
    started = time.perf_counter()

    def after_iteration(iteration: int, _elapsed: float, loss: float) -> None:
        losses.append(float(loss))
        if on_progress is not None:
            seconds = time.perf_counter() - started
            on_progress(Progress(iteration + 1, config.iterations, float(loss), seconds))

    with threadpool_limits(1, "blas"):
        model.fit(weights(stars, config), show_progress=False, callback=after_iteration)
    return Factorization(
        item_factors=_frozen(model.item_factors),
        user_factors=_frozen(model.user_factors),
        losses=tuple(losses),
        seconds=time.perf_counter() - started,
    )


def weights(stars: csr_matrix, config: TrainConfig) -> csr_matrix:
    """Return the likes' weights; `implicit` multiplies them by alpha to get confidences."""
    slope, anchor = config.star_weights.slope, config.star_weights.anchor
    data = (1.0 + slope * (stars.data - anchor)).astype(np.float32)
    return csr_matrix((data, stars.indices, stars.indptr), shape=stars.shape)


def _frozen(factors: Factors) -> Factors:
    factors = np.ascontiguousarray(factors, dtype=np.float32)
    factors.setflags(write=False)
    return factors
