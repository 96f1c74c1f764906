"""A trained model as the rest of the code sees it: movie factors, and where they come from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from recsys.data.interactions import Interactions
from recsys.data.vocabulary import Vocabulary
from recsys.model.als import Factors, OnProgress, OnWait, Start, relative_counts, train
from recsys.model.config import ModelConfig
from recsys.model.usable import Usable, usable_of
from recsys.profile.profile import Profile

_KEPT_INVERSES = 32


@dataclass(frozen=True)
class TrainReport:
    """How a model came about."""

    dataset: str
    fingerprint: str
    """The data set's fingerprint."""
    users: int
    movies: int
    likes: int
    losses: tuple[float, ...]
    """After each iteration; see `recsys.model.als.Progress.loss`."""
    seconds: float


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that serving needs; shared between threads, so every array is read-only.

    Attributes
    ----------
    movies : Vocabulary
        Movies with at least one like; position = row of `item_factors`.
    item_factors : float32, shape (n_movies, k)
    likes_per_movie : int64, shape (n_movies,)
        Popularity.
    user_factors : float32, shape (n_users, k), or None
        Only for a warm start of a retraining; None where they lie on disk
        (`recsys.model.store.load_user_factors`), so that serving does without them.
    """

    config: ModelConfig
    report: TrainReport
    movies: Vocabulary
    item_factors: Factors
    likes_per_movie: NDArray[np.int64]
    user_factors: Factors | None = None

    def __post_init__(self) -> None:
        # What is computed lazily is computed now, before threads share the model.
        for array in (
            *(self.item_factors, self.likes_per_movie, self.gram, self.unit_factors),
            *(self.by_popularity, self.prevalence, self.log_prevalence),
        ):
            array.setflags(write=False)

    @property
    def min_rating(self) -> float:
        """The fewest stars that are a like."""
        return self.config.train.min_rating

    def is_like(self, stars: float) -> bool:
        """Return whether so many stars are a like."""
        return stars >= self.min_rating

    def usable(self, profile: Profile) -> Usable:
        """Return what of a profile the model can use."""
        return usable_of(profile, self.movies, self.min_rating)

    @cached_property
    def gram(self) -> NDArray[np.float64]:
        """YᵀY, shape (k, k), the part of every fold-in that no profile changes."""
        factors = self.item_factors.astype(np.float64)
        return factors.T @ factors

    def gram_inverse(self, regularization: float) -> NDArray[np.float64] | None:
        """Return (YᵀY + λ I)⁻¹, shape (k, k), or None where there is none.

        Those of the first few λ asked for are kept: λ depends on nothing but the number of likes,
        and most profiles are short.
        """
        if (kept := self._gram_inverses.get(regularization)) is not None:
            return kept
        matrix = self.gram.copy()
        matrix.flat[:: len(matrix) + 1] += regularization
        factor, failed = lapack.dpotrf(matrix, lower=1)
        if failed:
            return None
        lower, _ = lapack.dpotri(factor, lower=1)
        inverse: NDArray[np.float64] = np.tril(lower) + np.tril(lower, -1).T
        inverse.setflags(write=False)
        if len(self._gram_inverses) < _KEPT_INVERSES:
            self._gram_inverses[regularization] = inverse
        return inverse

    @cached_property
    def _gram_inverses(self) -> dict[float, NDArray[np.float64]]:
        return {}

    @cached_property
    def unit_factors(self) -> Factors:
        """Return the factors at length 1 (rows of length 0 stay), for cosine similarity."""
        lengths = np.linalg.norm(self.item_factors, axis=1, keepdims=True)
        return (self.item_factors / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    @cached_property
    def prevalence(self) -> NDArray[np.float64]:
        """Likes of each movie ÷ likes of the movie that an average like goes to."""
        return relative_counts(self.likes_per_movie)

    @cached_property
    def log_prevalence(self) -> NDArray[np.float64]:
        """Its natural logarithm, as powers of it are needed for every list."""
        return np.log(self.prevalence)

    @cached_property
    def by_popularity(self) -> NDArray[np.int64]:
        """Movie positions, most likes first; equal likes in order of id."""
        return np.argsort(-self.likes_per_movie, kind="stable")


def train_model(
    interactions: Interactions,
    config: ModelConfig,
    dataset: str,
    fingerprint: str,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    start: Start | None = None,
    threads: int = 0,
) -> Model:
    """Train a model; see `recsys.model.als.train` for callbacks, warm start and threads."""
    result = train(interactions.stars, config.train, on_progress, on_wait, start, threads)
    report = TrainReport(
        dataset=dataset,
        fingerprint=fingerprint,
        users=len(interactions.users),
        movies=len(interactions.movies),
        likes=interactions.likes,
        losses=result.losses,
        seconds=result.seconds,
    )
    return Model(
        config,
        report,
        interactions.movies,
        result.item_factors,
        interactions.likes_per_movie,
        result.user_factors,
    )
