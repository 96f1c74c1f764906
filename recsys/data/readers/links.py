"""Read which ids a release's movies have at IMDb and TMDB.

A data set is as good without them, and copies were read for years in which this file did not
matter. So nothing in it makes a data set unusable: lines that cannot be read are counted, and a
file that cannot be read as a whole is named in the report.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.data.archives import Files
from recsys.data.layouts import Layout
from recsys.errors import DataError
from recsys.text import excerpt

IDS = ("imdb_id", "tmdb_id")
"""Columns of `Dataset.movies`."""
_HEADER = ["movieid", "imdbid", "tmdbid"]
_DIGITS = re.compile(r"[0-9]{1,12}")
_MAX_ID = 2**31


@dataclass(frozen=True)
class Links:
    """What the links of a release say."""

    table: pd.DataFrame
    """By movie_id (int64): `imdb_id` and `tmdb_id`, nullable Int64, NA where unknown."""
    rejected: int = 0
    """Lines left out: they cannot be read, or an earlier one has the same movie."""
    problem: str = ""
    """Why nothing could be read, without a full stop; empty where it could."""


def _table(rows: dict[int, tuple[int | None, int | None]]) -> pd.DataFrame:
    index = pd.Index(list(rows), dtype=np.int64, name="movie_id")
    columns = zip(*rows.values(), strict=True) if rows else ((), ())
    return pd.DataFrame(
        {
            name: pd.array(list(values), dtype="Int64")
            for name, values in zip(IDS, columns, strict=True)
        },
        index=index,
    )


NO_LINKS = Links(_table({}))


def read_links(files: Files, layout: Layout) -> Links:
    """Read the links, as far as they are there and can be read."""
    name = layout.links_file
    if name is None or not files.has(name):
        return NO_LINKS
    try:
        text = files.read(name).decode("utf-8-sig", errors="replace")
    except DataError as error:
        return Links(NO_LINKS.table, problem=str(error))
    header, *lines = text.splitlines() or [""]
    if [column.strip().lower() for column in _fields(header)] != _HEADER:
        problem = (
            f"line 1 of {name} is '{excerpt(header)}', expected the header movieId,imdbId,tmdbId"
        )
        return Links(NO_LINKS.table, problem=problem)
    found: dict[int, tuple[int | None, int | None]] = {}
    rejected = 0
    for line in lines:
        if not line.strip():
            continue
        row = _row(_fields(line))
        if row is None or row[0] in found:
            rejected += 1
        else:
            found[row[0]] = row[1:]
    return Links(_table(found), rejected)


def _fields(line: str) -> list[str]:
    # Line by line, so that a quote left open costs its own line and not the rest of the file.
    try:
        return next(csv.reader(io.StringIO(line)), [])
    except csv.Error:
        return []


def _row(fields: Sequence[str]) -> tuple[int, int | None, int | None] | None:
    """Return the movie and its two ids; None where one of the three cannot be read."""
    if len(fields) != 3:
        return None
    # IMDb's own addresses write letters before the number.
    numbers = (fields[0], fields[1].strip().removeprefix("tt"), fields[2])
    movie_id, imdb_id, tmdb_id = map(_number, numbers)
    if not movie_id or imdb_id is None or tmdb_id is None:
        return None
    # 0 is no film's id; some files say it for "unknown".
    return movie_id, imdb_id or None, tmdb_id or None


def _number(field: str) -> int | None:
    """Return the number, 0 where there is none, and None where something else stands there."""
    field = field.strip()
    if field and not _DIGITS.fullmatch(field):
        return None
    number = int(field or 0)
    return number if number < _MAX_ID else None
