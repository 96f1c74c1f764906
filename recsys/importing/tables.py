"""From the bytes of an upload to tables of text, whatever program wrote them."""

import codecs
import csv
import io
import zipfile
import zlib
from dataclasses import dataclass

from recsys.errors import DataError
from recsys.words import excerpt

MAX_BYTES = 16 * 1024**2
"""Most bytes of one table that are read; 10,000 ratings take about one."""
MAX_ROWS = 20_000
_SEPARATORS = (",", ";", "\t", "|")
_WANTED = ("ratings", "watched", "diary", "movielens-ratings")
_BINARY = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture"}


@dataclass(frozen=True)
class Table:
    """One CSV file as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    """The lines that hold anything, a header among them if there is one."""
    notes: tuple[str, ...] = ()
    """What was left out, in sentences."""


def tables_of(name: str, data: bytes) -> list[Table]:
    """Return the tables in a CSV file, or those of an export's zip that hold ratings.

    Raises
    ------
    DataError
        The file is empty, no text, or a zip that holds no ratings.
    """
    if not data.strip():
        raise DataError(f"{excerpt(name)} is empty; choose an export with your ratings")
    if data.startswith(b"PK\x03\x04"):
        return _zipped(name, data)
    text, notes = text_of(name, data)
    return [_table(name, text, notes)]


def text_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode UTF-8, UTF-16 or the older cp1252; what is beyond `MAX_BYTES` is left out.

    Raises
    ------
    DataError
        The bytes are no text.
    """
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise DataError(f"{excerpt(name)} is {what}; choose a CSV, JSON or zip export")
    notes: tuple[str, ...] = ()
    if len(data) > MAX_BYTES:
        notes = (
            f"Only the first {MAX_BYTES / 1024**2:.0f} MB of {excerpt(name)} were read; "
            f"it has {len(data) / 1024**2:,.0f} MB.",
        )
        # The last line is torn; a whole UTF-16 letter has two bytes.
        data = data[: MAX_BYTES - MAX_BYTES % 2]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif b"\0" in data[:4096]:
        if (data[0:1] == b"\0") == (data[1:2] == b"\0"):
            raise DataError(f"{excerpt(name)} is no text; choose a CSV, JSON or zip export")
        text = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=not notes)
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if notes:
        text = text[: text.rfind("\n") + 1]
    return text.replace("\0", ""), notes


def _table(name: str, text: str, notes: tuple[str, ...] = ()) -> Table:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(lines)
    rows: list[tuple[str, ...]] = []
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(lines), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
            if len(rows) > MAX_ROWS:
                notes += (f"Only the first {MAX_ROWS:,} lines of {excerpt(name)} were read.",)
                break
    except csv.Error:
        notes += (f"{excerpt(name)} was read up to line {reader.line_num:,}, which is damaged.",)
    return Table(name, tuple(rows), notes)


def _separator(lines: str) -> str:
    """Return the sign that parts most of the first lines into equally many cells."""
    head = [line for line in lines[:20_000].split("\n") if line.strip()][:20]

    def fit(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(head, delimiter=separator)]
        common = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(common) if common > 1 else 0, common)

    return max(_SEPARATORS, key=fit)


def _zipped(name: str, data: bytes) -> list[Table]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        found = []
        for wanted in _WANTED:
            for member in archive.namelist():
                # Letterboxd keeps what was deleted in folders of its own.
                folder, _, last = member.lower().rpartition("/")
                if last == f"{wanted}.csv" and not {"deleted", "orphaned"} & {*folder.split("/")}:
                    with archive.open(member) as file:
                        text, notes = text_of(last, file.read(MAX_BYTES + 1))
                    found.append(_table(last, text, notes))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        raise DataError(
            f"{excerpt(name)} is a damaged or locked zip; download the export again"
        ) from error
    if not found:
        raise DataError(
            f"{excerpt(name)} is a zip without ratings; expected ratings.csv, watched.csv or "
            "diary.csv, as in a Letterboxd export"
        )
    return found
