"""Data sets by name or path: embedded, installed, or anywhere on disk."""

from pathlib import Path

from recsys import paths
from recsys.datasets.dataset import Dataset, read
from recsys.datasets.releases import DEFAULT_DATASET, RELEASES, Release
from recsys.errors import UnknownIdError

__all__ = [
    "DEFAULT_DATASET",
    "RELEASES",
    "Dataset",
    "Release",
    "installed",
    "locate",
    "open_dataset",
]


def locate(name_or_path: str | Path) -> tuple[str, Path]:
    """Return the name and place of a data set given by name or by path.

    Raises
    ------
    UnknownIdError
        Neither an installed data set nor an existing path; the message says how to install it.
    """
    name = str(name_or_path)
    for folder in (paths.EMBEDDED_DATA / name, paths.datasets_home() / name):
        if "/" not in name and name not in ("", ".", "..") and folder.is_dir():
            return name, folder
    path = Path(name).expanduser()
    if path.exists():
        return path.resolve().name.removesuffix(".zip"), path
    if name in RELEASES:
        raise UnknownIdError(
            f"data set '{name}' is not installed; run: python -m recsys fetch {name} "
            "(add --from FILE for a copy on disk)"
        )
    raise UnknownIdError(
        f"'{name}' is neither an installed data set nor an existing file or folder; "
        f"installed: {', '.join(installed())}"
    )


def open_dataset(name_or_path: str | Path) -> Dataset:
    """Read a data set by name or path.

    Raises
    ------
    UnknownIdError
        No such data set.
    DataError
        It is there but cannot be used.
    """
    name, source = locate(name_or_path)
    return read(source, name)


def installed() -> list[str]:
    """Return the names of the data sets that `open_dataset` finds by name."""
    places = [paths.EMBEDDED_DATA, paths.datasets_home()]
    names = {
        folder.name
        for place in places
        if place.is_dir()
        for folder in place.iterdir()
        if folder.is_dir() and not folder.name.startswith(".")
    }
    return sorted(names)
