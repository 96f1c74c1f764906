"""Work behind the pages, once for all sessions; it goes on when who began it leaves."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from recsys.errors import RecsysError
from recsys.explain import ensemble
from recsys.model.model import Model
from recsys.ui import shared

log = logging.getLogger("recsys")

T = TypeVar("T")


@dataclass(eq=False)
class Work(Generic[T]):
    """One thing under way in a thread of its own."""

    done: float = 0
    """How far it is, in whatever unit it counts."""
    result: T | None = None
    error: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)
    awaited: threading.Event = field(default_factory=threading.Event)
    """Set by the first who waits for it: until then it may leave the machine to others."""


def begin(name: str, make: Callable[[Work[T]], T]) -> Work[T]:
    """Begin work in a thread of its own; the name stands in the log if it fails."""

    def run(begun: Work[T]) -> None:
        try:
            begun.result = make(begun)
        except Exception as error:
            begun.error = error
            if not isinstance(error, RecsysError):
                raise
            log.warning("the %s could not be made: %s", name, error)
        finally:
            begun.finished.set()

    begun: Work[T] = Work()
    threading.Thread(target=run, args=(begun,), name=name, daemon=True).start()
    return begun


def work(dataset: str, what: str, make: Callable[[Work[T]], T]) -> Work[T]:
    """Return the work of this name on a data set, begun now unless it was begun before."""
    return shared.everything.have(
        (dataset, "work", what), lambda: begin(f"{what} of {dataset}", make)
    )


def small_models(dataset: str) -> Work[tuple[Model, ...]]:
    """Return the making of the small models; `done` says how many are ready."""

    def make(begun: Work[tuple[Model, ...]]) -> tuple[Model, ...]:
        def on_ready(number: int) -> None:
            begun.done = number

        config = shared.recommender(dataset).model.config
        return ensemble.load_or_train(shared.source(dataset), config, on_ready)

    return work(dataset, "ensemble", make)
