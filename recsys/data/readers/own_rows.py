"""Read the rows of a person's own file: what is usable becomes a data set, the rest is reported."""

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from recsys.data.dataset import Dataset, assemble
from recsys.data.readers.ratings import Arrays, join_columns
from recsys.data.report import MAX_LISTED_LINES, RejectedLine, Report
from recsys.data.tables.columns import Columns, plain_name
from recsys.data.tables.files import OwnFile
from recsys.data.tables.values import (
    UNREADABLE_TIME,
    Codes,
    Numbered,
    Scale,
    in_seconds,
    number_items,
    number_users,
    numbers,
    scale_of,
    times,
)
from recsys.errors import DataError

MAX_BAD_SHARE = 0.1
"""A file with a larger share of unusable rows is refused: its columns are surely others."""
FEW = 5
"""So many unusable rows are left out even from a small file, while half of it remains."""

Defects = list[tuple[NDArray[np.bool_], str]]


class Reading:
    """One file while it is read: codes and values by row, and what is wrong with which row.

    Raises
    ------
    DataError
        The file holds no rows, or too many that cannot be used.
    """

    def __init__(self, file: OwnFile, columns: Columns) -> None:
        self._file, self._columns = file, columns
        self._users, self._items = Codes(), Codes()
        self._titles: list[str] = []
        wanted = [columns.user, columns.item, columns.rating, columns.timestamp, columns.title]
        parts = [self._part(b) for b in file.batches([name for name in wanted if name is not None])]
        self._parsed = sum(len(part["user"]) for part in parts)
        self._read = self._parsed + len(file.torn_lines)
        if not self._read:
            raise DataError(f"{file.path} holds no ratings; expected lines of user, item, rating")
        if not self._parsed:
            raise self._refusal(self._torn(), self._read)
        self._values = join_columns(parts)

    def _part(self, batch: list[pa.StringArray]) -> Arrays:
        user, item, rating, *others = batch
        known = len(self._items.code_of)
        codes = self._items.add(item)
        if self._columns.title is not None:
            self._note_titles(codes, others.pop(), known)
        when = times(others[0]) if others else np.zeros(len(codes), dtype=np.int64)
        return {
            "user": self._users.add(user),
            "item": codes,
            "rating": numbers(rating),
            "timestamp": when,
        }

    def _note_titles(self, codes: NDArray[np.int32], titles: pa.StringArray, known: int) -> None:
        new = np.flatnonzero(codes >= known)
        first = new[np.unique(codes[new], return_index=True)[1]]
        self._titles += [title.strip() for title in titles.take(pa.array(first)).to_pylist()]

    def dataset(self, name: str) -> Dataset:
        """Return what is usable as a data set, with its report.

        Raises
        ------
        DataError
            More than `MAX_BAD_SHARE` of the rows are unusable.
        """
        written = self._values["rating"]
        scale = scale_of(written, self._columns.scale)
        users, items = number_users(self._users.texts), number_items(self._items.texts)
        blank = self._blank()
        user_ids = users.ids[self._values.pop("user")]
        movie_ids = items.ids[self._values.pop("item")]
        timestamps, unit = in_seconds(self._values["timestamp"])
        unreadable = np.isnan(written)
        out_of_range = ~unreadable & ~scale.in_range(written)
        defects: Defects = [
            (user_ids < 0, "the user is missing or no number like the others"),
            (movie_ids < 0, "the movie is missing or no number like the others"),
            (unreadable, "the rating is not a number"),
            (out_of_range, f"the rating is not from {scale.lowest:g} to {scale.highest:g}"),
            (timestamps == UNREADABLE_TIME, "the time cannot be read"),
        ]
        bad = np.logical_or.reduce([mask for mask, _ in defects])
        good: NDArray[np.bool_] | slice = ~bad if bad.any() else slice(None)
        bad &= ~blank
        self._read -= int(blank.sum())
        count = int(bad.sum()) + len(self._file.torn_lines)
        rejected = self._rejected(defects, bad)
        tolerated = max(MAX_BAD_SHARE * self._read, min(FEW, self._read / 2))
        if count > tolerated or count == self._read:
            raise self._refusal(rejected, count)
        stars = scale.stars(written[good])
        ratings = pd.DataFrame(
            {
                "user_id": user_ids[good],
                "movie_id": movie_ids[good],
                "rating": stars,
                "timestamp": timestamps[good],
            },
            copy=False,
        )
        report = Report(
            layout=f"own file: {self._file.kind}",
            rows_read=self._read,
            rows_rejected=count,
            rejected=rejected,
            out_of_range=int(out_of_range.sum()),
            encodings=self._encodings(),
            scale=scale.sentence,
            shares_movie_ids=items.kept and plain_name(str(self._columns.item)) == "movieid",
            notes=self._notes(users, items, scale, int((stars != written[good]).sum()), unit),
        )
        return assemble(name, self._file.path, ratings, self._movies(items), report)

    def _blank(self) -> NDArray[np.bool_]:
        """Find empty lines: they are neither ratings nor errors."""
        no_user = self._values["user"] == self._users.code_of.get("", -1)
        no_item = self._values["item"] == self._items.code_of.get("", -1)
        return no_user & no_item & np.isnan(self._values["rating"])

    def _notes(
        self, users: Numbered, items: Numbered, scale: Scale, rounded: int, unit: str | None
    ) -> tuple[str, ...]:
        found = [users.note, items.note, unit]
        if scale.sentence is None and rounded:
            found.append(f"Ratings between two half stars, rounded to the nearest: {rounded:,}")
        return tuple(f"{note}." for note in found if note is not None)

    def _encodings(self) -> tuple[tuple[str, str], ...]:
        known = self._file.encoding
        return () if known is None else ((self._file.path.name, known),)

    def _movies(self, items: Numbered) -> pd.DataFrame:
        """List the movies; where there is no title, a name that is no number serves as one."""
        titles = self._titles or ([""] * len(items.ids) if items.kept else self._items.texts)
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

    def _rejected(self, defects: Defects, bad: NDArray[np.bool_]) -> tuple[RejectedLine, ...]:
        reasons = {
            self._file.line_of(int(row)): next(reason for mask, reason in defects if mask[row])
            for row in np.flatnonzero(bad)[:MAX_LISTED_LINES]
        }
        texts = self._file.texts_of(reasons)
        lines = [RejectedLine(line, texts.get(line, ""), why) for line, why in reasons.items()]
        return tuple(sorted(lines + self._torn(), key=lambda line: line.line)[:MAX_LISTED_LINES])

    def _refusal(
        self, rejected: tuple[RejectedLine, ...] | list[RejectedLine], count: int
    ) -> DataError:
        first = rejected[0]
        shown = f" ('{first.text}')" if first.text else ""
        return DataError(
            f"{count:,} of the {self._read:,} rows of {self._file.path} cannot be used; "
            f"the first is line {first.line:,}{shown}: {first.reason}; check that "
            f"'{self._columns.user}' is the user, '{self._columns.item}' the item and "
            f"'{self._columns.rating}' the rating, or say so with --columns"
        )
