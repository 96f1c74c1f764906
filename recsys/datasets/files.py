"""Read named files from an archive or its unpacked folder, within bounds."""

import zipfile
import zlib
from abc import ABC, abstractmethod
from pathlib import Path, PurePosixPath

from recsys.errors import DataError

MAX_UNPACKED_BYTES = 4 * 1024**3


class Files(ABC):
    """The files of a data set, found by base name wherever they lie in the source."""

    def __init__(self, source: Path) -> None:
        self.source = source

    @abstractmethod
    def _members(self) -> list[str]: ...

    @abstractmethod
    def _read(self, member: str) -> bytes: ...

    def has(self, name: str) -> bool:
        return any(PurePosixPath(member).name == name for member in self._members())

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises
        ------
        DataError
            The file is missing, doubled, too large or damaged.
        """
        found = [member for member in self._members() if PurePosixPath(member).name == name]
        if len(found) != 1:
            count = "no" if not found else f"{len(found)}"
            raise DataError(f"{self.source} holds {count} files named {name}; expected exactly one")
        return self._read(found[0])


class FolderFiles(Files):
    def _members(self) -> list[str]:
        here = [path.name for path in self.source.iterdir() if path.is_file()]
        return here or [
            f"{path.parent.name}/{path.name}" for path in self.source.glob("*/*") if path.is_file()
        ]

    def _read(self, member: str) -> bytes:
        try:
            return (self.source / member).read_bytes()
        except OSError as error:
            raise DataError(f"{self.source / member} cannot be read ({error.strerror})") from error


class ZipFiles(Files):
    def __init__(self, source: Path) -> None:
        super().__init__(source)
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError) as error:
            raise DataError(
                f"{source} is not a complete zip archive; "
                "expected a MovieLens archive such as ml-1m.zip, so fetch or copy it again"
            ) from error

    def _members(self) -> list[str]:
        return [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def _read(self, member: str) -> bytes:
        info = self._zip.getinfo(member)
        if info.file_size > MAX_UNPACKED_BYTES:
            raise DataError(
                f"{member} in {self.source} unpacks to {info.file_size:,} bytes; "
                f"at most {MAX_UNPACKED_BYTES:,} are read; unpack it yourself and name the folder"
            )
        try:
            with self._zip.open(info) as file:
                return file.read()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise DataError(
                f"{member} in {self.source} is damaged; fetch or copy the archive again"
            ) from error


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
    raise DataError(f"{source} does not exist; expected a MovieLens archive or its unpacked folder")
