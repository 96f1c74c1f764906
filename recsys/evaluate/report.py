"""What an evaluation found, and where it is kept."""

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from recsys import paths
from recsys.errors import ArtifactError
from recsys.evaluate.statistics import Paired

FORMAT = 1


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


def save(evaluation: Evaluation) -> Path:
    """Keep an evaluation under RECSYS_HOME/evaluations, in place of an earlier one like it.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    target = path_of(
        evaluation.dataset, evaluation.fingerprint, evaluation.protocol, evaluation.seed
    )
    return keep(target, {"format": FORMAT, **asdict(evaluation)})


def keep(target: Path, found: dict[str, object]) -> Path:
    """Write a result in one step, so that a reader never meets half of it.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    content = json.dumps(found, indent=1, allow_nan=False)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(fresh, target)
    except OSError as error:
        raise ArtifactError(
            f"the evaluation cannot be kept in {target.parent} ({error.strerror}); "
            "set RECSYS_HOME to a folder that can be written"
        ) from error
    return target


def load(dataset: str, fingerprint: str, protocol: str, seed: int = 0) -> Evaluation | None:
    """Return the evaluation kept for these, else the one that came with the app, else None.

    Raises
    ------
    ArtifactError
        The file is damaged or another version's.
    """
    source = kept_at(dataset, fingerprint, protocol, seed)
    if source is None:
        return None
    try:
        found = json.loads(source.read_text(encoding="utf-8"))
        if found.pop("format") != FORMAT:
            raise ValueError("format")
        rows = tuple(_row(row) for row in found.pop("rows"))
        return Evaluation(**found, rows=rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(
            f"the evaluation kept in {source} is not readable; run it again"
        ) from error


def kept_at(dataset: str, fingerprint: str, protocol: str, seed: int) -> Path | None:
    """Return the file kept for these, else the one that came with the app, else None."""
    own = path_of(dataset, fingerprint, protocol, seed)
    if own.is_file():
        return own
    shipped = paths.SHIPPED_EVALUATIONS.glob(f"*-{fingerprint[:12]}-{protocol}-seed{seed}.json")
    return next(shipped, None)


def path_of(dataset: str, fingerprint: str, protocol: str, seed: int) -> Path:
    """Return where the evaluation of this data set, protocol and seed is kept."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", dataset).strip(".-") or "dataset"
    return paths.evaluations_home() / f"{name}-{fingerprint[:12]}-{protocol}-seed{seed}.json"


def _row(found: dict) -> Row:  # type: ignore[type-arg]
    against = found["against_default"]
    return Row(
        **{
            **found,
            "ci95": tuple(found["ci95"]),
            "metrics": {name: Estimate(**value) for name, value in found["metrics"].items()},
            "against_default": None if against is None else Paired(**against),
        }
    )
