"""Download a release's archive: to a temporary name, checked, tried again after a break."""

import hashlib
import logging
import time
from pathlib import Path

import pooch
import requests

from recsys.data.releases import RELEASES, Release
from recsys.errors import DataError
from recsys.paths import shown

ATTEMPTS = 3
PAUSE_SECONDS = 1.0
"""Wait before the second attempt; doubles with each."""
TIMEOUT_SECONDS = 30.0
"""Without a single byte for this long, a connection counts as broken."""

_PIECE = 1 << 18

log = logging.getLogger("recsys")


def download(wanted: Release, url: str, folder: Path) -> Path:
    """Download an archive into a folder of its own, which the caller removes; return its path.

    Raises
    ------
    DataError
        The address does not exist, the connection broke `ATTEMPTS` times, or the bytes do not
        have the published checksum.
    """
    attempt = 1
    while True:
        try:
            return _once(wanted, url, folder)
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
            log.warning(f"the download of {url} broke off; it starts anew")
            time.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))
            attempt += 1
        except ValueError as error:  # a header that is no number, say
            raise DataError(
                f"{url} answers what no web server should ({error}); {_by_hand(wanted)}"
            ) from error
        except OSError as error:
            raise DataError(
                f"{shown(folder)} cannot be written ({error.strerror or error}); "
                "free some space or set RECSYS_HOME to another folder"
            ) from error


def _once(wanted: Release, url: str, folder: Path) -> Path:
    archive = folder / f"{wanted.name}.zip"
    # The checksum is compared here and not by pooch: its error is a bare ValueError, which
    # bad addresses raise as well.
    fetch = pooch.HTTPDownloader(progressbar=True, chunk_size=_PIECE, timeout=TIMEOUT_SECONDS)
    fetch(url, str(archive), None)
    found = md5_of(archive)
    if wanted.archive_md5 is not None and found != wanted.archive_md5:
        archive.unlink()
        raise DataError(
            f"the download of {url} has MD5 {found}, but {wanted.archive_md5} is published; "
            "it was thrown away, so try again"
        )
    return archive


def md5_of(path: Path) -> str:
    """Return a file's MD5, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _by_hand(wanted: Release) -> str:
    if wanted.name not in RELEASES:
        return "download it in a browser and name the file with --dataset"
    return f"download it in a browser and run: python -m recsys fetch {wanted.name} --from FILE"
