"""t-SNE in two dimensions on numpy and scipy alone: neighbours stay neighbours on a map.

Sources: van der Maaten and Hinton 2008 (the objective); Linderman et al. 2019 (repulsion by
interpolation on a grid and a fast Fourier transform, so that time grows with the number of points
and memory stays small); Kobak and Berens 2019 (start from PCA, learning rate n ÷ 12).
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.sparse import csr_matrix, triu

Floats = NDArray[np.float32]
Points = NDArray[np.float64]
OnStep = Callable[[int, int], None]
"""Called with the steps done and the steps in all."""

PERPLEXITY = 20.0
EARLY_STEPS, STEPS = 250, 500
EXAGGERATION = 12.0
MIN_POINTS = 4
_FEW = 400
"""Up to so many points every pair is worked out; the grid would be slower and less exact."""
_SPACING = 0.5
_MAX_NODES = 512
_GRID_STEP = 32
_CHUNK = 512


def nearest_vectors(units: Floats, n: int) -> tuple[NDArray[np.int64], Floats]:
    """Return each row's `n` most similar other rows and their cosines, most similar first.

    Parameters
    ----------
    units : float32, shape (m, k)
        Rows of length 1 (or 0).

    Returns
    -------
    int64 and float32, shape (m, n)
    """
    count = len(units)
    rows = np.empty((count, n), dtype=np.int64)
    cosines = np.empty((count, n), dtype=np.float32)
    for begin in range(0, count, _CHUNK):
        part = units[begin : begin + _CHUNK] @ units.T
        here = np.arange(len(part))
        part[here, begin + here] = -np.inf
        near = np.argpartition(-part, n - 1, axis=1)[:, :n]
        values = np.take_along_axis(part, near, axis=1)
        order = np.lexsort((near, -values), axis=1)
        rows[begin : begin + len(part)] = np.take_along_axis(near, order, axis=1)
        cosines[begin : begin + len(part)] = np.take_along_axis(values, order, axis=1)
    return rows, cosines


def embed(
    units: Floats, start: Points, on_step: OnStep | None = None, perplexity: float = PERPLEXITY
) -> Points:
    """Return positions on a map on which neighbours by cosine are neighbours.

    Parameters
    ----------
    units : float32, shape (m, k)
        Rows of length 1, at least `MIN_POINTS` of them.
    start : float64, shape (m, 2)
        Positions to start from; only their shape matters, not their scale.
    on_step : callable, optional
        May raise to end the work; nothing is left behind.
    perplexity : float
        About how many neighbours of a point count.

    Returns
    -------
    float64, shape (m, 2)
        The same for the same input; no chance is involved.
    """
    perplexity = min(perplexity, (len(units) - 1) / 3)
    near = nearest_vectors(units, min(int(3 * perplexity), len(units) - 1))
    attraction, repulsion = Attraction(affinities(*near, perplexity)), Repulsion()
    points = start / max(float(start.std()), 1e-12) * 1e-4
    move, gain = np.zeros_like(points), np.ones_like(points)
    rate = len(points) / EXAGGERATION
    for step in range(EARLY_STEPS + STEPS):
        early = step < EARLY_STEPS
        slope = attraction(points) * (EXAGGERATION if early else 1.0) - repulsion(points)
        turned = (slope > 0) == (move > 0)
        gain = np.maximum(np.where(turned, gain * 0.8, gain + 0.2), 0.01)
        move = (0.5 if early else 0.8) * move - rate * gain * slope
        points = points + move
        points -= points.mean(axis=0)
        if on_step is not None:
            on_step(step + 1, EARLY_STEPS + STEPS)
    return points


def affinities(rows: NDArray[np.int64], cosines: Floats, perplexity: float) -> csr_matrix:
    """Return how strongly pairs of points attract each other: symmetric, summing to 1.

    Each row's weights are exp(−β d²), d² = 2 − 2 cos, with the β that makes the exponential of
    their entropy the perplexity (van der Maaten and Hinton 2008, eq. 1, and section 3.1).
    """
    squared = np.maximum(2.0 - 2.0 * cosines.astype(np.float64), 0.0)
    squared -= squared[:, :1]
    low, high = np.zeros(len(rows)), np.full(len(rows), np.inf)
    beta = np.ones(len(rows))
    for _ in range(64):
        weights = np.exp(-beta[:, None] * squared)
        total = weights.sum(axis=1)
        entropy = np.log(total) + beta * (weights * squared).sum(axis=1) / total
        wide = entropy > np.log(perplexity)
        low, high = np.where(wide, beta, low), np.where(wide, high, beta)
        beta = np.where(np.isinf(high), beta * 2, (low + high) / 2)
        beta = np.minimum(beta, 1e9)
    weights /= total[:, None]
    count, n = rows.shape
    one_way = csr_matrix(
        (weights.ravel(), rows.ravel(), np.arange(0, count * n + 1, n)), shape=(count, count)
    )
    return csr_matrix((one_way + one_way.T) / (2 * count))


class Attraction:
    """Σ_j p_ij (y_i − y_j) ÷ (1 + |y_i − y_j|²) for every point, shape (m, 2).

    Parameters
    ----------
    pull : csr_matrix, shape (m, m)
        p, symmetric; each pair is worked out once.
    """

    def __init__(self, pull: csr_matrix) -> None:
        pairs = triu(pull, 1, format="coo")
        self._one, self._other = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
        self._pull = pairs.data

    def __call__(self, points: Points) -> Points:
        x, y = (axis[self._one] - axis[self._other] for axis in points.T.copy())
        weights = self._pull / (1.0 + x * x + y * y)
        return np.column_stack([self._ends(weights * d, len(points)) for d in (x, y)])

    def _ends(self, force: Points, count: int) -> Points:
        left, right = (np.bincount(ends, force, count) for ends in (self._one, self._other))
        return np.asarray(left - right, dtype=np.float64)


class Repulsion:
    """Σ_j (y_i − y_j) ÷ (1 + |y_i − y_j|²)², over the sum of all 1 ÷ (1 + |y_i − y_j|²).

    Every point's charge is spread over the 4 × 4 nodes around it (cubic interpolation), the
    potentials at the nodes come from a convolution, and go back to the points the same way.
    """

    def __init__(self) -> None:
        self._spectra: tuple[tuple[int, float], tuple[NDArray[np.float32], ...]] | None = None

    def __call__(self, points: Points) -> Points:
        return _of_every_pair(points) if len(points) <= _FEW else self._on_a_grid(points)

    def _on_a_grid(self, points: Points) -> Points:
        spread, nodes, spacing = self._spread(points)
        first, second = self._kernels(nodes, spacing)
        charges = np.column_stack([np.ones(len(points)), points]).astype(np.float32)
        grids = (spread.T @ charges).T.reshape(3, nodes, nodes)
        spectrum = fft.rfft2(grids, s=(2 * nodes, 2 * nodes))
        spectrum = np.stack([spectrum[0] * first, *(part * second for part in spectrum)])
        potentials = fft.irfft2(spectrum, s=(2 * nodes, 2 * nodes))[:, :nodes, :nodes]
        near, mass, *moments = (spread @ potentials.reshape(4, -1).T).T.astype(np.float64)
        total = max(float(near.sum()) - _of_themselves(spread, spacing), 1e-12)
        return (points * mass[:, None] - np.column_stack(moments)) / total

    def _spread(self, points: Points) -> tuple[csr_matrix, int, float]:
        low = points.min(axis=0)
        span = float((points.max(axis=0) - low).max())
        spacing = max(_SPACING, span / (_MAX_NODES - 4))
        nodes = -(-(int(span / spacing) + 5) // _GRID_STEP) * _GRID_STEP
        place = (points - low) / spacing + 1.0
        cell = place.astype(np.int64)
        x, y = (np.column_stack(list(_cubic(place[:, d] - cell[:, d]))) for d in (0, 1))
        offsets = np.arange(-1, 3)
        at = (cell[:, :1] + offsets)[:, :, None] * nodes + (cell[:, 1:] + offsets)[:, None, :]
        spread = csr_matrix(
            (
                (x[:, :, None] * y[:, None, :]).astype(np.float32).ravel(),
                at.ravel(),
                np.arange(0, 16 * len(points) + 1, 16),
            ),
            shape=(len(points), nodes * nodes),
        )
        return spread, nodes, spacing

    def _kernels(self, nodes: int, spacing: float) -> tuple[NDArray[np.float32], ...]:
        if self._spectra is None or self._spectra[0] != (nodes, spacing):
            steps = np.minimum(np.arange(2 * nodes), 2 * nodes - np.arange(2 * nodes)) * spacing
            kernel = 1.0 / (1.0 + steps[:, None] ** 2 + steps[None, :] ** 2)
            spectra = tuple(fft.rfft2(k.astype(np.float32)).real for k in (kernel, kernel**2))
            self._spectra = ((nodes, spacing), spectra)
        return self._spectra[1]


def _of_themselves(spread: csr_matrix, spacing: float) -> float:
    """Return what the points' own charges add to the sum over pairs, as the grid sees it."""
    x, y = np.divmod(np.arange(16), 4)
    kernel = 1.0 / (1.0 + ((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2) * spacing**2)
    weights = spread.data.reshape(-1, 16)
    return float((weights @ kernel.astype(np.float32) * weights).sum())


def _of_every_pair(points: Points) -> Points:
    x, y = (along[:, None] - along[None, :] for along in points.T)
    near = 1.0 / (1.0 + x * x + y * y)
    total = max(float(near.sum()) - len(points), 1e-12)
    near *= near
    return np.column_stack([(near * x).sum(axis=1), (near * y).sum(axis=1)]) / total


def _cubic(t: Points) -> Iterator[Points]:
    """Lagrange's weights of the nodes −1, 0, 1, 2 for places from 0 to 1."""
    yield -t * (t - 1) * (t - 2) / 6
    yield (t + 1) * (t - 1) * (t - 2) / 2
    yield -(t + 1) * t * (t - 2) / 2
    yield (t + 1) * t * (t - 1) / 6
