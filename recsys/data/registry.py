"""Data sets by name or path: embedded, installed, or anywhere on disk; your own files too."""

import logging
import os
from dataclasses import replace
from pathlib import Path

from recsys import disk, paths
from recsys.data import bundle, cache
from recsys.data.archives import open_files
from recsys.data.cache import OnNotice
from recsys.data.dataset import Dataset, read_release
from recsys.data.layouts import check_whole, detect
from recsys.data.readers.own import OWN_SUFFIXES, read_own
from recsys.data.releases import RELEASES
from recsys.data.tables.columns import Columns
from recsys.errors import ArtifactError, ConfigError, DataError, UnknownIdError
from recsys.paths import shown

log = logging.getLogger("recsys")


def locate(name_or_path: str | Path) -> tuple[str, Path]:
    """Return the name and place of a data set given by name or by path.

    An installed data set goes before the embedded one of the same name: someone fetched it.

    Raises
    ------
    UnknownIdError
        Neither an installed data set nor an existing path; the message says how to install it.
    """
    name = str(name_or_path)
    for folder in (paths.datasets_home() / name, paths.EMBEDDED_DATA / name):
        if "/" not in name and name not in ("", ".", "..") and _exists(folder):
            return name, folder
    path = Path(name).expanduser()
    if name and _exists(path):
        resolved = path.resolve()
        known = (".zip", *OWN_SUFFIXES)
        return (resolved.stem if resolved.suffix.lower() in known else resolved.name), path
    if name in RELEASES:
        raise UnknownIdError(
            f"data set '{name}' is not installed; run: python -m recsys fetch {name} "
            "(add --from FILE for a copy on disk)"
        )
    raise UnknownIdError(
        f"'{name}' is neither an installed data set nor an existing file or folder; "
        f"installed: {', '.join(installed())}"
    )


def open_dataset(
    name_or_path: str | Path,
    columns: Columns | None = None,
    on_notice: OnNotice = log.warning,
    private: bool = False,
) -> Dataset:
    """Read a data set by name or path, from its processed copy where there is one.

    A path is a GroupLens archive or its unpacked folder, a bundle or its zip, or a CSV or Parquet
    file of your own, whose columns are given where their names do not say which is which.
    `on_notice` hears in one sentence what went wrong with the processed copy. A private one has
    none, and is marked.

    Raises
    ------
    UnknownIdError
        No such data set.
    DataError
        It is there but cannot be used.
    ArtifactError
        It was installed and is damaged, and is not embedded either.
    ConfigError
        Columns are given for a MovieLens data set, whose columns are known.
    """
    name, source = locate(name_or_path)
    if source.parent == paths.datasets_home():
        source = _sound(name, source, on_notice)
    own = source.is_file() and source.suffix.lower() in OWN_SUFFIXES
    if columns is not None and not own:
        raise ConfigError(
            f"{shown(source)} is no file of your own, so there are no columns to choose; "
            "leave them out, or name a CSV or Parquet file"
        )
    if own:
        sources, settings = [source], f"own {source.suffix.lower()} {columns}"
    else:
        check_whole(source)
        files = open_files(source)
        if files.has(bundle.MANIFEST):
            if private:
                raise DataError(
                    f"{shown(source)} is a bundle, which a server is started with "
                    "(RECSYS_DATASET); bring the ratings that it was made from"
                )
            disk.sweep()
            return bundle.read(files)
        layout = detect(files)
        sources, settings = files.on_disk(layout.files_in(files)), layout.label

    def read() -> Dataset:
        return read_own(source, name, columns) if own else read_release(files, layout, name)

    if private:
        return replace(read(), private=True)
    disk.sweep()
    key = cache.key_of(sources, settings)
    dataset = cache.load(key, name, source, on_notice)
    if dataset is None:
        dataset = read()
        if key == cache.key_of(sources, settings):
            cache.save(key, dataset, on_notice)
    return dataset


def _sound(name: str, folder: Path, on_notice: OnNotice) -> Path:
    """Return an installed data set's folder, or the embedded one's in place of a damaged one."""
    if not os.path.exists(folder / disk.SUMS):  # put there by hand, or by an earlier version
        return folder
    if os.path.exists(folder / bundle.MANIFEST):  # compares its parts itself
        return folder
    try:
        disk.Kept(
            folder, "the installed data set", f"run: python -m recsys fetch {name}"
        ).check_all()
    except ArtifactError as error:
        embedded = paths.EMBEDDED_DATA / name
        if not _exists(embedded):
            raise
        on_notice(str(error))
        return embedded
    return folder


def installed() -> list[str]:
    """Return the names of the data sets that `open_dataset` finds by name."""
    places = [paths.EMBEDDED_DATA, paths.datasets_home()]
    names = {
        folder.name
        for place in places
        if os.path.isdir(place) and os.access(place, os.R_OK | os.X_OK)
        for folder in place.iterdir()
        if os.path.isdir(folder) and not folder.name.startswith(".")
    }
    return sorted(names)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long for the file system, say
        return False
