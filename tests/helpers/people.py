"""A recommender on a handful of made-up people."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.interactions import build_interactions
from recsys.model.config import preset
from recsys.model.model import train_model
from recsys.recommend.recommender import Recommender

HAND = [
    (1, 10, 5.0),
    (1, 20, 3.0),
    (1, 30, 2.0),
    (2, 10, 4.0),
    (2, 20, 3.0),
    (2, 30, 5.0),
    (2, 40, 3.0),
    (3, 40, 5.0),
    (3, 10, 1.0),
]
"""User, movie, stars: Ann, Bob and Cy."""
MOVIES = {
    10: ("Ten (1995)", 1995, ("Action",)),
    20: ("Twenty (2001)", 2001, ("Comedy", "Drama")),
    30: ("Thirty (1999)", 1999, ("Action", "Drama")),
    40: ("Forty (1979)", 1979, ()),
}


def recommender_of(rows, movies=None, factors=3):
    """Return a recommender trained on (user, movie, stars) rows, and the likes behind it."""
    table = pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"])
    table["timestamp"] = 0
    movies = movies or MOVIES
    details = pd.DataFrame(
        [(title, title, year, genres, True, True) for title, year, genres in movies.values()],
        columns=["title", "raw_title", "year", "genres", "named", "listed"],
        index=pd.Index(movies, name="movie_id"),
    ).astype({"year": "Int64"})
    dataset = Dataset("hand", Path("hand"), table, details)
    config = preset("default")
    config = replace(config, train=replace(config.train, factors=factors))
    interactions = build_interactions(table, 3.0)
    model = train_model(interactions, config, "hand", dataset.fingerprint)
    return Recommender(model, dataset), interactions


def taste_groups(groups=4, people=40, movies_each=12, seed=0):
    """Return rows and movies of people who each like one group's movies, and so know few else."""
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(groups * people):
        own = user % groups
        liked = rng.choice(movies_each, 8, replace=False)
        rows += [(user + 1, 1 + own * movies_each + int(movie), 5.0) for movie in liked]
    movies = {
        1 + number: (f"Movie {number:03} (1999)", 1999, (f"Genre {number // movies_each}",))
        for number in range(groups * movies_each)
    }
    return rows, movies
