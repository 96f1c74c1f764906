"""Trained models on disk: one folder each, see `recsys.disk`.

A folder that does not hold exactly what its checksums say, or that another version wrote, is
refused; the caller trains anew.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np

from recsys import disk, paths
from recsys.data.vocabulary import Vocabulary
from recsys.model.als import Factors
from recsys.model.config import ModelConfig
from recsys.model.model import Model, TrainReport

T = TypeVar("T")

FORMAT = 2
MAX_MODELS = 64
"""A model has five small ones beside it, so this is about ten data sets."""
_ARRAYS = ("movie_ids.npy", "item_factors.npy", "likes_per_movie.npy")
_USERS = "user_factors.npy"
_MANIFEST = "manifest.json"


def folder_of(dataset: str, fingerprint: str, config: ModelConfig) -> Path:
    """Return where the model of this data set and configuration is kept."""
    settings = json.dumps(config.to_dict(), sort_keys=True)
    digest = hashlib.sha256(settings.encode()).hexdigest()[:12]
    name = disk.safe_name(dataset, "dataset")
    return paths.models_home() / f"{name}-{fingerprint[:12]}-{config.preset}-{digest}"


def save(model: Model) -> Path:
    """Write a model and return its folder; `ArtifactError` as `recsys.disk.keep`."""
    target = folder_of(model.report.dataset, model.report.fingerprint, model.config)
    manifest = {"format": FORMAT, "config": model.config.to_dict(), "report": asdict(model.report)}
    users = model.user_factors
    if users is None:
        users = np.empty((0, model.item_factors.shape[1]), dtype=np.float32)
    arrays = (model.movies.ids, model.item_factors, model.likes_per_movie)
    files: dict[str, disk.Content] = {
        _MANIFEST: json.dumps(manifest, indent=1).encode(),
        **dict(zip(_ARRAYS, arrays, strict=True)),
        _USERS: users,
    }
    disk.keep(target, files, "the trained model", "it works from memory until you", MAX_MODELS)
    return target


def load(dataset: str, fingerprint: str, config: ModelConfig) -> Model | None:
    """Return the stored model, or None where none was stored.

    Raises
    ------
    ArtifactError
        A folder is there but damaged, outdated or of something else.
    """
    return _first(dataset, fingerprint, config, lambda kept: _read(kept, fingerprint, config))


def load_user_factors(model: Model) -> Factors | None:
    """Return a model's user factors: its own, else those stored, or None where none were kept.

    Raises
    ------
    ArtifactError
        The folder is damaged.
    """
    if model.user_factors is not None:
        return model.user_factors
    report = model.report
    users = _first(
        report.dataset, report.fingerprint, model.config, lambda kept: kept.array(_USERS)
    )
    return users if users is not None and len(users) == report.users else None


def _read(kept: disk.Kept, fingerprint: str, config: ModelConfig) -> Model:
    # Compared, but not held: serving never needs them.
    kept.check(_USERS)
    content = kept.content(_MANIFEST)
    ids, factors, likes = (kept.array(name) for name in _ARRAYS)
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT:
            raise kept.refusal(f"has format {manifest['format']}, this version reads {FORMAT}")
        stored = ModelConfig.from_dict(manifest["config"])
        report = TrainReport(
            **{**manifest["report"], "losses": tuple(manifest["report"]["losses"])}
        )
    except (KeyError, TypeError, ValueError) as error:
        raise kept.refusal("is not readable") from error
    if stored != config or report.fingerprint != fingerprint:
        raise kept.refusal("is another's")
    return Model(stored, report, Vocabulary(ids), factors, likes)


def _first(
    dataset: str, fingerprint: str, config: ModelConfig, read: Callable[[disk.Kept], T]
) -> T | None:
    """Return what is read of the model that is kept, else of the one that came with the app."""
    kept = folder_of(dataset, fingerprint, config)
    folders = (kept, paths.SHIPPED_MODELS / kept.name)
    return disk.first(folders, "the stored model", "it is trained anew", read)
