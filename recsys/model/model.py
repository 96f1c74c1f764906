"""A trained model as the rest of the code sees it: movie factors, and where they come from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from recsys.data.interactions import Interactions
from recsys.data.vocabulary import Vocabulary
from recsys.model.als import CPU, Factors, OnProgress, OnWait, Start, relative_counts, train
from recsys.model.config import ModelConfig
from recsys.model.usable import Usable, usable_of
from recsys.profile.profile import Profile

_KEPT_INVERSES = 32
_GRAM_ROWS = 16_384


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
    """Everything that serving needs: complete when it is built, read-only, safe to share.

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
    gram : float64, shape (k, k)
        YᵀY, the part of every fold-in that no profile changes.
    lengths : float32, shape (n_movies,)
        Of the rows of `item_factors`; 1 for a row of zeros, which dividing leaves as it is.
    prevalence : float64, shape (n_movies,)
        Likes of each movie ÷ likes of the movie that an average like goes to.
    log_prevalence : float64, shape (n_movies,)
        Its natural logarithm, as powers of it are needed for every list.
    by_popularity : int64, shape (n_movies,)
        Movie positions, most likes first; equal likes in order of id.
    """

    config: ModelConfig
    report: TrainReport
    movies: Vocabulary
    item_factors: Factors
    likes_per_movie: NDArray[np.int64]
    user_factors: Factors | None = None

    gram: NDArray[np.float64] = field(init=False)
    lengths: NDArray[np.float32] = field(init=False)
    prevalence: NDArray[np.float64] = field(init=False)
    log_prevalence: NDArray[np.float64] = field(init=False)
    by_popularity: NDArray[np.int64] = field(init=False)
    _gram_inverses: dict[float, NDArray[np.float64]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # In blocks, for at twice the width the factors of many movies are large.
        gram = np.zeros((self.item_factors.shape[1],) * 2)
        for start in range(0, len(self.item_factors), _GRAM_ROWS):
            wide = self.item_factors[start : start + _GRAM_ROWS].astype(np.float64)
            gram += wide.T @ wide
        lengths = np.linalg.norm(self.item_factors, axis=1)
        prevalence = relative_counts(self.likes_per_movie)
        made: dict[str, NDArray[np.generic]] = {
            "gram": gram,
            "lengths": np.where(lengths > 0, lengths, 1).astype(np.float32),
            "prevalence": prevalence,
            "log_prevalence": np.log(prevalence),
            "by_popularity": np.argsort(-self.likes_per_movie, kind="stable"),
        }
        for name, array in made.items():
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        for given in (self.item_factors, self.likes_per_movie, self.user_factors):
            if given is not None:
                given.setflags(write=False)

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

    def units(self, rows: NDArray[np.int64] | int) -> Factors:
        """Return some movies' factors at length 1, shape (n_rows, k) or (k,), for cosines."""
        return self.item_factors[rows] / np.expand_dims(self.lengths[rows], -1)

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


def train_model(
    interactions: Interactions,
    config: ModelConfig,
    dataset: str,
    fingerprint: str,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    start: Start | None = None,
    threads: int = 0,
    engine: str = CPU,
) -> Model:
    """Train a model; see `recsys.model.als.train` for callbacks, warm start, threads, engine."""
    result = train(interactions.stars, config.train, on_progress, on_wait, start, threads, engine)
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
