"""JSON and XML as tables: a line for each record, a column for each thing that is said of one."""

import json
from collections.abc import Iterable
from itertools import islice
from xml.parsers import expat

from recsys.data.tables.rows import MAX_ROWS, Table
from recsys.errors import DataError
from recsys.text import excerpt

_DEEPEST = 4
"""Levels of a record: `movie.ids.imdb` is three."""
_MOST = 200
"""Things that are said of a record; Trakt says about forty."""
_LONGEST = 1_000
"""Characters of a cell."""

Record = dict[str, str]


def tables_of_json(name: str, content: object) -> list[Table]:
    """Return the lists of records in a JSON document, as tables; none where there are none.

    Records may be the document or lie in it by name; the table is then called by that.
    """
    named = content.items() if isinstance(content, dict) else [(name, content)]
    return [
        _table(str(key), (_record(item) for item in value if isinstance(item, dict)))
        for key, value in named
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]


def json_of(name: str, text: str) -> object:
    """Parse a JSON document.

    Raises
    ------
    DataError
        It is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{excerpt(name)} is damaged JSON; export it again") from error


def table_of_xml(name: str, text: str) -> Table:
    """Return what lies two levels deep in an XML document, `<films><film>…`, as a table.

    A document that declares entities is refused before any is looked at: they can be made to
    unpack to gigabytes, or to read files.

    Raises
    ------
    DataError
        It is no XML, declares a document type, or holds no records.
    """
    reading = _Xml(name)
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = reading.refuse
    parser.StartElementHandler = reading.open
    parser.EndElementHandler = reading.close
    parser.CharacterDataHandler = reading.say
    try:
        # What it was encoded in is known by now; Python's text may hold what UTF-8 cannot.
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        raise DataError(f"{excerpt(name)} is damaged XML ({error}); export it again") from error
    if not reading.records:
        raise DataError(f"{excerpt(name)} holds no list of movies; expected <films><film>…")
    return _table(name, reading.records)


class _Xml:
    """The records of a document while it is parsed."""

    def __init__(self, name: str) -> None:
        self.records: list[Record] = []
        self._name = name
        self._path: list[str] = []

    def refuse(self, *_: object) -> None:
        raise DataError(
            f"{excerpt(self._name)} is a web page or declares a document type, which is not read; "
            "export it again as CSV"
        )

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) == 2 and len(self.records) <= MAX_ROWS:
            self.records.append(dict(attributes))

    def close(self, _tag: str) -> None:
        self._path.pop()

    def say(self, text: str) -> None:
        if 3 <= len(self._path) <= 2 + _DEEPEST and len(self.records) <= MAX_ROWS:
            record, key = self.records[-1], ".".join(self._path[2:])
            record[key] = (record.get(key, "") + text)[:_LONGEST]


def _record(item: dict[str, object]) -> Record:
    found: Record = {}
    under_way: list[tuple[str, dict[str, object], int]] = [("", item, 1)]
    while under_way:
        path, here, depth = under_way.pop()
        for key, value in here.items():
            if isinstance(value, dict) and depth < _DEEPEST:
                under_way.append((f"{path}{key}.", value, depth + 1))
            elif isinstance(value, str | int | float) and len(found) < _MOST:
                found[f"{path}{key}"] = str(value)[:_LONGEST].strip()
    return found


def _table(name: str, records: Iterable[Record]) -> Table:
    records = list(islice(records, MAX_ROWS + 1))
    notes: tuple[str, ...] = ()
    if len(records) > MAX_ROWS:
        notes = (f"Only the first {MAX_ROWS:,} lines of {excerpt(name)} were read.",)
        del records[MAX_ROWS:]
    header = list(dict.fromkeys(key for record in records for key in record))[:_MOST]
    rows = [tuple(record.get(key, "").strip() for key in header) for record in records]
    return Table(name, (tuple(header), *rows), notes=notes)
