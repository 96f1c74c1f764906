"""From tables to entries: which service wrote them, and what each line says."""

import re
from dataclasses import dataclass, replace

from recsys.data.tables.stars import scale_of, stars_of
from recsys.data.tables.text import Table
from recsys.data.titles.forms import article_first, plain_text, split_year
from recsys.errors import DataError
from recsys.profile.importing.columns import Columns, columns_of
from recsys.text import count, excerpt

LETTERBOXD, IMDB, MOVIELENS, OTHER = "letterboxd", "imdb", "movielens", "csv"
MAX_TITLE = 300
"""Characters of a title that are kept; the longest real one has about 200."""
_NOT_MOVIES = re.compile(r"series|episode|game|podcast|music|show|season|\btv$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_ID = re.compile(r"(\d{1,10})(?:\.0+)?", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """One line of an export."""

    title: str
    year: int | None
    rating: str
    """As it stands, empty where the movie was only seen."""
    scale: float
    """What counts as five stars."""
    movie_id: int | None = None
    original: str = ""
    """A second title to look for."""
    refused: str = ""
    """Why the line cannot count, if so."""

    @property
    def shown(self) -> str:
        """The movie as the file names it."""
        if not self.title:
            return "no title" if self.movie_id is None else f"movie {self.movie_id}"
        return self.title if self.year is None else f"{self.title} ({self.year})"

    @property
    def stars(self) -> float | None:
        """Stars in half steps, None where there is no rating.

        Raises
        ------
        DataError
            The rating is no number or beyond its scale.
        """
        return stars_of(self.rating, self.scale) if self.rating else None


@dataclass(frozen=True)
class Entries:
    """What a table says."""

    kind: str
    """Which service wrote it."""
    lines: tuple[Entry, ...]
    """In the file's order, each movie once: a diary lists every viewing, oldest first."""
    notes: tuple[str, ...] = ()
    """What was taken for granted, in sentences."""


def entries_of(table: Table) -> Entries:
    """Read a table's lines.

    Raises
    ------
    DataError
        No column looks like a title or a movie's id, or the file holds several people's ratings.
    """
    if not table.rows:
        return Entries(OTHER, ())
    columns = columns_of(table)
    kind = _kind(columns)
    if kind == LETTERBOXD and "watchlist" in table.name.casefold():
        raise DataError(
            f"{excerpt(table.name)} lists movies you want to see; choose ratings.csv or watched.csv"
        )
    body = table.rows[1:] if columns.header else table.rows
    if len({columns.cell(row, "user_id") for row in body}) > 1:
        people = len({columns.cell(row, "user_id") for row in body})
        raise DataError(
            f"{excerpt(table.name)} holds the ratings of {people:,} people; expected "
            "one person's, so keep the lines of one userId"
        )
    scale = 10.0 if kind == IMDB else 5.0
    notes: list[str] = []
    if kind == OTHER and body:
        ratings = [columns.cell(row, "rating") for row in body]
        scale = scale_of(columns.heading("rating"), filter(None, ratings))
        notes.append(
            f"Ratings were read as out of {scale:g}."
            if any(ratings)
            else "No column of ratings was found, so every movie counts as seen without a rating."
        )
    found = [_entry(row, columns, kind, scale) for row in body]
    once, conflicts = _once(found)
    if conflicts and "diary" not in table.name.casefold():
        notes.append(
            f"{count(conflicts, 'movie')} of {excerpt(table.name)} stood there again with other "
            "stars; the last line counts."
        )
    return Entries(kind, tuple(once), tuple(notes))


def _kind(columns: Columns) -> str:
    if "letterboxd" in columns:
        return LETTERBOXD
    if "imdb" in columns:
        return IMDB
    return MOVIELENS if "movie_id" in columns and "rating" in columns else OTHER


def _entry(row: tuple[str, ...], columns: Columns, kind: str, scale: float) -> Entry:
    title, year = split_year(_plain(columns.cell(row, "title")))
    given = _YEAR.search(columns.cell(row, "year"))
    raw_id = columns.cell(row, "movie_id")
    movie_id = _ID.fullmatch(raw_id)
    entry = Entry(
        title=article_first(title),
        year=int(given[0]) if given else year,
        rating=columns.cell(row, "rating"),
        scale=scale,
        movie_id=int(movie_id[1]) if movie_id else None,
        original=_plain(columns.cell(row, "original")),
    )
    what = columns.cell(row, "type")
    if _NOT_MOVIES.search(what):
        return replace(entry, refused=f"it is not a movie but '{excerpt(what, 30)}'")
    if not entry.title and entry.movie_id is None:
        id_said = f"its movie id '{excerpt(raw_id, 20)}' is no number"
        return replace(entry, refused=id_said if raw_id else "the line has no title")
    if kind == IMDB and not entry.rating:
        # A watchlist has the same columns.
        return replace(entry, refused="it has no rating, so it may be one you want to see")
    return entry


def _once(found: list[Entry]) -> tuple[list[Entry], int]:
    """Keep the last line of each movie, and count those that had said something else before."""
    last: dict[object, Entry] = {}
    conflicts: set[object] = set()
    for entry in found:
        # A line without a movie stays, so that it can be said.
        key = object() if entry.refused else (entry.title, entry.year, entry.movie_id)
        before = last.get(key)
        if before is not None and before.rating:
            if not entry.rating:
                entry = before
            elif entry.rating != before.rating:
                conflicts.add(key)
        last[key] = entry
    return list(last.values()), len(conflicts)


def _plain(title: str) -> str:
    """Undo what exports do to titles: HTML codes, the apostrophe that disarms a formula."""
    title = plain_text(title[:MAX_TITLE])
    title = "".join(c if c.isprintable() else " " for c in title).strip()
    return title[1:] if title[:1] == "'" and title[1:2] in ("=", "+", "-", "@") else title
