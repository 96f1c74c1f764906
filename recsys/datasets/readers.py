"""Read GroupLens' file layouts into typed tables, checked once."""

import csv
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.datasets.files import Files
from recsys.errors import DataError

RATING_COLUMNS = {
    "user_id": np.int32,
    "movie_id": np.int32,
    "rating": np.float32,
    "timestamp": np.int64,
}
MIN_STARS, MAX_STARS = 0.5, 5.0


@dataclass(frozen=True)
class Layout:
    """How one family of MovieLens releases writes its tables."""

    ratings_file: str
    movies_file: str
    separator: str
    header: bool
    encoding: str

    @property
    def rating_line(self) -> str:
        return self.separator.join(("userId", "movieId", "rating", "timestamp"))


LAYOUTS = (
    Layout("ratings.csv", "movies.csv", ",", header=True, encoding="utf-8-sig"),
    Layout("ratings.dat", "movies.dat", "::", header=False, encoding="iso-8859-1"),
)


def detect(files: Files) -> Layout:
    """Return the layout whose ratings file the source holds.

    Raises
    ------
    DataError
        No known ratings file is there.
    """
    for layout in LAYOUTS:
        if files.has(layout.ratings_file):
            return layout
    names = " or ".join(layout.ratings_file for layout in LAYOUTS)
    raise DataError(f"{files.source} is not a MovieLens data set: it holds no {names}")


def read_ratings(files: Files, layout: Layout) -> pd.DataFrame:
    """Read the ratings, one row each, in file order.

    Returns
    -------
    DataFrame
        `user_id` int32, `movie_id` int32, `rating` float32 (stars 0.5 to 5), `timestamp` int64
        (seconds UTC).

    Raises
    ------
    DataError
        A line is cut off, not numeric or out of range (its number is named), or there is none.
    """
    raw = files.read(layout.ratings_file)
    # The C parser takes one-character separators only; no rating field holds a comma.
    text = raw.replace(layout.separator.encode(), b",") if layout.separator != "," else raw
    try:
        table = pd.read_csv(
            io.BytesIO(text),
            header=0 if layout.header else None,
            names=list(RATING_COLUMNS),
            usecols=range(4),
            index_col=False,
            dtype=RATING_COLUMNS,
            encoding="utf-8-sig",
            on_bad_lines="error",
            skip_blank_lines=False,
        )
    except (ValueError, OverflowError, pd.errors.EmptyDataError) as error:
        raise _first_bad_line(raw, files, layout) from error
    in_range = table["rating"].between(MIN_STARS, MAX_STARS)
    last_line_cut = not raw.endswith(b"\n") and _last_field_is_short(table)
    if not in_range.all() or last_line_cut or table.empty:
        raise _first_bad_line(raw, files, layout)
    return table


def _last_field_is_short(table: pd.DataFrame) -> bool:
    """Tell a file cut inside its last timestamp, which still parses, by the missing digits."""
    if len(table) < 2:
        return False
    before, last = table["timestamp"].iloc[-2:].astype(str)
    return len(last) < len(before)


def _first_bad_line(raw: bytes, files: Files, layout: Layout) -> DataError:
    """Find the line that the fast parser refused; runs only on the way to an error."""
    place = f"{layout.ratings_file} in {files.source}"
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    first = 1 if layout.header else 0
    if len(lines) <= first:
        return DataError(f"{place} holds no ratings; expected lines like {layout.rating_line}")
    for number, line in enumerate(lines[first:], start=first + 1):
        if not _is_rating(line.split(layout.separator)):
            return DataError(
                f"line {number:,} of {place} is '{line[:80]}'; expected {layout.rating_line} "
                f"with a rating from {MIN_STARS} to {MAX_STARS:g} (is the file cut off?)"
            )
    return DataError(
        f"line {len(lines):,} of {place}, its last, is '{lines[-1][:80]}' and looks cut off; "
        "copy or unpack the file again"
    )


def _is_rating(fields: list[str]) -> bool:
    try:
        user, movie, stars, timestamp = fields
        whole = all(abs(int(field)) < 2**31 for field in (user, movie)) and int(timestamp) >= 0
        return whole and MIN_STARS <= float(stars) <= MAX_STARS
    except ValueError:
        return False


def read_movies(files: Files, layout: Layout) -> pd.DataFrame:
    """Read the movie list.

    Returns
    -------
    DataFrame indexed by movie_id (int64)
        `raw_title` as in the file (may be empty) and `genres`, a tuple of names.

    Raises
    ------
    DataError
        A line lacks a field or its id is not a number (its number is named).
    """
    raw = files.read(layout.movies_file)
    place = f"{layout.movies_file} in {files.source}"
    expected = layout.separator.join(("movieId", "title", "genres"))
    try:
        text = raw.decode(layout.encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{place} is not {layout.encoding} text (byte {error.start:,}); convert it to UTF-8"
        ) from error
    rows = _split_csv(text) if layout.separator == "," else _split_lines(text, layout.separator)
    ids, titles, genres = [], [], []
    for number, fields in enumerate(rows[int(layout.header) :], start=1 + int(layout.header)):
        if len(fields) != 3 or not fields[0].strip().isdigit():
            found = layout.separator.join(fields)[:80]
            raise DataError(f"line {number:,} of {place} is '{found}'; expected {expected}")
        ids.append(int(fields[0]))
        titles.append(fields[1].strip())
        genres.append(_split_genres(fields[2]))
    index = pd.Index(ids, dtype=np.int64, name="movie_id")
    table = pd.DataFrame({"raw_title": titles, "genres": genres}, index=index)
    return table[~table.index.duplicated()]


def _split_csv(text: str) -> list[list[str]]:
    return [fields for fields in csv.reader(io.StringIO(text)) if fields]


def _split_lines(text: str, separator: str) -> list[list[str]]:
    return [line.split(separator) for line in text.splitlines() if line]


def _split_genres(field: str) -> tuple[str, ...]:
    return tuple(g for g in field.strip().split("|") if g and g != "(no genres listed)")
