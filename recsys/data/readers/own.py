"""A person's own ratings file: preview what it is, then read it, leaving out bad rows."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from recsys.data.dataset import Dataset
from recsys.data.readers.own_rows import Reading
from recsys.data.tables.columns import Columns, by_position, recognise
from recsys.data.tables.files import OwnFile, open_own
from recsys.data.tables.values import numbers, scale_of
from recsys.errors import DataError

OWN_SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")
_PREVIEW_ROWS = 1_000


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file of one's own seems to hold, before anything is made of it.

    Attributes
    ----------
    kind : str
        What the file is, in words.
    names : tuple of str
        All its columns.
    columns : Columns
        Those recognised or chosen; where `columns.missing` is not empty, a person must choose.
    rows : DataFrame
        The first rows as written, all text.
    scale : str or None
        How ratings would become stars, judged by the first rows; None for stars.
    """

    kind: str
    names: tuple[str, ...]
    columns: Columns
    rows: pd.DataFrame
    scale: str | None

    @property
    def sentence(self) -> str:
        """What was recognised and what is still needed."""
        found = [
            f"'{name}' is the {role}"
            for role in ("user", "item", "rating", "timestamp", "title")
            if (name := getattr(self.columns, role)) is not None
        ]
        missing = self.columns.missing
        needed = f" Choose the column of {' and '.join(missing)}." if missing else ""
        return f"{self.kind}; {', '.join(found) or 'no column recognised'}.{needed}"


def preview(path: Path, columns: Columns | None = None, n: int = 10) -> Preview:
    """Look at the beginning of a person's own file.

    Parameters
    ----------
    columns : Columns, optional
        What the person chose so far.
    n : int
        Rows shown.

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
    scale = None
    if found.rating is not None and head:
        position = file.names.index(found.rating)
        written = numbers(pa.array([row[position] for row in head], pa.string()))
        scale = scale_of(written, found.scale).sentence
    rows = pd.DataFrame(head[:n], columns=file.names, dtype=str)
    return Preview(file.kind, tuple(file.names), found, rows, scale)


def read_own(path: Path, name: str, columns: Columns | None = None) -> Dataset:
    """Read a person's own file.

    Raises
    ------
    DataError
        It is no table, a column is not recognised, too many of the rows cannot
        be used (see `own_reading.MAX_BAD_SHARE`), or none is left.
    ConfigError
        A chosen column does not exist.
    """
    file = open_own(path)
    found = _columns(file, columns)
    if found.missing:
        raise DataError(
            f"{path} has the columns {', '.join(file.names)}; none is recognised as "
            f"{' or '.join(found.missing)}; say which with --columns user=…,item=…,rating=…"
        )
    return Reading(file, found).dataset(name)


def _columns(file: OwnFile, given: Columns | None) -> Columns:
    if not file.has_header and file.kind != "Parquet" and given is None:
        return by_position(file.names)
    return recognise(file.names, given)
