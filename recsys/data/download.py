"""Download a release's archive: checked, tried again after a break, gone on with where it ended."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests
from tqdm import tqdm

from recsys import disk
from recsys.data.releases import RELEASES, Release
from recsys.errors import DataError

ATTEMPTS = 3
PAUSE_SECONDS = 1.0
"""Wait before the second attempt; doubles with each."""
TIMEOUT_SECONDS = 30.0
"""Without a single byte for this long, a connection counts as broken."""

PIECE = 1 << 18
"""Bytes; so much is lost at most where a connection breaks."""
_PARTIAL, _NOTHING_LEFT = 206, 416
"""The web's answers to who asks for the rest of a file."""

log = logging.getLogger("recsys")


@dataclass(frozen=True)
class Loaded:
    """How far a download is."""

    bytes: int
    """Those of earlier attempts among them."""
    whole: int | None
    """Bytes in all; None where the server does not say."""


OnLoaded = Callable[[Loaded], None]


def archive_in(folder: Path, wanted: Release) -> Path:
    """Return the file that `download` writes, piece by piece."""
    return folder / f"{wanted.name}.zip"


def download(wanted: Release, url: str, folder: Path, on_loaded: OnLoaded | None = None) -> Path:
    """Download an archive into a folder that is the caller's alone; return its path.

    Where the archive's checksum is published, what is there of it already is not loaded again.

    Parameters
    ----------
    on_loaded : callable, optional
        Called after each piece, in place of a progress bar on standard error; an exception it
        raises ends the download, and what came stays.

    Raises
    ------
    DataError
        The address does not exist, the connection broke `ATTEMPTS` times, or the bytes do not
        have the published checksum.
    ArtifactError
        The disk does not take it.
    """
    attempt = 1
    while True:
        try:
            return _once(wanted, url, archive_in(folder, wanted), on_loaded)
        except requests.HTTPError as error:
            raise DataError(
                f"the download failed ({error}); try again later, or {_by_hand(wanted)}"
            ) from error
        except requests.RequestException as error:
            if attempt == ATTEMPTS:
                raise DataError(
                    f"{url} could not be downloaded in {ATTEMPTS} attempts "
                    f"({type(error).__name__}); check the connection, or {_by_hand(wanted)}"
                ) from error
            log.warning(f"the download of {url} broke off; it is tried again")
            time.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))
            attempt += 1
        except ValueError as error:  # a header that is no number, say
            raise DataError(
                f"{url} answers what no web server should ({error}); {_by_hand(wanted)}"
            ) from error


def _once(wanted: Release, url: str, archive: Path, on_loaded: OnLoaded | None) -> Path:
    published, there = wanted.archive_md5, 0
    if published is not None and archive.exists():
        if md5_of(archive) == published:
            return archive
        there = archive.stat().st_size
    _load(url, archive, there, on_loaded)
    if published is not None and (found := md5_of(archive)) != published:
        archive.unlink()
        raise DataError(
            f"the download of {url} has MD5 {found}, but {published} is published; "
            "it was thrown away, so try again"
        )
    return archive


def _load(url: str, archive: Path, there: int, on_loaded: OnLoaded | None) -> None:
    """Write what a server has of a file after its first bytes, or all where it cannot part it."""
    # Packed for the way, its bytes could not be counted.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_SECONDS) as answer:
        if there and answer.status_code == _NOTHING_LEFT:
            # As long as the server's, and not the same.
            _load(url, archive, 0, on_loaded)
            return
        answer.raise_for_status()
        if answer.status_code != _PARTIAL:
            there = 0
        length = int(answer.headers.get("Content-Length", 0))
        whole = there + length if length else None
        bar = tqdm(
            initial=there,
            total=whole,
            ncols=79,
            unit="B",
            unit_scale=True,
            disable=on_loaded is not None,
        )

        def pieces() -> Iterator[bytes]:
            for piece in answer.iter_content(PIECE):
                yield piece
                bar.update(len(piece))
                if on_loaded is not None:
                    on_loaded(Loaded(archive.stat().st_size, whole))

        came = pieces()
        stream: Any = SimpleNamespace(read=lambda _: next(came, b""))
        with bar:
            disk.copy(stream, archive, append=there > 0)


def md5_of(path: Path) -> str:
    """Return a file's MD5, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _by_hand(wanted: Release) -> str:
    if wanted.name not in RELEASES:
        return "download it in a browser and name the file with --dataset"
    return f"download it in a browser and run: python -m recsys fetch {wanted.name} --from FILE"
