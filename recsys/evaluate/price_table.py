"""The measured prices of the dials, and where they are kept."""

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from recsys.errors import ConfigError
from recsys.evaluate import report
from recsys.evaluate.report import Estimate
from recsys.evaluate.statistics import Paired


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
class Prices:
    """All measured positions of both dials, for one data set and one model configuration."""

    dataset: str
    fingerprint: str
    config: dict[str, object]
    seed: int
    users: int
    """Held-out test users."""
    draws: int
    command: str
    """What reproduces it."""
    minutes: float
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


def save(prices: Prices) -> Path:
    """Keep prices; see `recsys.evaluate.report.keep`."""
    return report.keep(prices.dataset, _key(prices.fingerprint, prices.config), asdict(prices))


def load(dataset: str, fingerprint: str, config: dict[str, object]) -> Prices | None:
    """Return the prices kept for this data and model, if any; see `recsys.evaluate.report.find`."""
    what = "the table of the dials' prices"
    found = report.find(dataset, _key(fingerprint, config), what, Prices)
    return found if found is None or found.fingerprint == fingerprint else None


def _key(fingerprint: str, config: dict[str, object]) -> str:
    """Name what prices depend on: another model has other prices."""
    written = json.dumps(config, sort_keys=True).encode()
    return f"{fingerprint[:12]}-prices-{hashlib.sha256(written).hexdigest()[:8]}"


def _between(low: Position, high: Position, at: float) -> Position:
    share = (at - low.at) / (high.at - low.at)

    def mix(first: float, second: float) -> float:
        return first + share * (second - first)

    first, second = low.against_neutral, high.against_neutral
    return Position(
        dial=low.dial,
        at=at,
        given=low.given,
        users=low.users,
        metrics={
            name: Estimate(
                mix(one.mean, high.metrics[name].mean),
                mix(one.low, high.metrics[name].low),
                mix(one.high, high.metrics[name].high),
            )
            for name, one in low.metrics.items()
        },
        against_neutral=Paired(
            mix(first.difference, second.difference),
            mix(first.low, second.low),
            mix(first.high, second.high),
        ),
    )
