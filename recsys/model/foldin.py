"""Fold a profile into a trained model: scores and their exact explanation in one solve.

For rated movies j with confidence c_j and preference p_j (Hu, Koren, Volinsky 2008, eq. 4 and
section 5):

    A = YᵀY + λ I + Σ_j (c_j − 1) y_j y_jᵀ        k × k
    W = A⁻¹ [ c_j p_j y_j ]_j                      k × n
    contributions = Y W                            n_movies × n
    scores = Y W 1                                 n_movies

so the contributions of the rated movies sum to the score of every movie by construction. For
factors that Spark trained, a like has c_j = 1 + α w_j and λ is multiplied by the number of likes
(`recsys.model.config.SPARK`); the rest stays, so that with the departures below off a training
user's fold-in is that user's row of Spark's factors.

Three departures, all off in the notebook's preset: what everybody likes says little about a
person, so a rating's confidence falls with the movie's popularity; of somebody who has told
little, popular movies are expected a bit more, so each row of Y is scaled by the movie's
popularity to a power that fades as the profile grows; and a short profile's larger λ would shrink
its scores, so p_j grows by the same factor as λ, which leaves the order alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import lapack

from recsys.errors import ConfigError
from recsys.model.config import SPARK
from recsys.model.model import Model
from recsys.model.usable import Usable

Floats = NDArray[np.float64]
BLOCK_BYTES = 32 * 1024**2
_SHORT = 0.25
"""Up to how many ratings a factor a profile is solved from the shared inverse."""
_NOT_POSITIVE = "this profile has no unique solution; train with a larger regularization"


@dataclass(frozen=True, eq=False)
class System:
    """The numbers that a profile brings into the solve.

    Attributes
    ----------
    idx : int64, shape (n,)
        Positions of the rated movies in the model.
    gain : float64, shape (n,)
        c_j − 1, what a rating adds to A.
    pull : float64, shape (n,)
        c_j p_j times one factor for all; positive for a like, negative or 0 for a dislike.
    regularization : float
        λ.
    popularity : float
        Power of a movie's popularity that scales its score.
    """

    idx: NDArray[np.int64]
    gain: Floats
    pull: Floats
    regularization: float
    popularity: float


def system_of(
    model: Model,
    idx: NDArray[np.int64],
    stars: ArrayLike,
    n: int | None = None,
    weights: ArrayLike | None = None,
) -> System:
    """Return the system of a profile.

    Parameters
    ----------
    idx : int64, shape (n,)
    stars : float, shape (n,)
        0.5 to 5; below the model's `min_rating` a movie is disliked.
    n : int, optional
        The number of likes that sets λ, alpha and popularity, if not the profile's own.
    weights : float, shape (n,), optional
        How many times each rating counts: gain and pull are multiplied by it, so that 2 is the
        same as the rating given twice, and 0 the profile without it. By default 1.
    """
    config, min_rating = model.config.foldin, model.min_rating
    given = np.asarray(stars, dtype=np.float64)
    liked = given >= min_rating
    times = np.ones(len(given)) if weights is None else np.asarray(weights, dtype=np.float64)
    n = int((liked & (times > 0)).sum()) if n is None else n
    dislike = config.dislike_alpha * (1 + config.dislike_slope * (min_rating - 0.5 - given))
    confidence = np.where(liked, config.alpha_for(n) * config.star_weights(given), dislike)
    if config.objective == SPARK:
        confidence[liked] += 1
    if config.movie_damping:
        confidence *= model.prevalence[idx] ** -config.movie_damping
    preference = np.where(liked, 1.0, -config.dislike_preference)
    if not config.dislike_alpha:
        confidence[~liked], preference[~liked] = 1.0, 0.0
    # A short profile's larger λ would shrink all its scores; expecting as much more of its likes
    # leaves the order alone and the numbers comparable.
    regularization, plain = config.regularization_for(n), config.objective_regularization_for(n)
    # Spark's own λ is next to nothing beside YᵀY, which shrinks the scores as well.
    beside = np.trace(model.gram) / len(model.gram) if config.objective == SPARK else 0.0
    raised = (beside + regularization) / (beside + plain)
    return System(
        idx,
        (confidence - 1) * times,
        confidence * preference * raised * times,
        regularization,
        config.popularity_for(n),
    )


class Left(NamedTuple):
    """What some of the rated movies leave behind, each taken out alone."""

    places: NDArray[np.int64]
    """Positions of the m movies in the profile."""
    scores: NDArray[np.float32]
    """Shape (n_movies, m): column j is every movie's score without movie j."""
    exact: Floats
    """Shape (m,): the same for one movie, in double precision."""


class FoldIn:
    """One profile, solved."""

    def __init__(self, model: Model, system: System) -> None:
        self._model = model
        self.system = system
        self.rated = model.item_factors[system.idx].astype(np.float64)
        n, k = self.rated.shape
        short = 0 < n <= _SHORT * k and bool((system.gain >= 0).all())
        self._solved = self._from_gram() if short else self.solve(self.rated.T)

    @classmethod
    def of(cls, model: Model, told: Usable, n_likes: int | None = None) -> "FoldIn":
        """Solve a profile; `n_likes` stands in for its own number of likes."""
        return cls(model, system_of(model, told.idx, told.stars, n_likes, told.weights))

    def _from_gram(self) -> Floats:
        """Return A⁻¹ Y_ratedᵀ, shape (k, n), from the inverse that all profiles share.

        With M = YᵀY + λ I, U = Y_ratedᵀ and D = diag(gain), A = M + U D Uᵀ and so
        A⁻¹ U = M⁻¹ U (I + D Uᵀ M⁻¹ U)⁻¹ (the matrix inversion lemma, Woodbury 1950): what is left
        to solve is n × n. Gains of 0 or more leave that matrix regular.
        """
        inverse = self._model.gram_inverse(self.system.regularization)
        if inverse is None:
            raise ConfigError(_NOT_POSITIVE)
        shared = self.rated @ inverse
        small = (shared @ self.rated.T) * self.system.gain
        small.flat[:: len(small) + 1] += 1
        return np.asarray(lapack.dgesv(small, shared)[2].T)

    @cached_property
    def _cholesky(self) -> Floats:
        matrix = (self.rated.T * self.system.gain) @ self.rated + self._model.gram
        matrix.flat[:: len(matrix) + 1] += self.system.regularization
        # Straight from LAPACK: scipy's checks take as long as the factorisation. The matrix is
        # symmetric, so its transpose is the column order that LAPACK works on in place.
        lower, failed = lapack.dpotrf(matrix.T, lower=1, overwrite_a=1)
        if failed:
            raise ConfigError(_NOT_POSITIVE)
        return np.asarray(lower)

    @cached_property
    def weights(self) -> Floats:
        """W, shape (k, n): a movie's vector times a column is that rating's contribution."""
        return self._solved * self.system.pull

    @cached_property
    def user_vector(self) -> Floats:
        """The newcomer's own factors, shape (k,)."""
        return self.weights.sum(axis=1)

    def scores(self) -> NDArray[np.float32]:
        """Return the score of every movie of the model, shape (n_movies,)."""
        return self.scores_from(self.user_vector)

    def scores_from(self, vectors: Floats) -> NDArray[np.float32]:
        """Return every movie's score for given user factors, shape (k,) or (k, m).

        For `weights` they are what each rated movie adds to each score, shape (n_movies, n).
        """
        plain = self._model.item_factors @ vectors.astype(np.float32)
        if not self.system.popularity:
            return plain
        power = np.float32(self.system.popularity)
        scale = np.exp(power * self._model.log_prevalence.astype(np.float32))
        plain *= scale if plain.ndim == 1 else scale[:, None]
        return plain

    def exactly(self, rows: NDArray[np.int64], vectors: Floats) -> Floats:
        """Return some movies' scores for given user factors in double precision."""
        plain = self._model.item_factors[rows].astype(np.float64) @ vectors
        if not self.system.popularity:
            return plain
        return plain * np.exp(self.system.popularity * self._model.log_prevalence[rows])[:, None]

    def solve(self, right: Floats) -> Floats:
        """Return A⁻¹ `right`, shape (k, m) as `right`."""
        return np.asarray(lapack.dpotrs(self._cholesky, right, lower=1)[0])

    def uncertainty(self) -> Floats:
        """Return y_iᵀ A⁻¹ y_i for every movie, shape (n_movies,): how much is still unknown."""
        lower = np.tril(self._cholesky).astype(np.float32)
        half = np.linalg.solve(lower, self._model.item_factors.T)
        return np.einsum("ki,ki->i", half, half).astype(np.float64)

    def without_each(self) -> Floats:
        """Return the newcomer's factors as they would be without each of the rated movies.

        The solve must have been set up for the number of likes that are left (`system_of`'s
        `n`). Sherman and Morrison's formula takes each movie's rank-one term out of A⁻¹, so the
        result is exact.

        Returns
        -------
        float64, shape (k, n)
            Column j is the profile without movie j.
        """
        solved, gain = self._solved, self.system.gain
        leverage = np.einsum("jk,kj->j", self.rated, solved)
        # A_j⁻¹ b_j with b_j = b − pull_j y_j and A_j = A − gain_j y_j y_jᵀ.
        remaining = self.user_vector[:, None] - self.weights
        projected = np.einsum("jk,kj->j", self.rated, remaining)
        return remaining + solved * (gain * projected / (1 - gain * leverage))


def leave_each_out(
    model: Model, told: Usable, row: int = 0, most_bytes: int = BLOCK_BYTES
) -> Iterator[Left]:
    """Score everything without each of the rated movies, exactly, in at most two solves.

    A long profile's scores on a large catalogue are too many to be held at once, so they come in
    blocks of up to `most_bytes`, each rated movie in one of them.
    """
    columns = max(1, most_bytes // (4 * len(model.movies)))
    # λ depends on the number of likes, which only a like's leaving changes.
    for gone, n_likes in ((told.liked, told.n_likes - 1), (~told.liked, told.n_likes)):
        if not gone.any():
            continue
        solved, places = FoldIn.of(model, told, n_likes), np.flatnonzero(gone)
        left = solved.without_each()[:, places]
        exact = solved.exactly(np.array([row]), left)[0]
        for start in range(0, len(places), columns):
            block = slice(start, start + columns)
            yield Left(places[block], solved.scores_from(left[:, block]), exact[block])
