"""Files that people upload: kept by content for as long as sessions may need them."""

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from recsys import paths
from recsys.datasets import Columns
from recsys.errors import DataError

KEEP_SECONDS = 2 * 24 * 3600


@dataclass(frozen=True)
class Kept:
    """An uploaded file on disk."""

    path: Path
    suffix: str


def keep(name: str, content: memoryview | bytes) -> Kept:
    """Write an upload to disk under a name made from its content.

    Raises
    ------
    DataError
        There is nowhere to write it.
    """
    suffix = Path(name).suffix.lower()
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in Path(name).stem)[:40] or "upload"
    digest = hashlib.sha256(content).hexdigest()[:16]
    for base in (paths.home() / "uploads", Path(tempfile.gettempdir()) / "cinefold-uploads"):
        path = base / digest / f"{stem}{suffix}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _forget_old(base, path.parent)
            if not path.exists():
                path.write_bytes(content)
        except OSError:
            continue
        return Kept(path, suffix)
    raise DataError(
        f"{name} cannot be kept, neither in {paths.home()} nor in the temporary folder; "
        "set RECSYS_HOME to a folder that can be written"
    )


def with_columns(kept: Kept, columns: Columns) -> Kept:
    """Return the same file under a path of its own for this choice of columns."""
    digest = hashlib.sha256(repr(columns).encode()).hexdigest()[:8]
    path = kept.path.parent / digest / kept.path.name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(kept.path, path)
    return Kept(path, kept.suffix)


def _forget_old(base: Path, current: Path) -> None:
    for folder in base.iterdir():
        if folder != current and time.time() - folder.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
