"""Data sets once read, kept under RECSYS_HOME as arrays: a second start skips the parsing.

An entry is found by the SHA-256 of the source's bytes, so a changed file never meets an old
entry, whatever its date says, and a copy elsewhere shares it. An entry that does not fit its
checksums (`recsys.disk`), or was written by another version, is not used, and the source is read
again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from recsys import disk, paths
from recsys.data.dataset import Dataset
from recsys.data.readers.links import IDS
from recsys.data.readers.ratings import COLUMNS
from recsys.data.report import Report
from recsys.errors import ArtifactError, DataError

FORMAT = 4
"""Raised whenever the readers would make something else of the same bytes."""
MAX_ENTRIES = 8
_TABLE = "tables.json"
_WHOLE = ("year", *IDS)
"""Columns of whole numbers that may be unknown: null in JSON."""

OnNotice = Callable[[str], None]


def key_of(files: Iterable[Path], settings: str) -> str:
    """Return the name of the entry for these files' contents, read in a certain way.

    Raises
    ------
    DataError
        A file cannot be read.
    """
    digest = hashlib.sha256(f"{FORMAT}|{settings}".encode())
    for path in files:
        digest.update(f"|{path.name}|".encode())
        try:
            with path.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)
        except OSError as error:
            raise DataError(
                f"{paths.shown(path)} cannot be read ({error.strerror or error}); "
                "check the file and its permissions"
            ) from error
    return digest.hexdigest()[:32]


def load(key: str, name: str, source: Path, on_notice: OnNotice) -> Dataset | None:
    """Return the data set kept under a key, or None where there is none that can be trusted."""
    folder = paths.processed_home() / key
    instead = f"{name} is read again"
    try:
        kept = disk.find(folder, "the processed copy", instead)
        if kept is None:
            return None
        arrays = {column: kept.array(f"{column}.npy") for column in COLUMNS}
        table = json.loads(kept.content(_TABLE))
    except ArtifactError as error:
        on_notice(str(error))
        return None
    try:
        report, movies = Report.from_dict(table["report"]), movie_table(table["movies"])
    except (KeyError, TypeError, ValueError):
        on_notice(f"{paths.shown(folder)} holds the processed copy of another version; {instead}")
        return None
    return Dataset(name, source, pd.DataFrame(arrays, copy=False), movies, report)


def save(key: str, dataset: Dataset, on_notice: OnNotice) -> None:
    """Keep a data set; where that fails, it is only read again the next time."""
    table = {"movies": movie_columns(dataset.movies), "report": dataset.report.to_dict()}
    files: dict[str, disk.Content] = {
        f"{column}.npy": dataset.ratings[column].to_numpy() for column in COLUMNS
    }
    files[_TABLE] = json.dumps(table, ensure_ascii=False).encode()
    try:
        disk.keep(
            paths.processed_home() / key, files, f"a processed copy of {dataset.name}",
            "it works, but is read anew at each start until you", MAX_ENTRIES,
        )  # fmt: skip
    except ArtifactError as error:
        on_notice(str(error))


def movie_columns(movies: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the movies of a data set ready for JSON."""
    table = {name: values.tolist() for name, values in movies.reset_index().items()}
    for name in _WHOLE:
        table[name] = [None if pd.isna(number) else int(number) for number in movies[name]]
    return {**table, "genres": ["|".join(genres) for genres in movies["genres"]]}


def movie_table(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Rebuild the movies of a data set from `movie_columns`."""
    # One tuple for all that have the same genres: there are far fewer of them than movies.
    tuples = {text: tuple(text.split("|")) if text else () for text in set(columns["genres"])}
    genres = [tuples[text] for text in columns["genres"]]
    whole = {name: pd.array(columns[name], dtype="Int64") for name in _WHOLE}
    table = pd.DataFrame({**columns, "genres": genres, **whole}).set_index("movie_id")
    return table.astype({"raw_title": str, "title": object})
