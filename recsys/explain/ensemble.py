"""Five small models of other seeds, made in the background to say how stable a list is.

They are trained one by one with a single thread and give way: as soon as somebody waits for a
training of their own, the one under way is dropped and tried again later.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from recsys import loading
from recsys.errors import ArtifactError
from recsys.model import store
from recsys.model.als import Progress, others_wait
from recsys.model.config import ModelConfig
from recsys.model.model import Model, train_model

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

    Parameters
    ----------
    on_ready : callable, optional
        Called with how many of them are ready, after each one.
    pause : float
        Seconds between two trainings, and before a dropped one is tried again.
    """
    models: list[Model] = []
    for small in small_configs(config):
        # What is damaged on disk is trained anew without a word: nobody asked for it yet.
        model = loading.stored_model(source, small, on_notice=lambda notice: None)
        models.append(model or _train(source, small, pause))
        on_ready(len(models))
    return tuple(models)


def _train(source: loading.Source, config: ModelConfig, pause: float) -> Model:
    dataset = source.dataset
    while True:
        try:
            model = train_model(
                source.interactions,
                config,
                dataset.name,
                dataset.fingerprint,
                on_progress=_give_way,
                threads=1,
            )
            break
        except _GiveWayError:
            time.sleep(pause)
    model = replace(model, user_factors=None)
    # Where the folder cannot be written, the app's own model has told the person already.
    with suppress(ArtifactError):
        store.save(model)
    time.sleep(pause)
    return model


def _give_way(progress: Progress) -> None:
    if others_wait():
        raise _GiveWayError
