"""A bundle: a data set without its ratings, in one folder with all that serving needs, or a zip.

The folder is written as any other (`recsys.disk`) and laid out as RECSYS_HOME is: `models/…`,
`maps/…` and `evaluations/…` hold what the rooms of that name keep. This module knows what stands
beside them: the movies and what was counted. It may come from a stranger, so every part is compared
with its checksum, nothing is unpickled, and every size, id and number is checked before it is used.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys import disk, paths
from recsys.data.archives import MAX_TEXT_BYTES, Files, ZipFiles
from recsys.data.cache import movie_columns, movie_table
from recsys.data.counted import Counted, Ints, MovieCounts, OverTime
from recsys.data.dataset import Bundle, Dataset, empty_ratings
from recsys.data.readers.ratings import MAX_ID
from recsys.data.releases import terms_of
from recsys.data.report import Report
from recsys.data.stars import STAR_STEPS
from recsys.data.typed import made, parsed
from recsys.errors import ArtifactError, DataError
from recsys.limits import limits
from recsys.paths import shown

FORMAT = 1
MANIFEST = "bundle.json"
WHAT, REMEDY = "the bundle", "get it again from who made it, or make it again"
MAX_FILES = 1_000
_MOVIES = "movies.json"
_COUNTS = ("counted/movie_ids.npy", "counted/by_stars.npy")
_SAMPLE = {"user_id": np.int32, "movie_id": np.int32, "rating": np.float32}
_MOST = 2**40
"""Of anything counted; few enough to add up."""
_LAST_YEAR = 9_999
_LONGEST = 2_000
"""Characters of a title, or of what a movie's genres are."""


@dataclass(frozen=True)
class _OverTime:
    period: str
    starts: tuple[int, ...]
    by_stars: tuple[tuple[int, ...], ...]
    users: tuple[int, ...]


@dataclass(frozen=True)
class _Manifest:
    """What `bundle.json` says."""

    format: int
    name: str
    fingerprint: str
    terms: str
    citation: str
    config: dict[str, Any]
    report: dict[str, Any]
    users_by_best: tuple[int, ...] | None
    users_by_ratings: tuple[tuple[int, ...], ...] | None
    over_time: _OverTime | None
    averages: dict[str, dict[str, float]] | None


def files_of(
    dataset: Dataset, counted: Counted, config: dict[str, object]
) -> dict[str, disk.Content]:
    """Return what of a bundle is the data set's, by name; `config` is the model's."""
    over = counted.over_time
    terms, citation = terms_of(dataset.name, dataset.report.layout)
    manifest = _Manifest(
        format=FORMAT,
        name=dataset.name,
        fingerprint=counted.fingerprint,
        terms=terms,
        citation=citation,
        config=config,
        # Beginnings of the source's lines are no business of who gets a bundle.
        report={**dataset.report.to_dict(), "rejected": []},
        users_by_best=_listed(counted.users_by_best),
        users_by_ratings=_listed(counted.users_by_ratings),
        over_time=None if over is None else _OverTime(
            over.period, _listed(over.starts), _listed(over.by_stars), _listed(over.users)
        ),
        averages=None if counted.averages is None else _plain(counted.averages),
    )  # fmt: skip
    files: dict[str, disk.Content] = {
        MANIFEST: _json(asdict(manifest)),
        _MOVIES: _json(movie_columns(dataset.movies)),
        _COUNTS[0]: counted.movies.movie_ids.astype(np.int64),
        _COUNTS[1]: counted.movies.by_stars.astype(np.int32),
    }
    if counted.sample is not None:
        for name, dtype in _SAMPLE.items():
            files[f"sample/{name}.npy"] = counted.sample[name].to_numpy().astype(dtype)
    return files


def read(files: Files) -> Dataset:
    """Read the data set of a bundle, a zip from its unpacked copy in RECSYS_HOME.

    Raises
    ------
    DataError
        A zip that is not safe to unpack, or no file of a bundle.
    ArtifactError
        It is damaged, another version's, or says what cannot be.
    """
    folder = unpacked(files) if isinstance(files, ZipFiles) else files.source
    check_files(folder)
    kept = disk.Kept(folder, WHAT, REMEDY, mapped=True)
    try:
        said = parsed(kept.content(MANIFEST))
        if said["format"] != FORMAT:
            raise kept.refusal(f"has format {said['format']!r:.20}, this version reads {FORMAT}")
        manifest: _Manifest = made(_Manifest, said)
        movies = _movies(parsed(kept.content(_MOVIES)))
        counted = _counted(manifest, kept, movies)
        report = Report.from_dict(manifest.report)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise kept.damaged(str(error)[:120]) from error
    bundle = Bundle(kept, manifest.config, manifest.terms, manifest.citation)
    ratings = empty_ratings()
    return Dataset(
        manifest.name, files.source, ratings, movies, report, counted=counted, bundle=bundle
    )


def unpacked(files: ZipFiles) -> Path:
    """Return the folder in RECSYS_HOME with a zip's bundle, unpacked and compared once.

    Raises
    ------
    DataError, ArtifactError
        See `read`; nothing of it stays.
    """
    home = paths.bundles_home()
    with files.source.open("rb") as file:
        target = home / hashlib.file_digest(file, "sha256").hexdigest()[:32]
    try:
        if target.is_dir():
            disk.Kept(target, WHAT, REMEDY).check_all()
            return target
    except ArtifactError:
        disk.remove(target)
    try:
        with disk.new_folder(home) as fresh:
            unpack(files, fresh)
            disk.place(fresh, target)
    except OSError as error:
        raise ArtifactError(
            f"{shown(files.source)} cannot be unpacked ({error.strerror or error}); free some "
            "space or set RECSYS_HOME to a folder that can be written"
        ) from error
    disk.prune(home, None, limits().kept_bytes, target)
    return target


def unpack(files: ZipFiles, folder: Path) -> None:
    """Unpack a bundle into a folder and compare it with its checksums."""
    files.unpack(folder, MAX_FILES)
    check_files(folder)
    disk.Kept(folder, WHAT, REMEDY).check_all()


def check_files(folder: Path) -> None:
    """Refuse a folder with what no bundle has, before any of it is opened.

    Raises
    ------
    DataError
        A link or a device, a text that is too large, or far too many files.
    """
    number = 0
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            found = path.lstat()
            number += 1
            if not stat.S_ISREG(found.st_mode):
                problem = f"{name} is no plain file"
            elif path.suffix != ".npy" and found.st_size > MAX_TEXT_BYTES:
                problem = f"{name} has {found.st_size:,} bytes"
            elif number > MAX_FILES:
                problem = f"it has more than {MAX_FILES:,} files"
            else:
                continue
            raise DataError(f"{shown(folder)} is no bundle that can be read ({problem}); {REMEDY}")


def _movies(columns: dict[str, list[Any]]) -> pd.DataFrame:
    named = {"movie_id", "raw_title", "title", "year", "genres", "listed", "named"}
    if set(columns) != named | {"imdb_id", "tmdb_id"}:
        raise ValueError("its table of movies has other columns")
    texts = (*columns["title"], *columns["raw_title"], *columns["genres"])
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts):
        raise ValueError("a title is no text")
    if not all(isinstance(flag, bool) for flag in (*columns["listed"], *columns["named"])):
        raise ValueError("its table of movies has other values")
    ids = columns["movie_id"]
    if not all(type(movie_id) is int and 0 < movie_id <= MAX_ID for movie_id in ids):
        raise ValueError("a movie has no id")
    if not ids or any(high <= low for low, high in pairwise(ids)):
        raise ValueError("its movies are not in the order of their ids")
    for name, most in (("year", _LAST_YEAR), ("imdb_id", _MOST), ("tmdb_id", _MOST)):
        known = (number for number in columns[name] if number is not None)
        if not all(type(number) is int and 0 <= number <= most for number in known):
            raise ValueError(f"a movie's {name} is none")
    movies = movie_table(columns)
    if not movies["title"].is_unique:
        raise ValueError("two movies have one title")
    return movies


def _counted(manifest: _Manifest, kept: disk.Kept, movies: pd.DataFrame) -> Counted:
    ids, by_stars = (kept.array(name) for name in _COUNTS)
    _check_ids(ids, movies, np.int64)
    if (ids[1:] <= ids[:-1]).any() or by_stars.dtype != np.int32:
        raise ValueError("its counts are of other movies")
    return Counted(
        fingerprint=manifest.fingerprint,
        movies=MovieCounts(ids, _counts(by_stars, (len(ids), len(STAR_STEPS)))),
        users_by_best=_counts_of_people(manifest.users_by_best),
        users_by_ratings=_pairs(manifest.users_by_ratings),
        over_time=_over_time(manifest.over_time),
        averages=_shares(manifest.averages),
        sample=_sample(kept, movies),
    )


def _check_ids(ids: NDArray[Any], movies: pd.DataFrame, dtype: Any) -> None:
    if ids.dtype != dtype or ids.ndim != 1 or not len(ids):
        raise ValueError("its counts are of other movies")
    if not movies.index.isin(ids).sum() == len(np.unique(ids)):
        raise ValueError("it counts ratings of a movie that it lacks")


def _counts(values: Any, shape: tuple[int, ...]) -> Ints:
    counts = np.asarray(values)
    if counts.shape != shape or counts.dtype.kind != "i":
        found = " × ".join(map(str, counts.shape))
        raise ValueError(f"it has {found} counts, expected {' × '.join(map(str, shape))}")
    if (counts < 0).any() or (counts > _MOST).any():
        raise ValueError("a count is below zero or beyond everybody")
    if (len(shape) == 2 and (counts.sum(axis=1) < 1).any()) or not counts.sum():
        raise ValueError("it counts nobody")
    return counts.astype(np.int64)


def _counts_of_people(found: tuple[int, ...] | None) -> Ints | None:
    return None if found is None else _counts(found, (len(STAR_STEPS),))


def _pairs(found: tuple[tuple[int, ...], ...] | None) -> Ints | None:
    if found is None:
        return None
    pairs = _counts(found, (len(found), 2))
    if (pairs < 1).any() or (np.diff(pairs[:, 0]) < 1).any():
        raise ValueError("its counts of people are in no order")
    return pairs


def _over_time(found: _OverTime | None) -> OverTime | None:
    if found is None:
        return None
    months = {"month": 1, "quarter": 3, "year": 12}.get(found.period)
    length = len(found.starts)
    starts = np.array(found.starts, dtype=np.int64)
    in_order = months and (np.diff(starts) == months).all()
    if not in_order or (starts < 0).any() or (starts > 12 * (_LAST_YEAR - 1970)).any():
        raise ValueError("its periods are in no order")
    by_stars = np.array(found.by_stars, dtype=np.int64).reshape(length, len(STAR_STEPS))
    users = np.array(found.users, dtype=np.int64)
    if users.shape != starts.shape or (by_stars < 0).any() or (by_stars > _MOST).any():
        raise ValueError("its counts over time do not fit")
    if (users < 0).any() or (users > _MOST).any():
        raise ValueError("its counts over time do not fit")
    return OverTime(found.period, starts, by_stars, users)


def _shares(found: dict[str, dict[str, float]] | None) -> dict[str, dict[str, float]] | None:
    if found is not None and not all(
        0 <= share <= 1 for side in found.values() for share in side.values()
    ):
        raise ValueError("a share is not from 0 to 1")
    return found


def _sample(kept: disk.Kept, movies: pd.DataFrame) -> pd.DataFrame | None:
    part = kept.part("sample", "the sample in the bundle")
    if part is None:
        return None
    table = {name: part.array(f"{name}.npy") for name in _SAMPLE}
    users, movie_ids, stars = table.values()
    _check_ids(movie_ids, movies, np.int32)
    for (name, dtype), array in zip(_SAMPLE.items(), table.values(), strict=True):
        if array.dtype != dtype or array.shape != movie_ids.shape:
            raise ValueError(f"{name} of its sample does not fit")
    if (users < 1).any() or not np.isin(stars, STAR_STEPS).all():
        raise ValueError("its sample has ratings that nobody gives")
    if len(np.unique(users.astype(np.int64) << 32 | movie_ids)) != len(users):
        raise ValueError("its sample has a rating twice")
    return pd.DataFrame(table, copy=False)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _listed(array: Ints | None) -> Any:
    return None if array is None else array.tolist()


def _plain(averages: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {side: dict(groups) for side, groups in averages.items()}
