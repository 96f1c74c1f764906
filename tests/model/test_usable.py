"""What of a profile a model can use, decided in one place."""

import numpy as np
import pytest
from tiny import tiny_recommender

from recsys.profile.profile import Profile

PROFILE = Profile(
    ((1, 5.0), (99, 5.0), (2, 4.0), (3, 1.0), (4, 2.0)),
    weights=((2, 0.0), (3, 2.0), (4, 0.0)),
)
"""A like, a movie that no model knows, a like and a dislike that count 0 times, a dislike."""


@pytest.fixture(scope="module")
def model():
    return tiny_recommender().model


def test_a_like_is_known_and_counts_and_has_the_stars(model):
    told = model.usable(PROFILE)
    assert told.movie_ids == (1, 2, 3, 4)
    np.testing.assert_array_equal(told.idx, model.movies.idx([1, 2, 3, 4]))
    np.testing.assert_array_equal(told.stars, [5, 4, 1, 2])
    np.testing.assert_array_equal(told.weights, [1, 0, 2, 0])
    np.testing.assert_array_equal(told.liked, [True, False, False, False])
    assert (told.n_likes, told.has_likes, told.liked_ids) == (1, True, (1,))
    assert told.unknown == (99,)


def test_the_threshold_itself_is_a_like(model):
    least = model.min_rating
    assert model.is_like(least)
    assert not model.is_like(least - 0.5)
    assert model.usable(Profile.of({1: least})).has_likes
    assert not model.usable(Profile.of({1: least - 0.5})).has_likes


@pytest.mark.parametrize(
    "profile",
    [Profile(), Profile.of({99: 5.0}), Profile.of({1: 1.0}), Profile.of({1: 5.0}).weigh(1, 0)],
    ids=["empty", "unknown", "dislike", "weight 0"],
)
def test_without_a_like_that_counts_there_is_none(model, profile):
    told = model.usable(profile)
    assert (told.n_likes, told.has_likes, told.liked_ids) == (0, False, ())
