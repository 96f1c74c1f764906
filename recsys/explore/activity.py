"""Ratings over time, in months, quarters or years: whatever the span can show."""

import numpy as np
import pandas as pd

from recsys.data.counted import OverTime, likes_of
from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, mark, positions, positions_between
from recsys.data.stars import DEFAULT_MIN_RATING, STAR_STEPS
from recsys.errors import ConfigError
from recsys.explore.popularity import tally_stars

PERIODS = {"month": 1, "quarter": 3, "year": 12}
"""Months in each."""
_UP_TO = {"month": 36, "quarter": 144, "year": np.inf}
"""Longest span, in months, up to which each is shown."""


def activity(
    dataset: Dataset,
    min_rating: float = DEFAULT_MIN_RATING,
    movie_id: int | None = None,
    period: str | None = None,
) -> pd.DataFrame:
    """Count ratings over time.

    Parameters
    ----------
    movie_id : int, optional
        Count this movie's ratings only.
    period : str, optional
        "month", "quarter" or "year"; by default months up to three years, quarters up to twelve,
        years beyond.

    Returns
    -------
    DataFrame
        `start` (first day of the period, UTC), `period`, `ratings`, `likes`, `users` (different
        ones); every period from first to last, and no row at all where no times are known.

    Raises
    ------
    ConfigError
        The period is none of these.
    NoRatingsError
        The ratings are not here, and this was not counted of them.
    """
    if period is not None and period not in PERIODS:
        raise ConfigError(f"time cannot be split by '{period}'; use {', '.join(PERIODS)}")
    counted = dataset.counted
    if counted is None:
        found = over_time(dataset.ratings, movie_id, period)
    else:
        whole = counted.over_time
        if whole is None or movie_id is not None or period not in (None, whole.period):
            raise dataset.no_ratings()
        found = whole
    return pd.DataFrame(
        {
            "start": found.starts.astype("datetime64[M]").astype("datetime64[s]"),
            "period": found.period,
            "ratings": found.by_stars.sum(axis=1),
            "likes": likes_of(found.by_stars, min_rating),
            "users": found.users,
        }
    )


def over_time(
    ratings: pd.DataFrame, movie_id: int | None = None, period: str | None = None
) -> OverTime:
    """Count ratings over time, see `activity`; `period` is one of `PERIODS`."""
    chosen = ratings["timestamp"] > 0
    if movie_id is not None:
        chosen &= ratings["movie_id"] == movie_id
    if not chosen.any():
        none = np.zeros(0, dtype=np.int64)
        return OverTime(period or "month", none, np.zeros((0, len(STAR_STEPS)), np.int64), none)
    if not chosen.all():
        ratings = ratings[chosen]
    seconds = ratings["timestamp"].to_numpy()
    ends = np.array([seconds.min(), seconds.max()]).astype("datetime64[s]")
    # Counted from January 1970.
    first, last = ends.astype("datetime64[M]").astype(np.int64).tolist()
    period = period or next(name for name, most in _UP_TO.items() if last - first < most)
    months = PERIODS[period]
    starts = np.arange(first // months, last // months + 1) * months
    begins = starts.astype("datetime64[M]").astype("datetime64[s]").astype(np.int64)
    step = positions_between(begins, seconds)
    user_ids = ratings["user_id"].to_numpy()
    users = distinct(user_ids)
    seen = np.zeros((len(starts), len(users)), dtype=bool)
    mark(seen, step, positions(user_ids, users))
    by_stars = tally_stars(step, len(starts), ratings["rating"].to_numpy())
    return OverTime(period, starts, by_stars, seen.sum(axis=1))
