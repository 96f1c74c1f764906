"""What was counted of ratings that are not here: numbers of movies and of people, nobody's id."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.stars import STAR_STEPS

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MovieCounts:
    """How often each movie was given each number of stars.

    Attributes
    ----------
    movie_ids : int64, shape (m,)
        Those with a rating, ascending.
    by_stars : int64, shape (m, 10)
        Their ratings of each of `STAR_STEPS`.
    """

    movie_ids: Ints
    by_stars: Ints


@dataclass(frozen=True, eq=False)
class OverTime:
    """Ratings over time; every period from first to last, none at all where no times are known.

    Attributes
    ----------
    period : str
        "month", "quarter" or "year".
    starts : int64, shape (t,)
        First month of each period, counted from January 1970, UTC.
    by_stars : int64, shape (t, 10)
        Ratings of each of `STAR_STEPS`.
    users : int64, shape (t,)
        Different people who rated.
    """

    period: str
    starts: Ints
    by_stars: Ints
    users: Ints


@dataclass(frozen=True, eq=False)
class Counted:
    """What Explore and the portrait need of ratings; None is what nobody counted.

    Attributes
    ----------
    fingerprint : str
        The data set's, as `Dataset.fingerprint`.
    movies : MovieCounts
    users_by_best : int64, shape (10,), or None
        People by the most stars that they gave.
    users_by_ratings : int64, shape (n, 2), or None
        Rows of (ratings, people who gave so many), ascending.
    over_time : OverTime or None
    averages : mapping or None
        For each side of a portrait ("genres", "decades", "popularity") and each of its groups the
        mean over people of the group's share of their likes.
    sample : DataFrame or None
        `user_id` (from 1, in no order), `movie_id`, `rating` of some people, where the maker of
        a bundle chose to hand them on.
    """

    fingerprint: str
    movies: MovieCounts
    users_by_best: Ints | None = None
    users_by_ratings: Ints | None = None
    over_time: OverTime | None = None
    averages: Mapping[str, Mapping[str, float]] | None = None
    sample: pd.DataFrame | None = None


def likes_of(by_stars: Ints, min_rating: float) -> Ints:
    """Return how many ratings have at least `min_rating` stars, shape (n, 10) to (n,)."""
    likes: Ints = by_stars[:, np.array(STAR_STEPS) >= min_rating].sum(axis=1)
    return likes
