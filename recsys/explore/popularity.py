"""Popularity: movies ranked by likes, by ratings, or by a mean that few ratings cannot win."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ConfigError
from recsys.explore.counts import aligned, cautious_mean, counts_per
from recsys.text import count, percent

ORDERS = {
    "likes": ("likes", "ratings"),
    "ratings": ("ratings", "likes"),
    "mean": ("cautious_mean", "likes", "ratings"),
}
"""What a ranking can go by, with what breaks ties; equal movies go by id."""


@dataclass(frozen=True)
class RankedMovie:
    """A movie in a popularity table."""

    rank: int
    movie_id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    ratings: int
    likes: int
    mean_rating: float | None
    """Stars; None where nobody rated the movie."""


def popularity(
    dataset: Dataset,
    min_rating: float = DEFAULT_MIN_RATING,
    by: str = "likes",
    year_from: int | None = None,
    year_to: int | None = None,
    genre: str | None = None,
    min_ratings: int = 0,
) -> pd.DataFrame:
    """Rank movies.

    Parameters
    ----------
    min_rating : float
        The fewest stars of a like.
    by : str
        "likes", "ratings", or "mean": the mean with a confidence correction, see
        `recsys.explore.counts.cautious_mean`.
    year_from, year_to : int, optional
        Release years, both included; movies without a known year are then left out.
    genre : str, optional
        Only movies of this genre (case does not matter).
    min_ratings : int
        Only movies with at least this many ratings.

    Returns
    -------
    DataFrame indexed by movie_id, best first (ties: see `ORDERS`, then lowest id)
        `rank` (among the movies that remain), `title`, `year`, `genres`, `raw_title`, `named`,
        `ratings`, `likes`, `mean_rating` (stars), `cautious_mean` (stars, corrected).

    Raises
    ------
    ConfigError
        `by` or the genre is unknown, or the years are the wrong way round.
    """
    if by not in ORDERS:
        raise ConfigError(f"movies cannot be ranked by '{by}'; use {', '.join(ORDERS)}")
    counts = counts_per(dataset, "movie_id", min_rating)
    table = dataset.movies[["title", "year", "genres", "raw_title", "named"]].copy()
    table["ratings"] = aligned(counts.ratings, counts.ids, table.index).fillna(0).astype(int)
    table["likes"] = aligned(counts.likes, counts.ids, table.index).fillna(0).astype(int)
    table["mean_rating"] = aligned(counts.mean, counts.ids, table.index).astype(float)
    table["cautious_mean"] = aligned(cautious_mean(counts), counts.ids, table.index).astype(float)
    kept = _in_years(table["year"], year_from, year_to) & (table["ratings"] >= min_ratings)
    if genre is not None:
        kept &= has_genre(dataset, genre)
    table = ranked(table[kept], by)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


def ranked(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return a table with the columns of `popularity` in another order, see `ORDERS`."""
    return table.sort_index().sort_values(
        list(ORDERS[by]), ascending=False, kind="stable", na_position="last"
    )


def ranked_movies(table: pd.DataFrame) -> tuple[RankedMovie, ...]:
    """Turn rows of `popularity` into records."""
    return tuple(
        RankedMovie(
            rank=int(row.rank),
            movie_id=int(row.Index),
            title=str(row.title),
            year=None if pd.isna(row.year) else int(row.year),
            genres=tuple(row.genres),
            ratings=int(row.ratings),
            likes=int(row.likes),
            mean_rating=None if pd.isna(row.mean_rating) else float(row.mean_rating),
        )
        for row in table.itertuples()
    )


def popular(
    dataset: Dataset, n: int = 30, min_rating: float = DEFAULT_MIN_RATING
) -> tuple[RankedMovie, ...]:
    """Return the `n` most liked movies."""
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 movie")
    return ranked_movies(popularity(dataset, min_rating).head(n))


def genres_of(dataset: Dataset) -> list[str]:
    """Return the genres that occur, in alphabetical order."""
    return sorted({genre for genres in dataset.movies["genres"] for genre in genres})


def has_genre(dataset: Dataset, genre: str) -> pd.Series:
    """Return for each movie whether it has a genre, case apart.

    Raises
    ------
    ConfigError
        No movie has the genre; the message lists those that occur.
    """
    wanted = genre.strip().casefold()
    known = genres_of(dataset)
    if wanted not in {name.casefold() for name in known}:
        raise ConfigError(f"genre '{genre}' is unknown; use one of {', '.join(known)}")
    return dataset.movies["genres"].map(lambda own: wanted in {g.casefold() for g in own})


def takeaway_popularity(table: pd.DataFrame, by: str = "likes") -> str:
    """Say in one sentence what leads a table of `popularity`, and by how much."""
    if table.empty or not table["ratings"].sum():
        return "No movie fits these filters."
    first = table.iloc[0]
    column = {"likes": "likes", "ratings": "ratings", "mean": "cautious_mean"}[by]
    if by == "mean":
        said = (
            f"{first['title']} leads {len(table):,} movies: its mean of "
            f"{first['mean_rating']:.2f} stars is at least {first['cautious_mean']:.2f} with "
            f"97.5 % certainty, given {first['ratings']:,} ratings"
        )
    else:
        share = (
            percent(float(first[column] / table[column].sum())) if table[column].sum() else "0 %"
        )
        said = (
            f"{first['title']} leads {len(table):,} movies with "
            f"{count(int(first[column]), column.removesuffix('s'))}, "
            f"{share} of all {column} among them"
        )
    return f"{said}."


def _in_years(years: pd.Series, year_from: int | None, year_to: int | None) -> pd.Series:
    if year_from is not None and year_to is not None and year_from > year_to:
        raise ConfigError(f"the years {year_from} to {year_to} are the wrong way round; swap them")
    kept = pd.Series(True, index=years.index)
    if year_from is not None:
        kept &= (years >= year_from).fillna(False).astype(bool)
    if year_to is not None:
        kept &= (years <= year_to).fillna(False).astype(bool)
    return kept
