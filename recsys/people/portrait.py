"""What a profile's likes are made of, beside those of the data set's people."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.dataset import Dataset
from recsys.data.interactions import Interactions
from recsys.model.model import Model
from recsys.model.usable import Usable

NO_GENRE, NO_YEAR = "no genre known", "no year known"
BANDS = (100, 500, 2_000)
"""Where the bands of popularity end, as places in the order of likes."""

WORTH_SHOWING = 0.005

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Side:
    """One way to sort movies into groups; a movie may be in several.

    Attributes
    ----------
    groups : tuple of str, length g
    members : csr_matrix, shape (n_movies, g)
        1 where a movie of the model belongs to a group.
    average : float64, shape (g,)
        Mean over people of the share of their likes that a group has: each person counts alike,
        however many likes they have.
    """

    groups: tuple[str, ...]
    members: csr_matrix
    average: Floats


@dataclass(frozen=True, eq=False)
class Sides:
    """How movies are sorted for a portrait."""

    genres: Side
    decades: Side
    popularity: Side


def sides_of(dataset: Dataset, model: Model, interactions: Interactions | None) -> Sides:
    """Sort a model's movies by genre, decade and popularity, and average over all people.

    Parameters
    ----------
    interactions : Interactions, optional
        Without them the averages are those that were counted.

    Raises
    ------
    NoRatingsError
        There are neither.
    """
    averages = None if dataset.counted is None else dataset.counted.averages
    if interactions is None and averages is None:
        raise dataset.no_ratings()

    def side(name: str, of_each: Sequence[Sequence[str]], groups: list[str]) -> Side:
        members = _members(of_each, groups)
        if interactions is not None:
            return Side(tuple(groups), members, _average(members, interactions))
        known = (averages or {}).get(name, {})
        return Side(tuple(groups), members, np.array([known.get(group, 0.0) for group in groups]))

    details = dataset.movies.loc[model.movies.ids]
    years = details["year"].fillna(0).to_numpy(np.int64)
    decades = [(f"{year // 10 * 10}s" if year else NO_YEAR,) for year in years]
    places = np.empty(len(model.movies), dtype=np.int64)
    places[model.by_popularity] = np.arange(len(places))
    names = band_names()
    bands = [(names[i],) for i in np.searchsorted(BANDS, places, side="right")]
    genres = [found or (NO_GENRE,) for found in details["genres"]]
    return Sides(
        side("genres", genres, sorted({name for own in genres for name in own})),
        side("decades", decades, sorted({name for own in decades for name in own})),
        side("popularity", bands, [name for name in names if (name,) in set(bands)]),
    )


def averages_of(sides: Sides) -> dict[str, dict[str, float]]:
    """Return everybody's share of each group by side, as `Counted.averages` keeps it."""
    named = {field.name: getattr(sides, field.name) for field in fields(sides)}
    return {
        n: dict(zip(side.groups, side.average.tolist(), strict=True)) for n, side in named.items()
    }


def band_names() -> list[str]:
    """Return what the bands of popularity are called, most popular first."""
    between = [f"{low + 1:,} to {high:,}" for low, high in pairwise(BANDS)]
    return [f"top {BANDS[0]:,}", *between, f"after {BANDS[-1]:,}"]


def _members(of_each: Sequence[Sequence[str]], groups: list[str]) -> csr_matrix:
    place = {name: column for column, name in enumerate(groups)}
    columns = [place[name] for own in of_each for name in own]
    indptr = np.concatenate([[0], np.cumsum([len(own) for own in of_each])])
    return csr_matrix(
        (np.ones(len(columns), np.float32), columns, indptr), shape=(len(of_each), len(groups))
    )


def _average(members: csr_matrix, interactions: Interactions) -> Floats:
    stars = interactions.stars
    ones = csr_matrix(
        (np.ones(stars.nnz, np.float32), stars.indices, stars.indptr), shape=stars.shape
    )
    per_person = np.asarray((ones @ members).todense(), dtype=np.float64)
    average: Floats = (per_person / np.diff(stars.indptr)[:, None]).mean(axis=0)
    return average


def group_shares(side: Side, told: Usable) -> pd.DataFrame:
    """Return how a profile's likes are spread over the groups, and everybody's.

    Returns
    -------
    DataFrame in the order of the groups
        `group`, `yours`, `average` (shares of likes, 0 to 1; see `Side.average`) and `likes` (how
        many of the profile's). Groups that the profile has nothing of and the
        average person less than `WORTH_SHOWING` are left out. What counts 0 times is no
        like; what the model does not know is left out too.
    """
    rows = told.idx[told.liked]
    yours = np.zeros(len(side.groups))
    if len(rows):
        yours = np.asarray(side.members[rows].mean(axis=0)).ravel()
    table = pd.DataFrame({"group": side.groups, "yours": yours, "average": side.average})
    table["likes"] = np.rint(yours * len(rows)).astype(int)
    return table[(table["yours"] > 0) | (table["average"] >= WORTH_SHOWING)].reset_index(drop=True)
