"""A person's own ratings file: preview what it is, then read it, leaving out bad rows."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from recsys.data.dataset import Dataset, assemble
from recsys.data.ids import tally
from recsys.data.readers.ratings import Arrays, join_columns
from recsys.data.report import MAX_LISTED_LINES, RejectedLine, Report
from recsys.data.tables.columns import ROLES, Columns, plain_name, recognise
from recsys.data.tables.files import OwnFile, open_own
from recsys.data.tables.ratings import is_unrated, lowest, parse_rating, scale_of, stars_of
from recsys.data.tables.values import (
    UNREADABLE_TIME,
    Codes,
    Numbered,
    Texts,
    in_seconds,
    number_items,
    number_users,
    shortened,
    times,
)
from recsys.errors import DataError
from recsys.limits import limits
from recsys.paths import shown

OWN_SUFFIXES = (".csv", ".tsv", ".txt", ".inter", ".parquet")
"""`.inter` is RecBole's."""
USERS_PER_MOVIE = 50
"""So many times as many people as movies are read at most."""
MAX_TITLE = 1_000
"""Characters of a title; what is longer is cut."""
ROW_BYTES = 20
"""What a rating takes in memory while it is read."""
MAX_RATING_TEXTS = 100_000
"""Ways to write a rating; a column with more holds something else."""
MAX_BAD_SHARE = 0.1
"""A file with a larger share of unusable rows is refused: its columns are surely others."""
FEW = 5
"""So many unusable rows are left out even from a small file, while half of it remains."""
_PREVIEW_ROWS = 1_000

Defects = list[tuple[NDArray[np.bool_], str]]


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file of one's own seems to hold, before anything is made of it."""

    kind: str
    """What the file is, in words."""
    names: tuple[str, ...]
    """All its columns."""
    columns: Columns
    """Those recognised or chosen; where `columns.missing` is not empty, a person must choose."""
    rows: pd.DataFrame
    """The first rows as written, all text."""
    scale: float
    """What would count as five stars, judged by the first rows."""


def preview(path: Path, columns: Columns | None = None, n: int = 10) -> Preview:
    """Look at the beginning of a file, by the columns chosen so far, and show `n` rows.

    Raises
    ------
    DataError
        The file cannot be read as a table.
    ConfigError
        A chosen column does not exist.
    """
    file = open_own(path)
    found = _columns(file, columns)
    head = file.head(_PREVIEW_ROWS)
    scale = found.scale or 5.0
    if found.rating is not None and found.scale is None:
        place = file.names.index(found.rating)
        scale = scale_of(found.rating, Counter(row[place] for row in head))
    rows = pd.DataFrame(head[:n], columns=file.names, dtype=str)
    return Preview(file.kind, tuple(file.names), found, rows, scale)


def read_own(path: Path, name: str, columns: Columns | None = None) -> Dataset:
    """Read a person's own file.

    Raises
    ------
    DataError
        It is no table, a column is not recognised, it holds too many movies, people or ratings
        for this host (`recsys.limits`), more than `MAX_BAD_SHARE` of the rows cannot be used, or
        none is left.
    ConfigError
        A chosen column does not exist.
    """
    file = open_own(path)
    found = _columns(file, columns)
    if found.missing:
        raise DataError(
            f"{shown(path)} has the columns {', '.join(file.names)}; none is recognised as "
            f"{' or '.join(found.missing)}; say which with --columns user=…,item=…,rating=…"
        )
    return _Reading(file, found).dataset(name)


def _columns(file: OwnFile, given: Columns | None) -> Columns:
    if file.has_header or given is not None:
        return recognise(file.names, given)
    user, item, rating, *others = file.names
    return Columns(user, item, rating, others[0] if others else None)


class _Reading:
    """One file while it is read: codes and times by row, and what is wrong with which row."""

    def __init__(self, file: OwnFile, columns: Columns) -> None:
        self._file, self._columns = file, columns
        most = limits().own_movies
        self._users = self._codes(columns.user, USERS_PER_MOVIE * most, "people")
        self._items = self._codes(columns.item, most, "movies")
        self._ratings = self._codes(columns.rating, MAX_RATING_TEXTS, "ways to write a rating")
        self._titles: list[str] = []
        wanted = [name for role in ROLES if (name := getattr(columns, role)) is not None]
        parts: list[Arrays] = []
        rows, most_rows = 0, limits().unpacked_bytes // ROW_BYTES
        for batch in file.batches(wanted):
            parts.append(self._part(batch))
            rows += len(parts[-1]["user"])
            if rows > most_rows:
                raise DataError(
                    f"{shown(file.path)} holds more than {most_rows:,} ratings, the most that "
                    "are read here; leave out the oldest"
                )
        self._rows = rows + len(file.torn_lines)
        if not self._rows:
            raise DataError(
                f"{shown(file.path)} holds no ratings; expected lines of user, item, rating"
            )
        if len(file.torn_lines) == self._rows:
            raise self._refusal(self._torn(), self._rows)
        self._values = join_columns(parts)

    def _codes(self, column: str | None, most: int, what: str) -> Codes:
        return Codes(
            most,
            f"{shown(self._file.path)} holds more than {most:,} {what}, or longer names, than "
            f"are read; check that '{column}' is the right column, or leave out the rarest",
        )

    def _part(self, batch: list[Texts]) -> Arrays:
        user, item, rating, *others = batch
        known = len(self._items.code_of)
        items = self._items.add(item)
        if self._columns.title is not None:
            self._note_titles(items, others.pop(), known)
        return {
            "user": self._users.add(user),
            "item": items,
            "rating": self._ratings.add(rating),
            "timestamp": times(others[0]) if others else np.zeros(len(items), dtype=np.int64),
        }

    def _note_titles(self, codes: NDArray[np.int32], titles: Texts, known: int) -> None:
        new = np.flatnonzero(codes >= known)
        first = new[np.unique(codes[new], return_index=True)[1]]
        found = shortened(titles.take(pa.array(first)), MAX_TITLE).to_pylist()
        self._titles += [title.strip() for title in found]

    def dataset(self, name: str) -> Dataset:
        """Return what is usable as a data set, with its report.

        Raises
        ------
        DataError
            Too many of the rows are unusable.
        """
        users, items = number_users(self._users.texts), number_items(self._items.texts)
        blank = self._blank()
        ratings = self._values.pop("rating")
        texts = self._ratings.texts
        scale = self._columns.scale
        if scale is None:
            often = tally(ratings, len(texts)).astype(int).tolist()
            scale = scale_of(str(self._columns.rating), dict(zip(texts, often, strict=True)))
        parsed = [parse_rating(text) for text in texts]
        stars = np.array([r and stars_of(r, scale) for r in parsed], dtype=np.float32)
        unreadable = np.array([r is None for r in parsed])
        changed = np.array([r is not None and r.value for r in parsed], dtype=np.float32) != stars

        def rows(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
            return mask[ratings] if mask.any() else np.zeros(len(ratings), dtype=bool)

        user_ids = users.ids[self._values.pop("user")]
        movie_ids = items.ids[self._values.pop("item")]
        timestamps, unit = in_seconds(self._values.pop("timestamp"))
        unrated = rows(np.array([r is not None and is_unrated(r, scale) for r in parsed]))
        out_of_range = rows(np.isnan(stars) & ~unreadable) & ~unrated
        defects: Defects = [
            (user_ids < 0, "the user is missing or no number like the others"),
            (movie_ids < 0, "the movie is missing or no number like the others"),
            (rows(unreadable), "the rating is not a number"),
            (out_of_range, f"the rating is not from {lowest(scale):g} to {scale:g}"),
            (timestamps == UNREADABLE_TIME, "the time cannot be read"),
        ]
        bad = np.logical_or.reduce([mask for mask, _ in defects])
        no_ratings = blank | unrated
        useless = bad | no_ratings
        good: NDArray[np.bool_] | slice = ~useless if useless.any() else slice(None)
        bad &= ~no_ratings
        self._rows -= int(no_ratings.sum())
        if not self._rows:
            raise DataError(
                f"{shown(self._file.path)} holds no ratings: every '{self._columns.rating}' is "
                "empty, or 0 on a scale of 1 to 10; check that it is the right column"
            )
        count = int(bad.sum()) + len(self._file.torn_lines)
        rejected = self._rejected(defects, bad)
        if count > max(MAX_BAD_SHARE * self._rows, min(FEW, self._rows / 2)) or count == self._rows:
            raise self._refusal(rejected, count)
        table = pd.DataFrame(
            {
                "user_id": user_ids[good],
                "movie_id": movie_ids[good],
                "rating": stars[ratings[good]],
                "timestamp": timestamps[good],
            },
            copy=False,
        )
        encoding = self._file.encoding
        report = Report(
            layout=f"own file: {self._file.kind}",
            rows_read=self._rows,
            rows_rejected=count,
            rejected=tuple(rejected),
            out_of_range=int(out_of_range.sum()),
            unrated=int(unrated.sum()),
            encodings=() if encoding is None else ((self._file.path.name, encoding),),
            scale=scale,
            rounded=int(rows(changed)[good].sum()) if scale == 5 else 0,
            time_unit=unit,
            shares_movie_ids=not items.named and plain_name(str(self._columns.item)) == "movieid",
            users_named=users.named,
            movies_named=items.named,
            movie_ids_moved=items.moved,
        )
        return assemble(name, self._file.path, table, self._movies(items), report)

    def _blank(self) -> NDArray[np.bool_]:
        """Find empty lines: they are neither ratings nor errors."""
        columns = (("user", self._users), ("item", self._items), ("rating", self._ratings))
        empty = [self._values[name] == codes.code_of.get("", -1) for name, codes in columns]
        return np.logical_and.reduce(empty)

    def _movies(self, items: Numbered) -> pd.DataFrame:
        """List the movies; where there is no title, a name that is no number serves as one."""
        names = self._items.texts if items.named else [""] * len(items.ids)
        titles = self._titles or names
        table = pd.DataFrame(
            {"raw_title": titles, "genres": [()] * len(titles)},
            index=pd.Index(items.ids, dtype=np.int64, name="movie_id"),
        )
        table = table[table.index >= 0]
        # Two ways to write one number ("7" and "07") are one movie: the first title stays.
        return table[~table.index.duplicated()].astype({"raw_title": str})

    def _torn(self) -> list[RejectedLine]:
        return [
            RejectedLine(line, text, "it has more or fewer fields than the first line")
            for line, text in self._file.torn_lines[:MAX_LISTED_LINES]
        ]

    def _rejected(self, defects: Defects, bad: NDArray[np.bool_]) -> list[RejectedLine]:
        reasons = {
            self._file.line_of(int(row)): next(reason for mask, reason in defects if mask[row])
            for row in np.flatnonzero(bad)[:MAX_LISTED_LINES]
        }
        texts = self._file.texts_of(reasons)
        lines = [RejectedLine(line, texts.get(line, ""), why) for line, why in reasons.items()]
        return sorted(lines + self._torn(), key=lambda line: line.line)[:MAX_LISTED_LINES]

    def _refusal(self, rejected: list[RejectedLine], count: int) -> DataError:
        first = rejected[0]
        text = f" ('{first.text}')" if first.text else ""
        return DataError(
            f"{count:,} of the {self._rows:,} rows of {shown(self._file.path)} cannot be used; "
            f"the first is line {first.line:,}{text}: {first.reason}; check that "
            f"people stand in '{self._columns.user}', movies in '{self._columns.item}' and "
            f"ratings in '{self._columns.rating}', or say so with --columns"
        )
