"""From the text of a table to its rows: separators, quotes, and lines that are damaged."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from recsys.text import count, excerpt

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_ROWS = 20_000
MAX_LINES = 10 * MAX_ROWS
"""Lines of text that are looked at, blank ones included."""
MAX_COLUMNS = 1_000
MAX_LINE = 100_000
"""Characters of a line; a longer one is no line of an export."""
MAX_LINES_IN_CELL = 50
"""A quoted cell may hold line breaks; a quote that closes later than this was a mistake."""
_SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A small file, or the beginning of a large one, as text."""

    name: str
    rows: tuple[Row, ...]
    """The lines that hold anything, a header among them if there is one."""
    separator: str = ","
    lines_before: int = 0
    """Lines before the first row: Excel's `sep=;`, and blank ones."""
    notes: tuple[str, ...] = ()
    """What was left out, in sentences."""
    lines: tuple[str, ...] = ()
    """The same as lines of text, not taken apart."""
    inside: bool = False
    """Whether it is one file of an archive."""


def table_of(name: str, text: str, notes: tuple[str, ...] = ()) -> Table:
    """Take a text apart; a damaged line costs itself and no other."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    said = _SAID_SEPARATOR.match(text)
    lines = (text[said.end() :] if said else text).split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        notes += (f"Only the first {MAX_LINES:,} lines of {excerpt(name)} were looked at.",)
        del lines[MAX_LINES:]
    before = next((n for n, line in enumerate(lines) if line.strip()), 0) + bool(said)
    lines = [line for line in lines if line.strip()]
    if long := sum(len(line) > MAX_LINE for line in lines):
        notes += (f"{count(long, 'line')} of {excerpt(name)} left out, too long for a movie.",)
        lines = [line for line in lines if len(line) <= MAX_LINE]
    separator = said[1] if said else _separator(lines)
    rows: list[Row] = []
    for cells in _rows(lines, separator):
        row = tuple(cell.strip() for cell in cells[:MAX_COLUMNS])
        if not any(row):
            continue
        # The header is no line of its own.
        if len(rows) > MAX_ROWS:
            notes += (f"Only the first {MAX_ROWS:,} lines of {excerpt(name)} were read.",)
            break
        rows.append(row)
    kept = tuple(line.strip() for line in lines[: MAX_ROWS + 1])
    return Table(name, tuple(rows), separator, before, notes, kept)


def _rows(lines: list[str], separator: str) -> Iterator[list[str]]:
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield from csv.reader([f"{line}\n" for line in lines[start:end]], delimiter=separator)
        start = end


def _end(lines: list[str], start: int) -> int:
    """Return the line after a record: quotes are even by then, or the first one is a mistake."""
    quotes = length = 0
    for end in range(start, min(start + MAX_LINES_IN_CELL, len(lines))):
        quotes += lines[end].count('"')
        length += len(lines[end])
        if quotes % 2 == 0:
            return end + 1
        if length > MAX_LINE:
            break
    return start + 1


def _separator(lines: list[str]) -> str:
    """Return the sign that parts most of the first lines into equally many cells."""

    def fit(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _rows(lines[:20], separator)]
        common = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(common) if common > 1 else 0, common)

    return max(SEPARATORS, key=fit)
