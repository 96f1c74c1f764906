"""One's own CSV or Parquet file as a stream of text columns, whatever its size."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from recsys.data.tables.encoding import OLDER, AsUtf8, decode, encoding_of
from recsys.data.tables.ratings import parse_rating
from recsys.data.tables.rows import SEPARATORS, Row, table_of
from recsys.data.tables.values import Texts, shortened
from recsys.errors import DataError
from recsys.limits import limits
from recsys.paths import shown
from recsys.text import excerpt

MAX_GROUP_BYTES = 256 * 1024**2
"""Bytes that a Parquet row group may unpack to; programs write 30 to 130 million."""
MAX_BATCH_BYTES = 64 * 1024**2
"""Bytes that the rows which are read at once may unpack to."""
MAX_SHOWN = 1_000
"""Characters of a cell in a preview."""
_BLOCK_BYTES = 8 * 1024**2
_HEAD_BYTES = 256 * 1024
_ROWS_AT_ONCE = 1 << 18


class OwnFile:
    """The columns of a file, as text; nothing is missing, an empty cell is an empty text."""

    kind: str
    """What the file is, in words."""
    encoding: str | None = None
    names: list[str]
    has_header: bool = True
    header: int = 0
    """Lines above the first row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn_lines: list[tuple[int, str]] = []
        """(line number, text) of lines with too few or too many fields, known once read."""

    def head(self, n: int) -> list[Row]:
        """Return the first rows."""
        for columns in self.batches(self.names):
            cells = (shortened(column[:n], MAX_SHOWN).to_pylist() for column in columns)
            return list(zip(*cells, strict=True))
        return []

    def batches(self, columns: Sequence[str]) -> Iterator[list[Texts]]:
        """Yield these columns, piece by piece."""
        raise NotImplementedError

    def texts_of(self, lines: Iterable[int]) -> dict[int, str]:
        """Return the beginnings of these lines as they stand in the file, where it has lines."""
        return {}

    def line_of(self, row: int) -> int:
        """Return the line on which a row stands, both counted from the beginning of the file."""
        line = row + 1 + self.header
        for torn, _ in self.torn_lines:
            if torn > line:
                break
            line += 1
        return line


class CsvFile(OwnFile):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        with path.open("rb") as file:
            self.encoding = encoding_of(shown(path), file)
            file.seek(0)
            start = decode(file.read(_HEAD_BYTES), self.encoding)
            # The last line is torn, where the file goes on.
            start = start[: start.rfind("\n") + 1] if file.read(1) and "\n" in start else start
        table = table_of(path.name, start)
        if not table.rows:
            raise DataError(f"{shown(path)} is empty; expected lines of user, item and rating")
        self._separator, first = table.separator, table.rows[0]
        if len(first) < 3:
            raise DataError(
                f"{shown(path)} has lines like '{excerpt(self._separator.join(first))}'; expected "
                "at least the three columns user, item and rating, separated by one of , ; tab |"
            )
        self.has_header = parse_rating(first[2]) is None
        self.header = table.lines_before + self.has_header
        self.names = _unique(first if self.has_header else [""] * len(first))
        self._head = [row for row in table.rows[self.has_header :] if len(row) == len(first)]
        named = SEPARATORS.get(self._separator, self._separator)
        header = "" if self.has_header else ", no header"
        self.kind = f"CSV, separated by {named}, {self.encoding}{header}"

    def head(self, n: int) -> list[Row]:
        return self._head[:n]

    def batches(self, columns: Sequence[str]) -> Iterator[list[Texts]]:
        self.torn_lines = []
        older = self.encoding == OLDER
        try:
            with self.path.open("rb") as file:
                reader = arrow_csv.open_csv(
                    pa.PythonFile(AsUtf8(file), mode="r") if older else self.path,
                    arrow_csv.ReadOptions(
                        # Line numbers of torn lines are only known to a single thread.
                        use_threads=False,
                        block_size=_BLOCK_BYTES,
                        column_names=self.names,
                        skip_rows=self.header,
                        encoding="utf-8" if older else self.encoding,
                    ),
                    arrow_csv.ParseOptions(
                        delimiter=self._separator,
                        ignore_empty_lines=False,
                        invalid_row_handler=self._note_torn_line,
                    ),
                    arrow_csv.ConvertOptions(
                        column_types={name: pa.string() for name in columns},
                        include_columns=list(dict.fromkeys(columns)),
                        null_values=[],
                        strings_can_be_null=False,
                    ),
                )
                for batch in reader:
                    yield [batch.column(name) for name in columns]
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            if "Empty CSV" in str(error):
                return
            raise DataError(
                f"{shown(self.path)} cannot be read as a table "
                f"({str(error).splitlines()[0][:120]}); "
                "check quotes and line ends, or save it anew as CSV"
            ) from error

    def texts_of(self, lines: Iterable[int]) -> dict[int, str]:
        wanted = set(lines)
        with self.path.open(encoding=self.encoding, errors="replace", newline=None) as file:
            numbered = enumerate(itertools.islice(file, max(wanted, default=0)), start=1)
            return {n: excerpt(line.strip()) for n, line in numbered if n in wanted}

    def _note_torn_line(self, row: arrow_csv.InvalidRow) -> str:
        self.torn_lines.append((int(row.number or 0), excerpt(row.text)))
        return "skip"


class ParquetFile(OwnFile):
    kind = "Parquet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            found = parquet.read_metadata(path)
            schema = found.schema.to_arrow_schema()
            groups = [found.row_group(n) for n in range(found.num_row_groups)]
            chunks = [group.column(n) for group in groups for n in range(group.num_columns)]
            packed = {c.path_in_schema for c in chunks if "DELTA_BYTE_ARRAY" in c.encodings}
            texts = {f.name for f in schema if _is_text(f.type)}
            # A text that a million rows share is one text in the file, and stays one in memory;
            # where the file shares only beginnings, each of the rows read at once may be as long
            # as all that the file spells out.
            self._file = parquet.ParquetFile(path, read_dictionary=list(texts - packed))
            spelt_out = [c.total_uncompressed_size for c in chunks if c.path_in_schema in packed]
            self._rows = max(1, min(_ROWS_AT_ONCE, MAX_BATCH_BYTES // max(spelt_out, default=1)))
            self._others = {f.name for f in schema if not (_is_text(f.type) or _is_number(f.type))}
        except (pa.ArrowException, OSError) as error:
            raise DataError(
                f"{shown(path)} is not a readable Parquet file; write it anew, or save it as CSV"
            ) from error
        self.names = [str(name) for name in schema.names]
        if len(self.names) < 3:
            raise DataError(
                f"{shown(path)} has the columns {', '.join(self.names)}; "
                "expected at least three: user, item and rating"
            )
        largest = max((group.total_byte_size for group in groups), default=0)
        most = min(MAX_GROUP_BYTES, limits().unpacked_bytes // 2)
        if largest > most:
            raise DataError(
                f"{shown(path)} has a row group that unpacks to {largest:,} bytes; at most "
                f"{most:,} are read, so write it anew in smaller row groups"
            )

    def batches(self, columns: Sequence[str]) -> Iterator[list[Texts]]:
        different = list(dict.fromkeys(columns))
        for name in different:
            # A list or a record in a cell, or one of a fixed width, may be any size in memory.
            if name in self._others:
                raise DataError(
                    f"the column '{excerpt(name)}' of {shown(self.path)} holds neither text nor "
                    "numbers; leave it out, or save the table as CSV"
                )
        try:
            # Group by group: a batch across several would be as large as all of them.
            for group in range(self._file.num_row_groups):
                for batch in self._file.iter_batches(self._rows, [group], different):
                    yield [_as_text(batch.column(name)) for name in columns]
        except (pa.ArrowException, OSError) as error:
            raise DataError(
                f"{shown(self.path)} is damaged or holds a column that is not text or numbers "
                f"({str(error).splitlines()[0][:120]}); write it anew"
            ) from error


def open_own(path: Path) -> OwnFile:
    """Open a CSV (or tab- or semicolon-separated) or a Parquet file, told apart by its bytes.

    Raises
    ------
    DataError
        The file is missing, empty, not readable or no table.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(4) == b"PAR1"
        if path.suffix.lower() == ".parquet" and not packed:
            raise DataError(f"{shown(path)} is not a Parquet file; write it anew, or name it .csv")
        return ParquetFile(path) if packed else CsvFile(path)
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"{shown(path)} cannot be read ({reason}); check the file") from error


def _is_text(kind: pa.DataType) -> bool:
    of = pa.types
    return any(
        is_kind(kind)
        for is_kind in (
            of.is_string, of.is_large_string, of.is_string_view,
            of.is_binary, of.is_large_binary, of.is_binary_view, of.is_dictionary,
        )
    )  # fmt: skip


def _is_number(kind: pa.DataType) -> bool:
    of = pa.types
    return any(
        is_kind(kind)
        for is_kind in (
            of.is_integer, of.is_floating, of.is_boolean, of.is_temporal, of.is_decimal, of.is_null
        )
    )  # fmt: skip


def _as_text(column: pa.Array) -> Texts:
    if isinstance(column, pa.DictionaryArray):
        # Only texts that stand in these rows, among them one for what is missing.
        used = column.indices.dictionary_encode(null_encoding="encode")
        texts = _as_text(column.dictionary.take(used.dictionary))
        return pa.DictionaryArray.from_arrays(used.indices, texts)
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"), safe=False).cast(pa.int64())
    elif pa.types.is_floating(column.type):
        whole = column.cast(pa.int64(), safe=False)
        if pc.all(pc.equal(whole.cast(column.type), column)).as_py():
            column = whole
    return column.cast(pa.string()).fill_null("")


def _unique(names: Sequence[str]) -> list[str]:
    """Name the columns without a name, and number those that share one."""
    result: list[str] = []
    for position, name in enumerate(names, start=1):
        unique, number = name or f"column {position}", 1
        while unique in result:
            number += 1
            unique = f"{name} ({number})"
        result.append(unique)
    return result
