"""Which column of a table says what, by its header or else by what stands in it."""

import re
from dataclasses import dataclass

from recsys.data.tables.stars import is_rating
from recsys.data.tables.text import Table
from recsys.errors import DataError
from recsys.text import excerpt

# A person's own rating goes before the average that some exports hold beside it.
_NAMES = {
    "title": ("title", "name", "film", "movie", "primarytitle", "movietitle", "filmtitle"),
    "original": ("originaltitle",),
    "year": ("year", "releaseyear", "startyear", "yearreleased", "releasedate", "released"),
    "rating": (
        *("yourrating", "myrating", "yourated", "userrating", "yourscore", "myscore"),
        *("rating10", "rating", "stars", "score"),
    ),
    "movie_id": ("movieid", "movielensid"),
    "user_id": ("userid",),
    "type": ("titletype", "type", "mediatype"),
    "letterboxd": ("letterboxduri",),
    "imdb": ("const",),
}
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]|/\s*\d+|\bout of \d+", re.IGNORECASE)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_ADDRESS = re.compile(r"\w+://.*|www\..*|[a-z]{2}\d{6,}")
_LONGEST = 100
"""Characters of a column's name that are read."""
_SAMPLE = 500
"""Lines that are looked at to tell the columns of a file without a header."""


@dataclass(frozen=True)
class Columns:
    """Where in a line what stands."""

    places: dict[str, int]
    header: tuple[str, ...]
    """Empty where the file has none."""

    def __contains__(self, what: str) -> bool:
        return what in self.places

    def cell(self, row: tuple[str, ...], what: str) -> str:
        """Return a line's cell, empty where the table or the line lacks it."""
        return _at(row, self.places[what]) if what in self.places else ""

    def heading(self, what: str) -> str:
        """Return a column's name in the file, empty where there is none."""
        return self.cell(self.header, what)[:_LONGEST]


def columns_of(table: Table) -> Columns:
    """Return a table's columns.

    Raises
    ------
    DataError
        No column looks like a title or a movie's id.
    """
    header = table.rows[0]
    named = Columns(_by_name(header), header)
    if "title" in named or "movie_id" in named:
        return named
    return Columns(_guessed(table), ())


def _by_name(header: tuple[str, ...]) -> dict[str, int]:
    cells = [cell[:_LONGEST].casefold() for cell in header]
    plain = ["".join(re.findall(r"[a-z0-9]", cell)) for cell in cells]
    bare = ["".join(re.findall(r"[a-z0-9]", _IN_BRACKETS.sub("", cell))) for cell in cells]
    found: dict[str, int] = {}
    for what, names in _NAMES.items():
        for known in (plain, bare):
            if what not in found and (name := next((n for n in names if n in known), None)):
                found[what] = known.index(name)
    return found


def _guessed(table: Table) -> dict[str, int]:
    """Tell the columns of a file without a header, or with one in another language."""
    body = table.rows[1 : _SAMPLE + 1] or table.rows
    cells = [
        [cell for cell in column if cell]
        for column in ([_at(row, c) for row in body] for c in range(max(map(len, body))))
    ]
    years = [c for c, column in enumerate(cells) if _share(column, _YEAR) > 0.8]
    ratings = [
        c
        for c, column in enumerate(cells)
        if c not in years and sum(map(is_rating, column)) > 0.5 * max(len(column), 1)
    ]
    letters = [
        0 if _share(column, _ADDRESS) > 0.5 else sum(map(str.isalpha, "".join(column)))
        for column in cells
    ]
    title = max(range(len(cells)), key=letters.__getitem__)
    if title in ratings or not ratings or not letters[title]:
        raise DataError(
            f"{excerpt(table.name)} has no column that looks like titles and one like ratings; "
            "name them 'title' and 'rating' in the first line"
        )
    found = {"title": title, "rating": ratings[-1]}
    return found | {"year": years[0]} if years else found


def _share(column: list[str], fits: re.Pattern[str]) -> float:
    return sum(bool(fits.fullmatch(cell)) for cell in column) / max(len(column), 1)


def _at(row: tuple[str, ...], column: int) -> str:
    return row[column] if column < len(row) else ""
