"""From a name to a ready recommender: read the data, load its model or train it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from recsys import disk
from recsys.data.dataset import Dataset
from recsys.data.interactions import Interactions, add_user, build_interactions
from recsys.data.registry import open_dataset
from recsys.data.releases import DEFAULT_DATASET
from recsys.errors import ArtifactError, ConfigError, DataError
from recsys.model import config as configs
from recsys.model import store
from recsys.model.als import OnProgress, OnWait, Start
from recsys.model.config import ModelConfig
from recsys.model.model import Model, train_model
from recsys.model.usable import usable_of
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender

log = logging.getLogger("recsys")

WARM_ITERATIONS = 2
"""After these a warm start has at least the loss of a cold fit (`benchmarks/speed.py`)."""

OnNotice = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Source:
    """A data set together with its likes, counted once."""

    dataset: Dataset
    min_rating: float = 3.0

    @cached_property
    def interactions(self) -> Interactions:
        """The likes; `NoRatingsError` where the ratings are not here."""
        return build_interactions(self.dataset.rated, self.min_rating)


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
        A data set's name, a GroupLens archive or its unpacked folder, or a bundle.
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
    opened = open_dataset(dataset)
    config = configured(opened, preset, seed)
    return recommender(Source(opened, config.train.min_rating), config, on_progress)


def configured(dataset: Dataset, preset: str = "default", seed: int = 0) -> ModelConfig:
    """Return a preset's configuration for a data set; a bundle has that of its one model.

    Raises
    ------
    UnknownIdError
        No preset of that name.
    ConfigError
        The bundle's model is of another preset or seed.
    ArtifactError
        The bundle's configuration is none.
    """
    asked = configs.preset(preset, seed, ratings=len(dataset.ratings))
    if dataset.bundle is None:
        return asked
    try:
        own = ModelConfig.from_dict(dataset.bundle.config)
    except (ConfigError, TypeError, ValueError) as error:
        raise dataset.bundle.kept.damaged("its configuration is none") from error
    if preset not in ("default", own.preset) or seed not in (0, own.train.seed):
        raise ConfigError(
            f"{dataset.name} is served from a bundle, whose one model has preset {own.preset} and "
            f"seed {own.train.seed}; leave preset and seed out, or take the data set itself"
        )
    return own


def recommender(
    source: Source,
    config: ModelConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    on_notice: OnNotice = log.warning,
) -> Recommender:
    """Return a recommender for an open data set; `on_notice` hears what went wrong on disk."""
    model = stored(source, config, on_notice)
    if model is None and source.dataset.bundle is not None:
        raise source.dataset.bundle.kept.damaged("it lacks its model")
    if model is None:
        model = train(source, config, on_progress, on_wait, on_notice)
    return Recommender(model, source.dataset)


def stored(source: Source, config: ModelConfig, on_notice: OnNotice = log.warning) -> Model | None:
    """Return the model kept on disk, or None where there is none that can be trusted.

    Raises
    ------
    ArtifactError
        It came in a bundle, and so cannot be trained anew.
    """
    if (bundle := source.dataset.bundle) is not None:
        return _of_bundle(bundle.kept, source.dataset, config)
    try:
        return store.load(source.dataset.name, source.dataset.fingerprint, config)
    except ArtifactError as error:
        on_notice(str(error))
        return None


def _of_bundle(kept: disk.Kept, dataset: Dataset, config: ModelConfig) -> Model | None:
    model = store.load(dataset.name, dataset.fingerprint, config, kept)
    if model is not None and not np.isin(model.movies.ids, dataset.movies.index).all():
        raise kept.damaged("its model knows a movie that it lacks")
    return model


def train(
    source: Source,
    config: ModelConfig,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    on_notice: OnNotice | None = None,
    likes: Interactions | None = None,
    start: Start | None = None,
    threads: int = 0,
) -> Model:
    """Train a model: the one step that every way to a model goes through.

    User factors are dropped here, for serving never needs them: a warm start reads them from
    disk. Only a model that was to be kept and could not be has its own.

    Parameters
    ----------
    on_notice : callable, optional
        Hears why the disk did not take the model. Without it nothing is kept on disk, and never
        what is made of a private data set.
    likes : Interactions, optional
        To train on in place of the source's own.
    start, threads
        See `recsys.model.als.train`.
    """
    data = source.dataset
    likes = source.interactions if likes is None else likes
    model = train_model(
        likes, config, data.name, data.fingerprint, on_progress, on_wait, start, threads
    )
    if on_notice is not None and not data.private:
        try:
            store.save(model)
        except ArtifactError as error:
            on_notice(str(error))
            return model
    return replace(model, user_factors=None)


def retrain_with(
    source: Source,
    config: ModelConfig,
    profile: Profile,
    on_progress: OnProgress | None = None,
    on_wait: OnWait | None = None,
    shared: Model | None = None,
) -> Recommender:
    """Train with the person added as one more user; nothing shared is touched or kept.

    Parameters
    ----------
    shared : Model, optional
        The model of the same data set and configuration: the training goes on from a copy of
        its factors and needs 2 iterations instead of all of them for the same loss.

    Raises
    ------
    DataError
        The profile has no like that the data set knows, so there is nothing to add.
    """
    told = usable_of(profile, source.interactions.movies, config.train.min_rating)
    if not told.has_likes:
        raise DataError(
            "retraining adds you to the data through the movies you like; "
            f"rate at least one with {config.train.min_rating:g} stars or more"
        )
    likes = dict(zip(told.liked_ids, told.stars[told.liked].tolist(), strict=True))
    joined, _ = add_user(source.interactions, likes)
    start = None if shared is None else _start_from(shared)
    settings = config.train
    if start is not None:
        settings = replace(settings, iterations=min(settings.iterations, WARM_ITERATIONS))
    custom = replace(config, train=settings, preset="custom")
    model = train(source, custom, on_progress, on_wait, likes=joined, start=start)
    return Recommender(model, source.dataset)


def _start_from(shared: Model) -> Start | None:
    try:
        users = store.load_user_factors(shared)
    except ArtifactError:
        return None
    return None if users is None else Start(shared.item_factors, users)
