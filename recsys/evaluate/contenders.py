"""Our own models as contenders: trained and folded in by the code that serves people."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.interactions import Interactions
from recsys.data.vocabulary import Vocabulary
from recsys.evaluate.measure import Scores
from recsys.evaluate.protocols import Ratings
from recsys.model.config import ModelConfig
from recsys.model.foldin import FoldIn, system_of
from recsys.model.model import Model, train_model


def train_on(likes: csr_matrix, ratings: Ratings, config: ModelConfig) -> Model:
    """Train on some users' likes, the whole catalogue kept as columns.

    Parameters
    ----------
    likes : csr_matrix, shape (n_users, n_movies)
        Stars of each like.
    """
    nobody = np.array([], dtype=np.int64)
    interactions = Interactions(
        stars=likes,
        users=Vocabulary(np.arange(likes.shape[0]), noun="user"),
        movies=ratings.movies,
        min_rating=ratings.min_rating,
        lost_users=nobody,
        lost_movies=nobody,
    )
    config = replace(config, train=replace(config.train, min_rating=ratings.min_rating))
    return train_model(interactions, config, "held-out evaluation", "")


def fold_in_scores(model: Model) -> Scores:
    """Return a function that folds every profile in, one solve each, and scores all movies."""

    def scores(profiles: csr_matrix) -> NDArray[np.float32]:
        result = np.empty((profiles.shape[0], len(model.movies)), dtype=np.float32)
        for row, (start, end) in enumerate(pairwise(profiles.indptr)):
            idx = profiles.indices[start:end].astype(np.int64)
            result[row] = FoldIn(model, system_of(model, idx, profiles.data[start:end])).scores()
        return result

    return scores
