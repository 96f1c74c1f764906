"""What elements fetch: a file is named by what it holds, a browser keeps it, no run sends it."""

import gzip
import hashlib
import threading
from collections import OrderedDict

FOLDER = "own"
MAX_DATA = 8
"""Catalogues' titles, some 160 kB each; scripts, a dozen, stay."""
TYPES = {"js": "text/javascript", "json": "application/json"}
_files: OrderedDict[str, bytes] = OrderedDict()
_guard = threading.Lock()


def packed(data: bytes, kind: str) -> tuple[str, bytes]:
    """Return a file's name, which says what it holds and its kind, one of `TYPES`; and its gzip."""
    return f"{hashlib.sha256(data).hexdigest()[:20]}.{kind}", gzip.compress(data, mtime=0)


def offer(name: str, compressed: bytes) -> None:
    """Let browsers fetch a file; of data, what nobody has offered for long makes room."""
    with _guard:
        _files[name] = compressed
        _files.move_to_end(name)
        data = [name for name in _files if name.endswith(".json")]
        for old in data[:-MAX_DATA]:
            del _files[old]


def find(name: str) -> bytes | None:
    """Return the gzip of a file, None where no such one is offered."""
    return _files.get(name)
