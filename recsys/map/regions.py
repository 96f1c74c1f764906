"""Regions of the map, each named by what is over-represented there: "1990s thrillers".

A region is a cell around one of a few centres (k-means on the positions of the dots). Its name is
a decade, a genre, or both; what the name rests on is how many times as many of these there are as
elsewhere: the lift.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.special import xlogy

Points = NDArray[np.float64]
Kind = tuple[str | None, str | None]
"""A decade, a genre, or both."""

MOST_REGIONS = 18
LEAST_LIFT = 1.5
LEAST_MOVIES = 8
"""Of its kind in a region, or a few of a rare genre would name it."""
LEAST_SURPRISE = 15.0
"""A G² that chance reaches once in ten thousand tables; hundreds are looked at."""
_ROUNDS = 40


@dataclass(frozen=True)
class Region:
    """A part of the map and what there is more of than elsewhere."""

    decade: str | None
    genre: str | None
    """At least one of the two is given."""
    x: float
    y: float
    """The middle of the movies it is named by."""
    found: int
    """How many of these movies lie here."""
    of: int
    """How many movies lie here."""
    elsewhere: int
    """How many of these movies lie elsewhere."""
    of_elsewhere: int
    """How many movies lie elsewhere."""

    @property
    def lift(self) -> float:
        """Their share here over their share elsewhere; infinite where elsewhere is none."""
        if not self.elsewhere:
            return float("inf")
        return (self.found / self.of) / (self.elsewhere / self.of_elsewhere)


def regions(
    points: Points,
    decades: Sequence[str | None],
    genres: Sequence[tuple[str, ...]],
    most: int = MOST_REGIONS,
) -> tuple[Region, ...]:
    """Return the named regions of a map, those whose name says most about them first."""
    kinds = dict(_kinds(decades, genres))
    return named(points, cells(points, most), kinds)


def cells(points: Points, most: int) -> NDArray[np.int64]:
    """Return the cell of each point, shape (m,), at most `most`; no chance is involved."""
    distinct = np.unique(points, axis=0)
    centres = distinct[:1]
    # Each further centre is the point that is farthest from all there are.
    while len(centres) < min(most, len(distinct)):
        apart, _ = KDTree(centres).query(distinct)
        centres = np.vstack([centres, distinct[apart.argmax()]])
    cell = np.zeros(len(points), dtype=np.int64)
    for _ in range(_ROUNDS if len(points) else 0):
        _, cell = KDTree(centres).query(points)
        size = np.bincount(cell, minlength=len(centres))
        sums = np.stack([np.bincount(cell, along, len(centres)) for along in points.T], axis=1)
        centres = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], centres)
    return np.asarray(cell, dtype=np.int64)


def named(
    points: Points, cell: NDArray[np.int64], kinds: dict[Kind, NDArray[np.bool_]]
) -> tuple[Region, ...]:
    """Return each cell under the kind that tells it best from elsewhere; a kind names one cell.

    The best is the one with the largest G² (`surprise`) of those with enough of it, lift and
    number. A cell without such a kind has no name.
    """
    offered = []
    for kind, is_kind in kinds.items():
        for here in np.unique(cell):
            within = cell == here
            counts = (is_kind & within, within, is_kind & ~within, ~within)
            found, of, elsewhere, of_elsewhere = (int(c.sum()) for c in counts)
            if found < LEAST_MOVIES or not of_elsewhere:
                continue
            x, y = np.median(points[is_kind & within], axis=0).tolist()
            region = Region(*kind, x, y, found, of, elsewhere, of_elsewhere)
            if region.lift >= LEAST_LIFT and (told := surprise(region)) >= LEAST_SURPRISE:
                offered.append((told, int(here), kind, region))
    taken: set[object] = set()
    best = []
    for _, here, kind, region in sorted(offered, key=lambda o: (-o[0], o[1])):
        if here not in taken and kind not in taken:
            taken |= {here, kind}
            best.append(region)
    return tuple(best)


def surprise(region: Region) -> float:
    """Return G² of the region's two-by-two table: 2 Σ observed · ln(observed ÷ expected)."""
    observed = np.array(
        [
            [region.found, region.of - region.found],
            [region.elsewhere, region.of_elsewhere - region.elsewhere],
        ],
        dtype=np.float64,
    )
    expected = observed.sum(axis=1)[:, None] * observed.sum(axis=0) / observed.sum()
    ratio = np.divide(observed, expected, out=np.ones((2, 2)), where=expected > 0)
    return float(2 * xlogy(observed, ratio).sum())


def _kinds(
    decades: Sequence[str | None], genres: Sequence[tuple[str, ...]]
) -> Iterator[tuple[Kind, NDArray[np.bool_]]]:
    of_decade = {d: np.array([o == d for o in decades]) for d in sorted({d for d in decades if d})}
    names = sorted({genre for each in genres for genre in each})
    of_genre = {name: np.array([name in each for each in genres]) for name in names}
    yield from (((decade, None), is_kind) for decade, is_kind in of_decade.items())
    for genre, is_kind in of_genre.items():
        yield (None, genre), is_kind
        for decade, is_then in of_decade.items():
            yield (decade, genre), is_kind & is_then
