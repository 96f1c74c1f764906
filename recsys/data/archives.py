"""Read named files from an archive or its unpacked folder, within bounds."""

import io
import re
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from recsys import disk
from recsys.errors import DataError
from recsys.limits import limits
from recsys.paths import shown

MAX_DIRECTORY_BYTES = 1024**2
"""Of an archive's list of files; some tens are expected, and zipfile takes a kB for each."""
MAX_RATIO = 100
"""Most bytes a packed byte may become; ratings as text reach about 5."""
MAX_TEXT_BYTES = 256 * 1024**2
"""Largest file read in one piece: movie lists; ratings are streamed."""
_RATIO_MATTERS_FROM = 10 * 1024**2
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What zipfile raises while it reads bytes that are no sound archive, locked, or packed in a way
it does not know."""
_NO_ARCHIVE = (*_DAMAGE, struct.error, ValueError)
"""What it raises besides for broken headers: names that are no text, offsets below zero."""
_END_WITHIN = 22 + 65_535 + 76
"""Bytes of a zip's end record, its comment, and the records of the 64-bit form before it."""
_IN_64_BIT = 0xFFFFFFFF
MAX_DEPTH = 3
"""Folders within folders, the file counted, of what is unpacked."""
_PLAIN = re.compile(r"[\w(-][\w.() -]{0,200}")
_DRIVE = re.compile(r"[A-Za-z]:")


class Files(ABC):
    """The files of a data set, found by base name wherever they lie in the source."""

    def __init__(self, source: Path) -> None:
        self.source = source

    @abstractmethod
    def _members(self) -> list[str]: ...

    @abstractmethod
    def _open(self, member: str) -> IO[bytes]: ...

    @abstractmethod
    def _size(self, member: str) -> int: ...

    @abstractmethod
    def on_disk(self, names: Iterable[str]) -> list[Path]:
        """Return the files on disk that hold these files' bytes."""

    def has(self, name: str) -> bool:
        return any(PurePosixPath(member).name == name for member in self._members())

    def check(self, names: Iterable[str]) -> None:
        """Refuse files that are missing, doubled or too large, before any is read."""
        for name in names:
            self._check(self._member(name))

    def _check(self, member: str) -> None:
        # What lies unpacked on a person's own disk needs no bound, only to be there.
        self._size(member)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for streaming.

        Raises
        ------
        DataError
            The file is missing, doubled, too large, or turns out damaged while it is read.
        """
        with self._reading(self._member(name)) as stream:
            yield stream

    @contextmanager
    def _reading(self, member: str) -> Iterator[IO[bytes]]:
        damaged = f"{member} in {shown(self.source)} is damaged; fetch or copy the archive again"
        try:
            try:
                opened = self._open(member)
            except _NO_ARCHIVE as error:
                raise DataError(damaged) from error
            with opened as stream:
                yield stream
        except _DAMAGE as error:
            raise DataError(damaged) from error
        except OSError as error:
            raise DataError(
                f"{member} in {shown(self.source)} cannot be read ({error.strerror or error}); "
                "check the file and its permissions"
            ) from error

    def read(self, name: str) -> bytes:
        """Return the bytes of a file of moderate size; see `open` for what it raises."""
        size = self._size(self._member(name))
        if size > MAX_TEXT_BYTES:
            raise DataError(
                f"{name} in {shown(self.source)} holds {size:,} bytes; "
                f"at most {MAX_TEXT_BYTES:,} are expected in this file"
            )
        with self.open(name) as stream:
            return stream.read()

    def _member(self, name: str) -> str:
        found = [member for member in self._members() if PurePosixPath(member).name == name]
        if len(found) != 1:
            number = len(found) or "no"
            raise DataError(
                f"{shown(self.source)} holds {number} files named {name}; expected exactly one"
            )
        return found[0]


class FolderFiles(Files):
    def _members(self) -> list[str]:
        try:
            here = [path.name for path in self.source.iterdir() if path.is_file()]
            return here or [
                f"{path.parent.name}/{path.name}"
                for path in self.source.glob("*/*")
                if path.is_file()
            ]
        except OSError as error:
            raise DataError(
                f"the folder {shown(self.source)} cannot be read ({error.strerror or error}); "
                "check its permissions"
            ) from error

    def on_disk(self, names: Iterable[str]) -> list[Path]:
        return [self.source / self._member(name) for name in names]

    def _open(self, member: str) -> IO[bytes]:
        return (self.source / member).open("rb")

    def _size(self, member: str) -> int:
        try:
            return (self.source / member).stat().st_size
        except OSError as error:
            raise DataError(
                f"{shown(self.source / member)} cannot be read ({error.strerror or error})"
            ) from error


class ZipFiles(Files):
    def __init__(self, source: Path) -> None:
        super().__init__(source)
        try:
            with source.open("rb") as file:
                directory = _directory_bytes(file)
            if directory > MAX_DIRECTORY_BYTES:
                raise DataError(
                    f"{shown(source)} holds far too many files for a data set; "
                    "expected a MovieLens archive such as ml-1m.zip"
                )
            self._zip = zipfile.ZipFile(source)
        except _NO_ARCHIVE as error:
            raise DataError(
                f"{shown(source)} is not a complete zip archive; "
                "expected a MovieLens archive such as ml-1m.zip, so fetch or copy it again"
            ) from error
        except OSError as error:
            raise DataError(
                f"{shown(source)} cannot be read ({error.strerror or error}); "
                "check the file and its permissions"
            ) from error
        for name in self._zip.namelist():
            if _escapes(name):
                raise DataError(
                    f"{shown(source)} holds a path that leads out of its folder ('{name[:80]}'); "
                    "such an archive is not safe to read, so fetch it from its publisher again"
                )

    def unpack(self, folder: Path, most_files: int) -> None:
        """Write all files into a folder, without the one folder that all may lie in.

        Raises
        ------
        DataError
            More files or bytes than are read, a name that no file of ours has, one name twice, or
            the archive turns out damaged.
        ArtifactError
            The disk does not take them.
        """
        members, most = self._members(), limits().unpacked_bytes
        size = sum(map(self._size, members))
        if size > most or len(members) > most_files:
            raise DataError(
                f"{shown(self.source)} unpacks to {len(members):,} files of {size:,} bytes; at "
                f"most {most_files:,} files of {most:,} bytes are read"
            )
        parts = [PurePosixPath(member).parts for member in members]
        if len({own[0] for own in parts}) == 1 and min(map(len, parts)) > 1:
            parts = [own[1:] for own in parts]
        names = ["/".join(own) for own in parts]
        for own, name in zip(parts, names, strict=True):
            if len(own) > MAX_DEPTH or not all(map(_PLAIN.fullmatch, own)):
                raise DataError(
                    f"{shown(self.source)} holds '{name[:80]}', which is no file of ours; it is "
                    "not unpacked"
                )
        if len({name.casefold() for name in names}) < len(names):
            raise DataError(f"{shown(self.source)} holds a file twice; it is not unpacked")
        for member, name in zip(members, names, strict=True):
            with self._reading(member) as stream:
                disk.copy(stream, folder / name)

    def _members(self) -> list[str]:
        return [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def on_disk(self, names: Iterable[str]) -> list[Path]:
        for name in names:
            self._member(name)
        return [self.source]

    def _size(self, member: str) -> int:
        return self._zip.getinfo(member).file_size

    def _open(self, member: str) -> IO[bytes]:
        self._check(member)
        return self._zip.open(member)

    def _check(self, member: str) -> None:
        # zipfile never yields more bytes than the archive declares, so checking the declared
        # size bounds what is read even where the declaration lies.
        info, most = self._zip.getinfo(member), limits().unpacked_bytes
        if info.file_size > most:
            raise DataError(
                f"{member} in {shown(self.source)} unpacks to {info.file_size:,} bytes; "
                f"at most {most:,} are read; unpack it yourself and name the folder"
            )
        if info.file_size > max(_RATIO_MATTERS_FROM, MAX_RATIO * info.compress_size):
            raise DataError(
                f"{member} in {shown(self.source)} unpacks to {info.file_size:,} bytes from "
                f"{info.compress_size:,}; that is no ratings file but a zip bomb, and is not read"
            )


class Watched(io.RawIOBase):
    """A stream that remembers how it ended, for readers that do not tell."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self.last = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.last = data[-1:] or self.last
        return data


def open_files(source: Path) -> Files:
    """Open an archive or folder.

    Raises
    ------
    DataError
        The path does not exist or is neither a folder nor a zip archive.
    """
    if source.is_dir():
        return FolderFiles(source)
    if source.is_file():
        return ZipFiles(source)
    raise DataError(
        f"{shown(source)} does not exist; expected a MovieLens archive or its unpacked folder"
    )


def _directory_bytes(file: IO[bytes]) -> int:
    """Return how large a zip says its list of files is, the largest where it says it twice.

    `zipfile` reads that much whatever it is. It looks for the end record in the last 64 kB.
    """
    file.seek(max(0, file.seek(0, io.SEEK_END) - _END_WITHIN))
    tail = file.read()
    said = [0]
    for record, at, form in ((b"PK\x05\x06", 12, "<L"), (b"PK\x06\x06", 40, "<Q")):
        for match in re.finditer(re.escape(record), tail):
            size = tail[match.start() + at :][: struct.calcsize(form)]
            if len(size) == struct.calcsize(form):
                said.append(struct.unpack(form, size)[0])
    # 2³² − 1 says that the record of the 64-bit form, found above, knows.
    return max(size for size in said if size != _IN_64_BIT)


def _escapes(member: str) -> bool:
    path = PurePosixPath(member.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or _DRIVE.match(member) is not None
