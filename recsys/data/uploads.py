"""Files that a visitor hands to the app: in a folder of the visit, and gone with it.

The folder is one that is never placed (`recsys.disk.new_folder`), so what a killed server leaves
is cleared at the next start, and nobody's file makes room for another's. What is made of an upload
stays in memory: see `Dataset.private`.
"""

import weakref
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from recsys import disk, paths
from recsys.errors import ArtifactError, DataError
from recsys.limits import limits

MAX_FILES = 4
"""In use at once in one visit; a profile may still have the ids of an earlier one."""
MAX_BYTES = 2 * 1024**3


class Uploads:
    """One visitor's files: those in use, and the one being looked at."""

    def __init__(self) -> None:
        self._visit = ExitStack()
        self._folder: Path | None = None
        self._used: dict[str, Path] = {}
        self._looked_at: dict[str, Path] = {}
        self._number = 0
        weakref.finalize(self, self._visit.close)

    def keep(self, key: str, name: str, stream: IO[bytes]) -> Path:
        """Keep an upload to be looked at, in place of the last one, and return where.

        Parameters
        ----------
        key : str
            What is kept under it already is not written again.
        name : str
            As the person's computer calls the file; only its last part is used, made harmless.
        stream : file
            Read from its beginning to its end, piece by piece.

        Raises
        ------
        DataError
            The file is larger than `MAX_BYTES`, the visit has `MAX_FILES`, or others' files
            leave no room.
        ArtifactError
            RECSYS_HOME cannot be written.
        """
        for path in (self._used.get(key), self._looked_at.get(key)):
            if path is not None and path.exists():
                return path
        name = disk.safe_name(name, "upload")
        self._forget_looked_at()
        size = stream.seek(0, 2)
        stream.seek(0)
        if size > MAX_BYTES:
            raise DataError(
                f"{name} is larger than {MAX_BYTES:,} bytes; put it on the server's disk and "
                "name its path instead"
            )
        if len(self._used) >= MAX_FILES:
            raise DataError(
                f"this visit has {MAX_FILES} files of your own already; open Cinefold in a new tab "
                "for another"
            )
        if size + disk.bytes_in(paths.uploads_home()) > limits().kept_bytes:
            raise DataError(
                f"there is no room for {name} beside the files of other visitors; try again when "
                "they have left"
            )
        self._number += 1
        try:
            target = self._made() / f"{self._number}" / name
        except OSError as error:
            raise ArtifactError(
                f"{name} cannot be kept ({error.strerror or error}); "
                "free some space or set RECSYS_HOME to a folder that can be written"
            ) from error
        self._looked_at = {key: target}
        try:
            disk.copy(stream, target)
        except ArtifactError:
            self._forget_looked_at()
            raise
        return target

    def use(self, path: Path) -> None:
        """Let what `keep` returned stay until the visit ends."""
        if path in self._looked_at.values():
            self._used |= self._looked_at
            self._looked_at = {}

    def close(self) -> None:
        """Delete the files; what is kept after that begins anew."""
        self._visit.close()

    def _made(self) -> Path:
        if self._folder is None or not self._folder.exists():
            self._folder = self._visit.enter_context(disk.new_folder(paths.uploads_home()))
        return self._folder

    def _forget_looked_at(self) -> None:
        for path in self._looked_at.values():
            disk.remove(path.parent)
        self._looked_at = {}
