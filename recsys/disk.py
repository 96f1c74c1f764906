"""The only place that writes: folders that are whole or not there, each file under a checksum.

A folder is made beside its place under a name that starts with `.new-` and put there in one step;
what it replaces stays whole until then. Who makes it holds a lock on it that ends with the process,
so what a kill leaves behind is told from what is being written and goes at the next start.
Nothing is ever unpickled, and no parser sees a byte before it was compared with its checksum.
"""

import copy as copying
import ctypes
import errno
import hashlib
import io
import logging
import mmap
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys import paths
from recsys.errors import ArtifactError
from recsys.limits import limits
from recsys.paths import UNFINISHED

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger("recsys")
T = TypeVar("T")

SUMS = "SHA256SUMS"
"""As `sha256sum` writes and checks it."""
LEFTOVER_SECONDS = 86_400
"""Where nothing can be locked, what has an unfinished name for longer belongs to nobody."""
Content = bytes | NDArray[Any]
_NEW, _OLD = UNFINISHED
_read: set[Path] = set()
"""Folders that this process has read from; they stay."""
_PIECE = 1 << 20
_SKEW_SECONDS = 60
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def safe_name(text: str, otherwise: str) -> str:
    """Return the last part of a path as a name that leads nowhere else, at most 120 bytes."""
    last = re.sub(r"[^\w.() -]+", "_", re.split(r"[\\/]", text)[-1])
    return last.encode()[-120:].decode(errors="ignore").strip(". ") or otherwise


@contextmanager
def new_folder(home: Path) -> Iterator[Path]:
    """Make an empty folder in `home` to be filled and placed; without that it goes again.

    It is this process' until the end of the block, or of the process.

    Raises
    ------
    OSError
        `home` cannot be made or written.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home, _NEW) as fresh:
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Make a folder that stays, and say whether it is this block's alone until its end.

    Raises
    ------
    OSError
        The folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder, wait=False) as mine:
        yield mine is not False


def copy(stream: IO[bytes], target: Path, append: bool = False) -> None:
    """Write a file from a stream, piece by piece, or its end, and the folder it lies in.

    Raises
    ------
    ArtifactError
        The disk does not take it. What the stream raises is passed on: a full disk is no bad
        archive.
    """
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("ab" if append else "wb")
    try:
        while piece := stream.read(_PIECE):
            with _told(target):
                file.write(piece)
                file.flush()
    finally:
        with _told(target):
            file.close()


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
        _set_aside(target)


def remove(path: Path) -> None:
    """Take a folder or file away: first its name, in one step, then what it holds."""
    with suppress(OSError):
        _set_aside(path)


def prune(
    home: Path, most: int | None = None, most_bytes: int | None = None, newest: Path | None = None
) -> None:
    """Remove what a kill left in a folder and, beyond a number or bytes, what is used least.

    Parameters
    ----------
    most, most_bytes : int, optional
        How many entries, and bytes in all, stay.
    newest : Path, optional
        Stays; so does what this process has read from.
    """
    # A stamp of the future comes from another clock and says nothing; a use sets it right.
    now = time.time() + _SKEW_SECONDS
    entries: list[tuple[bool, float, Path]] = []
    with suppress(OSError):
        for path in home.iterdir():
            with suppress(FileNotFoundError):  # another process prunes as well
                used = path.stat().st_mtime
                if not path.name.startswith("."):
                    entries.append((used <= now, used, path))
                elif path.name.startswith((_NEW, _OLD)):
                    _clear(path, now - used > LEFTOVER_SECONDS)
    sizes = [bytes_in(path) if most_bytes is not None else 0 for *_, path in sorted(entries)]
    number, total = len(entries), sum(sizes)
    for (*_, path), size in zip(sorted(entries), sizes, strict=True):
        too_many = most is not None and number > most
        too_large = most_bytes is not None and total > most_bytes
        if (too_many or too_large) and path != newest and path not in _read:
            remove(path)
            number, total = number - 1, total - size


def sweep() -> None:
    """Clear all folders of RECSYS_HOME of what killed processes left, once a process."""
    _sweep(paths.home())


@cache
def _sweep(home: Path) -> None:
    for folder in paths.folders(home):
        prune(folder)
    # What lies here has no owner unless it is locked.
    prune(home / "uploads", 0)


def seal(folder: Path) -> None:
    """Write the checksums of a folder's files."""
    names = sorted(_files_in(folder) - {SUMS})
    lines = [f"{_sum_of(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def put(target: Path, files: Mapping[str, Content]) -> None:
    """Write a folder of files under checksums in one step.

    Parameters
    ----------
    files : mapping
        Contents by name, which may lead into folders within; arrays are written as `.npy`.

    Raises
    ------
    OSError
        It cannot be written; nothing half-written stays behind.
    """
    with new_folder(target.parent) as fresh:
        for name, content in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            with (fresh / name).open("wb") as file:
                if isinstance(content, bytes):
                    file.write(content)
                else:
                    # Straight to a file, numpy would not say why a disk refused.
                    np.save(SimpleNamespace(write=file.write), content, allow_pickle=False)
        seal(fresh)
        place(fresh, target)


def keep(
    target: Path, files: Mapping[str, Content], what: str, remedy: str, most: int | None = None
) -> None:
    """Do as `put`, and prune the folder's home.

    Parameters
    ----------
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
        put(target, files)
    except OSError as error:
        raise ArtifactError(
            f"{what} cannot be kept in {paths.shown(target.parent)} ({error.strerror or error}); "
            f"{remedy} set RECSYS_HOME to a folder that can be written"
        ) from error
    prune(target.parent, most, limits().kept_bytes, target)


class Kept:
    """A folder that `keep` wrote, read file by file, each compared with its checksum first.

    Parameters
    ----------
    what, remedy : str
        "the stored model", "it is trained anew": what a refusal calls it and ends with.
    mapped : bool
        Whether arrays stay on disk until they are looked at, and leave memory where it is short.

    Raises
    ------
    ArtifactError
        The checksums cannot be read.
    """

    def __init__(self, folder: Path, what: str, remedy: str, mapped: bool = False) -> None:
        self.folder, self._what, self._remedy, self._mapped = folder, what, remedy, mapped
        try:
            lines = self._read(SUMS).decode().split("\n")
            self._sums = {
                name: digest for digest, name in (li.split("  ", 1) for li in lines if li)
            }
        except ValueError as error:
            raise self.damaged("its checksums are not readable") from error
        _read.add(folder)
        with suppress(OSError):  # a home that is only read knows no last use
            os.utime(folder)

    def part(self, name: str, what: str) -> "Kept | None":
        """Return a folder within, called `what`, or None where there is none of this name."""
        start = f"{name}/"
        sums = {n.removeprefix(start): s for n, s in self._sums.items() if n.startswith(start)}
        if not sums:
            return None
        found = copying.copy(self)
        found.folder, found._what, found._sums = self.folder / name, what, sums
        return found

    def content(self, name: str) -> bytes:
        """Return a file's bytes; `ArtifactError` where they are not those that were written."""
        content = self._read(name)
        if hashlib.sha256(content).hexdigest() != self._sums.get(name):
            raise self.damaged("its checksums do not match")
        return content

    def array(self, name: str) -> NDArray[Any]:
        """Return a file's array, read-only; `ArtifactError` as with `content`."""
        try:
            if self._mapped:
                self.check(name)
                array = np.asarray(np.load(self.folder / name, "r", allow_pickle=False))
            else:
                array = np.load(io.BytesIO(self.content(name)), allow_pickle=False)
        except (ValueError, EOFError) as error:
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

    def check_all(self) -> None:
        """Compare every file of the folder with its checksum."""
        try:
            there = _files_in(self.folder) - {SUMS}
        except OSError as error:
            raise self._unreadable(error) from error
        for name in sorted(there | self._sums.keys()):
            self.check(name)

    def damaged(self, why: str) -> ArtifactError:
        """Return the refusal of a folder that holds something else than it should."""
        return self.refusal(f"is damaged ({why})")

    def refusal(self, says: str) -> ArtifactError:
        """Return an error in the words for this folder: "is another's", say."""
        return ArtifactError(f"{self._what} in {paths.shown(self.folder)} {says}; {self._remedy}")

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> ArtifactError:
        if isinstance(error, FileNotFoundError):
            return self.damaged("it lacks a file")
        return self.refusal(f"cannot be read ({error.strerror or error})")


def let_go(*arrays: NDArray[Any]) -> None:
    """Give back the memory of mapped arrays; what is looked at again comes from its file."""
    for array in arrays:
        file: Any = array
        while isinstance(file, np.ndarray):
            file = file.base
        with suppress(AttributeError, OSError):  # held in memory, or a system that cannot
            file.madvise(mmap.MADV_DONTNEED)


def _files_in(folder: Path) -> set[str]:
    """Return the names of the files in a folder and the folders within."""
    os.listdir(folder)  # says why it cannot be read, where it cannot
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}


def find(folder: Path, what: str, remedy: str) -> Kept | None:
    """Return a folder that was kept, None where there is none or none may be seen; see `Kept`."""
    return Kept(folder, what, remedy) if os.path.isdir(folder) else None


def first(folders: Iterable[Path], what: str, remedy: str, read: Callable[[Kept], T]) -> T | None:
    """Return what is read of the first of some folders that can be, None where there is none.

    One that is damaged hides none that follows, as what came with the app.

    Raises
    ------
    ArtifactError
        None can be read: what is wrong with the first.
    """
    problem = None
    for folder in folders:
        try:
            if (kept := find(folder, what, remedy)) is not None:
                return read(kept)
        except ArtifactError as error:
            log.warning(str(error))
            problem = problem or error
    if problem is not None:
        raise problem
    return None


def _set_aside(path: Path) -> None:
    """Take a folder's or file's name away, then what it holds."""
    with _locked(path.parent, _OLD) as aside:
        with suppress(FileNotFoundError):  # another process did it
            path.rename(aside / path.name)
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _locked(home: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that no process takes for a leftover while this one lives."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
        with ExitStack() as until_the_end:
            # Another process may have cleared it away before it was locked.
            with suppress(FileNotFoundError):
                until_the_end.enter_context(_lock(made, wait=True))
            if made.exists():
                yield made
                return


@contextmanager
def _lock(folder: Path, wait: bool) -> Iterator[bool | None]:
    """Lock a folder; say whether that worked, None where there are no locks."""
    if fcntl is None:
        yield None
        return
    opened, locked = os.open(folder, os.O_RDONLY), None
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                locked = True
            except BlockingIOError:
                locked = False
        yield locked
    finally:
        os.close(opened)


def _clear(leftover: Path, old: bool) -> None:
    """Remove an unfinished folder whose process has ended, or where that is unknown, an old one."""
    with suppress(OSError), _lock(leftover, wait=False) as unowned:
        if unowned or (unowned is None and old):
            _set_aside(leftover)


def bytes_in(folder: Path) -> int:
    with suppress(OSError):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return 0


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArtifactError(
            f"{file.name} cannot be written ({error.strerror or error}); "
            "free some space or set RECSYS_HOME to a folder that can be written"
        ) from error


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
