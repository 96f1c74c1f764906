"""Ratings over time, in months, quarters or years: whatever the span can show."""

import numpy as np
import pandas as pd

from recsys.datasets import Dataset
from recsys.errors import ConfigError
from recsys.interactions import DEFAULT_MIN_RATING
from recsys.words import amount, percent

PERIODS = {"month": "M", "quarter": "Q", "year": "Y"}
_MONTHS_UP_TO, _QUARTERS_UP_TO = 36, 144
"""Spans, in months, up to which months or quarters are shown."""


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
    columns = ["start", "period", "ratings", "likes", "users"]
    if not chosen.any():
        return pd.DataFrame({name: [] for name in columns})
    if not chosen.all():
        ratings = ratings[chosen]
    seconds = ratings["timestamp"].to_numpy()
    period = period or _fitting(int(seconds.min()), int(seconds.max()))
    step = _steps(seconds, period)
    first = int(step.min())
    step = (step - first).astype(np.int32)
    size = int(step.max()) + 1
    likes = ratings["rating"].to_numpy() >= min_rating
    pairs = pd.DataFrame({"step": step, "user": ratings["user_id"].to_numpy()}).drop_duplicates()
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    starts = (np.arange(first, first + size) * months).astype("datetime64[M]")
    return pd.DataFrame(
        {
            "start": starts.astype("datetime64[s]"),
            "period": period,
            "ratings": np.bincount(step, minlength=size),
            "likes": np.bincount(step[likes], minlength=size),
            "users": np.bincount(pairs["step"], minlength=size),
        }
    )


def takeaway_activity(table: pd.DataFrame) -> str:
    """Say what a table of `activity` shows."""
    if table.empty:
        return "The data set does not say when its ratings were given."
    top = table.loc[table["ratings"].idxmax()]
    total = int(table["ratings"].sum())
    period = str(top["period"])
    return (
        f"The busiest {period} is {_named(top['start'], period)}, with "
        f"{amount(int(top['ratings']), 'rating')} by {amount(int(top['users']), 'user')}, "
        f"{percent(top['ratings'] / total)} of all."
    )


def _fitting(first: int, last: int) -> str:
    months = _steps(np.array([first, last]), "month")
    span = int(months[1] - months[0]) + 1
    if span <= _MONTHS_UP_TO:
        return "month"
    return "quarter" if span <= _QUARTERS_UP_TO else "year"


def _steps(seconds: np.ndarray, period: str) -> np.ndarray:  # type: ignore[type-arg]
    # Counted from 1970.
    months = seconds.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[period]


def _named(start: pd.Timestamp, period: str) -> str:
    if period == "year":
        return f"{start:%Y}"
    if period == "quarter":
        return f"the {('first', 'second', 'third', 'last')[start.quarter - 1]} of {start:%Y}"
    return f"{start:%B %Y}"
