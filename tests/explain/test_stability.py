"""Stability against an ensemble made by hand: two factors, four movies, no damping."""

import numpy as np
import pandas as pd
import pytest

from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError
from recsys.explain import stability
from recsys.model.config import FoldInConfig, ModelConfig, TrainConfig
from recsys.model.model import Model, TrainReport
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender

CONFIG = ModelConfig(TrainConfig(factors=2), FoldInConfig(regularization=1.0, alpha=1.0))
REPORT = TrainReport("made", "0", 3, 4, 12, (), 0.0)
AWAY = [0.0, 1.0]
NEAR = [1.0, 0.0]


class Titles:
    name = "made"
    catalogue = ""
    movies = pd.DataFrame(
        {
            "title": ["A", "B", "C", "D"],
            "genres": [("Drama",), ("Drama",), ("Comedy",), ("Drama",)],
            "year": pd.array([2000, 2001, 2002, 2003], dtype="Int64"),
        },
        index=[1, 2, 3, 4],
    )

    def title(self, movie_id):
        return self.movies["title"].get(movie_id, f"movie {movie_id}")


def model_of(*factors, ids=(1, 2, 3, 4)):
    likes = np.array([5, 4, 2, 1])
    vocabulary = Vocabulary(np.array(ids, dtype=np.int64))
    return Model(CONFIG, REPORT, vocabulary, np.array(factors, dtype=np.float32), likes)


MODELS = (
    model_of(NEAR, NEAR, AWAY, AWAY),
    model_of(NEAR, AWAY, NEAR, AWAY),
    model_of(NEAR, NEAR, AWAY, AWAY),
)
LIKES_A = {1: 4.0}


@pytest.fixture
def voices():
    return stability.Voices(Recommender(MODELS[0], Titles()), MODELS)


def test_it_counts_the_lists_that_hold_a_movie(voices):
    """With A liked, each model's best is the one movie beside A: B, C and B again."""
    assert voices.found_in(LIKES_A, top=1) == {2: 2, 3: 1}


def test_filters_and_movies_seen_hold_for_every_model(voices):
    assert voices.found_in(LIKES_A, Filters(genres=("Comedy",)), top=1) == {3: 3}
    assert 2 not in voices.found_in(Profile.of(LIKES_A).see(2), top=1)


def test_the_mean_orders_the_list_and_its_bars_sum_to_the_score(voices):
    """YᵀY = diag(2, 2) in every model, so A = diag(3, 3) for A liked with confidence 1.

    A's neighbour scores 1/3 and the rest 0: B has it in two models of three, C in one.
    """
    listed = voices.recommend(LIKES_A, 3).recommendations
    assert [r.title for r in listed] == ["B", "C", "D"]
    assert [r.score for r in listed] == pytest.approx([2 / 9, 1 / 9, 0])
    for movie in listed:
        assert sum(c.contribution for c in movie.contributions) == pytest.approx(movie.score)
        assert voices.explain(movie.movie_id, LIKES_A).score == pytest.approx(movie.score)
        assert voices.explain(movie.movie_id, LIKES_A).rank == movie.rank


def test_a_favourite_that_no_model_knows_has_a_bar_of_zero(voices):
    found = voices.explain(2, {1: 4.0, 99: 5.0})
    assert {c.movie_id: c.contribution for c in found.contributions} == pytest.approx(
        {1: 2 / 9, 99: 0.0}
    )


def test_without_a_like_the_list_goes_by_popularity(voices):
    listed = voices.recommend({3: 1.0}, 2)
    assert listed.basis == "popularity"
    assert [r.title for r in listed.recommendations] == ["A", "B"]


def test_models_of_other_movies_are_refused():
    ready = Recommender(MODELS[0], Titles())
    with pytest.raises(ConfigError, match="other movies"):
        stability.Voices(ready, [model_of(NEAR, NEAR, AWAY, AWAY, ids=(1, 2, 3, 5))])
    with pytest.raises(ConfigError, match="at least one"):
        stability.Voices(ready, [])
