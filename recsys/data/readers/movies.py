"""Read the movie list of a MovieLens release."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from recsys.data.archives import Files
from recsys.data.layouts import Layout
from recsys.errors import DataError
from recsys.paths import shown
from recsys.text import excerpt

NO_GENRE = frozenset({"", "(no genres listed)", "unknown"})
NO_TITLE = "unknown"
_ITEM_FIELDS = ("movieId", "title", "releaseDate", "videoDate", "imdbUrl")

Row = tuple[int, list[str]]
"""Line number and fields."""


class MovieList(NamedTuple):
    """What a movie list holds."""

    table: pd.DataFrame
    """By movie_id (int64): `raw_title` as in the file (may be empty) and `genres`, a tuple."""
    doubled: int
    """Lines left out because an earlier one has the same id."""
    encoding: str


def read_movies(files: Files, layout: Layout) -> MovieList:
    """Read the movie list.

    Raises
    ------
    DataError
        A line lacks a field or its id is not a number (its number is named), or the text is in
        another encoding than the release's.
    """
    text, encoding = _decode(files, layout, layout.movies_file)
    place = f"{layout.movies_file} in {shown(files.source)}"
    if layout.genres_file is not None:
        names = _genre_names(files, layout, layout.genres_file)
        expected = "|".join((*_ITEM_FIELDS, f"{len(names)} genre flags"))
        rows = _split_flags(text, names)
    elif layout.separator == ",":
        expected, rows = "movieId,title,genres", _split_csv(text, place)
    else:
        expected, rows = "movieId::title::genres", _split_lines(text)
    ids, titles, genres = [], [], []
    for number, fields in rows:
        if len(fields) != 3 or not _is_id(fields[0]):
            found = excerpt(", ".join(fields))
            raise DataError(f"line {number:,} of {place} is '{found}'; expected {expected}")
        ids.append(int(fields[0]))
        titles.append(fields[1].strip())
        genres.append(tuple(g for g in fields[2].strip().split("|") if g not in NO_GENRE))
    if not ids:
        raise DataError(f"{place} holds no movies; expected lines like {expected}")
    index = pd.Index(ids, dtype=np.int64, name="movie_id")
    table = pd.DataFrame({"raw_title": titles, "genres": genres}, index=index)
    doubled = table.index.duplicated()
    return MovieList(table[~doubled], int(doubled.sum()), encoding)


def _is_id(field: str) -> bool:
    field = field.strip()
    return field.isascii() and field.isdigit() and 1 <= int(field) < 2**31


def _decode(files: Files, layout: Layout, name: str) -> tuple[str, str]:
    raw = files.read(name)
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if layout.older_encoding is not None:
            return raw.decode(layout.older_encoding), layout.older_encoding
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"line {line:,} of {name} in {shown(files.source)} is not UTF-8 text; "
            "convert it to UTF-8"
        ) from error


def _split_csv(text: str, place: str) -> Iterable[Row]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        raise DataError(
            f"line {reader.line_num:,} of {place} is no CSV ({error}); "
            "expected movieId,title,genres"
        ) from error
    if not rows or [name.strip().lower() for name in rows[0][1]] != ["movieid", "title", "genres"]:
        found = excerpt(",".join(rows[0][1])) if rows else ""
        raise DataError(f"line 1 of {place} is '{found}'; expected the header movieId,title,genres")
    return rows[1:]


def _split_lines(text: str) -> Iterable[Row]:
    for number, line in _lines(text):
        # A title may hold the separator itself, so the outer fields are cut off from both ends.
        movie_id, _, rest = line.partition("::")
        title, separator, genres = rest.rpartition("::")
        yield number, [movie_id, title, genres] if separator else [line]


def _split_flags(text: str, names: list[str]) -> Iterable[Row]:
    for number, line in _lines(text):
        fields = line.split("|")
        flags = fields[len(_ITEM_FIELDS) :]
        if len(flags) != len(names) or not set(flags) <= {"0", "1"}:
            yield number, [line]
            continue
        title = "" if fields[1].strip() == NO_TITLE else fields[1]
        genres = "|".join(name for name, flag in zip(names, flags, strict=True) if flag == "1")
        yield number, [fields[0], title, genres]


def _genre_names(files: Files, layout: Layout, name_of_file: str) -> list[str]:
    text, _ = _decode(files, layout, name_of_file)
    names: dict[int, str] = {}
    for number, line in _lines(text):
        name, _, position = line.partition("|")
        if not position.strip().isdigit():
            raise DataError(
                f"line {number:,} of {name_of_file} in {shown(files.source)} is '{excerpt(line)}'; "
                "expected genre|number"
            )
        names[int(position)] = name.strip()
    return [names[position] for position in sorted(names)]


def _lines(text: str) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")
