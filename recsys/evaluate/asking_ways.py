"""What questions are chosen by: learned from people who are not held out.

The peers of our way order movies once for everybody, by measures that Rashid et al. compared:
popularity, entropy of the stars and the product of the two (2002, "Getting to Know You"), and
entropy0, which counts "not rated" as one more answer of weight ½ (2008, "Learning Preferences of
New Users in Recommender Systems").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.evaluate.contenders import train_on
from recsys.evaluate.protocols import Ratings
from recsys.model import config as configs
from recsys.model.model import Model
from recsys.people.sample import Crowd, crowd_from, sample

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Known:
    """What there is to choose questions by.

    Attributes
    ----------
    share : float64, shape (n_movies,)
        Share of the people who have rated each movie.
    orders : dict
        For each way that asks everybody the same, what it orders the movies by, largest first.
    """

    model: Model
    crowd: Crowd
    share: Floats
    orders: dict[str, Floats]


def learn(ratings: Ratings, rows: NDArray[np.int64], size: int, seed: int) -> Known:
    """Train on these rows of the ratings, and count.

    Parameters
    ----------
    size : int
        Ratings of the whole data set, which decides the default settings.
    """
    likes = ratings.likes_of(rows)
    model = train_on(likes, ratings, configs.preset("default", seed, ratings=size))
    chosen = sample(len(rows))
    crowd = crowd_from(ratings.stars[rows[chosen]], model, np.diff(likes.indptr)[chosen])
    stars = ratings.stars[rows]
    counts = np.stack(
        [
            np.bincount(stars.indices[stars.data == half / 2], minlength=stars.shape[1])
            for half in range(1, 11)
        ]
    )
    rated = counts.sum(axis=0)
    entropy = entropy_of(counts / np.maximum(rated, 1))
    unrated = len(rows) - rated
    with_unrated = np.vstack([counts, unrated]) / len(rows)
    orders = {
        "popular": rated.astype(np.float64),
        "entropy": entropy,
        "popularity × entropy": np.log1p(rated) * entropy,
        "entropy0": entropy_of(with_unrated, np.append(np.ones(10), 0.5)),
    }
    return Known(model, crowd, rated / len(rows), orders)


def entropy_of(shares: Floats, weights: Floats | None = None) -> Floats:
    """Return each column's entropy in nats; with weights, the weighted mean of its terms.

    Parameters
    ----------
    shares : float64, shape (answers, n_movies)
    weights : float64, shape (answers,), optional
    """
    terms = -shares * np.log(np.where(shares > 0, shares, 1))
    return np.asarray(terms.sum(axis=0) if weights is None else weights @ terms / weights.sum())
