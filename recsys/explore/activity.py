"""Ratings over time, in months, quarters or years: whatever the span can show."""

import numpy as np
import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, mark, positions, positions_between, tally
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ConfigError

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
    """
    if period is not None and period not in PERIODS:
        raise ConfigError(f"time cannot be split by '{period}'; use {', '.join(PERIODS)}")
    ratings = dataset.ratings
    chosen = ratings["timestamp"] > 0
    if movie_id is not None:
        chosen &= ratings["movie_id"] == movie_id
    if not chosen.any():
        return pd.DataFrame({name: [] for name in ("start", "period", "ratings", "likes", "users")})
    if not chosen.all():
        ratings = ratings[chosen]
    seconds = ratings["timestamp"].to_numpy()
    ends = np.array([seconds.min(), seconds.max()]).astype("datetime64[s]")
    # Counted from January 1970.
    first, last = ends.astype("datetime64[M]").astype(np.int64).tolist()
    period = period or next(name for name, most in _UP_TO.items() if last - first < most)
    months = PERIODS[period]
    starts = np.arange(first // months, last // months + 1) * months
    starts = starts.astype("datetime64[M]").astype("datetime64[s]")
    step = positions_between(starts.astype(np.int64), seconds)
    likes = ratings["rating"].to_numpy() >= min_rating
    user_ids = ratings["user_id"].to_numpy()
    users = distinct(user_ids)
    seen = np.zeros((len(starts), len(users)), dtype=bool)
    mark(seen, step, positions(user_ids, users))
    return pd.DataFrame(
        {
            "start": starts,
            "period": period,
            "ratings": tally(step, len(starts)).astype(int),
            "likes": tally(step[likes], len(starts)).astype(int),
            "users": seen.sum(axis=1),
        }
    )
