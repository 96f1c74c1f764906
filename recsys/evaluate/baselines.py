"""The methods that a Cinefold user could pick instead, under one signature.

Each takes the training likes (stars; only their places count), its hyperparameters and a seed,
and returns a function from profiles to scores. None of them sees a star or a dislike.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.sparse import csr_matrix

from recsys.errors import ConfigError, DataError
from recsys.evaluate.measure import Scores, batches
from recsys.model import als

Hyperparameters = dict[str, float]
Fit = Callable[[csr_matrix, Hyperparameters, int], Scores]
_TUNED = Path(__file__).with_name("tuned.json")
_MAX_EASE_MOVIES = 25_000


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


def edlae(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """Full-rank EDLAE with a zero diagonal, which is EASE where `dropout` is 0 or not given.

    A movie's score is its own regression on the others. With G = XᵀX, p the dropout and
    P = (G + λI + p/(1−p)·diag G)⁻¹ the weights are I − P·diag(P)⁻¹. With fewer users than movies
    P is not formed; Woodbury's identity needs the inverse of one number for each pair of users.

    Source
    ------
    Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data", eq. 8; Steck 2020,
    "Autoencoders that don't overfit towards the Identity", the full-rank model with b = 0.

    Raises
    ------
    DataError
        So many movies that P, in 32 bits and held once, would take more than 2.5 GB.
    """
    n_movies = likes.shape[1]
    if n_movies > _MAX_EASE_MOVIES:
        raise DataError(
            f"EASE and EDLAE need a dense matrix of {n_movies:,} × {n_movies:,} movies; "
            f"leave them out above {_MAX_EASE_MOVIES:,} movies"
        )
    ones = _binary(likes)
    dropout = settings.get("dropout", 0.0)
    ridge = settings["regularization"] + dropout / (1 - dropout) * ones.getnnz(axis=0)
    ridge = ridge.astype(np.float32)
    if likes.shape[0] < n_movies:
        scaled = csr_matrix(ones.multiply(1 / ridge))
        inner = _inverse(_gram(scaled, ones.T), np.ones(likes.shape[0], np.float32))
        outer = inner @ scaled
        diagonal = 1 / ridge - np.asarray(scaled.multiply(outer).sum(axis=0)).ravel()

        def through(profiles: csr_matrix) -> NDArray[np.float32]:
            return (profiles.multiply(1 / ridge)).toarray() - (profiles @ scaled.T) @ outer
    else:
        precision = _inverse(_gram(ones.T, ones), ridge)
        diagonal = np.diag(precision)

        def through(profiles: csr_matrix) -> NDArray[np.float32]:
            return profiles @ precision

    def scores(profiles: csr_matrix) -> NDArray[np.float32]:
        told = _binary(profiles)
        # A movie that was told adds 1 − P/P = 0 to its own score, which is the zero diagonal.
        return told.toarray() - through(told) / diagonal

    return scores


def _gram(left: csr_matrix, right: csr_matrix) -> NDArray[np.float32]:
    """Return a symmetric product in Fortran's order, of which no sparse form is kept."""
    left, right = csr_matrix(left), csr_matrix(right)
    gram = np.empty((left.shape[0], right.shape[1]), np.float32)
    for part in batches(*gram.shape):
        gram[part] = (left[part] @ right).toarray()
    return gram.T


def _inverse(gram: NDArray[np.float32], ridge: NDArray[np.float32]) -> NDArray[np.float32]:
    """Invert a positive definite matrix in its own memory; `gram` in Fortran's order."""
    gram[np.diag_indices(len(gram))] += ridge
    factor, info = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if info:
        raise ConfigError("the regularization is too small for these likes; raise it")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    for row in range(len(inverse)):
        inverse[row, row:] = inverse[row:, row]
    # Symmetric, and in the order in which a sparse matrix can take it without a copy.
    return inverse.T


def slim(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
    """Fit irspack's SLIM, whose weights are not negative; `l1` is the lasso's part of λ.

    Source
    ------
    Ning, Karypis 2011, "SLIM: Sparse Linear Methods for Top-N Recommender Systems", eq. 4.

    Raises
    ------
    ConfigError
        irspack is not installed.
    """
    try:
        from irspack.recommenders.slim import SLIMRecommender
    except ImportError as error:
        raise _missing("irspack") from error
    model = SLIMRecommender(
        _binary(likes, np.float64),
        alpha=settings["regularization"],
        l1_ratio=settings["l1"],
        n_iter=int(settings["iterations"]),
        n_threads=1,
    )
    model.learn()
    weights = csr_matrix(model.W, dtype=np.float32)
    return lambda profiles: (_binary(profiles) @ weights).toarray()


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
        raise _missing("irspack") from error
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


def autoencoder(kind: str) -> Fit:
    """Return a neural rival after `epochs` of training: "mult_vae" or "rec_vae"."""

    def fit(likes: csr_matrix, settings: Hyperparameters, seed: int) -> Scores:
        trained = autoencoder_epochs(kind, likes, settings, seed)
        return next(islice(trained, int(settings["epochs"]) - 1, None))

    return fit


def autoencoder_epochs(
    kind: str, likes: csr_matrix, settings: Hyperparameters, seed: int
) -> Iterator[Scores]:
    """Yield what a neural rival has learned after each epoch, without end.

    Raises
    ------
    ConfigError
        JAX is not installed.
    """
    try:
        from recsys.evaluate import vae
    except ImportError as error:
        raise _missing("jax") from error
    train: Callable[..., Iterator[Scores]] = getattr(vae, kind)
    return train(likes, settings, seed)


NEURAL = {"mult-vae": "mult_vae", "rec-vae": "rec_vae"}
"""Baselines trained by the epoch, and their kind."""
BASELINES: dict[str, Fit] = {
    "random": random,
    "popularity": most_liked,
    "knn-cosine": item_knn("cosine"),
    "knn-tfidf": item_knn("tfidf"),
    "knn-bm25": item_knn("bm25"),
    "bpr": bpr,
    "ease": edlae,
    "edlae": edlae,
    "slim": slim,
    "irspack-ials": irspack_ials,
    **{name: autoencoder(kind) for name, kind in NEURAL.items()},
}
NO_SETTINGS = ("random", "popularity")
"""Baselines without anything to tune."""


def tuned(model: str, given: float, n_ratings: int) -> Hyperparameters:
    """Return what `benchmarks/tune.py` found for a baseline at this data set size.

    Parameters
    ----------
    given : float
        What is told of a person, see `Protocol.given`.

    Raises
    ------
    ConfigError
        Nothing was tuned.
    """
    for size in _tuned_sizes():
        if n_ratings < float(size["ratings_below"] or "inf"):
            if model in size["models"]:
                return dict(size["models"][model]["given"][f"{given:g}"]["settings"])
            break
    raise ConfigError(f"{model} is not tuned for this data set size; run benchmarks/tune.py")


@cache
def _tuned_sizes() -> list[dict]:  # type: ignore[type-arg]
    return json.loads(_TUNED.read_text(encoding="utf-8"))["sizes"]


def _missing(package: str) -> ConfigError:
    return ConfigError(f"{package} is not installed; pip install -r requirements-bench.txt")


def _binary(stars: csr_matrix, dtype: type = np.float32) -> csr_matrix:
    return csr_matrix((np.ones(stars.nnz, dtype), stars.indices, stars.indptr), shape=stars.shape)
