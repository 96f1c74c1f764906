"""Read the ratings file of a MovieLens release: streamed, typed, every line checked."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from recsys.data.archives import Files, Watched
from recsys.data.layouts import Layout
from recsys.errors import DataError
from recsys.paths import shown
from recsys.text import excerpt

COLUMNS = {"user_id": np.int32, "movie_id": np.int32, "rating": np.float32, "timestamp": np.int64}
MIN_STARS, MAX_STARS = 0.5, 5.0
MAX_TIMESTAMP = 253_402_300_799
"""The last second of the year 9999."""
MAX_ID = 2**31 - 1
_HEADER = ["userid", "movieid", "rating", "timestamp"]
_BLOCK_BYTES = 8 * 1024**2
_MAX_LINE_BYTES = 1024**2

Arrays = dict[str, NDArray[Any]]


def read_ratings(files: Files, layout: Layout) -> pd.DataFrame:
    """Read the ratings, one row each, in file order: `COLUMNS`, stars 0.5 to 5, seconds UTC.

    Raises
    ------
    DataError
        A line is cut off, not numeric or out of range (its number is named), the header is
        another, or there are no ratings. A published release has no such line, so one that has
        is damaged and is refused as a whole.
    """
    if layout.header:
        _check_header(files, layout)
    batches: list[Arrays] = []
    try:
        with files.open(layout.ratings_file) as stream:
            watched = Watched(stream)
            for batch in _batches(watched, layout):
                arrays = {n: batch.column(n).to_numpy(zero_copy_only=False) for n in COLUMNS}
                if not _plausible(arrays):
                    raise _first_bad_line(files, layout)
                batches.append(arrays)
    except pa.ArrowInvalid as error:
        raise _first_bad_line(files, layout) from error
    if not batches:
        raise _no_ratings(files, layout)
    table = pd.DataFrame(join_columns(batches), copy=False)
    if watched.last != b"\n" and _last_timestamp_is_short(table["timestamp"]):
        raise _first_bad_line(files, layout)
    return table


def join_columns(batches: list[Arrays]) -> Arrays:
    """Join batches column by column, freeing each, so that little is held twice."""
    return {
        name: np.concatenate([batch.pop(name) for batch in batches]) for name in list(batches[0])
    }


def _batches(stream: Watched, layout: Layout) -> Iterator[pa.RecordBatch]:
    # Arrow splits at one character only: at ":", "1::1193::5::97" has an empty field after
    # each of the first three.
    doubled = layout.separator == "::"
    names = list(COLUMNS)
    if doubled:
        names = ["user_id", "_1", "movie_id", "_2", "rating", "_3", "timestamp"]
    types = {name: pa.from_numpy_dtype(dtype) for name, dtype in COLUMNS.items()}
    types |= {name: pa.string() for name in names if name.startswith("_")}
    try:
        reader = csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            csv.ReadOptions(
                block_size=_BLOCK_BYTES, column_names=names, skip_rows=int(layout.header)
            ),
            csv.ParseOptions(
                delimiter=layout.separator[0],
                quote_char=not doubled and '"',
                ignore_empty_lines=False,
            ),
            csv.ConvertOptions(column_types=types, null_values=[], strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise
    for batch in reader:
        for name in names:
            if name.startswith("_") and pc.max(pc.binary_length(batch.column(name))).as_py():
                raise pa.ArrowInvalid("a single separator within a line")
        if batch.num_rows:
            yield batch


def _plausible(arrays: Arrays) -> bool:
    stars, timestamps = arrays["rating"], arrays["timestamp"]
    ids_fit = min(arrays["user_id"].min(), arrays["movie_id"].min()) >= 1
    stars_fit = bool(((stars >= MIN_STARS) & (stars <= MAX_STARS)).all())
    return ids_fit and stars_fit and timestamps.min() >= 0 and timestamps.max() <= MAX_TIMESTAMP


def _last_timestamp_is_short(timestamps: pd.Series) -> bool:
    """Tell a file cut inside its last timestamp, which still parses, by the missing digits."""
    if len(timestamps) < 2:
        return False
    before, last = timestamps.iloc[-2:].astype(str)
    return len(last) < len(before)


def _check_header(files: Files, layout: Layout) -> None:
    with files.open(layout.ratings_file) as stream:
        line = stream.readline(_MAX_LINE_BYTES)
    if not line.strip():
        raise _no_ratings(files, layout)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{_place(files, layout)} is UTF-16 text; save it as UTF-8")
    text = line.decode("utf-8-sig", errors="replace").strip()
    if [name.strip().strip('"').lower() for name in text.split(layout.separator)] != _HEADER:
        raise DataError(
            f"line 1 of {_place(files, layout)} is '{excerpt(text)}'; expected the header "
            f"{layout.rating_line} (for ratings of your own, name the file itself)"
        )


def _no_ratings(files: Files, layout: Layout) -> DataError:
    return DataError(
        f"{_place(files, layout)} holds no ratings; expected lines like {layout.rating_line}"
    )


def _place(files: Files, layout: Layout) -> str:
    return f"{layout.ratings_file} in {shown(files.source)}"


def _first_bad_line(files: Files, layout: Layout) -> DataError:
    """Find the line that the fast parser refused; runs only on the way to an error."""
    place, number, text = _place(files, layout), 0, ""
    with files.open(layout.ratings_file) as stream:
        while raw := stream.readline(_MAX_LINE_BYTES):
            number += 1
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").strip()
            is_header = layout.header and number == 1
            if not is_header and not _is_rating(text.split(layout.separator)):
                return DataError(
                    f"line {number:,} of {place} is '{excerpt(text)}'; expected "
                    f"{layout.rating_line} with a rating from {MIN_STARS} to {MAX_STARS:g} "
                    "(is the file cut off?)"
                )
    return DataError(
        f"line {number:,} of {place}, its last, is '{excerpt(text)}' and looks cut off; "
        "copy or unpack the file again"
    )


def _is_rating(fields: list[str]) -> bool:
    try:
        user, movie, stars, timestamp = fields
        ids_fit = all(1 <= int(field) <= MAX_ID for field in (user, movie))
        when_fits = 0 <= int(timestamp) <= MAX_TIMESTAMP
        return ids_fit and when_fits and MIN_STARS <= float(stars) <= MAX_STARS
    except ValueError:
        return False
