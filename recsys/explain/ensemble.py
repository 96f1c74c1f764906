"""Five small models of other seeds, made in the background to say how stable a list is.

They are trained one by one with a single thread and give way: as soon as somebody waits for a
training of their own, the one under way is dropped and tried again later.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from recsys import loading
from recsys.model.als import Progress, others_wait
from recsys.model.config import ModelConfig
from recsys.model.model import Model

SEEDS = (1, 2, 3, 4, 5)
"""The app's own model has seed 0."""
FACTORS = 32
ITERATIONS = 8
"""Fewer than the app's own model has: a fifth of the time, and a harder test of the list."""
PAUSE = 0.5
"""Seconds between two trainings, for who waits to go first."""


class _GiveWayError(Exception):
    """Somebody waits for a training of their own."""


def small_configs(config: ModelConfig) -> tuple[ModelConfig, ...]:
    """Return the five configurations that go with a model's own."""
    return tuple(
        replace(
            config,
            preset="stability",
            train=replace(
                config.train,
                factors=min(FACTORS, config.train.factors),
                iterations=min(ITERATIONS, config.train.iterations),
                seed=(config.train.seed + seed) % 2**32,
            ),
        )
        for seed in SEEDS
    )


def load_or_train(
    source: loading.Source,
    config: ModelConfig,
    on_ready: Callable[[int], None] = lambda ready: None,
    pause: float = PAUSE,
) -> tuple[Model, ...]:
    """Return the small models that go with `config`, from disk where they are there.

    `on_ready` hears after each one how many are ready; a dropped training, too, waits `pause`
    seconds for its next try.
    """
    models: list[Model] = []
    for small in small_configs(config):
        model = loading.stored(source, small, _unheard)
        models.append(_train(source, small, pause) if model is None else model)
        on_ready(len(models))
    return tuple(models)


def _train(source: loading.Source, config: ModelConfig, pause: float) -> Model:
    model = None
    while model is None:
        with suppress(_GiveWayError):
            model = loading.train(source, config, _give_way, on_notice=_unheard, threads=1)
        time.sleep(pause)
    return replace(model, user_factors=None)


def _unheard(_notice: str) -> None:
    """Say nothing: nobody asked for the small models, and the app's own says what is wrong."""


def _give_way(progress: Progress) -> None:
    if others_wait():
        raise _GiveWayError
