"""What measurements found, and where they are kept: one folder each, see `recsys.disk`."""

import json
import logging
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from recsys import disk, paths
from recsys.errors import ArtifactError
from recsys.evaluate.statistics import Paired

log = logging.getLogger("recsys")

FORMAT = 1
_FILE = "found.json"
T = TypeVar("T")


@dataclass(frozen=True)
class Estimate:
    """A mean over users with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One model told so much of each person."""

    model: str
    config: dict[str, object]
    """Its hyperparameters."""
    given: float
    """Likes given, or the share of them (below 1)."""
    users: int
    """Held-out users with something left to find."""
    ndcg_at_10: float
    recall_at_20: float
    ci95: tuple[float, float]
    """Of NDCG@10."""
    seconds_fit: float
    metrics: dict[str, Estimate]
    """Every metric by name, see `recsys.evaluate.measure`."""
    against_default: Paired | None
    """This model's NDCG@10 minus the default's on the same users; None without one to compare."""


@dataclass(frozen=True)
class Evaluation:
    """One run: some models under one protocol on one data set."""

    dataset: str
    fingerprint: str
    protocol: str
    seed: int
    users: int
    """Held-out test users."""
    draws: int
    command: str
    """What reproduces it."""
    minutes: float
    rows: tuple[Row, ...]
    skipped: dict[str, str]
    """Models that could not be run here, and why."""


@dataclass(frozen=True)
class Way:
    """One way of choosing questions."""

    name: str
    ndcg_at_10: tuple[Estimate, ...]
    """After 0, 1, … questions; means over people with 95 % intervals."""
    answered: Estimate
    """Questions of all that a person had an answer to."""
    ours_minus_this: Paired | None
    """NDCG@10 after all questions, our way minus this one on the same people; None for ours."""


@dataclass(frozen=True)
class Asking:
    """One run of the simulation; see `recsys.evaluate.asking`."""

    dataset: str
    fingerprint: str
    people: str
    """"test" or "validation"."""
    seed: int
    users: int
    """Held-out people."""
    draws: int
    """How often each person's ratings were split anew; a person counts once, by their mean."""
    questions: int
    command: str
    """What reproduces it."""
    minutes: float
    ways: tuple[Way, ...]
    """Ours first."""


def save(evaluation: Evaluation) -> Path:
    """Keep an evaluation; see `keep`."""
    key = key_of(evaluation.fingerprint, evaluation.protocol, evaluation.seed)
    return keep(evaluation.dataset, key, asdict(evaluation))


def load(dataset: str, fingerprint: str, protocol: str, seed: int = 0) -> Evaluation | None:
    """Return the evaluation kept for these, if any; see `find`."""
    return find(dataset, key_of(fingerprint, protocol, seed), "the evaluation", Evaluation)


def save_asking(asking: Asking) -> Path:
    """Keep a simulation; see `keep`."""
    key = key_of(asking.fingerprint, _kind(asking.people), asking.seed)
    return keep(asking.dataset, key, asdict(asking))


def load_asking(
    dataset: str, fingerprint: str, people: str = "test", seed: int = 0
) -> Asking | None:
    """Return the simulation kept for these, if any; see `find`."""
    return find(dataset, key_of(fingerprint, _kind(people), seed), "the simulation", Asking)


def key_of(fingerprint: str, kind: str, seed: int) -> str:
    """Name what a measurement of this kind depends on."""
    return f"{fingerprint[:12]}-{kind}-seed{seed}"


def keep(dataset: str, key: str, found: dict[str, Any]) -> Path:
    """Keep a measurement under RECSYS_HOME/evaluations, in place of an earlier one like it.

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
    target = _folder_of(dataset, key)
    content = json.dumps({"format": FORMAT, **found}, indent=1, allow_nan=False).encode()
    disk.keep(target, {_FILE: content}, "the measurement", "free some space or")
    return target


def find(dataset: str, key: str, what: str, kind: type[T]) -> T | None:
    """Return the measurement kept for these, else the one that came with the app, else None.

    Parameters
    ----------
    what : str
        What the measurement is called in a message.
    kind : type
        The dataclass it was.

    Raises
    ------
    ArtifactError
        The one kept is damaged or another version's, and none came with the app.
    """
    problem = None
    for folder in (_folder_of(dataset, key), *paths.SHIPPED_EVALUATIONS.glob(f"*-{key}")):
        try:
            kept = disk.find(folder, f"{what} kept", "run it again")
            if kept is not None:
                return _read(kept, kind)
        except ArtifactError as error:
            log.warning(str(error))
            problem = problem or error
    if problem is not None:
        raise problem
    return None


def _read(kept: disk.Kept, kind: type[T]) -> T:
    try:
        found = json.loads(kept.content(_FILE))
        if found.pop("format") != FORMAT:
            raise ValueError("format")
        made: T = _made(kind, found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise kept.refusal("is not readable") from error
    return made


def _made(kind: Any, value: Any) -> Any:
    """Make what a type says of the lists and mappings that JSON knows."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _made(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    of = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_made(of[0], part) for part in value)
    if get_origin(kind) is dict:
        return {name: _made(of[1], part) for name, part in value.items()}
    if get_origin(kind) is UnionType:
        return None if value is None else _made(of[0], value)
    return value


def _folder_of(dataset: str, key: str) -> Path:
    return paths.evaluations_home() / f"{disk.safe_name(dataset, 'dataset')}-{key}"


def _kind(people: str) -> str:
    return "questions" if people == "test" else f"questions-{people}"
