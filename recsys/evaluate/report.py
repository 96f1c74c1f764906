"""What an evaluation found, and where it is kept."""

from dataclasses import asdict, dataclass
from pathlib import Path

from recsys.evaluate import kept
from recsys.evaluate.statistics import Paired


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
    """Keep an evaluation; see `recsys.evaluate.kept.save`."""
    key = key_of(evaluation.fingerprint, evaluation.protocol, evaluation.seed)
    return kept.save(evaluation.dataset, key, asdict(evaluation))


def load(dataset: str, fingerprint: str, protocol: str, seed: int = 0) -> Evaluation | None:
    """Return the evaluation kept for these, if any; see `recsys.evaluate.kept.load`."""
    key = key_of(fingerprint, protocol, seed)
    return kept.load(dataset, key, "the evaluation", _evaluation)


def key_of(fingerprint: str, kind: str, seed: int) -> str:
    """Name what a measurement of this kind depends on."""
    return f"{fingerprint[:12]}-{kind}-seed{seed}"


def _evaluation(found: dict) -> Evaluation:  # type: ignore[type-arg]
    rows = tuple(_row(row) for row in found.pop("rows"))
    return Evaluation(**found, rows=rows)


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
