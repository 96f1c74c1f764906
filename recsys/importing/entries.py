"""From tables to entries: which service wrote them, and what each line says."""

import re
from dataclasses import dataclass, replace

from recsys.errors import DataError
from recsys.importing.tables import Table
from recsys.titles import article_first, plain_text, split_year
from recsys.words import excerpt

LETTERBOXD, IMDB, MOVIELENS, OTHER = "letterboxd", "imdb", "movielens", "csv"
_NAMES = {
    "title": ("title", "name", "film", "movie", "primarytitle", "movietitle", "filmtitle"),
    "original": ("originaltitle",),
    "year": ("year", "releaseyear", "startyear", "yearreleased"),
    "rating": ("rating", "yourrating", "myrating", "userrating", "stars", "score", "rating10"),
    "movie_id": ("movieid", "movielensid"),
    "user_id": ("userid",),
    "type": ("titletype",),
    "letterboxd": ("letterboxduri",),
    "imdb": ("const",),
}
_NOT_MOVIES = ("series", "episode", "game", "podcast", "music")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_OUT_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*/\s*(\d+)")


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
            return f"movie {self.movie_id}"
        return self.title if self.year is None else f"{self.title} ({self.year})"

    @property
    def stars(self) -> float | None:
        """Stars in half steps, None where there is no rating.

        Raises
        ------
        DataError
            The rating is no number or beyond its scale.
        """
        if not self.rating:
            return None
        number, scale = self.rating, self.scale
        if match := _OUT_OF.fullmatch(number):
            number, scale = match[1], float(match[2])
        elif number.strip("★½") == "":
            number, scale = f"{number.count('★') + 0.5 * number.count('½')}", 5.0
        if not _NUMBER.fullmatch(number):
            raise DataError(f"its rating '{excerpt(self.rating, 20)}' is no number")
        value = float(number.replace(",", "."))
        if not 0 < value <= scale:
            raise DataError(f"its rating {value:g} is not within 0.5 to {scale:g}")
        return max(0.5, int(10 * value / scale + 0.5) / 2)


def kind_of(table: Table) -> str:
    """Return which service wrote a table."""
    columns = _columns(table.rows[0]) if table.rows else {}
    if "letterboxd" in columns:
        return LETTERBOXD
    if "imdb" in columns:
        return IMDB
    return MOVIELENS if "movie_id" in columns and "rating" in columns else OTHER


def entries_of(table: Table) -> list[Entry]:
    """Return what each line says, in the file's order.

    Raises
    ------
    DataError
        No column looks like a title or a movie's id, or the file holds several people's ratings.
    """
    if not table.rows:
        return []
    columns = _columns(table.rows[0])
    body = table.rows[1:]
    if not {"title", "movie_id"} & columns.keys():
        columns, body = _guessed(table), table.rows
    if "user_id" in columns:
        people = {_cell(row, columns, "user_id") for row in body}
        if len(people) > 1:
            raise DataError(
                f"{excerpt(table.name)} holds the ratings of {len(people):,} people; expected "
                "one person's, so keep the lines of one userId"
            )
    kind = kind_of(table)
    scale = 10.0 if kind == IMDB else 5.0
    if kind == OTHER:
        scale = _scale([_cell(row, columns, "rating") for row in body])
    return [_entry(row, columns, scale) for row in body]


def _columns(header: tuple[str, ...]) -> dict[str, int]:
    plain = ["".join(re.findall(r"[a-z0-9]", cell.casefold())) for cell in header]
    return {
        what: next(plain.index(name) for name in names if name in plain)
        for what, names in _NAMES.items()
        if any(name in plain for name in names)
    }


def _guessed(table: Table) -> dict[str, int]:
    """Tell the columns of a file without a header, or with one in another language."""
    body = table.rows[1:] or table.rows
    width = max(len(row) for row in table.rows)

    def share(column: int, fits: re.Pattern[str]) -> float:
        filled = [cell for cell in (_at(row, column) for row in body) if cell]
        return sum(bool(fits.fullmatch(cell)) for cell in filled) / max(len(filled), 1)

    years = [c for c in range(width) if share(c, _YEAR) > 0.8]
    ratings = [
        c
        for c in range(width)
        if c not in years
        and share(c, re.compile(rf"{_NUMBER.pattern}|{_OUT_OF.pattern}|[★½]+")) > 0.5
        and all(_plausible(_at(row, c)) for row in body)
    ]
    texts = {c: sum(map(str.isalpha, "".join(_at(row, c) for row in body))) for c in range(width)}
    title = max(texts, key=lambda c: texts[c])
    if not ratings or not texts[title]:
        raise DataError(
            f"{excerpt(table.name)} has no column that looks like titles and one like ratings; "
            "name them 'title' and 'rating' in the first line"
        )
    found = {"title": title, "rating": ratings[-1]}
    return found | {"year": years[0]} if years else found


def _plausible(text: str) -> bool:
    return not _NUMBER.fullmatch(text) or float(text.replace(",", ".")) <= 100


def _scale(ratings: list[str]) -> float:
    plain = [float(r.replace(",", ".")) for r in ratings if _NUMBER.fullmatch(r)]
    largest = max(plain, default=5.0)
    return 5.0 if largest <= 5 else 10.0 if largest <= 10 else 100.0


def _at(row: tuple[str, ...], column: int) -> str:
    return row[column] if column < len(row) else ""


def _cell(row: tuple[str, ...], columns: dict[str, int], what: str) -> str:
    return _at(row, columns[what]) if what in columns else ""


def _entry(row: tuple[str, ...], columns: dict[str, int], scale: float) -> Entry:
    title, year = split_year(_plain(_cell(row, columns, "title")))
    given = _YEAR.match(_cell(row, columns, "year"))
    movie_id = _cell(row, columns, "movie_id")
    entry = Entry(
        title=article_first(title),
        year=int(given[0]) if given else year,
        rating=_cell(row, columns, "rating"),
        scale=scale,
        movie_id=int(movie_id) if movie_id.isascii() and movie_id.isdigit() else None,
        original=_plain(_cell(row, columns, "original")),
    )
    what = _cell(row, columns, "type")
    if any(word in what.casefold() for word in _NOT_MOVIES):
        return replace(entry, refused=f"it is no movie but a {excerpt(what, 30)}")
    if not entry.title and entry.movie_id is None:
        return replace(entry, refused="the line has no title")
    return entry


def _plain(title: str) -> str:
    """Undo what exports do to titles: HTML codes, the apostrophe that disarms a formula."""
    title = "".join(c if c.isprintable() else " " for c in plain_text(title)).strip()
    return title[1:] if title[:1] == "'" and title[1:2] in ("=", "+", "-", "@") else title
