"""Who is held out and what is given, on a made-up population."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from recsys.errors import ConfigError, DataError
from recsys.evaluate.protocols import FEW_SHOT, HOLDOUT, rating_matrix, split_users, tasks


def population(users, seed=0):
    rng = np.random.default_rng(seed)
    rows = [
        (user, int(movie), float(rng.integers(1, 11)) / 2)
        for user in range(1, users + 1)
        for movie in rng.choice(200, int(rng.integers(15, 80)), replace=False)
    ]
    return pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"])


@pytest.fixture(scope="module")
def ratings():
    return rating_matrix(population(250), 3.0)


def test_nobody_is_in_two_parts_and_all_are_in_one(ratings):
    split = split_users(ratings, seed=0)
    parts = np.concatenate([split.train, split.validation, split.test])
    np.testing.assert_array_equal(np.sort(parts), np.arange(ratings.stars.shape[0]))
    assert not set(split.train_for_test) & set(split.test)


def test_folds_share_the_test_users_and_no_validation_user(ratings):
    folds = [split_users(ratings, seed=0, fold=fold) for fold in range(4)]
    for fold in folds[1:]:
        np.testing.assert_array_equal(fold.test, folds[0].test)
    everyone = np.concatenate([fold.validation for fold in folds])
    assert len(set(everyone)) == len(everyone)
    with pytest.raises(ConfigError, match="past the last"):
        split_users(ratings, seed=0, fold=99)


def test_the_seed_decides_the_test_users(ratings):
    first, again, other = (split_users(ratings, seed=seed).test for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert set(first) != set(other)


def test_a_small_population_is_refused_in_one_sentence():
    small = rating_matrix(population(40), 3.0)
    with pytest.raises(DataError, match="needs 100 of them, so take a larger data set"):
        split_users(small, seed=0)


def test_given_and_wanted_are_the_likes_and_nothing_twice(ratings):
    users = split_users(ratings, seed=0).test
    for given, task in zip(FEW_SHOT.given, tasks(ratings, users, FEW_SHOT, 0), strict=True):
        assert len(task.user) == FEW_SHOT.draws * len(task.users)
        for row in range(0, len(task.user), 7):
            stars = ratings.stars[task.users[task.user[row]]]
            likes = set(stars.indices[stars.data >= 3])
            told, wanted = set(task.profiles[row].indices), set(task.wanted[row].indices)
            assert len(told) == given
            assert told | wanted == likes
            assert not told & wanted
            assert set(task.disliked[row].indices) == set(stars.indices) - likes


def test_a_profile_carries_the_stars_that_were_given(ratings):
    task = next(tasks(ratings, np.arange(20), FEW_SHOT, 0))
    movie, stars = task.profiles[0].indices[0], task.profiles[0].data[0]
    assert ratings.stars[task.users[0], movie] == stars


def test_holdout_gives_four_fifths_rounded_down(ratings):
    task = next(tasks(ratings, np.arange(20), HOLDOUT, 0))
    for row in range(len(task.user)):
        told, wanted = task.profiles[row].nnz, task.wanted[row].nnz
        assert told == int(0.8 * (told + wanted))


def test_one_given_does_not_change_the_draws_of_another(ratings):
    alone = dataclasses.replace(FEW_SHOT, given=(5,))
    one = next(tasks(ratings, np.arange(30), alone, 0))
    all_of_them = list(tasks(ratings, np.arange(30), FEW_SHOT, 0))
    assert (one.profiles != all_of_them[2].profiles).nnz == 0


def test_dislikes_come_in_the_same_share_where_asked_for(ratings):
    asked = dataclasses.replace(FEW_SHOT, given=(5,), dislikes=True)
    task = next(tasks(ratings, np.arange(30), asked, 0))
    assert ((task.profiles.data < 3).sum()) > 0
    assert (
        np.array([(task.profiles[r].data >= 3).sum() for r in range(len(task.user))]) == 5
    ).all()
