"""From a name to a ready recommender: read the data, load its model or train it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from recsys import store
from recsys.als import OnProgress, OnWait
from recsys.config import ModelConfig, preset
from recsys.datasets import DEFAULT_DATASET, Dataset, open_dataset
from recsys.errors import ArtifactError, DataError
from recsys.interactions import Interactions, add_user, build_interactions
from recsys.model import Model, train_model
from recsys.profile import Profile
from recsys.recommend import Filters, Recommender
from recsys.results import Recommendations

log = logging.getLogger("recsys")

OnNotice = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Source:
    """A data set together with its likes, counted once."""

    dataset: Dataset
    min_rating: float = 3.0

    @cached_property
    def interactions(self) -> Interactions:
        return build_interactions(self.dataset.ratings, self.min_rating)


def load(
    dataset: str | Path = DEFAULT_DATASET,
    preset: str = "default",
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Recommender:
    """Return a recommender, trained now if it never was.

    Parameters
    ----------
    dataset : str or path
        A data set's name, or a GroupLens archive or its unpacked folder.
    preset : str
        "default" or "notebook".
    seed : int
        Of the starting factors; same seed, same list.
    on_progress : callable, optional
        Called after each training iteration.

    Raises
    ------
    RecsysError
        The data set or preset does not exist or cannot be used.
    """
    config = _preset_config(preset, seed)
    source = Source(open_dataset(dataset), config.train.min_rating)
    return recommender(source, config, on_progress)


_preset_config = preset


def recommender(
    source: Source,
    config: ModelConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    on_notice: OnNotice = log.warning,
) -> Recommender:
    """Return a recommender for an open data set; `on_notice` hears what went wrong on disk."""
    model = stored_model(source, config, on_notice)
    if model is None:
        model = train_and_keep(source, config, on_progress, on_wait, on_notice)
    _warm(model)
    return Recommender(model, source.dataset)


def stored_model(
    source: Source, config: ModelConfig, on_notice: OnNotice = log.warning
) -> Model | None:
    """Return the model kept on disk, or None where there is none that can be trusted."""
    try:
        return store.load(source.dataset.name, source.dataset.fingerprint, config)
    except ArtifactError as error:
        on_notice(str(error))
        return None


def train_and_keep(
    source: Source,
    config: ModelConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    on_notice: OnNotice = log.warning,
) -> Model:
    """Train a model and write it to disk; where that fails it still works from memory."""
    dataset = source.dataset
    model = train_model(
        source.interactions, config, dataset.name, dataset.fingerprint, on_progress, on_wait
    )
    try:
        store.save(model)
    except ArtifactError as error:
        on_notice(str(error))
    return model


def retrain_with(
    source: Source,
    config: ModelConfig,
    profile: Profile,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
) -> Recommender:
    """Train anew with the person added as one more user; nothing shared is touched or kept.

    Raises
    ------
    DataError
        The profile has no like that the data set knows, so there is nothing to add.
    """
    likes = {
        movie_id: stars
        for movie_id, stars in profile.ratings
        if stars >= config.train.min_rating and movie_id in source.interactions.movies
    }
    if not likes:
        raise DataError(
            "retraining adds you to the data through the movies you like; "
            f"rate at least one with {config.train.min_rating:g} stars or more"
        )
    joined, _ = add_user(source.interactions, likes)
    dataset = source.dataset
    custom = replace(config, preset="custom")
    model = train_model(joined, custom, dataset.name, dataset.fingerprint, on_progress, on_wait)
    _warm(model)
    return Recommender(model, dataset)


def recommend_retrained(
    source: Source,
    config: ModelConfig,
    profile: Profile,
    n: int = 20,
    filters: Filters | None = None,
    on_progress: OnProgress | None = None,
) -> Recommendations:
    """Retrain with the person added and return their list; its seconds include the training."""
    started = time.perf_counter()
    trained = retrain_with(source, config, profile, on_progress)
    result = trained.recommend(profile, n, filters)
    return replace(result, mode="retrain", seconds=time.perf_counter() - started)


def _warm(model: Model) -> None:
    """Compute what is computed lazily before threads share the model."""
    for array in (model.gram, model.unit_factors, model.by_popularity):
        array.setflags(write=False)
