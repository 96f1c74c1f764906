"""How ratings are spread: over stars, users, movies, release years and genres."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.data.counted import Ints
from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions, tally
from recsys.data.stars import DEFAULT_MIN_RATING, STAR_STEPS
from recsys.errors import ConfigError
from recsys.explore.popularity import counts_per_movie, movie_counts, tally_stars, with_counts

PER = ("user", "movie")


@dataclass(frozen=True)
class RatingSpread:
    """How many ratings users (or movies) have; only those with ratings count."""

    n: int
    """Users or movies."""
    median: int
    """Half of them have at most so many ratings."""
    most: int


def rating_distribution(
    dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING, movie_id: int | None = None
) -> pd.DataFrame:
    """Count ratings by stars: all, or one movie's.

    Returns
    -------
    DataFrame
        `stars`, `ratings`, `share` (0 to 1), `kept` (True: a like); only stars that occur.
    """
    found = movie_counts(dataset)
    chosen = slice(None) if movie_id is None else found.movie_ids == movie_id
    return _by_stars(found.by_stars[chosen].sum(axis=0), min_rating)


def ratings_of_user(dataset: Dataset, user_id: int) -> pd.DataFrame:
    """Count one user's ratings by stars: `stars`, `ratings`."""
    own = dataset.ratings.loc[dataset.ratings["user_id"] == user_id, "rating"]
    counts = tally_stars(np.zeros(len(own), dtype=np.int32), 1, own.to_numpy())[0]
    return _by_stars(counts, DEFAULT_MIN_RATING)[["stars", "ratings"]]


def ratings_per(dataset: Dataset, per: str) -> pd.DataFrame:
    """Count users (or movies) by how many ratings they have, in classes for a log axis.

    Parameters
    ----------
    per : str
        "user" or "movie".

    Returns
    -------
    DataFrame
        `ratings_from`, `ratings_to` (both included; classes begin at 1, 2, 5, 10, 20, 50, …),
        `count` (of users or movies), `share` (0 to 1); only movies with ratings count.

    Raises
    ------
    ConfigError
        `per` is neither.
    NoRatingsError
        The ratings are not here, and people were not counted.
    """
    ratings, number = spread(dataset, per)
    digits = len(str(ratings.max()))
    starts = np.array([step * 10**power for power in range(digits) for step in (1, 2, 5)])
    starts = starts[starts <= ratings.max()]
    ends = np.append(starts[1:] - 1, ratings.max())
    counts = np.zeros(len(starts), dtype=np.int64)
    np.add.at(counts, np.searchsorted(starts, ratings, side="right") - 1, number)
    return pd.DataFrame(
        {
            "ratings_from": starts,
            "ratings_to": ends,
            "count": counts,
            "share": counts / counts.sum(),
        }
    )


def rating_spread(dataset: Dataset, per: str) -> RatingSpread:
    """Return how unevenly ratings are spread over users or movies; `per` as in `ratings_per`."""
    ratings, number = spread(dataset, per)
    total = int(number.sum())
    # Of an even number the median is the mean of the two in the middle.
    middle = ratings[np.searchsorted(np.cumsum(number), [(total + 1) // 2, total // 2 + 1])]
    return RatingSpread(total, int(middle.mean()), int(ratings.max()))


def year_distribution(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> pd.DataFrame:
    """Count movies, ratings and likes by release year.

    Returns
    -------
    DataFrame
        `year`, `movies` (in the list, rated or not), `ratings`, `likes`; every year from first to
        last, without the movies whose year is unknown.
    """
    movies = _with_counts(dataset, min_rating).dropna(subset="year")
    by_year = movies.astype({"year": int}).groupby("year")
    table = by_year[["ratings", "likes"]].sum()
    table.insert(0, "movies", by_year.size())
    if len(table):
        table = table.reindex(range(table.index.min(), table.index.max() + 1), fill_value=0)
    return table.rename_axis("year").reset_index()


def genre_distribution(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> pd.DataFrame:
    """Count movies, ratings and likes by genre; a movie counts for each of its genres.

    Returns
    -------
    DataFrame, most ratings first
        `genre`, `movies`, `ratings`, `likes`, `likes_share` (likes divided by ratings, 0 to 1),
        `mean_rating` (stars); missing where a genre has no ratings.
    """
    movies = _with_counts(dataset, min_rating)
    movies["stars"] = movies["ratings"] * movies["mean_rating"].fillna(0)
    by_genre = movies.rename(columns={"genres": "genre"}).explode("genre").groupby("genre")
    table = by_genre[["ratings", "likes", "stars"]].sum()
    table.insert(0, "movies", by_genre.size())
    table = table.reset_index()
    known = table["ratings"].where(table["ratings"] > 0)
    table["likes_share"] = table["likes"] / known
    table["mean_rating"] = table.pop("stars") / known
    return table.sort_values("ratings", ascending=False, kind="stable", ignore_index=True)


def spread(dataset: Dataset, per: str) -> tuple[Ints, Ints]:
    """Return numbers of ratings, ascending, and how many users (or movies) have each of them."""
    if per not in PER:
        raise ConfigError(f"ratings cannot be counted per '{per}'; use {' or '.join(PER)}")
    if per == "movie":
        ratings = movie_counts(dataset).by_stars.sum(axis=1)
    elif dataset.counted is None:
        users = dataset.ratings["user_id"].to_numpy()
        known = distinct(users)
        ratings = tally(positions(users, known), len(known)).astype(np.int64)
    elif dataset.counted.users_by_ratings is None:
        raise dataset.no_ratings()
    else:
        return tuple(dataset.counted.users_by_ratings.T)
    return np.unique(ratings, return_counts=True)


def _by_stars(counts: Ints, min_rating: float) -> pd.DataFrame:
    """Make a table of the ratings of each of `STAR_STEPS`, shape (10,)."""
    given, stars = counts[counts > 0], np.array(STAR_STEPS)[counts > 0]
    return pd.DataFrame(
        {
            "stars": stars,
            "ratings": given,
            "share": given / given.sum(),
            "kept": stars >= min_rating,
        }
    )


def _with_counts(dataset: Dataset, min_rating: float) -> pd.DataFrame:
    counts = counts_per_movie(dataset, min_rating)
    return with_counts(dataset.movies[["year", "genres"]], counts)
