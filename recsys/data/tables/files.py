"""A person's own CSV or Parquet file as a stream of text columns."""

import codecs
import csv
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from recsys.data.tables.encoding import encoding_of
from recsys.errors import DataError
from recsys.text import excerpt

SEPARATORS = (",", ";", "\t", "|")
_BLOCK_BYTES = 8 * 1024**2
_HEAD_BYTES = 256 * 1024
_ROWS_AT_ONCE = 1 << 18
_NOT_TEXT = {b"PK\x03\x04": "a zip or Excel file", b"PAR1": "a Parquet file", b"%PDF": "a PDF"}

Texts = list[pa.StringArray]


class OwnFile(ABC):
    """The columns of a file, as text."""

    kind: str
    """What the file is, in words."""
    encoding: str | None = None
    names: list[str]
    has_header: bool = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn_lines: list[tuple[int, str]] = []
        """(line number, text) of lines with too few or too many fields, known once read."""

    @abstractmethod
    def head(self, n: int) -> list[list[str]]:
        """Return the first rows."""

    @abstractmethod
    def batches(self, columns: Sequence[str]) -> Iterator[Texts]:
        """Yield these columns, piece by piece, nothing missing: an empty cell is an empty text."""

    def texts_of(self, lines: Iterable[int]) -> dict[int, str]:
        """Return the beginnings of these lines as they stand in the file, where it has lines."""
        return {}

    def line_of(self, row: int) -> int:
        """Return the line on which a row stands, both counted from the beginning of the file."""
        line = row + 1 + int(self.has_header)
        for torn, _ in self.torn_lines:
            if torn > line:
                break
            line += 1
        return line


class CsvFile(OwnFile):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.encoding = encoding_of(path)
        lines = self._first_lines()
        if not lines:
            raise DataError(f"{path} is empty; expected lines of user, item and rating")
        self.separator = _separator(lines)
        rows = list(csv.reader(lines, delimiter=self.separator))
        self._width = len(rows[0])
        if self._width < 3:
            raise DataError(
                f"{path} has lines like '{excerpt(lines[0])}'; expected at least the three columns "
                f"user, item and rating, separated by one of {' '.join(SEPARATORS[:2])} tab |"
            )
        self.has_header = not _is_number(rows[0][2])
        first = rows[0] if self.has_header else [f"column {i + 1}" for i in range(self._width)]
        self.names = _unique([name.strip() for name in first])
        self._head = rows[int(self.has_header) :]
        named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[self.separator]
        header = "" if self.has_header else ", no header"
        self.kind = f"CSV, separated by {named}, {self.encoding}{header}"

    def head(self, n: int) -> list[list[str]]:
        return [row for row in self._head if len(row) == self._width][:n]

    def batches(self, columns: Sequence[str]) -> Iterator[Texts]:
        self.torn_lines = []
        different = list(dict.fromkeys(columns))
        try:
            reader = arrow_csv.open_csv(
                self.path,
                arrow_csv.ReadOptions(
                    # Line numbers of torn lines are only known to a single thread.
                    use_threads=False,
                    block_size=_BLOCK_BYTES,
                    column_names=self.names,
                    skip_rows=int(self.has_header),
                    encoding=self.encoding or "utf-8",
                ),
                arrow_csv.ParseOptions(
                    delimiter=self.separator,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._note_torn_line,
                ),
                arrow_csv.ConvertOptions(
                    column_types={name: pa.string() for name in different},
                    include_columns=different,
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
                f"{self.path} cannot be read as a table ({str(error).splitlines()[0][:120]}); "
                "check quotes and line ends, or save it anew as CSV"
            ) from error

    def texts_of(self, lines: Iterable[int]) -> dict[int, str]:
        wanted = set(lines)
        with self.path.open(encoding=self.encoding, errors="replace", newline=None) as file:
            last = max(wanted, default=0)
            first_lines = enumerate(itertools.islice(file, last), start=1)
            return {n: excerpt(line.strip()) for n, line in first_lines if n in wanted}

    def _note_torn_line(self, row: arrow_csv.InvalidRow) -> str:
        self.torn_lines.append((int(row.number or 0), excerpt(row.text)))
        return "skip"

    def _first_lines(self) -> list[str]:
        with self.path.open("rb") as file:
            raw = file.read(_HEAD_BYTES)
            complete = not file.read(1)
        decoder = codecs.getincrementaldecoder(self.encoding or "utf-8")("replace")
        text = decoder.decode(raw).removeprefix("\ufeff")
        lines = text.splitlines()
        return [line for line in (lines if complete or len(lines) < 2 else lines[:-1]) if line]


class ParquetFile(OwnFile):
    kind = "Parquet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._file = parquet.ParquetFile(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise DataError(
                f"{path} is not a readable Parquet file; write it anew, or save it as CSV"
            ) from error
        self.names = [str(name) for name in self._file.schema_arrow.names]
        self.has_header = False
        if len(self.names) < 3:
            raise DataError(
                f"{path} has the columns {', '.join(self.names)}; "
                "expected at least three: user, item and rating"
            )

    def head(self, n: int) -> list[list[str]]:
        for columns in self.batches(self.names):
            return [list(row) for row in zip(*(c[:n].to_pylist() for c in columns), strict=True)]
        return []

    def batches(self, columns: Sequence[str]) -> Iterator[Texts]:
        try:
            for batch in self._file.iter_batches(
                _ROWS_AT_ONCE, columns=list(dict.fromkeys(columns))
            ):
                yield [_as_text(batch.column(name)) for name in columns]
        except (pa.ArrowException, OSError) as error:
            raise DataError(
                f"{self.path} is damaged or holds a column that is not text or numbers "
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
            start = file.read(4)
        if start == b"PAR1":
            return ParquetFile(path)
        if start in _NOT_TEXT:
            raise DataError(
                f"{path} is {_NOT_TEXT[start]}, not a CSV; save the table as CSV or Parquet"
            )
        if path.suffix.lower() == ".parquet":
            raise DataError(f"{path} is not a Parquet file; write it anew, or name it .csv")
        return CsvFile(path)
    except (OSError, csv.Error) as error:
        raise DataError(f"{path} cannot be read ({error}); check the file") from error


def _as_text(column: pa.Array) -> pa.StringArray:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"), safe=False).cast(pa.int64())
    elif pa.types.is_floating(column.type):
        whole = column.cast(pa.int64(), safe=False)
        if pc.all(pc.equal(whole.cast(column.type), column)).as_py():
            column = whole
    return column.cast(pa.string()).fill_null("")


def _separator(lines: list[str]) -> str:
    def columns(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines[:50], delimiter=separator)]
        return (widths.count(widths[0]) if widths[0] > 1 else 0), widths[0]

    return max(SEPARATORS, key=columns)


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, start=1):
        name = name or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
