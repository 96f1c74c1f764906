"""The one adapter to `implicit`: training, and the library's traps.

Traps handled here and nowhere else: it wants `csr_matrix`, not `csr_array`; the stored value is
the confidence itself; BLAS must run one thread beside its own, or both fight for the same cores;
`fit` goes on from factors that are already there (so every fit gets its own copies of a start);
its own loss costs a seventh of the training; user factors it stores come from an approximate
solver, so nothing here scores with them.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from implicit import gpu
from implicit.bpr import BayesianPersonalizedRanking
from implicit.cpu._als import calculate_loss
from implicit.cpu.als import AlternatingLeastSquares
from implicit.gpu import als as gpu_als
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from recsys.errors import ConfigError
from recsys.model.config import SPARK, TrainConfig

# For good and for the whole process: a limit that is lifted again is lifted under whoever else
# computes at that moment. The imports above have loaded numpy's and scipy's BLAS.
threadpool_limits(1, "blas")

Factors = NDArray[np.float32]


@dataclass(frozen=True)
class Progress:
    """What a training reports after each iteration."""

    iteration: int
    """Iterations done, counted from 1."""
    iterations: int
    """Iterations in all."""
    loss: float
    """Hu, Koren and Volinsky 2008, eq. 3, divided by the sum of all confidences; estimated from
    a tenth of the users until the last iteration, which reports it exactly."""
    seconds: float
    """Since the training began."""

    @property
    def remaining(self) -> float:
        """Seconds still to go at the pace so far."""
        return self.seconds / self.iteration * (self.iterations - self.iteration)


@dataclass(frozen=True, eq=False)
class Factorization:
    """Trained factors and how the training went.

    Attributes
    ----------
    item_factors, user_factors : float32, shapes (n_movies, k) and (n_users, k)
    losses : tuple of float
        One per iteration, the last one exact; the others are estimates scaled to agree with it.
    seconds : float
    """

    item_factors: Factors
    user_factors: Factors
    losses: tuple[float, ...]
    seconds: float


OnProgress = Callable[[Progress], None]
OnWait = Callable[[], None]

_one_training_at_a_time = threading.Lock()
_waiting: set[object] = set()


def others_wait() -> bool:
    """Return whether somebody waits for the training that runs to end."""
    return bool(_waiting)


@dataclass(frozen=True, eq=False)
class Start:
    """Factors to go on from instead of random ones; they are copied, never changed."""

    item_factors: Factors
    """Shape (n_movies, k)."""
    user_factors: Factors
    """Shape (m, k), m at most n_users; users beyond them start at zero and are solved first."""


CPU, GPU = "cpu", "gpu"
"""What the library trains on."""


def engine_for(wanted: str | None = None) -> str:
    """Return what is trained on: `CPU` or `GPU`, and without a wish the GPU where there is one.

    Raises
    ------
    ConfigError
        A GPU is wanted where the library finds none.
    """
    if wanted is None:
        return GPU if gpu.HAS_CUDA else CPU
    if wanted == GPU and not gpu.HAS_CUDA:
        raise ConfigError(
            "no GPU can be used: implicit finds no CUDA device, or its RMM library is not "
            "installed; leave --engine gpu out, or install RMM on a machine with an NVIDIA GPU"
        )
    return wanted


def train(
    stars: csr_matrix,
    config: TrainConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    start: Start | None = None,
    threads: int = 0,
    engine: str = CPU,
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
    start : Start, optional
        For a warm start.
    threads : int, optional
        0: one for each core.
    engine : str, optional
        As `engine_for` returns it.

    Raises
    ------
    ConfigError
        The objective is Spark's.

    Source
    ------
    Hu, Koren, Volinsky 2008, "Collaborative Filtering for Implicit Feedback Datasets", eq. 3 to
    5, solved approximately by conjugate gradients (Takács, Pilászy, Tikk 2011).
    """
    if config.objective == SPARK:
        raise ConfigError(
            "this model is trained by Spark and is not kept here; run: "
            "python -m recsys train --engine spark, with the same --dataset and settings"
        )
    with _my_turn(on_wait):
        confidences = weights(stars, config) * np.float32(config.alpha)
        model = _solver(config, threads, engine)
        start = start or _random_start(stars.shape[1], config)
        newcomers = stars.shape[0] - len(start.user_factors)
        hold = gpu.Matrix if engine == GPU else np.asarray
        model.item_factors = hold(start.item_factors.copy())
        model.user_factors = hold(np.pad(start.user_factors, ((0, newcomers), (0, 0))))
        sample = _spread_of_users(confidences)
        sampled = confidences[sample]
        losses: list[float] = []
        started = time.perf_counter()

        def after_iteration(iteration: int, _elapsed: float, _loss: float | None) -> None:
            items, users = _on_host(model.item_factors), _on_host(model.user_factors)
            losses.append(_loss_of(sampled, items, users, config, sample))
            if iteration + 1 == config.iterations:
                exact = _loss_of(confidences, items, users, config)
                losses[:] = [loss * exact / losses[-1] for loss in losses]
            if on_progress is not None:
                seconds = time.perf_counter() - started
                on_progress(Progress(iteration + 1, config.iterations, losses[-1], seconds))

        model.fit(confidences, show_progress=False, callback=after_iteration)
        return Factorization(
            item_factors=_frozen(_on_host(model.item_factors)),
            user_factors=_frozen(_on_host(model.user_factors)),
            losses=tuple(losses),
            seconds=time.perf_counter() - started,
        )


def _solver(config: TrainConfig, threads: int, engine: str) -> Any:
    """Return the library's model, untrained; both engines' answer the same verbs."""
    settings: dict[str, Any] = {
        "factors": config.factors,
        "regularization": config.regularization,
        "alpha": 1.0,
        "iterations": config.iterations,
        "dtype": np.float32,
    }
    if engine == GPU:
        return gpu_als.AlternatingLeastSquares(**settings)
    return AlternatingLeastSquares(**settings, num_threads=threads)


def _on_host(factors: Any) -> Factors:
    """Return factors as numpy's; the GPU's are a copy."""
    return factors if isinstance(factors, np.ndarray) else factors.to_numpy()


@contextmanager
def _my_turn(on_wait: OnWait | None) -> Iterator[None]:
    ticket = object()
    try:
        while not _one_training_at_a_time.acquire(timeout=0.2):
            _waiting.add(ticket)
            if on_wait is not None:
                on_wait()
    finally:
        _waiting.discard(ticket)
    try:
        yield
    finally:
        _one_training_at_a_time.release()


def _random_start(n_movies: int, config: TrainConfig) -> Start:
    """Draw small movie factors of either sign; the first half-pass finds the users' factors.

    The library draws both from 0 to 0.01, all positive, from where the same number of passes
    reaches a higher loss (on MovieLens 1M, the notebook's settings: 0.0374 instead of 0.0368).
    Drawing no users also gives the same start whether or not somebody is added to them.
    """
    rng = np.random.default_rng(config.seed)
    size = (n_movies, config.factors)
    items = rng.standard_normal(size, dtype=np.float32) * np.float32(0.01)
    return Start(items, np.zeros((0, config.factors), dtype=np.float32))


def _spread_of_users(confidences: csr_matrix) -> NDArray[np.int64]:
    """Return every tenth user in order of activity; the whole loss costs a seventh of a fit."""
    by_activity = np.argsort(np.diff(confidences.indptr), kind="stable")
    return np.sort(by_activity[len(by_activity) % 10 // 2 :: 10])


def _loss_of(
    confidences: csr_matrix,
    items: Factors,
    everyone: Factors,
    config: TrainConfig,
    users: NDArray[np.int64] | slice = slice(None),
) -> float:
    factors = everyone[users]
    misfit = calculate_loss(confidences, factors, items, 0.0)
    lengths = float((everyone**2).sum() + (items**2).sum())
    share = len(factors) / len(everyone)
    cells = confidences.shape[0] * confidences.shape[1] - confidences.nnz + confidences.data.sum()
    return float(misfit + config.regularization * lengths * share / cells)


def weights(stars: csr_matrix, config: TrainConfig) -> csr_matrix:
    """Return the likes' weights; `implicit` multiplies them by alpha to get confidences."""
    data = config.star_weights(stars.data)
    if config.user_damping:
        per_user = np.diff(stars.indptr)
        data *= np.repeat(relative_counts(per_user) ** -config.user_damping, per_user)
    if config.movie_damping:
        per_movie = np.bincount(stars.indices, minlength=stars.shape[1])
        data *= (relative_counts(per_movie) ** -config.movie_damping)[stars.indices]
    return csr_matrix((data.astype(np.float32), stars.indices, stars.indptr), shape=stars.shape)


def relative_counts(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return counts ÷ the count that the average like meets; what has none counts as one."""
    return np.maximum(counts, 1) / max(1.0, float((counts * counts).sum() / max(1, counts.sum())))


def _frozen(factors: Factors) -> Factors:
    factors = np.ascontiguousarray(factors, dtype=np.float32)
    factors.setflags(write=False)
    return factors


def item_similarity(likes: csr_matrix, kind: str, n: int, **settings: float) -> csr_matrix:
    """Return the library's similarity of each movie to its `n` nearest, shape (n_movies, n_movies).

    Parameters
    ----------
    likes : csr_matrix, shape (n_users, n_movies), float64
    kind : str
        "cosine", "tfidf", or "bm25" with the settings `K1` and `B`.
    """
    kinds = {"cosine": CosineRecommender, "tfidf": TFIDFRecommender, "bm25": BM25Recommender}
    model = kinds[kind](K=n, **settings)
    model.fit(likes, show_progress=False)
    return csr_matrix(model.similarity)


def bpr_factors(
    likes: csr_matrix, factors: int, iterations: int, seed: int, **rates: float
) -> tuple[Factors, Factors]:
    """Return the factors of the library's BPR, shape (n_movies, factors), and bias, (n_movies,).

    Its rates are `learning_rate` and `regularization`.
    """
    model = BayesianPersonalizedRanking(
        factors, iterations=iterations, random_state=seed, num_threads=1, **rates
    )
    model.fit(likes, show_progress=False)
    return model.item_factors[:, :-1], model.item_factors[:, -1]
