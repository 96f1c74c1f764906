"""Maps on disk, beside the models: one folder each, see `recsys.disk`."""

from pathlib import Path

import numpy as np

from recsys import disk, paths
from recsys.errors import ArtifactError
from recsys.map.projection import EDGE, MovieMap, map_key, project
from recsys.map.tsne import OnStep
from recsys.model import store
from recsys.model.model import Model

MAX_MAPS = 16


def path_of(model: Model) -> Path:
    """Return where the map of a model is kept."""
    report = model.report
    folder = store.folder_of(report.dataset, report.fingerprint, model.config)
    return paths.maps_home() / folder.name


def stored_or_made(
    model: Model,
    on_step: OnStep | None = None,
    keep: bool = True,
    bundle: disk.Kept | None = None,
) -> tuple[MovieMap, str | None]:
    """Return a model's map, and what went wrong on disk if something did.

    A map that is missing, damaged or of another model is made anew and, with `keep`, kept.
    """
    problem = None
    try:
        found = load(model, bundle)
    except ArtifactError as error:
        found, problem = None, str(error)
    if found is None:
        found = project(model, on_step)
        try:
            if keep:
                save(model, found)
        except ArtifactError as error:
            problem = str(error)
    return found, problem


def save(model: Model, made: MovieMap) -> Path:
    """Write a map and return its folder; `ArtifactError` as `recsys.disk.keep`."""
    target = path_of(model)
    files = files_of(model, made)
    disk.keep(target, files, "the map", "it works from memory until you", MAX_MAPS)
    return target


def files_of(model: Model, made: MovieMap) -> dict[str, disk.Content]:
    """Return a map's files by name."""
    return {
        "key.npy": np.frombuffer(bytes.fromhex(map_key(model)), dtype=np.uint8),
        "rows.npy": made.rows,
        "points.npy": made.points.astype(np.float32),
        "kept.npy": np.array([made.kept, made.kept_wider]),
    }


def load(model: Model, bundle: disk.Kept | None = None) -> MovieMap | None:
    """Return the stored map of exactly this model, or None where none was stored.

    One that came in a bundle goes first.

    Raises
    ------
    ArtifactError
        The folder is damaged or holds another model's map.
    """
    folder, found = path_of(model), None
    if bundle is not None:
        found = bundle.part(f"maps/{folder.name}", "the map")
    if found is None:
        found = disk.find(folder, "the stored map", "it is made anew")
    if found is None:
        return None
    key, rows, points, kept = (found.array(f"{n}.npy") for n in ("key", "rows", "points", "kept"))
    if key.tobytes().hex() != map_key(model):
        raise found.refusal("is of another model")
    plausible = (
        rows.dtype == np.int64
        and points.dtype == np.float32
        and points.shape == (*rows.shape, 2)
        and kept.shape == (2,)
        and np.isfinite(kept).all()
        and ((rows >= 0) & (rows < len(model.movies))).all()
        and (np.abs(points) <= EDGE * 1.001).all()
    )
    if not plausible:
        raise found.damaged("no such point or movie")
    return MovieMap(rows, points.astype(np.float64), float(kept[0]), float(kept[1]))
