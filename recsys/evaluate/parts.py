"""What is measured of one model, group of people and amount told, kept as soon as it is known.

An evaluation that was interrupted goes on where it stopped. A part's name is a digest of all that
its numbers depend on, so that other data, settings or code find none.
"""

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys import disk, paths
from recsys.data.typed import made, parsed
from recsys.errors import ArtifactError

log = logging.getLogger("recsys")
MOST = 2_000
"""So many are kept; ten models, three seeds and all protocols have 240 a data set."""
_ROOMS = ("data", "evaluate", "model")
_LIBRARIES = ("implicit", "numpy", "scipy")
_FACTS, _VALUES = "facts.json", "values.npy"


@dataclass(frozen=True)
class _Facts:
    names: tuple[str, ...]
    """Of the rows of the values."""
    of_group: dict[str, float]
    seconds_fit: float
    seconds: float


@dataclass(frozen=True, eq=False)
class Part:
    """One model's lists for one group of people who told so much.

    Attributes
    ----------
    values : dict metric → float64, shape (people,)
    of_group : dict metric → float
        What all lists together have, see `recsys.evaluate.measure.OF_GROUP`.
    seconds_fit : float
        Of the fit behind it.
    seconds : float
        That measuring took, with the fit where this part was the first after it.
    """

    values: dict[str, NDArray[np.float64]]
    of_group: dict[str, float]
    seconds_fit: float
    seconds: float


@cache
def code() -> str:
    """Return a checksum of the sources and libraries that the numbers come from."""
    root, total = Path(__file__).parents[1], hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (root / room).rglob("*.py")):
        content = path.read_bytes()
        total.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    for library in _LIBRARIES:
        total.update(f"{library} {version(library)}\n".encode())
    return total.hexdigest()


def digest(facts: object) -> str:
    """Return a checksum of what JSON can say, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def load(name: str) -> Part | None:
    """Return the part kept under a digest; None where there is none, or it is damaged."""
    try:
        kept = disk.find(paths.parts_home() / name, "a part of an evaluation", "it is made again")
        return None if kept is None else _read(kept)
    except ArtifactError as error:
        log.warning(str(error))
        return None


def save(name: str, part: Part) -> None:
    """Keep a part under a digest.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    facts = {
        "names": list(part.values),
        "of_group": part.of_group,
        "seconds_fit": part.seconds_fit,
        "seconds": part.seconds,
    }
    disk.keep(
        paths.parts_home() / name,
        {_FACTS: json.dumps(facts).encode(), _VALUES: np.array(list(part.values.values()))},
        "what is measured so far",
        "free some space or",
        MOST,
    )


def _read(kept: disk.Kept) -> Part:
    try:
        facts: _Facts = made(_Facts, parsed(kept.content(_FACTS)))
        values = dict(zip(facts.names, kept.array(_VALUES), strict=True))
    except (ValueError, TypeError) as error:
        raise kept.refusal("is not readable") from error
    return Part(values, facts.of_group, facts.seconds_fit, facts.seconds)
