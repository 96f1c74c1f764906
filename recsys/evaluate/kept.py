"""Where measurements are kept: one JSON file each, written whole, never trusted unread."""

import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from recsys import paths
from recsys.errors import ArtifactError

FORMAT = 1
T = TypeVar("T")


def save(dataset: str, key: str, found: dict[str, Any]) -> Path:
    """Keep a measurement under RECSYS_HOME/evaluations, in place of an earlier one like it.

    It is written in one step, so that a reader never meets half of it.

    Parameters
    ----------
    dataset : str
        The data set's name.
    key : str
        What else the measurement depends on, the data set's fingerprint included.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    target = _path_of(dataset, key)
    content = json.dumps({"format": FORMAT, **found}, indent=1, allow_nan=False)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(fresh, target)
    except OSError as error:
        raise ArtifactError(
            f"the measurement cannot be kept in {target.parent} ({error.strerror}); "
            "set RECSYS_HOME to a folder that can be written"
        ) from error
    return target


def load(dataset: str, key: str, what: str, parse: Callable[[dict[str, Any]], T]) -> T | None:
    """Return the measurement kept for these, else the one that came with the app, else None.

    Parameters
    ----------
    what : str
        What the measurement is called in a message.
    parse : callable
        Makes it from its fields; `ValueError`, `KeyError`, `TypeError` and `AttributeError` mean
        that they do not fit.

    Raises
    ------
    ArtifactError
        The file is damaged or another version's.
    """
    places = [_path_of(dataset, key), *paths.SHIPPED_EVALUATIONS.glob(f"*-{key}.json")]
    source = next((place for place in places if place.is_file()), None)
    if source is None:
        return None
    try:
        found = json.loads(source.read_text(encoding="utf-8"))
        if found.pop("format") != FORMAT:
            raise ValueError("format")
        return parse(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(f"{what} kept in {source} is not readable; run it again") from error


def _path_of(dataset: str, key: str) -> Path:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", dataset).strip(".-") or "dataset"
    return paths.evaluations_home() / f"{name}-{key}.json"
