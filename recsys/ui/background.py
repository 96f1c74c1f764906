"""Small models trained behind the pages, once for each data set and preset of this process."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import streamlit as st

from recsys.errors import RecsysError
from recsys.explain import ensemble
from recsys.loading import Source
from recsys.model.model import Model
from recsys.recommend.recommender import Recommender
from recsys.ui import shared

log = logging.getLogger("recsys")

Key = tuple[str, str]


@dataclass
class Ensembles:
    """What is ready and what is under way; the oldest leaves first."""

    ready: OrderedDict[Key, tuple[Model, ...]] = field(default_factory=OrderedDict)
    done: dict[Key, int] = field(default_factory=dict)
    """How many of the small models are ready, where the training was begun; −1: it failed."""
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, key: Key, source: Source, own: Model) -> None:
        """Start the training unless it was started before."""
        with self._guard:
            if key in self.done:
                return
            self.done[key] = 0
        threading.Thread(
            target=self._make, args=(key, source, own), name=f"ensemble {key}", daemon=True
        ).start()

    def _make(self, key: Key, source: Source, own: Model) -> None:
        def on_ready(number: int) -> None:
            self.done[key] = number

        models = None
        try:
            models = ensemble.load_or_train(source, own.config, on_ready)
        except RecsysError as error:
            # Nobody waits for it, and no page may fail for it; the badges stay away.
            log.warning("the small models for %s could not be trained: %s", key, error)
        finally:
            if models is None:
                self.done[key] = -1
        if models is None:
            return
        with self._guard:
            self.ready[key] = models
            while len(self.ready) > shared.MAX_MODELS:
                gone, _ = self.ready.popitem(last=False)
                self.done.pop(gone, None)


@st.cache_resource(show_spinner=False)
def ensembles() -> Ensembles:
    return Ensembles()


def begin(dataset: str, ready: Recommender, preset: str = "default") -> None:
    """Have the small models made in the background; returns at once."""
    ensembles().begin((dataset, preset), shared.source(dataset), ready.model)


def progress(dataset: str, preset: str = "default") -> int:
    """Return how many of the small models are ready; −1: they cannot be trained."""
    return ensembles().done.get((dataset, preset), 0)


def models(dataset: str, preset: str = "default") -> tuple[Model, ...] | None:
    """Return the small models, or None as long as they are not ready."""
    return ensembles().ready.get((dataset, preset))
