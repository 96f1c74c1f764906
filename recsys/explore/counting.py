"""Count all of a data set's ratings that Explore shows, for where the ratings will not be."""

import numpy as np

from recsys.data.counted import Counted
from recsys.data.dataset import Dataset
from recsys.explore.activity import over_time
from recsys.explore.distributions import spread
from recsys.explore.popularity import movie_counts
from recsys.explore.summary import users_by_best


def count_ratings(dataset: Dataset) -> Counted:
    """Return what was counted of a data set's ratings; see `recsys.data.counted`.

    Raises
    ------
    NoRatingsError
        They are not here.
    """
    return Counted(
        dataset.fingerprint,
        movie_counts(dataset),
        users_by_best(dataset),
        np.column_stack(spread(dataset, "user")),
        over_time(dataset.rated),
    )
