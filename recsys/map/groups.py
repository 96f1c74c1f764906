"""Into which coloured group a movie of the map falls: its most telling genre, or its decade."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import KDTree

MOST_GENRES = 8
OTHER = "Other"


@dataclass(frozen=True)
class Groups:
    """Names of the groups, and each movie's position among them."""

    names: tuple[str, ...]
    of: tuple[int, ...]
    has_other: bool
    """Whether the last group holds what fits no other one."""

    def of_each(self) -> list[str | None]:
        """Return the name of each movie's group, None where it fits no other one."""
        named = [*self.names[: len(self.names) - self.has_other], None]
        return [named[place] for place in self.of]


@dataclass(frozen=True)
class Purity:
    """How often neighbours on the map are of one group."""

    near: float
    """Mean share, over movies, of their nearest that are of their group."""
    chance: float
    """The same for movies drawn at random."""


def purity(points: NDArray[np.float64], groups: Groups, n: int = 10) -> Purity | None:
    """Return how often the `n` nearest of a movie on the map are of its group.

    None where there are too few movies for one to have as many neighbours.
    """
    count = len(points)
    if count <= n:
        return None
    of = np.asarray(groups.of)
    _, near = KDTree(points).query(points, k=n + 1)
    # Where several lie on one spot, the movie itself need not come first, or be among them.
    others = near != np.arange(count)[:, None]
    others[others.all(axis=1), -1] = False
    same = (of[near] == of[:, None]) & others
    sizes = np.bincount(of)
    chance = float((sizes * (sizes - 1)).sum() / (count * (count - 1)))
    return Purity(float(same.sum() / (count * n)), chance)


def by_genre(genres: Sequence[tuple[str, ...]], most: int = MOST_GENRES) -> Groups:
    """Group movies by main genre: of those with a colour, the rarest that the movie has.

    The rarest says the most: nearly half of all movies are dramas. The `most` genres with the
    most movies have a colour; ties by name.
    """
    counts = Counter(genre for each in genres for genre in each)
    names = sorted(counts, key=lambda genre: (-counts[genre], genre))[:most]
    place = {genre: i for i, genre in enumerate(names)}
    of = [max((place[g] for g in each if g in place), default=len(names)) for each in genres]
    return _with_other(names, of)


def by_decade(years: Iterable[int | None], most: int = MOST_GENRES) -> Groups:
    """Group movies by decade, the oldest decades together, so that at most `most` groups remain."""
    decades = [None if year is None or pd.isna(year) else int(year) // 10 * 10 for year in years]
    known = sorted({decade for decade in decades if decade is not None})
    surplus = max(len(known) - most, 0)
    names = [f"{decade}s" for decade in known[surplus:]]
    if surplus:
        names[0] = f"before {known[surplus] + 10}"
    place = {decade: max(i - surplus, 0) for i, decade in enumerate(known)}
    of = [len(names) if decade is None else place[decade] for decade in decades]
    return _with_other(names, of)


def _with_other(names: Sequence[str], of: Sequence[int]) -> Groups:
    has_other = len(names) in of
    return Groups((*names, OTHER) if has_other else tuple(names), tuple(of), has_other)
