"""One movie's card, and several movies side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.titles.forms import split_year
from recsys.errors import ConfigError, UnknownIdError
from recsys.explore.activity import activity
from recsys.explore.distributions import rating_distribution
from recsys.explore.popularity import popularity, ranked
from recsys.text import count

MAX_COMPARED = 5


@dataclass(frozen=True, eq=False)
class MovieCard:
    """Everything the data set knows about one movie.

    Attributes
    ----------
    likes_share : float or None
        Likes divided by ratings, 0 to 1; None where nobody rated the movie.
    mean_rating, cautious_mean : float or None
        Stars; see `recsys.explore.popularity.cautious_mean`.
    rank_by_likes, rank_by_ratings, rank_by_mean : int
        Among all `movies` of the data set.
    histogram : DataFrame
        As `rating_distribution` returns it.
    over_time : DataFrame or None
        As `activity` returns it; None where the ratings are not here.
    movielens_url : str or None
        None where the data set numbers its movies in its own way.
    imdb_url : str or None
        A search for the title; None where no title is known.
    """

    movie_id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    ratings: int
    likes: int
    likes_share: float | None
    mean_rating: float | None
    cautious_mean: float | None
    rank_by_likes: int
    rank_by_ratings: int
    rank_by_mean: int
    movies: int
    histogram: pd.DataFrame
    over_time: pd.DataFrame | None
    movielens_url: str | None
    imdb_url: str | None


def movie_card(
    dataset: Dataset, movie_id: int, min_rating: float = DEFAULT_MIN_RATING
) -> MovieCard:
    """Return a movie's card.

    Raises
    ------
    UnknownIdError
        The data set has no such movie.
    """
    table = popularity(dataset, min_rating)
    if movie_id not in table.index:
        raise UnknownIdError(
            f"{dataset.name} has no movie {movie_id}; use the id of one of its "
            f"{count(len(table), 'movie')}"
        )
    row = table.loc[movie_id]
    rated = bool(row["ratings"])
    shares_ids = dataset.report.shares_movie_ids
    return MovieCard(
        movie_id=int(movie_id),
        title=str(row["title"]),
        year=None if pd.isna(row["year"]) else int(row["year"]),
        genres=tuple(row["genres"]),
        ratings=int(row["ratings"]),
        likes=int(row["likes"]),
        likes_share=float(row["likes"] / row["ratings"]) if rated else None,
        mean_rating=float(row["mean_rating"]) if rated else None,
        cautious_mean=float(row["cautious_mean"]) if rated else None,
        rank_by_likes=int(row["rank"]),
        rank_by_ratings=_rank(table, movie_id, "ratings"),
        rank_by_mean=_rank(table, movie_id, "mean"),
        movies=len(table),
        histogram=rating_distribution(dataset, min_rating, movie_id),
        over_time=None if dataset.counted else activity(dataset, min_rating, movie_id),
        movielens_url=f"https://movielens.org/movies/{movie_id}" if shares_ids else None,
        imdb_url=imdb_search(str(row["title"])) if row["named"] else None,
    )


def imdb_search(title: str) -> str:
    """Return the address of an IMDb search for a title; the year helps IMDb find it."""
    name, year = split_year(title.partition(" [MovieLens ")[0])
    main = name.partition(" (")[0]
    words = main if year is None else f"{main} {year}"
    return f"https://www.imdb.com/find/?s=tt&q={quote_plus(words)}"


def compare(
    dataset: Dataset, movie_ids: Sequence[int], min_rating: float = DEFAULT_MIN_RATING
) -> pd.DataFrame:
    """Put up to five movies side by side.

    Returns
    -------
    DataFrame indexed by movie_id, in the order asked for
        `title`, `year`, `genres`, `ratings`, `likes`, `likes_share` (0 to 1, missing without
        ratings), `mean_rating`, `cautious_mean` (stars), `rank` (by likes, among all movies).

    Raises
    ------
    ConfigError
        No movie, more than five, or one twice.
    UnknownIdError
        The data set lacks one of them.
    """
    table = popularity(dataset, min_rating)
    chosen = table.loc[_checked(dataset, movie_ids)].copy()
    chosen["likes_share"] = chosen["likes"] / chosen["ratings"].where(chosen["ratings"] > 0)
    columns = ["title", "year", "genres", "ratings", "likes", "likes_share"]
    return chosen[[*columns, "mean_rating", "cautious_mean", "rank"]]


def compare_ratings(dataset: Dataset, movie_ids: Sequence[int]) -> pd.DataFrame:
    """Return the rating histograms of up to five movies in one long table.

    Returns
    -------
    DataFrame
        `movie_id`, `title`, `stars`, `ratings`, `share` (of the movie's own ratings, 0 to 1).

    Raises
    ------
    ConfigError, UnknownIdError
        As in `compare`.
    """
    parts = []
    for movie_id in _checked(dataset, movie_ids):
        part = rating_distribution(dataset, movie_id=movie_id).drop(columns="kept")
        part.insert(0, "movie_id", movie_id)
        part.insert(1, "title", dataset.title(movie_id))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _rank(table: pd.DataFrame, movie_id: int, by: str) -> int:
    return int(ranked(table, by).index.get_loc(movie_id)) + 1


def _checked(dataset: Dataset, movie_ids: Sequence[int]) -> list[int]:
    wanted = [int(movie_id) for movie_id in movie_ids]
    if not 1 <= len(wanted) <= MAX_COMPARED or len(set(wanted)) != len(wanted):
        raise ConfigError(
            f"{count(len(wanted), 'movie')} chosen; compare 1 to {MAX_COMPARED} different ones"
        )
    for movie_id in wanted:
        if movie_id not in dataset.movies.index:
            raise UnknownIdError(f"{dataset.name} has no movie {movie_id}; choose another")
    return wanted
