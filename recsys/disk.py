"""The only place that writes: folders that are whole or not there, each file under a checksum.

A folder is made beside its place under a name that starts with `.new-` and put there in one step;
what it replaces stays whole until then. What a crash leaves behind is removed a day later.
Nothing is ever unpickled, and no parser sees a byte before it was compared with its checksum.
"""

import ctypes
import errno
import hashlib
import io
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactError

SUMS = "SHA256SUMS"
"""As `sha256sum` writes and checks it."""
LEFTOVER_SECONDS = 86_400
"""What has an unfinished name for longer than this belongs to nobody any more."""
Content = bytes | NDArray[Any]
_NEW, _OLD = ".new-", ".old-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def safe_name(text: str, otherwise: str) -> str:
    """Return the last part of a path as a name that leads nowhere else, at most 120 bytes."""
    last = re.sub(r"[^\w.() -]+", "_", re.split(r"[\\/]", text)[-1])
    return last.encode()[-120:].decode(errors="ignore").strip(". ") or otherwise


@contextmanager
def new_folder(home: Path) -> Iterator[Path]:
    """Make an empty folder in `home` to be filled and placed; without that it goes again.

    Raises
    ------
    OSError
        `home` cannot be made or written.
    """
    home.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=_NEW, dir=home))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def place(fresh: Path, target: Path) -> None:
    """Give a folder its name, in place of what has it; of two that do so at once the last stays.

    Raises
    ------
    OSError
        The folder cannot be renamed; what had the name still has it.
    """
    while True:
        try:
            fresh.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise
        if _exchange(fresh, target):
            remove(fresh)
            return
        shutil.rmtree(_set_aside(target), ignore_errors=True)


def remove(path: Path) -> None:
    """Take a folder or file away: first its name, in one step, then what it holds."""
    with suppress(OSError):
        shutil.rmtree(_set_aside(path), ignore_errors=True)


def prune(home: Path, most: int | None = None) -> None:
    """Remove what a crash left in a folder and, beyond `most` entries, those used longest ago."""
    entries, leftovers = [], []
    with suppress(OSError):
        for path in home.iterdir():
            with suppress(FileNotFoundError):  # another process prunes as well
                used = path.stat().st_mtime
                if not path.name.startswith("."):
                    entries.append((used, path))
                elif path.name.startswith((_NEW, _OLD)) and time.time() - used > LEFTOVER_SECONDS:
                    leftovers.append(path)
    oldest = [] if most is None else sorted(entries)[: max(0, len(entries) - most)]
    for path in [*leftovers, *(path for _, path in oldest)]:
        remove(path)


def seal(folder: Path) -> None:
    """Write the checksums of a folder's files."""
    names = sorted(path.name for path in folder.iterdir() if path.name != SUMS)
    lines = [f"{_sum_of(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def keep(
    target: Path, files: Mapping[str, Content], what: str, remedy: str, most: int | None = None
) -> None:
    """Write a folder of files under checksums in one step, and prune its home.

    Parameters
    ----------
    files : mapping
        Contents by name; arrays are written as `.npy`.
    what, remedy : str
        "the trained model", "it works from memory until you": the message ends with what
        to do about RECSYS_HOME.
    most : int, optional
        How many such folders stay.

    Raises
    ------
    ArtifactError
        The folder cannot be written; nothing half-written stays behind.
    """
    try:
        with new_folder(target.parent) as fresh:
            for name, content in files.items():
                with (fresh / name).open("wb") as file:
                    if isinstance(content, bytes):
                        file.write(content)
                    else:
                        np.save(file, content, allow_pickle=False)
            seal(fresh)
            place(fresh, target)
    except OSError as error:
        raise ArtifactError(
            f"{what} cannot be kept in {target.parent} ({error.strerror or error}); "
            f"{remedy} set RECSYS_HOME to a folder that can be written"
        ) from error
    prune(target.parent, most)


class Kept:
    """A folder that `keep` wrote, read file by file, each compared with its checksum first.

    Parameters
    ----------
    what, remedy : str
        "the stored model", "it is trained anew": what a refusal calls it and ends with.

    Raises
    ------
    ArtifactError
        The checksums cannot be read.
    """

    def __init__(self, folder: Path, what: str, remedy: str) -> None:
        self.folder, self._what, self._remedy = folder, what, remedy
        try:
            lines = self._read(SUMS).decode().split("\n")
            self._sums = {name: digest for digest, name in (li.split("  ") for li in lines if li)}
        except ValueError as error:
            raise self.damaged("its checksums are not readable") from error
        with suppress(OSError):  # a home that is only read knows no last use
            os.utime(folder)

    def content(self, name: str) -> bytes:
        """Return a file's bytes; `ArtifactError` where they are not those that were written."""
        content = self._read(name)
        if hashlib.sha256(content).hexdigest() != self._sums.get(name):
            raise self.damaged("its checksums do not match")
        return content

    def array(self, name: str) -> NDArray[Any]:
        """Return a file's array, read-only; `ArtifactError` as with `content`."""
        content = io.BytesIO(self.content(name))
        try:
            array: NDArray[Any] = np.load(content, allow_pickle=False)
        except ValueError as error:
            raise self.damaged(f"{name} is no array of numbers") from error
        array.setflags(write=False)
        return array

    def check(self, name: str) -> None:
        """Compare a file with its checksum and keep nothing of it in memory."""
        try:
            same = _sum_of(self.folder / name) == self._sums.get(name)
        except OSError as error:
            raise self._unreadable(error) from error
        if not same:
            raise self.damaged("its checksums do not match")

    def damaged(self, why: str) -> ArtifactError:
        """Return the refusal of a folder that holds something else than it should."""
        return self.refusal(f"is damaged ({why})")

    def refusal(self, says: str) -> ArtifactError:
        """Return an error in the words for this folder: "is another's", say."""
        return ArtifactError(f"{self._what} in {self.folder} {says}; {self._remedy}")

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> ArtifactError:
        if isinstance(error, FileNotFoundError):
            return self.damaged("it lacks a file")
        return self.refusal(f"cannot be read ({error.strerror or error})")


def find(folder: Path, what: str, remedy: str) -> Kept | None:
    """Return a folder that was kept, None where there is none or none may be seen; see `Kept`."""
    return Kept(folder, what, remedy) if os.path.isdir(folder) else None


def _set_aside(path: Path) -> Path:
    aside = Path(tempfile.mkdtemp(prefix=_OLD, dir=path.parent))
    with suppress(FileNotFoundError):  # another process did it
        path.rename(aside / path.name)
    return aside


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _exchange(first: Path, second: Path) -> bool:
    """Let two paths change places in one step, where the system can; POSIX has no such call."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = os.fsencode(first), os.fsencode(second)
    return bool(swap(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
