"""What measurements found, and where they are kept: one folder each, see `recsys.disk`."""

import hashlib
import json
import math
from dataclasses import asdict, astuple, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import ClassVar, TypeVar

from recsys import disk, paths
from recsys.data.typed import made, parsed
from recsys.errors import ConfigError
from recsys.evaluate.statistics import Estimate, Paired

_FILE = "found.json"
T = TypeVar("T", bound="Evaluation | Asking | OfModel")
M = TypeVar("M", bound="OfModel")
_Span = TypeVar("_Span", Estimate, Paired)


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
    by_seed: dict[str, tuple[float, ...]]
    """Each seed's own mean of every metric."""


@dataclass(frozen=True)
class Evaluation:
    """One run: some models under one protocol on one data set."""

    format: ClassVar[int] = 2
    dataset: str
    fingerprint: str
    protocol: str
    seed: int
    """The first."""
    seeds: tuple[int, ...]
    """Each with test users of its own; a row's figures are of all of them together."""
    users: int
    """Held-out test users of all seeds."""
    draws: int
    command: str
    """What reproduces it."""
    code: str
    """The checksum of the sources that measured, see `recsys.evaluate.parts.code`."""
    configuration: str
    """The checksum of the protocol and of what every model was set to."""
    minutes: float
    """That measuring took, whichever run did it."""
    rows: tuple[Row, ...]
    skipped: dict[str, str]
    """Models that could not be run here, and why."""

    @property
    def key(self) -> str:
        """What it depends on beside the data set's name."""
        return _key(self.fingerprint, self.protocol, self.seed)


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

    format: ClassVar[int] = 1
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

    @property
    def key(self) -> str:
        """What it depends on beside the data set's name."""
        kind = "questions" if self.people == "test" else f"questions-{self.people}"
        return _key(self.fingerprint, kind, self.seed)


@dataclass(frozen=True)
class Position:
    """One dial at one position, the other dial at 0."""

    dial: str
    """"popularity" or "diversity"."""
    at: float
    given: float
    """Likes given of each held-out person."""
    users: int
    """Held-out people with something left to find."""
    metrics: dict[str, Estimate]
    """Of the first ten; `likes` is the mean number of training likes of a listed movie, the
    others are those of `recsys.evaluate.measure`."""
    against_neutral: Paired
    """NDCG@10 minus NDCG@10 with the dial at 0, on the same people."""


@dataclass(frozen=True)
class OfModel:
    """What was measured of one data set and one model configuration."""

    format: ClassVar[int] = 1
    kind: ClassVar[str]
    dataset: str
    fingerprint: str
    config: dict[str, object]
    seed: int
    users: int
    """Held-out people, each once."""
    draws: int
    command: str
    """What reproduces it."""
    minutes: float

    @property
    def key(self) -> str:
        """What it depends on beside the data set's name: another model, another measurement."""
        return _model_key(self.fingerprint, self.config, self.kind)


@dataclass(frozen=True)
class Prices(OfModel):
    """All measured positions of both dials."""

    kind = "prices"
    positions: tuple[Position, ...]

    @property
    def given(self) -> tuple[float, ...]:
        """The numbers of likes that were given, ascending."""
        return tuple(sorted({position.given for position in self.positions}))

    def curve(self, dial: str, given: float) -> tuple[Position, ...]:
        """Return a dial's measured positions from its lowest to its highest."""
        found = [p for p in self.positions if (p.dial, p.given) == (dial, given)]
        return tuple(sorted(found, key=lambda position: position.at))

    def at(self, dial: str, at: float, given: float) -> Position:
        """Return a dial's price at any position, between two measured ones on the line.

        Raises
        ------
        ConfigError
            The position lies outside of what was measured.
        """
        curve = self.curve(dial, given)
        for position in curve:
            if position.at == at:
                return position
        for low, high in pairwise(curve):
            if low.at < at < high.at:
                return _between(low, high, at)
        raise ConfigError(f"no price of {dial} at {at:g} with {given:g} likes given was measured")

    def measured(self, dial: str, at: float, given: float) -> bool:
        """Return whether the price at this position was measured itself."""
        return any(position.at == at for position in self.curve(dial, given))


@dataclass(frozen=True)
class Bin:
    """Listed movies of which about the same chance was said."""

    said: float
    """Mean chance of a like, 0 to 1, learned from other people."""
    found: Estimate
    """The share that was liked."""
    movies: int


@dataclass(frozen=True)
class Told:
    """What people who told so much made of their lists; see `recsys.evaluate.chances`."""

    given: float
    """Likes given, or the share of them (below 1)."""
    likes: float
    """Median number of likes given."""
    users: int
    movies: int
    """Listed movies that they rated."""
    intercept: float
    slope: float
    """Log-odds of a like = intercept + slope × ln(score)."""
    lowest: float
    """The score from which a chance is said."""
    highest: float
    """The score from which no larger one is said."""
    bins: tuple[Bin, ...]
    error: float
    """Mean distance of said and found chance."""
    error_of_first: float
    """The same among each list's first ten movies alone."""
    at_least: int
    """So many of the first ten are known to be liked, nine times in ten."""
    coverage: float
    """How often that held for people whom the number was not learned from."""


@dataclass(frozen=True)
class Chances(OfModel):
    """How likely a listed movie is liked by who rates it."""

    kind = "chances"
    told: tuple[Told, ...]

    def of(self, score: float, likes: int) -> float | None:
        """Return the chance that a movie of this score is liked by somebody who rates it.

        None where nothing like it was measured: with fewer likes than anybody told, or a score
        below those of listed movies. What people told is taken by the nearest ratio.
        """
        least = min(one.likes for one in self.told)
        if likes < least:
            return None
        near = min(self.told, key=lambda one: abs(math.log(likes / one.likes)))
        if score < near.lowest:
            return None
        odds = near.intercept + near.slope * math.log(min(score, near.highest))
        return 1 / (1 + math.exp(-odds))


Measured = Evaluation | Asking | Prices | Chances
"""What is kept."""


def save(found: Measured) -> Path:
    """Keep a measurement under RECSYS_HOME/evaluations, in place of an earlier one like it.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    target = folder_of(found)
    disk.keep(target, files_of(found), "the measurement", "free some space or")
    return target


def files_of(found: Measured) -> dict[str, disk.Content]:
    """Return a measurement's files by name."""
    content = json.dumps({"format": found.format, **asdict(found)}, indent=1, allow_nan=False)
    return {_FILE: content.encode()}


def folder_of(found: Measured) -> Path:
    """Return where a measurement is kept."""
    return _folder_of(found.dataset, found.key)


def load(
    dataset: str, fingerprint: str, protocol: str, seed: int = 0, bundle: disk.Kept | None = None
) -> Evaluation | None:
    """Return the evaluation kept for these, if any; see `_find`."""
    key = _key(fingerprint, protocol, seed)
    return _find(dataset, key, "the evaluation", Evaluation, bundle)


def load_asking(dataset: str, fingerprint: str, bundle: disk.Kept | None = None) -> Asking | None:
    """Return the simulation with test people kept for this data set, if any; see `_find`."""
    return _find(dataset, _key(fingerprint, "questions"), "the simulation", Asking, bundle)


def load_prices(
    dataset: str, fingerprint: str, config: dict[str, object], bundle: disk.Kept | None = None
) -> Prices | None:
    """Return the prices kept for this data and model, if any; see `_find`."""
    what = "the table of the dials' prices"
    return _find_of_model(dataset, fingerprint, config, what, Prices, bundle)


def load_chances(
    dataset: str, fingerprint: str, config: dict[str, object], bundle: disk.Kept | None = None
) -> Chances | None:
    """Return the chances kept for this data and model, if any; see `_find`."""
    return _find_of_model(dataset, fingerprint, config, "the table of chances", Chances, bundle)


def _find_of_model(
    dataset: str,
    fingerprint: str,
    config: dict[str, object],
    what: str,
    kind: type[M],
    bundle: disk.Kept | None,
) -> M | None:
    found = _find(dataset, _model_key(fingerprint, config, kind.kind), what, kind, bundle)
    return found if found is None or found.fingerprint == fingerprint else None


def _key(fingerprint: str, kind: str, seed: int = 0) -> str:
    return f"{fingerprint[:12]}-{kind}-seed{seed}"


def _model_key(fingerprint: str, config: dict[str, object], kind: str) -> str:
    written = json.dumps(config, sort_keys=True).encode()
    return f"{fingerprint[:12]}-{kind}-{hashlib.sha256(written).hexdigest()[:8]}"


def _find(
    dataset: str, key: str, what: str, kind: type[T], bundle: disk.Kept | None = None
) -> T | None:
    """Return the measurement kept for these, else the one that came with the app, else None.

    One that came in a bundle goes first: who has no ratings can make no newer one.

    Raises
    ------
    ArtifactError
        The one kept is damaged or another version's, and none came with the app.
    """
    folder = _folder_of(dataset, key)
    brought = None if bundle is None else bundle.part(f"evaluations/{folder.name}", what)
    if brought is not None:
        return _read(brought, kind)
    folders = (folder, *paths.SHIPPED_EVALUATIONS.glob(f"*-{key}"))
    return disk.first(folders, f"{what} kept", "run it again", lambda kept: _read(kept, kind))


def _read(kept: disk.Kept, kind: type[T]) -> T:
    try:
        found = parsed(kept.content(_FILE))
        if found.pop("format") != kind.format:
            raise ValueError("format")
        read: T = made(kind, found)
        return read
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise kept.refusal("is not readable") from error


def _folder_of(dataset: str, key: str) -> Path:
    return paths.evaluations_home() / f"{disk.safe_name(dataset, 'dataset')}-{key}"


def _between(low: Position, high: Position, at: float) -> Position:
    share = (at - low.at) / (high.at - low.at)

    def mix(first: _Span, second: _Span) -> _Span:
        parts = zip(astuple(first), astuple(second), strict=True)
        return type(first)(*(one + share * (other - one) for one, other in parts))

    metrics = {name: mix(one, high.metrics[name]) for name, one in low.metrics.items()}
    against = mix(low.against_neutral, high.against_neutral)
    return replace(low, at=at, metrics=metrics, against_neutral=against)
