"""The tables of an upload: a file of text, or what an export's zip holds."""

import io
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

from recsys.data.tables.encoding import decode, encoding_of
from recsys.data.tables.records import json_of, table_of_xml, tables_of_json
from recsys.data.tables.rows import Table, table_of
from recsys.errors import DataError
from recsys.text import excerpt

MAX_FILE = 256 * 1024**2
"""Bytes that are read of a file on disk."""
MAX_BYTES = 16 * 1024**2
"""Most bytes of one table that are read; 10,000 ratings take about one."""
MAX_TABLES = 10
MAX_MEMBERS = 10_000
"""Files of a zip; an export holds some hundreds, and a list of them costs a kB each."""
_START = 200
"""Characters in which a text shows what it is."""
_MEMBER = b"PK\x01\x02"
_WANTED = tuple(
    re.compile(name)
    for name in (
        r"ratings\.csv|movielens-ratings\.csv|ratings-movies\.json",
        r"watched\.csv|watched-movies\.json|netflixviewinghistory\.csv|viewingactivity\.csv",
        r"diary\.csv|(?:watched-)?history(?:-?\d+)?\.json",
        r"watchlist\.csv|(?:lists-)?watchlist\.json|mylist\.csv",
    )
)
"""The files of a zip that count, by their names; ratings first, what one wants to see last."""
_UNRATED = ("profile.csv", "comments.csv", "movies.csv", "links.csv", "tags.csv")
_SKIPPED = ("deleted", "orphaned", "__macosx", "likes", "lists")
"""Folders of Letterboxd's for what was taken back or only liked, and macOS's own."""


def bytes_of(path: Path) -> bytes:
    """Return what a file holds, up to `MAX_FILE`.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE)
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror or error}); check the path"
        ) from error


def tables_of(name: str, data: bytes) -> list[Table]:
    """Return the tables in a file, or those of an export's zip that hold ratings or a watchlist.

    A JSON document without any list of records, such as a profile of our own, has none.

    Raises
    ------
    DataError
        The file is empty, no text, damaged, or a zip that holds no ratings.
    """
    if not data.strip():
        raise DataError(f"{excerpt(name)} is empty; choose an export with your ratings")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, data)
    return _plain_tables(name, data)


def _plain_tables(name: str, data: bytes, inside: bool = False) -> list[Table]:
    text, notes = text_of(name, data)
    start = text[:_START].lstrip()
    if start.startswith("<"):
        return [table_of_xml(name, text)]
    if start.startswith(("{", "[{")) or (start.startswith("[") and start[1:].lstrip()[:1] == "{"):
        content = json_of(name, text)
        own = isinstance(content, dict) and "cinefold" in content
        return [] if own else tables_of_json(name, content)
    return [replace(table_of(name, text, notes), inside=inside)]


def text_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and in sentences what was left out beyond `MAX_BYTES`.

    Raises
    ------
    DataError
        The bytes are no text.
    """
    start = data[:MAX_BYTES]
    text = decode(start, encoding_of(excerpt(name), io.BytesIO(start)))
    if len(data) <= MAX_BYTES:
        return text, ()
    note = f"Only the first {MAX_BYTES / 1024**2:.0f} MB of {excerpt(name)} were read."
    return text[: text.rfind("\n") + 1], (note,)


def _zipped(name: str, data: bytes) -> list[Table]:
    if data.count(_MEMBER) > MAX_MEMBERS:
        raise DataError(f"{excerpt(name)} holds more than {MAX_MEMBERS:,} files; add one of them")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(name) from error
    members = _members(archive)
    if not members:
        if "[Content_Types].xml" in archive.namelist():
            raise DataError(f"{excerpt(name)} is a spreadsheet; save the sheet as CSV and add that")
        raise DataError(
            f"{excerpt(name)} is a zip without ratings; expected ratings.csv, watched.csv, "
            "diary.csv or watchlist.csv, as in a Letterboxd export"
        )
    found, damaged = [], []
    left = MAX_BYTES
    for member in members[:MAX_TABLES]:
        try:
            with archive.open(member) as file:
                content = file.read(left + 1)
            left -= min(len(content), left)
            table = member.filename.rpartition("/")[2]
            found += _plain_tables(table, content, inside=True)
        except DataError as error:
            damaged.append(str(error))
        # RuntimeError: locked, or packed in a way that Python does not know.
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
            damaged.append(f"{excerpt(member.filename)} is damaged or locked")
    if not found:
        raise _damaged(name)
    notes = tuple(f"{problem[0].upper()}{problem[1:]}; it was left out." for problem in damaged)
    return [*found[:-1], replace(found[-1], notes=found[-1].notes + notes)]


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files with ratings, ratings first; any CSV files where none has a known name."""
    files: list[tuple[zipfile.ZipInfo, str]] = []
    for member in archive.infolist():
        folder, _, last = member.filename.lower().replace("\\", "/").rpartition("/")
        hidden = last.startswith(".") or any(part in _SKIPPED for part in folder.split("/"))
        if not hidden and not member.is_dir():
            files.append((member, last))
    known = [
        (member, last) for wanted in _WANTED for member, last in files if wanted.fullmatch(last)
    ]
    # Where none has a known name it is another service's zip.
    others = [
        (member, last)
        for member, last in files
        if last.endswith((".csv", ".tsv", ".json", ".xml")) and last not in _UNRATED
    ]
    return [member for member, _ in (known or others)]


def _damaged(name: str) -> DataError:
    return DataError(f"{excerpt(name)} is a damaged or locked zip; download the export again")
