"""Who is held out and what is given, on a made-up population."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.errors import ConfigError, DataError
from recsys.evaluate.protocols import (
    FEW_SHOT,
    HOLDOUT,
    MAX_TEST_USERS,
    STANDARD,
    TUNING_FOLDS,
    groups_of,
    groups_to_test,
    held_out,
    rating_matrix,
    split_users,
    tasks,
)


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
    folds = [split_users(ratings, seed=0, fold=fold) for fold in range(TUNING_FOLDS)]
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


def blocks_of_the_first_split(ratings):
    """Return the blocks of the permutation by seed 0, of which the first was tested on."""
    likes = [(ratings.stars[user].data >= 3).sum() for user in range(ratings.stars.shape[0])]
    able = np.flatnonzero(np.array(likes) >= 5)
    size = min(600, len(able) // 5)
    order = np.random.default_rng(0).permutation(able)
    return [np.sort(order[n : n + size]) for n in range(0, len(able) - size + 1, size)]


def test_the_split_of_seed_0_is_the_one_that_was_tuned_on(ratings, small):
    for these in (ratings, rating_matrix(small.dataset.rated, 3.0)):
        blocks = blocks_of_the_first_split(these)
        np.testing.assert_array_equal(groups_of(these)[:5], blocks[:5])
        for fold in range(TUNING_FOLDS):
            split = split_users(these, 0, fold)
            np.testing.assert_array_equal(split.test, blocks[0])
            np.testing.assert_array_equal(split.validation, blocks[1 + fold])
        np.testing.assert_array_equal(split_users(these, 1).test, blocks[3])
        np.testing.assert_array_equal(split_users(these, 2).test, blocks[4])


@settings(max_examples=25, deadline=None)
@given(
    users=st.integers(100, 700),
    chance=st.floats(0.25, 0.9),
    min_rating=st.sampled_from([3.0, 4.0]),
    seeds=st.integers(0, 10_000),
    most=st.sampled_from([25, MAX_TEST_USERS]),
)
def test_nobody_is_tested_on_twice_or_was_tuned_on(users, chance, min_rating, seeds, most):
    rng = np.random.default_rng(users)
    rated = np.argwhere(rng.random((users, 40)) < chance)
    stars = rng.integers(1, 11, len(rated)) / 2
    table = pd.DataFrame({"user_id": rated[:, 0], "movie_id": rated[:, 1], "rating": stars})
    made = rating_matrix(table, 3.0)
    theirs = dataclasses.replace(made, min_rating=min_rating)
    try:
        number = len(groups_to_test(theirs, most))
    except DataError:
        return
    splits = [split_users(theirs, seeds + n, n % TUNING_FOLDS, most) for n in range(number)]
    tested = np.concatenate([split.test for split in splits])
    assert len(set(tested)) == len(tested)
    tuned = {u for fold in range(TUNING_FOLDS) for u in split_users(made, 0, fold).validation}
    assert not tuned & set(tested)
    everyone = np.arange(made.stars.shape[0])
    assert (theirs.likes_of(tested).getnnz(axis=1) >= 5).all()
    for split in splits:
        parts = np.concatenate([split.train, split.validation, split.test])
        np.testing.assert_array_equal(np.sort(parts), everyone)
        np.testing.assert_array_equal(split.train_for_test, np.setdiff1d(everyone, split.test))
    np.testing.assert_array_equal(split_users(theirs, seeds + number, 0, most).test, splits[0].test)


def test_the_published_protocol_ranks_what_people_with_five_likes_like(ratings):
    ranked, people, likes = held_out(ratings, STANDARD, 0)
    stars = ratings.stars.toarray()
    others = np.setdiff1d(np.arange(len(stars)), people)
    able = others[(stars[others] >= 4).sum(axis=1) >= 5]
    liked = stars[able] >= 4
    np.testing.assert_array_equal(likes.toarray() > 0, liked[:, liked.any(axis=0)])
    np.testing.assert_array_equal(ranked.movies.ids, ratings.movies.ids[liked.any(axis=0)])
    (task,) = tasks(ranked, people, STANDARD, 0)
    mine = (ranked.stars[task.users].toarray() >= 4).sum(axis=1)
    assert mine.min() >= 5
    # Their code hides ⌊n ÷ 5⌋ of n.
    np.testing.assert_array_equal(np.diff(task.wanted.indptr), mine // 5)
    np.testing.assert_array_equal(np.diff(task.profiles.indptr), mine - mine // 5)
    assert (task.profiles.data >= 4).all()


def test_a_small_population_is_refused_in_one_sentence():
    small = rating_matrix(population(40), 3.0)
    with pytest.raises(DataError, match="needs 100 of them, so take a larger data set"):
        split_users(small, seed=0)


def test_given_and_wanted_are_the_likes_and_nothing_twice(ratings):
    users = split_users(ratings, seed=0).test
    for told_of, task in zip(FEW_SHOT.given, tasks(ratings, users, FEW_SHOT, 0), strict=True):
        assert len(task.user) == FEW_SHOT.draws * len(task.users)
        for row in range(0, len(task.user), 7):
            stars = ratings.stars[task.users[task.user[row]]]
            likes = set(stars.indices[stars.data >= 3])
            told, wanted = set(task.profiles[row].indices), set(task.wanted[row].indices)
            assert len(told) == told_of
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
