"""Who likes both: counts against plain Python sets, and the sentence against its numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from recsys.data.interactions import build_interactions
from recsys.explore.popularity import share_range
from recsys.people.overlap import Likers, Overlap

LIKES = {1: {10, 20, 30}, 2: {10, 20}, 3: {10}, 4: {20, 30}, 5: {40}}
"""By user: 10 is liked by 1, 2, 3; 20 by 1, 2, 4; 30 by 1, 4; 40 by 5."""


def likers(likes):
    rows = [(user, movie, 4.0) for user, movies in likes.items() for movie in movies]
    rows += [(user, 99, 1.0) for user in likes]  # a dislike is no like
    return Likers(build_interactions(pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"])))


@given(
    st.dictionaries(
        st.integers(1, 30), st.sets(st.integers(1, 12), min_size=1), min_size=1, max_size=30
    )
)
def test_many_at_once_are_counted_as_one_by_one(likes):
    found = likers(likes)
    ids = found.movies.ids.tolist()
    others = np.arange(len(ids), dtype=np.int32)
    for row, first in enumerate(ids):
        both, by_activity = found.beside(row, others)
        alone = [found.overlap(first, second) for second in ids]
        assert both.tolist() == [one.both for one in alone]
        assert by_activity == pytest.approx([one.by_activity for one in alone])


def test_counts_by_hand():
    found = likers(LIKES).overlap(10, 20)
    assert (found.first_likes, found.second_likes, found.both, found.people) == (3, 3, 2, 5)
    assert found.by_chance == pytest.approx(9 / 5)
    assert found.lift == pytest.approx(2 / 1.8)
    assert found.share == pytest.approx(2 / 3)
    # 9 likes in all; users 1, 2, 3 have 3, 2, 1 of them; 3 likes of the second movie.
    assert found.by_activity == pytest.approx(1.0 + 2 * 3 / 9 + 1 * 3 / 9)


@given(
    st.dictionaries(
        st.integers(1, 30), st.sets(st.integers(1, 12), min_size=1), min_size=1, max_size=30
    ),
    st.integers(1, 12),
    st.integers(1, 12),
)
def test_counts_equal_those_of_plain_sets(likes, first, second):
    found = likers(likes).overlap(first, second)
    ours = {user for user, movies in likes.items() if first in movies}
    theirs = {user for user, movies in likes.items() if second in movies}
    assert found.first_likes == len(ours)
    assert found.both == len(ours & theirs)
    total = sum(map(len, likes.values()))
    expected = sum(min(len(likes[user]) * len(theirs) / total, 1) for user in ours)
    assert found.by_activity == pytest.approx(expected)
    assert found.by_chance == pytest.approx(len(ours) * len(theirs) / len(likes))
    low, high = found.share_range
    assert 0 <= low <= found.share <= high + 1e-12 <= 1 + 1e-9


def test_wilson_interval_by_hand():
    # 5 of 10: (0.5 + z²/20 ± z √(0.025 + z²/400)) ÷ (1 + z²/10) with z = 1.96: 0.2366 to 0.7634.
    low, high = Overlap(10, 10, 5, 100, 1.0).share_range
    assert (low, high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_the_librarys(share):
    found = binomtest(*share).proportion_ci(method="wilson")
    assert share_range(*share) == pytest.approx((found.low, found.high), abs=1e-12)


def test_of_an_unknown_movie_nobody_is_counted():
    nobody = likers(LIKES).overlap(10, 12345)
    assert (nobody.both, nobody.lift, nobody.share) == (0, 0, 0)
