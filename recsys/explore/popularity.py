"""Popularity: movies ranked by likes, by ratings, or by a mean that few ratings cannot win."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.counted import Ints, MovieCounts, likes_of
from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions, tally
from recsys.data.stars import DEFAULT_MIN_RATING, STAR_STEPS
from recsys.errors import ConfigError

Z = 1.959963984540054
"""97.5 % of a normal distribution lie below the mean plus this many standard deviations."""
ORDERS = {
    "likes": ("likes", "ratings"),
    "ratings": ("ratings", "likes"),
    "mean": ("cautious_mean", "likes", "ratings"),
}
"""What a ranking can go by, with what breaks ties; equal movies go by id."""


def movie_counts(dataset: Dataset) -> MovieCounts:
    """Return how often each movie was given each number of stars."""
    if dataset.counted is not None:
        return dataset.counted.movies
    column = dataset.ratings["movie_id"].to_numpy()
    ids = distinct(column)
    stars = dataset.ratings["rating"].to_numpy()
    return MovieCounts(ids, tally_stars(positions(column, ids), len(ids), stars))


def tally_stars(idx: NDArray[np.int32], size: int, stars: NDArray[np.float32]) -> Ints:
    """Count positions from 0 to size − 1 by stars, shape (size, 10)."""
    steps = len(STAR_STEPS)
    cells = np.rint(stars * 2).astype(np.int32) - 1
    cells += idx * np.int32(steps)
    return tally(cells, size * steps).reshape(size, steps).astype(np.int64)


def counts_per_movie(dataset: Dataset, min_rating: float) -> pd.DataFrame:
    """Count by movie.

    Returns
    -------
    DataFrame indexed by id, ascending; only those with ratings
        `ratings`, `likes`, `mean_rating` (stars), `squares` (sum of squared stars).
    """
    found, stars = movie_counts(dataset), np.array(STAR_STEPS)
    ratings = found.by_stars.sum(axis=1)
    return pd.DataFrame(
        {
            "ratings": ratings,
            "likes": likes_of(found.by_stars, min_rating),
            "mean_rating": found.by_stars @ stars / ratings,
            "squares": found.by_stars @ stars**2,
        },
        index=found.movie_ids,
    )


def with_counts(movies: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return movies with their counts beside them: none where nobody rated a movie, no mean."""
    table = movies.assign(**counts.reindex(movies.index))
    none = {"ratings": 0, "likes": 0}
    return table.fillna(none).astype(dict.fromkeys(none, int))


def cautious_mean(counts: pd.DataFrame) -> NDArray[np.float64]:
    """Return for each movie the mean it has at least, with 97.5 % certainty.

    A movie's true mean is taken to come from a normal distribution around the mean of all
    ratings, its ratings to scatter around it, both with variances estimated from the data. The
    estimate then shrinks towards the overall mean where ratings are few, and its lower bound
    falls off where they leave much open:

        k = σ² / τ²,  m_i = (n_i x̄_i + k x̄) / (n_i + k),  bound_i = m_i − 1.96 σ / √(n_i + k)

    Returns
    -------
    float64, shape (n,)
        Stars, at least 0.5; the plain mean of all ratings where movies do not differ.

    Source
    ------
    Bühlmann and Straub 1970, "Glaubwürdigkeit für Schadensätze", for k, σ² and τ²; Gelman et
    al. 2013, "Bayesian Data Analysis", eq. 2.11 and 2.12, for mean and variance.
    """
    n = counts["ratings"].to_numpy(np.float64)
    mean, squares = counts["mean_rating"].to_numpy(), counts["squares"].to_numpy()
    total, groups = n.sum(), len(n)
    overall = float((n * mean).sum() / total)
    scatter = float(np.maximum(squares - n * mean**2, 0).sum())
    within = scatter / max(total - groups, 1.0)
    spread = float((n * (mean - overall) ** 2).sum())
    denominator = total - float((n**2).sum()) / total
    between = (spread - (groups - 1) * within) / denominator if denominator > 0 else 0.0
    if between <= 0:
        return np.full(groups, overall)
    k = within / between
    center = (n * mean + k * overall) / (n + k)
    return np.maximum(center - Z * np.sqrt(within / (n + k)), 0.5)


def share_range(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, 0 to 1.

    Source
    ------
    Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference": those p
    for which |part/whole − p| ≤ 1.96 √(p (1 − p) / whole).
    """
    found, spread = part / whole, Z**2 / whole
    middle = found + spread / 2
    reach = np.sqrt(spread * (found * (1 - found) + spread / 4))
    low, high = (middle + np.array([-reach, reach])) / (1 + spread)
    return max(0.0, float(low)), min(1.0, float(high))


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
        `cautious_mean`.
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
    counts = counts_per_movie(dataset, min_rating)
    counts["cautious_mean"] = cautious_mean(counts)
    columns = ["title", "year", "genres", "raw_title", "named"]
    table = with_counts(dataset.movies[columns], counts.drop(columns="squares"))
    kept = _in_years(table["year"], year_from, year_to) & (table["ratings"] >= min_ratings)
    if genre is not None:
        kept &= _has_genre(dataset, genre)
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


def _has_genre(dataset: Dataset, genre: str) -> pd.Series:
    wanted = genre.strip().casefold()
    known = genres_of(dataset)
    if wanted not in {name.casefold() for name in known}:
        raise ConfigError(f"genre '{genre}' is unknown; use one of {', '.join(known)}")
    return dataset.movies["genres"].map(lambda own: wanted in {g.casefold() for g in own})


def _in_years(years: pd.Series, year_from: int | None, year_to: int | None) -> pd.Series:
    if year_from is not None and year_to is not None and year_from > year_to:
        raise ConfigError(f"the years {year_from} to {year_to} are the wrong way round; swap them")
    kept = pd.Series(True, index=years.index)
    if year_from is not None:
        kept &= (years >= year_from).fillna(False).astype(bool)
    if year_to is not None:
        kept &= (years <= year_to).fillna(False).astype(bool)
    return kept
