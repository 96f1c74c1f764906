"""A recommender small enough to work out by hand."""

from pathlib import Path

import numpy as np
import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.vocabulary import Vocabulary
from recsys.model.config import FoldInConfig, ModelConfig, TrainConfig
from recsys.model.model import Model, TrainReport
from recsys.recommend.recommender import Recommender

FACTORS = ((1, 0), (0, 1), (1, 0.5), (1, -0.5), (0.5, 1), (-0.5, 1))
"""Movies 1 to 6. YᵀY = 3.5 I, with λ = 0.5 and confidence 1 the matrix A is 4 I: a like adds a
quarter of its movie's vector to the person's, a dislike takes away an eighth."""


def tiny_recommender() -> Recommender:
    n = len(FACTORS)
    ids = np.arange(1, n + 1)
    config = ModelConfig(
        TrainConfig(factors=2),
        FoldInConfig(regularization=0.5, alpha=1.0, dislike_alpha=1.0, dislike_preference=0.5),
    )
    likes = np.array([60, 50, 40, 30, 20, 10])
    report = TrainReport("tiny", "", 60, n, int(likes.sum()), (), 0.0)
    model = Model(config, report, Vocabulary(ids), np.array(FACTORS, dtype=np.float32), likes)
    titles = [f"Movie {i}" for i in ids]
    movies = pd.DataFrame(
        {
            "title": titles,
            "raw_title": titles,
            "year": pd.array([2000] * n, dtype="Int64"),
            "genres": [("Drama",)] * n,
            "named": True,
            "listed": True,
        },
        index=pd.Index(ids, name="movie_id"),
    )
    ratings = pd.DataFrame(columns=["user_id", "movie_id", "rating", "timestamp"])
    return Recommender(model, Dataset("tiny", Path("tiny"), ratings, movies))
