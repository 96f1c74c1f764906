"""Maps on disk, beside the models: one file each, written atomically, never unpickled."""

import io
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from recsys import paths
from recsys.errors import ArtifactError
from recsys.map.projection import EDGE, MovieMap, map_key, project
from recsys.map.tsne import OnStep
from recsys.model import store
from recsys.model.model import Model


def path_of(model: Model) -> Path:
    """Return where the map of a model is kept."""
    report = model.report
    return paths.maps_home() / (
        f"{store.folder_of(report.dataset, report.fingerprint, model.config).name}.npz"
    )


def stored_or_made(model: Model, on_step: OnStep | None = None) -> tuple[MovieMap, str | None]:
    """Return a model's map, and what went wrong on disk if something did.

    A map that is missing, damaged or of another model is made anew and kept.
    """
    problem = None
    try:
        found = load(model)
    except ArtifactError as error:
        found, problem = None, str(error)
    if found is None:
        found = project(model, on_step)
        try:
            save(model, found)
        except ArtifactError as error:
            problem = str(error)
    return found, problem


def save(model: Model, made: MovieMap) -> Path:
    """Write a map and return its file.

    Raises
    ------
    ArtifactError
        The folder cannot be written; nothing half-written stays behind.
    """
    target = path_of(model)
    buffer = io.BytesIO()
    np.savez(
        buffer,
        key=np.frombuffer(bytes.fromhex(map_key(model)), dtype=np.uint8),
        rows=made.rows,
        points=made.points.astype(np.float32),
        kept=np.array([made.kept, made.kept_wider]),
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number, fresh = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(buffer.getvalue())
            os.replace(fresh, target)
        finally:
            Path(fresh).unlink(missing_ok=True)
    except OSError as error:
        raise ArtifactError(
            f"the map cannot be kept in {target.parent} ({error.strerror}); it works from memory "
            "until you set RECSYS_HOME to a folder that can be written"
        ) from error
    return target


def load(model: Model) -> MovieMap | None:
    """Return the stored map of exactly this model, or None where none was stored.

    Raises
    ------
    ArtifactError
        The file is damaged or holds another model's map.
    """
    path = path_of(model)
    if not path.is_file():
        return None
    try:
        # Every array in the archive is under a checksum that reading it compares.
        with np.load(path, allow_pickle=False) as file:
            key, rows, points, kept = (file[n] for n in ("key", "rows", "points", "kept"))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ArtifactError(f"the stored map {path} is damaged; it is made anew") from error
    if key.tobytes().hex() != map_key(model):
        raise ArtifactError(f"the stored map {path} is of another model; it is made anew")
    if not _plausible(model, rows, points, kept):
        raise ArtifactError(f"the stored map {path} is damaged; it is made anew")
    return MovieMap(rows, points.astype(np.float64), float(kept[0]), float(kept[1]))


def _plausible(model: Model, rows: np.ndarray, points: np.ndarray, kept: np.ndarray) -> bool:
    return bool(
        rows.dtype == np.int64
        and points.dtype == np.float32
        and points.shape == (*rows.shape, 2)
        and kept.shape == (2,)
        and ((rows >= 0) & (rows < len(model.movies))).all()
        and (np.abs(points) <= EDGE * 1.001).all()
    )
