"""Files that people hand to the app, kept under RECSYS_HOME while they are used.

An upload lies under the hash of its bytes: two people with the same file share it, and nobody
finds another's without having it. The uploads used longest ago leave first.
"""

import hashlib
from pathlib import Path
from typing import IO

from recsys import disk, paths
from recsys.errors import DataError

MAX_UPLOADS = 8
MAX_BYTES = 2 * 1024**3
_PIECE = 1 << 20


def keep(name: str, stream: IO[bytes]) -> Path:
    """Keep an upload and return where; `preview` and `open_dataset` read it from there.

    The name is as the person's computer calls the file; only its last part is used, made
    harmless. The stream is read from its beginning to its end, piece by piece.

    Raises
    ------
    DataError
        The file is larger than `MAX_BYTES`, or RECSYS_HOME cannot be written.
    """
    home, name = paths.uploads_home(), disk.safe_name(name, "upload")
    digest, size = hashlib.sha256(), 0
    try:
        with disk.new_folder(home) as fresh:
            stream.seek(0)
            with (fresh / name).open("wb") as copy:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise DataError(
                            f"{name} is larger than {MAX_BYTES:,} bytes; put it on the "
                            "server's disk and name its path instead"
                        )
                    digest.update(piece)
                    copy.write(piece)
            target = home / digest.hexdigest()[:32]
            disk.place(fresh, target)
    except OSError as error:
        raise DataError(
            f"the upload cannot be kept in {home} ({error.strerror or error}); "
            "free some space or set RECSYS_HOME to a folder that can be written"
        ) from error
    disk.prune(home, MAX_UPLOADS)
    return target / name
