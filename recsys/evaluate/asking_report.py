"""What a simulation of asking found, and where it is kept."""

from dataclasses import asdict, dataclass
from pathlib import Path

from recsys.evaluate import kept
from recsys.evaluate.report import Estimate, key_of
from recsys.evaluate.statistics import Paired

_KIND = "questions"


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


def save_asking(asking: Asking) -> Path:
    """Keep a simulation; see `recsys.evaluate.kept.save`."""
    key = key_of(asking.fingerprint, _kind(asking.people), asking.seed)
    return kept.save(asking.dataset, key, asdict(asking))


def load_asking(
    dataset: str, fingerprint: str, people: str = "test", seed: int = 0
) -> Asking | None:
    """Return the simulation kept for these, if any; see `recsys.evaluate.kept.load`."""
    key = key_of(fingerprint, _kind(people), seed)
    return kept.load(dataset, key, "the simulation", _asking)


def _asking(found: dict) -> Asking:  # type: ignore[type-arg]
    ways = tuple(_way(way) for way in found.pop("ways"))
    return Asking(**found, ways=ways)


def _kind(people: str) -> str:
    return _KIND if people == "test" else f"{_KIND}-{people}"


def _way(found: dict) -> Way:  # type: ignore[type-arg]
    against = found["ours_minus_this"]
    return Way(
        name=found["name"],
        ndcg_at_10=tuple(Estimate(**value) for value in found["ndcg_at_10"]),
        answered=Estimate(**found["answered"]),
        ours_minus_this=None if against is None else Paired(**against),
    )
