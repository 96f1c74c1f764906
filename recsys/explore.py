"""What a data set holds: counts, popularity ranks, distributions, what the like filter removes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.datasets import Dataset
from recsys.errors import ConfigError
from recsys.interactions import DEFAULT_MIN_RATING, Interactions, build_interactions


@dataclass(frozen=True)
class Summary:
    """The data set in numbers."""

    dataset: str
    ratings: int
    users: int
    movies_listed: int
    """Movies in the data set's movie list."""
    movies_rated: int
    min_rating: float
    likes: int
    likes_share: float
    """Likes divided by ratings, 0 to 1."""
    users_kept: int
    movies_kept: int
    users_lost: tuple[int, ...]
    """Ids of users with ratings but no like."""


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


def summarize(dataset: Dataset, interactions: Interactions) -> Summary:
    """Count what the data set holds and what the like filter keeps."""
    ratings = dataset.ratings
    return Summary(
        dataset=dataset.name,
        ratings=len(ratings),
        users=int(ratings["user_id"].nunique()),
        movies_listed=int(dataset.movies["listed"].sum()),
        movies_rated=int(ratings["movie_id"].nunique()),
        min_rating=interactions.min_rating,
        likes=interactions.likes,
        likes_share=interactions.likes / len(ratings),
        users_kept=len(interactions.users),
        movies_kept=len(interactions.movies),
        users_lost=tuple(int(user_id) for user_id in interactions.lost_users),
    )


def popularity(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> pd.DataFrame:
    """Rank all movies by likes.

    Returns
    -------
    DataFrame indexed by movie_id, most likes first (then most ratings, then lowest id)
        `rank`, `title`, `year`, `genres`, `ratings`, `likes`, `mean_rating` (stars).
    """
    per_movie = dataset.ratings.groupby("movie_id")["rating"].agg(["size", "mean"])
    liked = dataset.ratings.loc[dataset.ratings["rating"] >= min_rating, "movie_id"]
    table = dataset.movies[["title", "year", "genres", "raw_title", "named"]].copy()
    table["ratings"] = per_movie["size"].reindex(table.index, fill_value=0).astype(int)
    table["likes"] = liked.value_counts().reindex(table.index, fill_value=0).astype(int)
    table["mean_rating"] = per_movie["mean"].reindex(table.index).astype(float)
    table = table.sort_values(["likes", "ratings"], ascending=False, kind="stable")
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


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


def rating_distribution(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> pd.DataFrame:
    """Count ratings by stars.

    Returns
    -------
    DataFrame
        `stars`, `ratings`, `share` (0 to 1), `kept` (True: a like); only stars that occur.
    """
    counts = dataset.ratings["rating"].value_counts().sort_index()
    return pd.DataFrame(
        {
            "stars": counts.index.astype(float),
            "ratings": counts.to_numpy(),
            "share": counts.to_numpy() / counts.sum(),
            "kept": counts.index >= min_rating,
        }
    )


def ratings_of_user(dataset: Dataset, user_id: int) -> pd.DataFrame:
    """Count one user's ratings by stars: `stars`, `ratings`."""
    own = dataset.ratings.loc[dataset.ratings["user_id"] == user_id, "rating"]
    counts = own.value_counts().sort_index()
    return pd.DataFrame({"stars": counts.index.astype(float), "ratings": counts.to_numpy()})


def like_filter_steps(dataset: Dataset, thresholds: tuple[float, ...]) -> pd.DataFrame:
    """Return what would be left at other thresholds.

    Returns
    -------
    DataFrame
        `min_rating`, `likes`, `users_kept`, `users_lost`, `movies_kept`, `movies_lost`.
    """
    rows = []
    for threshold in thresholds:
        kept = build_interactions(dataset.ratings, threshold)
        rows.append(
            (
                threshold,
                kept.likes,
                len(kept.users),
                len(kept.lost_users),
                len(kept.movies),
                len(kept.lost_movies),
            )
        )
    columns = ["min_rating", "likes", "users_kept", "users_lost", "movies_kept", "movies_lost"]
    return pd.DataFrame(rows, columns=columns)
