"""Install a MovieLens release under RECSYS_HOME, downloaded or from a copy on disk."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from recsys import disk, paths
from recsys.data import bundle
from recsys.data.archives import FolderFiles, ZipFiles, open_files
from recsys.data.dataset import Dataset
from recsys.data.download import download, md5_of
from recsys.data.ids import distinct
from recsys.data.layouts import check_whole, detect
from recsys.data.registry import open_dataset
from recsys.data.releases import Counts, Release, release
from recsys.errors import DataError
from recsys.paths import shown


@dataclass(frozen=True)
class Installed:
    """What an installation did."""

    dataset: str
    path: str
    verified: bool
    """Whether it was compared with something published about this release, and fits."""
    ratings: int
    verified_by: str | None = None
    """"archive MD5", "ratings MD5" or "counts" (of ratings and users); None if not verified."""


def fetch(name: str, source: Path | None = None, url: str | None = None) -> Installed:
    """Install a known release, "ml-1m" say.

    The source is a local archive or unpacked folder to take instead of downloading; the URL is
    where to download from, if not GroupLens.

    Raises
    ------
    UnknownIdError
        The name is not a known release.
    DataError
        The download broke off, the contents are not those of the release, or the folder cannot
        be written.
    """
    wanted = release(name)
    if source is not None:
        return _install(wanted, source)
    home = paths.home() / "downloads"
    disk.prune(home)
    try:
        with disk.new_folder(home) as folder:
            return _install(wanted, download(wanted, url or wanted.url, folder))
    except OSError as error:
        raise _not_writable(home, error) from error


def fetch_bundle(url: str, name: str = "") -> Installed:
    """Install a bundle from a web address, under a name or that of its file.

    Raises
    ------
    DataError
        The address does not exist or is none, the download broke off, what came is no bundle, or
        a data set of that name with its ratings is there already.
    ArtifactError
        The bundle is damaged, or of another version.
    """
    name = disk.safe_name(name or PurePosixPath(unquote(urlsplit(url).path)).stem, "bundle")
    target = paths.datasets_home() / name
    for place in (target, paths.EMBEDDED_DATA / name):
        if place.exists() and not (place / bundle.MANIFEST).is_file():
            raise DataError(
                f"{name} is here already, with its ratings; give the bundle another name: "
                f"python -m recsys fetch {url} --as NAME"
            )
    home = paths.home() / "downloads"
    disk.prune(home)
    try:
        with disk.new_folder(home) as folder, disk.new_folder(target.parent) as temporary:
            files = open_files(download(Release(name, name), url, folder))
            if not isinstance(files, ZipFiles) or not files.has(bundle.MANIFEST):
                raise DataError(f"{url} is no bundle: it holds no {bundle.MANIFEST}")
            fresh = temporary / name
            fresh.mkdir()
            bundle.unpack(files, fresh)
            dataset = bundle.read(FolderFiles(fresh))
            disk.place(fresh, target)
    except OSError as error:
        raise _not_writable(home, error) from error
    counted = dataset.counted
    ratings = 0 if counted is None else int(counted.movies.by_stars.sum())
    return Installed(name, str(target), False, ratings)


def _install(wanted: Release, source: Path) -> Installed:
    """Copy what is needed into a fresh folder, check it there, and move it into place at once."""
    check_whole(source)
    files = open_files(source)
    layout = detect(files)
    home = paths.datasets_home()
    target = home / wanted.name
    try:
        with disk.new_folder(home) as temporary:
            fresh = temporary / wanted.name
            for name in layout.files_in(files):
                with files.open(name) as stream:
                    disk.copy(stream, fresh / name)
            dataset = open_dataset(fresh)
            ratings_md5 = md5_of(fresh / layout.ratings_file)
            verified_by = _verify(wanted, source, ratings_md5, dataset)
            disk.seal(fresh)
            disk.place(fresh, target)
    except OSError as error:
        raise _not_writable(home, error) from error
    disk.prune(home)
    return Installed(
        wanted.name, str(target), verified_by is not None, len(dataset.ratings), verified_by
    )


def _verify(wanted: Release, source: Path, ratings_md5: str, dataset: Dataset) -> str | None:
    """Return what published fact the contents were compared with and fit, None if there is none."""
    if wanted.ratings_md5 is not None and ratings_md5 != wanted.ratings_md5:
        raise DataError(
            f"{shown(source)} is not {wanted.label}: its ratings have MD5 {ratings_md5}, "
            f"expected {wanted.ratings_md5}"
        )
    if wanted.archive_md5 and source.is_file() and md5_of(source) == wanted.archive_md5:
        return "archive MD5"
    if wanted.ratings_md5 is not None:
        return "ratings MD5"
    found = Counts(dataset.report.rows_read, len(distinct(dataset.ratings["user_id"].to_numpy())))
    if found in wanted.counts:
        return "counts"
    if wanted.fixed:
        known = wanted.counts[0]
        raise DataError(
            f"{shown(source)} is not {wanted.label}: it holds {found.ratings:,} ratings by "
            f"{found.users:,} users, expected {known.ratings:,} by {known.users:,}; "
            "use it where it is, with --dataset PATH"
        )
    return None


def _not_writable(folder: Path, error: OSError) -> DataError:
    return DataError(
        f"{shown(folder)} cannot be written ({error.strerror or error}); "
        "free some space or set RECSYS_HOME to a folder that can be written"
    )
