"""How sure a mean over users is, and whether one model beats another on the same users."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
_CELLS = 4_000_000


@dataclass(frozen=True)
class Estimate:
    """A mean over users with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Paired:
    """One model against another, user by user."""

    difference: float
    """Mean of the first minus mean of the second."""
    low: float
    high: float
    """The 95 % interval of that difference."""

    @property
    def verdict(self) -> str:
        """Say "better", "worse" or "tie": whether the interval leaves out 0."""
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "tie"


def interval(values: NDArray[np.float64], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the mean over users.

    Parameters
    ----------
    values : float64, shape (users,)
        One value for each user: users are what is drawn, so several lists of one person do not
        count as independent.

    Source
    ------
    Efron 1979, "Bootstrap Methods: Another Look at the Jackknife"; 2,000 resamples.
    """
    only = estimates(values[:, None], seed)[0]
    return only.low, only.high


def estimate(values: NDArray[np.float64], seed: int = 0) -> Estimate:
    """Return the mean over users with its interval, see `interval`."""
    return estimates(values[:, None], seed)[0]


def estimates(values: NDArray[np.float64], seed: int = 0) -> list[Estimate]:
    """Return of each column, shape (users, columns), what `estimate` does; users drawn once."""
    n = len(values)
    sums = np.concatenate([counts @ values for counts in _resampled(n, seed)])
    low, high = np.percentile(sums / n, [2.5, 97.5], axis=0)
    return [Estimate(*map(float, of)) for of in zip(values.mean(axis=0), low, high, strict=True)]


def share(parts: NDArray[np.float64], wholes: NDArray[np.float64], seed: int = 0) -> Estimate:
    """Return Σ parts ÷ Σ wholes with its interval, over users as in `interval`.

    Parameters
    ----------
    parts, wholes : float64, shape (users,)
        What each user adds above and below; a user may add nothing to either.
    """
    some = wholes > 0
    parts, wholes = parts[some], wholes[some]
    ratios = [(counts @ parts) / (counts @ wholes) for counts in _resampled(len(parts), seed)]
    low, high = np.percentile(np.concatenate(ratios), [2.5, 97.5])
    return Estimate(float(parts.sum() / wholes.sum()), float(low), float(high))


def paired(first: NDArray[np.float64], second: NDArray[np.float64], seed: int = 0) -> Paired:
    """Compare two models on the same users by the bootstrap of the differences."""
    difference = first - second
    return Paired(float(difference.mean()), *interval(difference, seed))


def _resampled(n: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Yield how often each of `n` users is drawn, `RESAMPLES` rows in parts that fit memory."""
    rng = np.random.default_rng(seed)
    size = max(1, _CELLS // n)
    for first in range(0, RESAMPLES, size):
        rows = min(size, RESAMPLES - first)
        yield rng.multinomial(n, np.full(n, 1 / n), size=rows).astype(np.float64)
