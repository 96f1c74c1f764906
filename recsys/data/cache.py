"""Data sets once read, kept under RECSYS_HOME as arrays: a second start skips the parsing.

An entry is found by the SHA-256 of the source's bytes, so a changed file never meets an old
entry, whatever its date says, and a copy elsewhere shares it. Every file of an entry is under a
checksum; an entry that does not fit is thrown away and the source is read again. Nothing is ever
unpickled.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys import paths
from recsys.data.dataset import Dataset
from recsys.data.readers.ratings import COLUMNS
from recsys.data.report import Report
from recsys.errors import DataError

log = logging.getLogger("recsys")

FORMAT = 2
"""Raised whenever the readers would make something else of the same bytes."""
MAX_ENTRIES = 8
_TABLE = "tables.json"
_SUMS = "checksums.json"
_PIECE = 1 << 20
_DAY_SECONDS = 86_400

OnNotice = Callable[[str], None]


def key_of(files: Iterable[Path], settings: str = "") -> str:
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
                while piece := file.read(_PIECE):
                    digest.update(piece)
        except OSError as error:
            raise DataError(
                f"{path} cannot be read ({error.strerror}); check the file and its permissions"
            ) from error
    return digest.hexdigest()[:32]


def load(key: str, name: str, source: Path, on_notice: OnNotice = log.warning) -> Dataset | None:
    """Return the data set kept under a key, or None where there is none that can be trusted."""
    folder = paths.processed_home() / key
    if not folder.is_dir():
        return None
    try:
        sums = json.loads((folder / _SUMS).read_bytes())
        arrays = {column: _array(folder / f"{column}.npy", sums) for column in COLUMNS}
        table = json.loads(_checked(folder / _TABLE, sums))
        ratings = pd.DataFrame(arrays, copy=False)
        movies = _movies(table["movies"])
        report = Report.from_dict(table["report"])
        os.utime(folder)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        on_notice(f"the processed copy in {folder} is damaged ({error}); {name} is read again")
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return Dataset(name, source, ratings, movies, report.duplicates, report)


def save(key: str, dataset: Dataset, on_notice: OnNotice = log.warning) -> None:
    """Keep a data set; where that fails, it is only read again the next time."""
    home = paths.processed_home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
        try:
            _write(fresh, dataset)
            _place(fresh, home / key)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _prune(home)
    except OSError as error:
        on_notice(
            f"{dataset.name} cannot be kept processed in {home} ({error.strerror}); it works, "
            "but is read anew at each start until RECSYS_HOME is a folder that can be written"
        )


def _write(folder: Path, dataset: Dataset) -> None:
    sums: dict[str, int] = {}
    for column in COLUMNS:
        array = np.ascontiguousarray(dataset.ratings[column].to_numpy())
        with (folder / f"{column}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
        sums[f"{column}.npy"] = crc32(array.data.cast("B"))
    table = json.dumps(
        {"movies": _columns(dataset.movies), "report": dataset.report.to_dict()},
        ensure_ascii=False,
    ).encode()
    (folder / _TABLE).write_bytes(table)
    sums[_TABLE] = crc32(table)
    (folder / _SUMS).write_text(json.dumps(sums))


def _place(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:
        # Another process may have kept the same contents meanwhile.
        if not target.is_dir():
            raise


def _columns(movies: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        "movie_id": movies.index.tolist(),
        "raw_title": movies["raw_title"].tolist(),
        "genres": ["|".join(genres) for genres in movies["genres"]],
        "title": movies["title"].tolist(),
        "year": [None if pd.isna(year) else int(year) for year in movies["year"]],
        "named": movies["named"].tolist(),
        "listed": movies["listed"].tolist(),
    }


def _movies(columns: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "raw_title": columns["raw_title"],
            "genres": [tuple(genres.split("|")) if genres else () for genres in columns["genres"]],
            "title": columns["title"],
            "year": pd.array(columns["year"], dtype="Int64"),
            "named": np.array(columns["named"], dtype=bool),
            "listed": np.array(columns["listed"], dtype=bool),
        },
        index=pd.Index(columns["movie_id"], dtype=np.int64, name="movie_id"),
    ).astype({"raw_title": str, "title": object})


def _array(path: Path, sums: dict[str, int]) -> NDArray[np.generic]:
    with path.open("rb") as file:
        array: NDArray[np.generic] = np.load(file, allow_pickle=False)
    if array.dtype != COLUMNS[path.stem] or crc32(array.data.cast("B")) != sums[path.name]:
        raise ValueError(f"{path.name} does not match its checksum")
    return array


def _checked(path: Path, sums: dict[str, int]) -> bytes:
    content = path.read_bytes()
    if crc32(content) != sums[path.name]:
        raise ValueError(f"{path.name} does not match its checksum")
    return content


def _prune(home: Path) -> None:
    """Drop the entries used longest ago, and what a crash left behind."""
    entries = sorted(
        (path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
    )
    abandoned = [
        path for path in home.glob(".new-*") if time.time() - path.stat().st_mtime > _DAY_SECONDS
    ]
    for path in entries[:-MAX_ENTRIES] + abandoned:
        shutil.rmtree(path, ignore_errors=True)
