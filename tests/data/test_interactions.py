import numpy as np
import pandas as pd
import pytest

from recsys.data.interactions import add_user, build_interactions
from recsys.errors import DataError


@pytest.fixture
def ratings():
    """Three people; person 7 likes nothing, movie 30 is liked by nobody."""
    rows = [(5, 10, 5.0), (5, 20, 2.5), (7, 20, 1.0), (7, 30, 2.0), (9, 20, 3.0), (9, 10, 3.5)]
    return pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"])


def test_three_stars_are_a_like_and_less_is_not(ratings):
    found = build_interactions(ratings)
    assert found.likes == 3
    assert found.stars.toarray().tolist() == [[5.0, 0.0], [3.5, 3.0]]
    assert found.stars.dtype == np.float32
    assert found.users.ids.tolist() == [5, 9]
    assert found.movies.ids.tolist() == [10, 20]
    assert found.likes_per_movie.tolist() == [2, 1]


def test_whoever_vanishes_is_named(ratings):
    found = build_interactions(ratings)
    assert found.lost_users.tolist() == [7]
    assert found.lost_movies.tolist() == [30]


def test_threshold_is_configurable(ratings):
    assert build_interactions(ratings, 1.0).likes == 6
    with pytest.raises(DataError, match=r"none of the 6 ratings reaches 5\.5 stars"):
        build_interactions(ratings, 5.5)


def test_a_new_user_is_the_last_row_and_gets_the_next_free_id(ratings):
    before = build_interactions(ratings)
    after, user_id = add_user(before, {20: 4.5, 10: 3.0, 99: 5.0})
    assert user_id == 10
    assert after.stars.shape == (3, 2)
    assert after.stars.toarray()[-1].tolist() == [3.0, 4.5]
    assert after.users.ids.tolist() == [5, 9, 10]
    assert before.stars.shape == (2, 2)


def test_the_next_free_id_counts_people_whom_the_filter_removed():
    rows = [(1, 10, 5.0), (2, 10, 1.0)]
    table = pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"])
    _, user_id = add_user(build_interactions(table), {10: 5.0})
    assert user_id == 3
