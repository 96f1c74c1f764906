"""Trained models on disk: one folder each, written atomically, every byte under a checksum.

Nothing is ever unpickled. A folder that does not hold exactly what its checksums say, or that
another version wrote, is refused; the caller trains anew.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys import paths
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ArtifactError
from recsys.model.als import Factors
from recsys.model.config import ModelConfig
from recsys.model.model import Model, TrainReport

FORMAT = 2
_ARRAYS = ("movie_ids", "item_factors", "likes_per_movie")
_USERS = "user_factors.npy"
_SUMS = "SHA256SUMS"
_MANIFEST = "manifest.json"


def folder_of(dataset: str, fingerprint: str, config: ModelConfig) -> Path:
    """Return where the model of this data set and configuration is kept."""
    settings = json.dumps(config.to_dict(), sort_keys=True)
    digest = hashlib.sha256(settings.encode()).hexdigest()[:12]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", dataset).strip(".-") or "dataset"
    return paths.models_home() / f"{name}-{fingerprint[:12]}-{config.preset}-{digest}"


def save(model: Model) -> Path:
    """Write a model and return its folder.

    Raises
    ------
    ArtifactError
        The folder cannot be written; nothing half-written stays behind.
    """
    target = folder_of(model.report.dataset, model.report.fingerprint, model.config)
    manifest = {
        "format": FORMAT,
        "config": model.config.to_dict(),
        "report": asdict(model.report),
    }
    files = {_MANIFEST: json.dumps(manifest, indent=1).encode()}
    files["movie_ids.npy"] = _npy_bytes(model.movies.ids)
    files["item_factors.npy"] = _npy_bytes(model.item_factors)
    files["likes_per_movie.npy"] = _npy_bytes(model.likes_per_movie)
    users = model.user_factors
    if users is None:
        users = np.empty((0, model.item_factors.shape[1]), dtype=np.float32)
    files[_USERS] = _npy_bytes(users)
    files[_SUMS] = _sums(files).encode()
    try:
        _write_folder(target, files)
    except OSError as error:
        raise ArtifactError(
            f"the trained model cannot be kept in {target.parent} ({error.strerror}); "
            "it works from memory until you set RECSYS_HOME to a folder that can be written"
        ) from error
    return target


def load(dataset: str, fingerprint: str, config: ModelConfig) -> Model | None:
    """Return the stored model, or None where none was stored.

    Raises
    ------
    ArtifactError
        A folder is there but damaged, outdated or of something else.
    """
    folder = folder_of(dataset, fingerprint, config)
    if not folder.is_dir():
        return None
    files = _read_checked(folder)
    try:
        manifest = json.loads(files[_MANIFEST])
        if manifest["format"] != FORMAT:
            raise ArtifactError(
                f"the stored model in {folder} has format {manifest['format']}, "
                f"this version reads {FORMAT}; it is trained anew"
            )
        stored = ModelConfig.from_dict(manifest["config"])
        report = TrainReport(
            **{**manifest["report"], "losses": tuple(manifest["report"]["losses"])}
        )
        ids, factors, likes = (_array(files[f"{name}.npy"]) for name in _ARRAYS)
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"the stored model in {folder} is not readable; it is trained anew"
        ) from (error)
    if stored != config or report.fingerprint != fingerprint:
        raise ArtifactError(f"the stored model in {folder} is another's; it is trained anew")
    return Model(stored, report, Vocabulary(ids), factors, likes)


def load_user_factors(model: Model) -> Factors | None:
    """Return a stored model's user factors, or None where none were kept.

    Raises
    ------
    ArtifactError
        The folder is damaged.
    """
    folder = folder_of(model.report.dataset, model.report.fingerprint, model.config)
    if not folder.is_dir():
        return None
    _read_checked(folder)
    users = _array((folder / _USERS).read_bytes())
    return users if len(users) == model.report.users else None


def _read_checked(folder: Path) -> dict[str, bytes]:
    names = [_MANIFEST, *(f"{name}.npy" for name in _ARRAYS)]
    try:
        files = {name: (folder / name).read_bytes() for name in names}
        sums = (folder / _SUMS).read_bytes()
        # Checked, but not kept: serving never needs them.
        with open(folder / _USERS, "rb") as users:
            users_sum = hashlib.file_digest(users, "sha256").hexdigest()
    except OSError as error:
        raise ArtifactError(
            f"the stored model in {folder} lacks a file; it is trained anew"
        ) from error
    if sums != (_sums(files) + f"{users_sum}  {_USERS}\n").encode():
        raise ArtifactError(
            f"the stored model in {folder} does not match its checksums; it is trained anew"
        )
    return files


def _sums(files: dict[str, bytes]) -> str:
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )


def _write_folder(target: Path, files: dict[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if target.exists():
            os.replace(target, Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent)) / "model")
        os.replace(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        for old in target.parent.glob(".old-*"):
            shutil.rmtree(old, ignore_errors=True)


def _npy_bytes(array: NDArray) -> bytes:  # type: ignore[type-arg]
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _array(content: bytes) -> NDArray:  # type: ignore[type-arg]
    array = np.load(io.BytesIO(content), allow_pickle=False)
    array.setflags(write=False)
    return array
