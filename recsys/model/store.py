"""Trained models on disk: one folder each, see `recsys.disk`.

A folder that does not hold exactly what its checksums say, or that another version wrote, is
refused; the caller trains anew.
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys import disk, paths
from recsys.data.typed import made, parsed
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError
from recsys.model.als import Factors
from recsys.model.config import ModelConfig
from recsys.model.model import Model, TrainReport

FORMAT = 2
MAX_LIKES = 2**40
"""Of a movie; more than there are people, and few enough to add up."""
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


def files_of(model: Model) -> dict[str, disk.Content]:
    """Return a model's files by name; user factors are left empty where it has none."""
    manifest = {"format": FORMAT, "config": model.config.to_dict(), "report": asdict(model.report)}
    users = model.user_factors
    if users is None:
        users = np.empty((0, model.item_factors.shape[1]), dtype=np.float32)
    arrays = (model.movies.ids, model.item_factors, model.likes_per_movie)
    return {
        _MANIFEST: json.dumps(manifest, indent=1).encode(),
        **dict(zip(_ARRAYS, arrays, strict=True)),
        _USERS: users,
    }


def save(model: Model) -> Path:
    """Write a model and return its folder; `ArtifactError` as `recsys.disk.keep`."""
    target = folder_of(model.report.dataset, model.report.fingerprint, model.config)
    remedy = "it works from memory until you"
    disk.keep(target, files_of(model), "the trained model", remedy, MAX_MODELS)
    return target


def load(
    dataset: str, fingerprint: str, config: ModelConfig, bundle: disk.Kept | None = None
) -> Model | None:
    """Return the stored model, from a bundle where there is one, or None where none was stored.

    Raises
    ------
    ArtifactError
        A folder is there but damaged, outdated or of something else.
    """
    kept = _find(dataset, fingerprint, config, bundle)
    if kept is None:
        return None
    # Compared, but not held: serving never needs them.
    kept.check(_USERS)
    content = kept.content(_MANIFEST)
    ids, factors, likes = (kept.array(name) for name in _ARRAYS)
    try:
        manifest = parsed(content)
        if manifest["format"] != FORMAT:
            raise kept.refusal(f"has format {manifest['format']!r}, this version reads {FORMAT}")
        stored = ModelConfig.from_dict(manifest["config"])
        report: TrainReport = made(TrainReport, manifest["report"])
    except (ConfigError, KeyError, TypeError, ValueError) as error:
        raise kept.refusal("is not readable") from error
    if stored != config or report.fingerprint != fingerprint:
        raise kept.refusal("is another's")
    if min(report.users, report.movies, report.likes) < 1:
        raise kept.refusal("was trained on nobody")
    if problem := _problem(ids, factors, likes, stored.train.factors):
        raise kept.damaged(problem)
    return Model(stored, report, Vocabulary(ids), factors, likes)


def _problem(
    ids: NDArray[Any], factors: NDArray[Any], likes: NDArray[Any], width: int
) -> str | None:
    """Return what is wrong with a model's arrays, None where they fit each other."""
    if ids.dtype != np.int64 or ids.ndim != 1 or not len(ids) or (ids[1:] <= ids[:-1]).any():
        return "its movies are no ascending ids"
    if factors.dtype != np.float32 or factors.shape != (len(ids), width):
        found = " × ".join(f"{size:,}" for size in factors.shape)
        return f"its factors are {factors.dtype} of {found}, expected {len(ids):,} × {width:,}"
    if likes.dtype != np.int64 or likes.shape != ids.shape:
        return f"it counts likes of {likes.size:,} movies, expected {len(ids):,}"
    if (likes < 1).any() or (likes > MAX_LIKES).any():
        return "it counts likes that nobody can have given"
    if not np.isfinite(factors).all():
        return "a factor is no number"
    return None


def load_user_factors(model: Model) -> Factors | None:
    """Return a model's user factors: its own, else those stored, or None where none were kept.

    Raises
    ------
    ArtifactError
        The folder is damaged.
    """
    if model.user_factors is not None:
        return model.user_factors
    kept = _find(model.report.dataset, model.report.fingerprint, model.config)
    if kept is None:
        return None
    users = kept.array(_USERS)
    return users if len(users) == model.report.users else None


def _find(
    dataset: str, fingerprint: str, config: ModelConfig, bundle: disk.Kept | None = None
) -> disk.Kept | None:
    folder = folder_of(dataset, fingerprint, config)
    if bundle is not None:
        return bundle.part(f"models/{folder.name}", "the model")
    return disk.find(folder, "the stored model", "it is trained anew")
