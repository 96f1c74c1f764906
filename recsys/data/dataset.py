"""A data set in memory: ratings and movies, checked, with a fingerprint."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys import disk
from recsys.data.archives import Files
from recsys.data.counted import Counted, likes_of
from recsys.data.ids import distinct, positions, tally
from recsys.data.layouts import Layout
from recsys.data.readers.links import IDS, NO_LINKS, Links, read_links
from recsys.data.readers.movies import read_movies
from recsys.data.readers.ratings import COLUMNS, read_ratings
from recsys.data.report import Report, day
from recsys.data.titles.forms import (
    article_first,
    display_titles,
    fold,
    has_html_codes,
    split_year,
)
from recsys.errors import NoRatingsError


@dataclass(frozen=True, eq=False)
class Bundle:
    """A folder with all that serving needs; see `recsys.data.bundle`."""

    kept: disk.Kept
    config: dict[str, Any]
    """The model's, as `ModelConfig.to_dict` says it."""
    terms: str
    """On which terms the data are given, empty where the maker said nothing."""
    citation: str


def empty_ratings() -> pd.DataFrame:
    """Return a table of ratings without a row."""
    return pd.DataFrame({name: np.empty(0, dtype) for name, dtype in COLUMNS.items()})


@dataclass(frozen=True, eq=False)
class Dataset:
    """Ratings and movies of one data set; treat the tables as read-only."""

    name: str
    """"ml-1m" say, or the file's stem."""
    source: Path
    ratings: pd.DataFrame
    """`user_id`, `movie_id`, `rating` (stars 0.5 to 5), `timestamp` (seconds UTC, 0 where unknown);
    one row a user and movie."""
    movies: pd.DataFrame
    """By movie_id: `title` (unique, as people write it, with the year), `raw_title` (as in the
    file), `year` (Int64), `genres` (tuple), `named` (False where no title is known), `listed`
    (False where only the ratings know the movie), `imdb_id` and `tmdb_id` (Int64, NA where
    unknown; now and then two movies have the same)."""
    report: Report = field(default_factory=Report)
    private: bool = False
    """Whether a visitor brought it: nothing that is made of it goes to disk."""
    counted: Counted | None = None
    """What was counted of ratings that are not here; `ratings` is then empty."""
    bundle: Bundle | None = None
    """What it was read from, if that was a bundle."""

    @property
    def rated(self) -> pd.DataFrame:
        """The ratings, for what cannot do without them.

        Raises
        ------
        NoRatingsError
            They are not here.
        """
        if self.counted is None:
            return self.ratings
        raise self.no_ratings()

    @property
    def sample(self) -> pd.DataFrame:
        """The ratings of people who may stand for all: everybody's, else those in the bundle.

        Raises
        ------
        NoRatingsError
            There are none.
        """
        if self.counted is None or self.counted.sample is None:
            return self.rated
        return self.counted.sample

    @property
    def bundled(self) -> disk.Kept | None:
        """The folder of the bundle that it was read from, if it was."""
        return None if self.bundle is None else self.bundle.kept

    @property
    def has_people(self) -> bool:
        """Whether there are people who may stand for all, see `sample`."""
        return self.counted is None or self.counted.sample is not None

    def no_ratings(self) -> NoRatingsError:
        """Return the refusal of what takes more than what was counted."""
        return NoRatingsError(
            f"this takes people's ratings, and this host has none of {self.name}, only what was "
            "learnt and counted of them; for it, run Cinefold on the data set itself"
        )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over ratings and movies, hexadecimal; equal contents, equal fingerprint."""
        if self.counted is not None:
            return self.counted.fingerprint
        digest = hashlib.sha256()
        for column in self.ratings.columns:
            digest.update(np.ascontiguousarray(self.ratings[column].to_numpy()).data)
        for movie in self.movies[["raw_title", "genres"]].itertuples():
            digest.update(repr(tuple(movie)).encode())
        return digest.hexdigest()

    @cached_property
    def catalogue(self) -> str:
        """Whose ids the movies have: "" MovieLens', else 8 hex digits of this data set's own."""
        if self.report.shares_movie_ids:
            return ""
        named = sorted(zip(self.movies.index.tolist(), self.movies["raw_title"], strict=True))
        return hashlib.sha256(repr(named).encode()).hexdigest()[:8]

    def title(self, movie_id: int) -> str:
        """Return a movie's title, or a neutral name where the data set lacks the movie."""
        return self._titles.get(movie_id, f"Movie {movie_id} (not in {self.name})")

    @cached_property
    def by_title(self) -> dict[tuple[str, int], list[int]]:
        """Movie ids by folded title and year; those without a year are left out."""
        found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for movie_id, raw_title in self.movies["raw_title"].items():
            title, year = split_year(raw_title)
            if year is not None:
                found[fold(article_first(title)), year].append(int(movie_id))
        return dict(found)

    @cached_property
    def _titles(self) -> dict[int, str]:
        return dict(zip(self.movies.index.tolist(), self.movies["title"], strict=True))


def read_release(files: Files, layout: Layout, name: str) -> Dataset:
    """Read a MovieLens release.

    Raises
    ------
    DataError
        A file is missing, damaged or not of this layout.
    """
    files.check(layout.files)
    listed = read_movies(files, layout)
    ratings = read_ratings(files, layout)
    links = read_links(files, layout)
    report = Report(
        layout=layout.label,
        rows_read=len(ratings),
        movies_doubled=listed.doubled,
        links_rejected=links.rejected,
        links_problem=links.problem,
        encodings=((layout.ratings_file, "utf-8"), (layout.movies_file, listed.encoding)),
        # MovieLens 100K came first and numbers its movies in its own way.
        shares_movie_ids=layout.genres_file is None,
    )
    return assemble(name, files.source, ratings, listed.table, report, links)


def assemble(
    name: str,
    source: Path,
    ratings: pd.DataFrame,
    listed: pd.DataFrame,
    report: Report,
    links: Links = NO_LINKS,
) -> Dataset:
    """Make a data set of checked ratings: drop repeats, add titles, finish the reader's report.

    The ratings are as in `Dataset`, repeats of a user and movie allowed; the movies listed have
    `raw_title` and `genres` by movie_id.
    """
    ratings, duplicates = _latest_of_each(ratings)
    movie_ids = ratings["movie_id"].to_numpy()
    rated = distinct(movie_ids)
    counts = tally(positions(movie_ids, rated), len(rated)).astype(np.int64)
    movies = _movie_table(listed, pd.Series(counts, index=rated), links)
    liked = ratings["rating"].to_numpy() >= report.like_from
    timestamps = ratings["timestamp"].to_numpy()
    timed = bool(timestamps.max() > 0)
    report = replace(
        report,
        duplicates=duplicates,
        users_without_likes=_lost(ratings["user_id"].to_numpy(), liked),
        movies_without_likes=_lost(movie_ids, liked),
        first_rating=day(int(timestamps[timestamps > 0].min())) if timed else None,
        last_rating=day(int(timestamps.max())) if timed else None,
    )
    return Dataset(name, source, ratings, movies, _with_movies(report, movies, rated))


def assemble_counted(
    name: str,
    source: Path,
    counted: Counted,
    listed: pd.DataFrame,
    report: Report,
    links: Links = NO_LINKS,
) -> Dataset:
    """Make a data set of ratings that are elsewhere and were counted there; see `assemble`."""
    rated, ratings = counted.movies.movie_ids, counted.movies.by_stars.sum(axis=1)
    movies = _movie_table(listed, pd.Series(ratings, index=rated), links)
    best = counted.users_by_best
    report = replace(
        report,
        rows_read=int(ratings.sum()),
        movies_without_likes=int((likes_of(counted.movies.by_stars, report.like_from) == 0).sum()),
        users_without_likes=0
        if best is None
        else int(best.sum() - likes_of(best[None], report.like_from)[0]),
    )
    report = _with_movies(report, movies, rated)
    return Dataset(name, source, empty_ratings(), movies, report, counted=counted)


def _with_movies(report: Report, movies: pd.DataFrame, rated: np.ndarray) -> Report:  # type: ignore[type-arg]
    """Return a report with what it says of the movies."""
    return replace(
        report,
        movies_unrated=int((~movies.index.isin(rated)).sum()),
        movies_unlisted=int((~movies["listed"]).sum()),
        titles_missing=int((~movies["named"]).sum()),
        titles_doubled=int(movies["title"].str.contains(" [MovieLens ", regex=False).sum()),
        movies_linked=int(movies[list(IDS)].notna().any(axis=1).sum()),
        titles_with_codes=int(has_html_codes(movies["raw_title"]).sum()),
    )


def _lost(ids: np.ndarray, liked: np.ndarray) -> int:  # type: ignore[type-arg]
    return len(distinct(ids)) - len(distinct(ids[liked]))


def _latest_of_each(ratings: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Keep the latest rating where a user rated a movie more than once."""
    users, movies = ratings["user_id"].to_numpy(), ratings["movie_id"].to_numpy()
    key = users.astype(np.int64)
    key <<= 32
    key |= movies
    if bool((key[1:] > key[:-1]).all()):
        return ratings, 0
    key.sort()
    if not bool((key[1:] == key[:-1]).any()):
        return ratings, 0
    order = np.lexsort((ratings["timestamp"].to_numpy(), movies, users))
    users, movies = users[order], movies[order]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (users[1:] != users[:-1]) | (movies[1:] != movies[:-1])
    kept = np.zeros(len(order), dtype=bool)
    kept[order[last]] = True
    return ratings[kept].reset_index(drop=True), int((~kept).sum())


def _movie_table(listed: pd.DataFrame, counts: pd.Series, links: Links) -> pd.DataFrame:
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
    table = table.sort_index()
    return table.join(links.table.reindex(table.index))
