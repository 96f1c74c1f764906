"""A data set in memory: ratings and movies, checked, with a fingerprint."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from recsys.datasets.files import open_files
from recsys.datasets.readers import detect, read_movies, read_ratings
from recsys.titles import display_titles


@dataclass(frozen=True, eq=False)
class Dataset:
    """Ratings and movies of one data set; treat the tables as read-only.

    Attributes
    ----------
    name : str
        The data set's name, "ml-1m" say, or its file's stem.
    ratings : DataFrame
        `user_id`, `movie_id`, `rating` (stars 0.5 to 5), `timestamp` (seconds UTC); one row a
        user and movie.
    movies : DataFrame indexed by movie_id
        `title` (unique, as people write it, with the year), `raw_title` (as in the file), `year`
        (Int64), `genres` (tuple), `named` (False where no title is known), `listed` (False where
        only the ratings know the movie).
    duplicates : int
        Rows dropped because the same user rated the same movie later.
    """

    name: str
    source: Path
    ratings: pd.DataFrame
    movies: pd.DataFrame
    duplicates: int = 0

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over ratings and movies, hexadecimal; equal contents, equal fingerprint."""
        digest = hashlib.sha256()
        for column in self.ratings.columns:
            digest.update(np.ascontiguousarray(self.ratings[column].to_numpy()).tobytes())
        for movie in self.movies[["raw_title", "genres"]].itertuples():
            digest.update(repr(tuple(movie)).encode())
        return digest.hexdigest()

    def title(self, movie_id: int) -> str:
        """Return a movie's title, or a neutral name where the data set lacks the movie."""
        try:
            return str(self._titles[movie_id])
        except KeyError:
            return f"Movie {movie_id} (not in {self.name})"

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {int(movie_id): title for movie_id, title in self.movies["title"].items()}


def read(source: Path, name: str | None = None) -> Dataset:
    """Read a GroupLens archive or its unpacked folder.

    Raises
    ------
    DataError
        The source is missing, damaged or not a MovieLens data set.
    """
    files = open_files(source)
    layout = detect(files)
    ratings = read_ratings(files, layout)
    listed = read_movies(files, layout)
    ratings, duplicates = _latest_of_each(ratings)
    return Dataset(name or source.stem, source, ratings, _movie_table(listed, ratings), duplicates)


def _latest_of_each(ratings: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Keep the latest rating where a user rated a movie more than once."""
    key = ratings["user_id"].to_numpy(np.int64) << 32 | ratings["movie_id"].to_numpy(np.int64)
    if len(np.unique(key)) == len(key):
        return ratings, 0
    latest = ratings.sort_values("timestamp", kind="stable").drop_duplicates(
        ["user_id", "movie_id"], keep="last"
    )
    return latest.sort_index().reset_index(drop=True), len(ratings) - len(latest)


def _movie_table(listed: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    counts = ratings["movie_id"].value_counts()
    unlisted = counts.index.difference(listed.index)
    extra = pd.DataFrame(
        {"raw_title": "", "genres": [()] * len(unlisted)},
        index=pd.Index(unlisted, dtype=np.int64, name="movie_id"),
    )
    table = pd.concat([listed, extra]) if len(extra) else listed
    order = counts.reindex(table.index, fill_value=0).sort_values(ascending=False, kind="stable")
    shown = display_titles(table["raw_title"].loc[order.index])
    table = table.join(shown)
    table["listed"] = table.index.isin(listed.index)
    return table.sort_index()
