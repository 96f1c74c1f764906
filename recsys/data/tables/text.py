"""From the bytes of a file to a table of text, whatever program wrote it."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from recsys.errors import DataError
from recsys.text import count, excerpt

MAX_BYTES = 16 * 1024**2
"""Most bytes of one table that are read; 10,000 ratings take about one."""
MAX_ROWS = 20_000
MAX_LINES = 10 * MAX_ROWS
"""Lines of text that are looked at, blank ones included."""
MAX_COLUMNS = 100
MAX_LINE = 100_000
"""Characters of a line; a longer one is no line of an export."""
MAX_LINES_IN_CELL = 50
"""A quoted cell may hold line breaks; a quote that closes later than this was a mistake."""
_SEPARATORS = (",", ";", "\t", "|")
_SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "packed with gzip, so unpack it first",
    b"7z\xbc\xaf": "packed with 7-Zip, so unpack it first",
    b"Rar!": "packed with RAR, so unpack it first",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV",
    b"SQLite": "a database",
}


@dataclass(frozen=True)
class Table:
    """One CSV file as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    """The lines that hold anything, a header among them if there is one."""
    notes: tuple[str, ...] = ()
    """What was left out, in sentences."""


def text_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode UTF-8, UTF-16 or the older cp1252; what is beyond `MAX_BYTES` is left out.

    Returns
    -------
    str, tuple of str
        The text, and what was left out, in sentences.

    Raises
    ------
    DataError
        The bytes are no text.
    """
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            raise DataError(f"{excerpt(name)} is {what}; choose a CSV, JSON or zip export")
    notes: tuple[str, ...] = ()
    if len(data) > MAX_BYTES:
        notes = (f"Only the first {MAX_BYTES / 1024**2:.0f} MB of {excerpt(name)} were read.",)
        # A whole letter has two bytes in UTF-16 and four in UTF-32.
        data = data[: MAX_BYTES - MAX_BYTES % 4]
    text = _decoded(name, data)
    if notes:  # The last line is torn.
        text = text[: text.rfind("\n") + 1]
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(name: str, data: bytes) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:4096]:
        if (data[0:1] == b"\0") == (data[1:2] == b"\0"):
            raise DataError(f"{excerpt(name)} is no text; choose a CSV, JSON or zip export")
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Line by line: files that were pasted together hold both.
        return "".join(map(_decoded_line, data.removeprefix(codecs.BOM_UTF8).splitlines(True)))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def table_of(name: str, text: str, notes: tuple[str, ...] = ()) -> Table:
    """Take a text apart; a damaged line costs itself and no other."""
    said = _SAID_SEPARATOR.match(text)
    lines = (text[said.end() :] if said else text).split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        notes += (f"Only the first {MAX_LINES:,} lines of {excerpt(name)} were looked at.",)
    lines = [line for line in lines[:MAX_LINES] if line.strip()]
    long = sum(len(line) > MAX_LINE for line in lines)
    if long:
        notes += (f"{count(long, 'line')} of {excerpt(name)} left out, too long for a movie.",)
        lines = [line for line in lines if len(line) <= MAX_LINE]
    separator = said[1] if said else _separator(lines)
    rows: list[tuple[str, ...]] = []
    for cells in _rows(lines, separator):
        row = tuple(cell.strip() for cell in cells[:MAX_COLUMNS])
        if not any(row):
            continue
        # The header is no line of its own.
        if len(rows) > MAX_ROWS:
            notes += (f"Only the first {MAX_ROWS:,} lines of {excerpt(name)} were read.",)
            break
        rows.append(row)
    return Table(name, tuple(rows), notes)


def _rows(lines: list[str], separator: str) -> Iterator[list[str]]:
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield from csv.reader([f"{line}\n" for line in lines[start:end]], delimiter=separator)
        start = end


def _end(lines: list[str], start: int) -> int:
    """Return the line after a record: quotes are even by then, or the first one is a mistake."""
    if lines[start].count('"') % 2 == 0:
        return start + 1
    quotes = length = 0
    for end in range(start, min(start + MAX_LINES_IN_CELL, len(lines))):
        quotes += lines[end].count('"')
        length += len(lines[end])
        if length > MAX_LINE:
            break
        if quotes % 2 == 0:
            return end + 1
    return start + 1


def _separator(lines: list[str]) -> str:
    """Return the sign that parts most of the first lines into equally many cells."""

    def fit(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _rows(lines[:20], separator)]
        common = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(common) if common > 1 else 0, common)

    return max(_SEPARATORS, key=fit)
