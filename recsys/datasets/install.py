"""Install a MovieLens release under RECSYS_HOME, downloaded or from a copy on disk."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pooch

from recsys import paths
from recsys.datasets.dataset import Dataset, read
from recsys.datasets.files import Files, open_files
from recsys.datasets.readers import detect
from recsys.datasets.releases import Release, release
from recsys.errors import DataError


@dataclass(frozen=True)
class Installed:
    """What an installation did."""

    dataset: str
    path: str
    verified: bool
    """Whether a published checksum of this release was compared and fits."""
    ratings: int


def fetch(name: str, source: Path | None = None, url: str | None = None) -> Installed:
    """Install a release.

    Parameters
    ----------
    name : str
        A known release, "ml-1m" say.
    source : path, optional
        A local archive or unpacked folder to take instead of downloading.
    url : str, optional
        Where to download from, if not GroupLens.

    Raises
    ------
    UnknownIdError
        The name is not a known release.
    DataError
        The download broke off, a checksum does not fit, or the folder cannot be written.
    """
    wanted = release(name)
    if source is not None:
        return _install(wanted, source)
    archive = _download(wanted, url or wanted.url)
    try:
        return _install(wanted, archive)
    finally:
        archive.unlink(missing_ok=True)


def _download(wanted: Release, url: str) -> Path:
    known = f"md5:{wanted.archive_md5}" if wanted.archive_md5 else None
    try:
        return Path(
            pooch.retrieve(
                url,
                known_hash=known,
                fname=f"{wanted.name}.zip",
                path=paths.home() / "downloads",
                progressbar=True,
            )
        )
    except ValueError as error:
        raise DataError(
            f"the download of {url} does not have its published checksum; "
            "it was thrown away, so try again"
        ) from error
    except Exception as error:  # pooch passes on whatever its HTTP library raises
        if isinstance(error, KeyboardInterrupt):
            raise
        raise DataError(
            f"{url} could not be downloaded ({type(error).__name__}); check the connection, "
            f"or download it in a browser and run: python -m recsys fetch {wanted.name} --from FILE"
        ) from error


def _install(wanted: Release, source: Path) -> Installed:
    files = open_files(source)
    layout = detect(files)
    verified = False
    if wanted.ratings_md5 is not None:
        found = hashlib.md5(files.read(layout.ratings_file)).hexdigest()
        if found != wanted.ratings_md5:
            raise DataError(
                f"{source} is not {wanted.label}: its {layout.ratings_file} has MD5 {found}, "
                f"expected {wanted.ratings_md5}"
            )
        verified = True
    dataset: Dataset = read(source, wanted.name)
    target = paths.datasets_home() / wanted.name
    _copy(files, (layout.ratings_file, layout.movies_file), target)
    return Installed(wanted.name, str(target), verified, len(dataset.ratings))


def _copy(files: Files, names: tuple[str, ...], target: Path) -> None:
    """Write the files into a fresh folder and move it into place in one step."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            for name in names:
                (fresh / name).write_bytes(files.read(name))
            if target.exists():
                shutil.rmtree(target)
            os.replace(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise DataError(
            f"{target} cannot be written ({error.strerror}); "
            "set RECSYS_HOME to a folder that can be written"
        ) from error
