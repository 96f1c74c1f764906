"""From tables to entries: which service wrote them, and what each line says."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from recsys.data.tables.columns import places
from recsys.data.tables.ratings import lowest, parse_rating, scale_of, stars_of
from recsys.data.tables.rows import Row, Table
from recsys.data.titles.forms import article_first, plain_text, split_year
from recsys.errors import DataError
from recsys.text import count, excerpt

LETTERBOXD, IMDB, MOVIELENS, OTHER = "letterboxd", "imdb", "movielens", "csv"
MAX_TITLE = 300
"""Characters of a title that are kept; the longest real one has about 200."""
_ROLES = ("name", "original", "year", "rating", "movie_id", "user_id", "type", "letterboxd", "imdb")
_NOT_MOVIES = re.compile(r"series|episode|game|podcast|music|show|season|\btv$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_ID = re.compile(r"(\d{1,10})(?:\.0+)?", re.ASCII)
_ADDRESS = re.compile(r"\w+://.*|www\..*|[a-z]{2}\d{6,}")
_SAMPLE = 500
"""Lines that are looked at to tell the columns of a file without a header."""

Cell = Callable[[Row, str], str]
"""What a line says in a role; empty where the table or the line lacks it."""


@dataclass(frozen=True)
class Entry:
    """One line of an export."""

    title: str
    year: int | None
    stars: float | None
    """None where the movie was only seen."""
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
    def key(self) -> object:
        """What lines for one movie share; a line without a movie stays, so that it can be said."""
        return object() if self.refused else (self.title, self.year, self.movie_id)


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
    header, *body = table.rows
    found = places(header, _ROLES)
    if "name" not in found and "movie_id" not in found:
        found = _guessed(table)
        if not places(header, ("title",)):
            header, body = (), list(table.rows)

    def cell(row: Row, role: str) -> str:
        return _at(row, found[role]) if role in found else ""

    kind = _kind(found)
    ratings = Counter(cell(row, "rating") for row in body)
    if kind == OTHER and not any(map(parse_rating, ratings)):
        found.pop("rating", None)
    if kind == LETTERBOXD and "watchlist" in table.name.casefold():
        raise DataError(
            f"{excerpt(table.name)} lists movies you want to see; choose ratings.csv or watched.csv"
        )
    if (people := len({cell(row, "user_id") for row in body})) > 1:
        raise DataError(
            f"{excerpt(table.name)} holds the ratings of {people:,} people; expected "
            "one person's, so keep the lines of one userId"
        )
    scale = 10.0 if kind == IMDB else 5.0
    notes: list[str] = []
    if kind == OTHER and body:
        scale = scale_of(cell(header, "rating"), ratings)
        notes.append(
            f"Ratings were read as out of {scale:g}."
            if "rating" in found
            else "No column of ratings was found, so every movie counts as seen without a rating."
        )
    once: dict[object, Entry] = {}
    conflicts: set[object] = set()
    for entry in (_entry(row, cell, kind, scale) for row in body):
        key, before = entry.key, once.get(entry.key)
        if before is None or entry.stars is not None:
            once[key] = entry
            if before is not None and before.stars not in (None, entry.stars):
                conflicts.add(key)
    if conflicts and "diary" not in table.name.casefold():
        notes.append(
            f"{count(len(conflicts), 'movie')} of {excerpt(table.name)} stood there again with "
            "other stars; the last line counts."
        )
    return Entries(kind, tuple(once.values()), tuple(notes))


def _kind(found: dict[str, int]) -> str:
    if "letterboxd" in found:
        return LETTERBOXD
    if "imdb" in found:
        return IMDB
    return MOVIELENS if "movie_id" in found and "rating" in found else OTHER


def _entry(row: Row, cell: Cell, kind: str, scale: float) -> Entry:
    title, year = split_year(_plain(cell(row, "name")))
    title = article_first(title)
    given = _YEAR.search(cell(row, "year"))
    raw_id, written, what = cell(row, "movie_id"), cell(row, "rating"), cell(row, "type")
    movie_id = _ID.fullmatch(raw_id)
    rating = parse_rating(written)
    stars = None if rating is None else stars_of(rating, scale)
    refused = ""
    if _NOT_MOVIES.search(what):
        refused = f"it is not a movie but '{excerpt(what, 30)}'"
    elif not title and movie_id is None:
        id_said = f"its movie id '{excerpt(raw_id, 20)}' is no number"
        refused = id_said if raw_id else "the line has no title"
    elif kind == IMDB and not written:
        # A watchlist has the same columns.
        refused = "it has no rating, so it may be one you want to see"
    elif written and rating is None:
        refused = f"its rating '{excerpt(written, 20)}' is no number"
    elif rating is not None and stars is None:
        highest = rating.out_of or scale
        refused = f"its rating {rating.value:g} is not within {lowest(highest):g} to {highest:g}"
    return Entry(
        title=title,
        year=int(given[0]) if given else year,
        stars=stars,
        movie_id=int(movie_id[1]) if movie_id else None,
        original=_plain(cell(row, "original")),
        refused=refused,
    )


def _guessed(table: Table) -> dict[str, int]:
    """Tell the columns of a file without a header, or with one in another language."""
    body = table.rows[1 : _SAMPLE + 1] or table.rows
    cells = [
        [cell for cell in column if cell]
        for column in ([_at(row, c) for row in body] for c in range(max(map(len, body))))
    ]
    years = [c for c, column in enumerate(cells) if _share(column, _YEAR.fullmatch) > 0.8]
    ratings = [
        c for c, column in enumerate(cells) if c not in years and _share(column, _is_rating) > 0.5
    ]
    letters = [
        0 if _share(column, _ADDRESS.fullmatch) > 0.5 else sum(map(str.isalpha, "".join(column)))
        for column in cells
    ]
    title = max(range(len(cells)), key=letters.__getitem__)
    if title in ratings or not ratings or not letters[title]:
        raise DataError(
            f"{excerpt(table.name)} has no column that looks like titles and one like ratings; "
            "name them 'title' and 'rating' in the first line"
        )
    found = {"name": title, "rating": ratings[-1]}
    return found | {"year": years[0]} if years else found


def _is_rating(cell: str) -> bool:
    rating = parse_rating(cell)
    return rating is not None and stars_of(rating, 100) is not None


def _share(column: list[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(cell)) for cell in column) / max(len(column), 1)


def _at(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _plain(title: str) -> str:
    """Undo what exports do to titles: HTML codes, the apostrophe that disarms a formula."""
    title = plain_text(title[:MAX_TITLE])
    title = "".join(c if c.isprintable() else " " for c in title).strip()
    return title[1:] if title[:1] == "'" and title[1:2] in ("=", "+", "-", "@") else title
