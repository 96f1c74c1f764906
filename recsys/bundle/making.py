"""Make a bundle of a data set that is here: count, lay out, train the small models, and write."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from recsys import explore
from recsys.bundle.writing import Extras, Written, check_target, write
from recsys.data.dataset import Dataset
from recsys.data.ids import positions
from recsys.errors import ArtifactError, ConfigError
from recsys.evaluate import NAMED, load, load_asking, load_chances, load_prices
from recsys.evaluate.report import Measured
from recsys.explain import ensemble
from recsys.loading import Source
from recsys.map import store as maps
from recsys.model.config import SPARK
from recsys.model.model import Model
from recsys.people.overlap import Likers, count_overlaps
from recsys.people.portrait import averages_of, sides_of

OnNotice = Callable[[str], None]


def make(
    target: Path,
    source: Source,
    model: Model,
    sample_people: int = 0,
    on_notice: OnNotice = lambda said: None,
) -> Written:
    """Write a bundle of a data set and its model, with everything that a page can show of it.

    Parameters
    ----------
    sample_people : int
        Of so many people, chosen by chance, the ratings go into the bundle, without id or time.
        Whoever gets the bundle can read them, and unusual ones may tell who somebody is.
    on_notice : callable, optional
        Hears what is done, and which measurement that was kept could not be read.

    Raises
    ------
    RecsysError
        The ratings are not here, or what `recsys.bundle.writing.write` refuses.
    """
    dataset, likes = source.dataset, source.interactions
    check_target(target)
    if sample_people < 0:
        raise ConfigError(f"a sample of {sample_people} people was asked for; expected 0 or more")
    on_notice("counting the ratings")
    counted = replace(
        explore.count_ratings(dataset),
        averages=averages_of(sides_of(dataset, model, likes)),
        sample=_sample(dataset, sample_people, model.min_rating) if sample_people else None,
    )
    overlaps = count_overlaps(model, Likers(likes))
    on_notice("laying out the map")
    drawn, problem = maps.stored_or_made(model, keep=not dataset.private)
    if problem:
        on_notice(problem)
    small: tuple[Model, ...] = ()
    if model.config.train.objective != SPARK:  # Spark trains none here
        on_notice("training the small models")
        small = ensemble.load_or_train(source, model.config, pause=0)
    measured = tuple(_measured(dataset, model, on_notice))
    return write(target, dataset, model, counted, Extras(drawn, small, measured, overlaps))


def _sample(dataset: Dataset, number: int, min_rating: float) -> pd.DataFrame:
    """Return the ratings of people who like something, numbered anew in no order."""
    rated = dataset.rated
    people = np.unique(rated["user_id"].to_numpy()[rated["rating"].to_numpy() >= min_rating])
    # No seed: with one, the numbers could be led back to the ids.
    chosen = np.random.default_rng().permutation(people)[:number]
    mine = rated[rated["user_id"].isin(chosen)]
    order = np.argsort(chosen)
    numbers = order[positions(mine["user_id"].to_numpy(), chosen[order])] + 1
    sample = pd.DataFrame(
        {
            "user_id": numbers.astype(np.int32),
            "movie_id": mine["movie_id"].to_numpy(),
            "rating": mine["rating"].to_numpy(),
        }
    )
    return sample.sort_values(["user_id", "movie_id"], ignore_index=True)


def _measured(dataset: Dataset, model: Model, on_notice: OnNotice) -> list[Measured]:
    """Return what was measured on this data set and is kept."""
    own = dataset.name, dataset.fingerprint
    loads: list[Callable[[], Measured | None]] = [
        *(lambda protocol=protocol: load(*own, protocol) for protocol in NAMED),
        lambda: load_asking(*own),
        lambda: load_prices(*own, model.config.to_dict()),
        lambda: load_chances(*own, model.config.to_dict()),
    ]
    found = []
    for one in loads:
        try:
            found.append(one())
        except ArtifactError as error:
            on_notice(str(error))
    return [one for one in found if one is not None]
