"""The methods that a Cinefold user could pick instead, under one signature.

Each takes the training likes (stars; only their places count), its hyperparameters and a seed,
and returns a function from profiles to scores. None of them sees a star or a dislike.
"""

import io
from collections.abc import Callable
from contextlib import redirect_stdout

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.sparse import csr_matrix

from recsys.errors import ConfigError, DataError
from recsys.evaluate.measure import Scores
from recsys.model import als

Hyperparameters = dict[str, float]
Fit = Callable[[csr_matrix, Hyperparameters, int], Scores]
_MAX_EASE_MOVIES = 20_000


def random(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """Every movie alike: what a list is worth that knows nothing."""
    rng = np.random.default_rng(seed)
    return lambda profiles: rng.random(profiles.shape, dtype=np.float32)


def most_liked(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """Most likes first, the same for all."""
    counts = likes.getnnz(axis=0).astype(np.float32)
    return lambda profiles: np.tile(counts, (profiles.shape[0], 1))


def item_knn(kind: str) -> Fit:
    """Return `implicit`'s item-kNN: "cosine", "tfidf" or "bm25"."""

    def fit(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
        own = {"K1": settings["k1"], "B": settings["b"]} if kind == "bm25" else {}
        found = als.item_similarity(
            _binary(likes, np.float64), kind, int(settings["neighbours"]), **own
        )
        similarity = found.astype(np.float32)
        return lambda profiles: (_binary(profiles) @ similarity).toarray()

    return fit


def bpr(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """`implicit`'s BPR; it has no fold-in, so a newcomer is the mean of the liked movies.

    `bias` scales the movies' bias beside that mean.
    """
    factors, bias = als.bpr_factors(
        _binary(likes),
        int(settings["factors"]),
        int(settings["iterations"]),
        seed,
        learning_rate=settings["learning_rate"],
        regularization=settings["regularization"],
    )

    def scores(profiles: csr_matrix) -> NDArray[np.float32]:
        n = np.maximum(np.diff(profiles.indptr), 1)[:, None]
        mean = (_binary(profiles) @ factors) / n
        return (mean @ factors.T + settings["bias"] * bias).astype(np.float32)

    return scores


def ease(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """EASE: ridge regression from all movies to each, without itself.

    Source
    ------
    Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data", eq. 8.
    """
    n_movies = likes.shape[1]
    if n_movies > _MAX_EASE_MOVIES:
        raise DataError(
            f"EASE needs a dense matrix of {n_movies:,} × {n_movies:,} movies; "
            f"leave it out above {_MAX_EASE_MOVIES:,} movies"
        )
    ones = _binary(likes)
    gram = (ones.T @ ones).toarray(order="F")
    gram[np.diag_indices(n_movies)] += settings["regularization"]
    factor, info = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if info:
        raise ConfigError("EASE's regularization is too small for these likes; raise it")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return lambda profiles: _binary(profiles) @ weights


def irspack_ials(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """Fit irspack's iALS, which scales λ by frequency.

    Source
    ------
    Rendle, Krichene, Zhang, Koren 2021, "Revisiting the Performance of iALS on Item
    Recommendation Benchmarks".

    Raises
    ------
    ConfigError
        irspack is not installed.
    """
    try:
        from irspack.recommenders.ials import IALSRecommender
    except ImportError as error:
        raise ConfigError(
            "irspack is not installed; pip install -r requirements-bench.txt"
        ) from error
    # Its progress bar would end up among the results on standard output.
    with redirect_stdout(io.StringIO()):
        model = IALSRecommender(
            _binary(likes, np.float64),
            n_components=int(settings["factors"]),
            alpha0=settings["alpha0"],
            reg=settings["regularization"],
            nu=settings["nu"],
            train_epochs=int(settings["iterations"]),
            random_seed=seed,
        )
        model.learn()
    return lambda profiles: np.asarray(
        model.get_score_cold_user(_binary(profiles, np.float64)), dtype=np.float32
    )


BASELINES: dict[str, Fit] = {
    "random": random,
    "popularity": most_liked,
    "knn-cosine": item_knn("cosine"),
    "knn-tfidf": item_knn("tfidf"),
    "knn-bm25": item_knn("bm25"),
    "bpr": bpr,
    "ease": ease,
    "irspack-ials": irspack_ials,
}
NO_SETTINGS = ("random", "popularity")
"""Baselines without anything to tune."""


def _binary(stars: csr_matrix, dtype: type = np.float32) -> csr_matrix:
    return csr_matrix((np.ones(stars.nnz, dtype), stars.indices, stars.indptr), shape=stars.shape)
