"""A map of the catalogue: movies that the same people like lie close together in two dimensions.

Movies are compared by the cosine of their factors, as on the Similar page, and laid out by t-SNE
(`map.tsne`). Two dimensions cannot hold all neighbourhoods of a hundred; how many of them they
hold is measured on every map (`MovieMap.kept`). `benchmarks/projection.py` compares methods.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from recsys.map import tsne
from recsys.model.model import Model
from recsys.model.ranking import best

FORMAT = 1
MOST_MOVIES = 5_000
"""The most liked movies that are laid out; others are placed among them (`MovieMap.place`)."""
MOST_DOTS = 1_500
"""The best known of these are drawn and have names; the others are a density behind them."""
NEAREST = 10
WIDER = 30
PLACED_AMONG = 5
EDGE = 100.0
"""Positions go from −EDGE to EDGE, 0 in the middle."""

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MovieMap:
    """Where the movies of one model lie.

    Attributes
    ----------
    rows : int64, shape (m,)
        The movies' positions in the model, most liked first.
    points : float64, shape (m, 2)
        Right and up, −100 to 100. Only nearness means something; the axes mean nothing.
    kept : float
        Share of each movie's 10 nearest by cosine that are among its 10 nearest on the map.
    kept_wider : float
        The same among its 30 nearest on the map.
    """

    rows: NDArray[np.int64]
    points: Points
    kept: float
    kept_wider: float

    @property
    def dots(self) -> Points:
        """The positions of the best-known movies, shape (d, 2)."""
        return self.points[:MOST_DOTS]

    @cached_property
    def tree(self) -> KDTree:
        return KDTree(self.dots)

    def place(self, model: Model, rows: Sequence[int]) -> Points:
        """Return positions of any of the model's movies, shape (len(rows), 2).

        A movie that was not laid out stands in the middle (`middle`) of the five most similar
        movies that were.
        """
        wanted = np.asarray(rows, dtype=np.int64)
        place_of = np.full(len(model.movies), -1)
        place_of[self.rows] = np.arange(len(self.rows))
        places = place_of[wanted]
        points = np.zeros((len(wanted), 2))
        points[places >= 0] = self.points[places[places >= 0]]
        missing = np.flatnonzero(places < 0)
        if len(missing) and len(self.rows):
            cosines = model.units(wanted[missing]) @ model.units(self.rows).T
            near = np.stack([best(row, PLACED_AMONG) for row in cosines])
            points[missing] = middle(self.points[near])
        return points

    def nearest(self, point: Points, n: int, but: int | None = None) -> NDArray[np.int64]:
        """Return the rows of the `n` dots nearest to a point, nearest first, without `but`."""
        wanted = min(n + 1, len(self.dots))
        if not wanted:
            return np.array([], dtype=np.int64)
        _, found = self.tree.query(point, k=np.arange(1, wanted + 1))
        rows = self.rows[found]
        return rows[rows != but][:n]


def project(model: Model, on_step: tsne.OnStep | None = None, most: int = MOST_MOVIES) -> MovieMap:
    """Lay out the most liked movies of a model; `on_step` may raise to end the work."""
    by_popularity = model.by_popularity
    directed = np.linalg.norm(model.item_factors, axis=1)[by_popularity] > 0
    rows = by_popularity[directed][:most]
    units = model.units(rows)
    points = principal(units)
    if len(rows) >= tsne.MIN_POINTS:
        points = tsne.embed(units, points, on_step)
    # Kept as they are written, so that a map read from disk equals the one just made.
    points = fitted(points).astype(np.float32).astype(np.float64)
    kept, wider = (share_kept(units, points, within) for within in (NEAREST, WIDER))
    return MovieMap(rows, points, kept, wider)


def map_key(model: Model, most: int = MOST_MOVIES) -> str:
    """Return a fingerprint of everything that a map depends on."""
    digest = hashlib.sha256(
        f"{FORMAT} {most} {tsne.PERPLEXITY} {tsne.EARLY_STEPS} {tsne.STEPS}".encode()
    )
    for array in (model.movies.ids, model.item_factors, model.likes_per_movie):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def principal(units: NDArray[np.float32]) -> Points:
    """Return the first two principal components, shape (m, 2); a missing one is 0."""
    centred = (units - units.mean(axis=0)).astype(np.float64) if len(units) else units
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    # An axis points where its largest entry does: its sign is otherwise up to the library.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    points = np.zeros((len(units), 2))
    points[:, : axes.shape[1]] = centred @ axes
    return points


def fitted(points: Points) -> Points:
    """Return points moved and scaled alike in both directions to fit −EDGE to EDGE."""
    if not len(points):
        return points
    low, high = points.min(axis=0), points.max(axis=0)
    return (points - (low + high) / 2) * (2 * EDGE / max(float((high - low).max()), 1e-12))


def share_kept(units: NDArray[np.float32], points: Points, within: int, n: int = NEAREST) -> float:
    """Return which share of each movie's `n` nearest by cosine are its `within` nearest on a map.

    The mean over movies; 1 where no movie has a neighbour. By chance it would be
    within ÷ (movies − 1).
    """
    n, within = min(n, len(units) - 1), min(within, len(units) - 1)
    if n < 1:
        return 1.0
    wanted, _ = tsne.nearest_vectors(units, n)
    _, near = KDTree(points).query(points, k=np.arange(1, within + 2))
    # Where several lie on one spot, the movie itself need not come first.
    near = np.where(near == np.arange(len(units))[:, None], -1, near)
    near[(near != -1).all(axis=1), -1] = -1
    found = (wanted[:, :, None] == near[:, None, :]).any(axis=2)
    return float(found.mean())


def middle(points: Points, weights: NDArray[np.float64] | None = None) -> Points:
    """Return the point with the least summed (weighted) distance to all.

    Unlike the mean it stays with the majority when a few lie far away (Weiszfeld's iteration).

    Parameters
    ----------
    points : float64, shape (..., n, 2)
    weights : float64, shape (..., n), optional

    Returns
    -------
    float64, shape (..., 2)
    """
    weights = np.ones(points.shape[:-1]) if weights is None else weights
    pull = weights
    for _ in range(100):
        centre = (points * pull[..., None]).sum(axis=-2) / pull.sum(axis=-1)[..., None]
        apart = np.linalg.norm(points - centre[..., None, :], axis=-1)
        pull = weights / np.maximum(apart, 1e-6)
    return np.asarray(centre)
