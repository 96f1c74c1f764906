"""Comparison of two profiles on a recommender that can be worked out by hand (see `tiny`)."""

import pytest
from tiny import tiny_recommender

from recsys.errors import ConfigError
from recsys.people.compare import SharedRating, compare
from recsys.profile.profile import Profile


@pytest.fixture(scope="module")
def ready():
    return tiny_recommender()


def stars(found):
    return [(r.movie_id, r.mine, r.theirs) for r in found]


def test_what_both_rated_stands_side_by_side(ready):
    mine = Profile.of({1: 4, 2: 5, 3: 5, 4: 2})
    theirs = Profile.of({4: 5, 3: 3.5, 2: 5, 1: 4.5})
    found = compare(mine, theirs, ready)
    assert stars(found.shared) == [(1, 4, 4.5), (2, 5, 5), (3, 5, 3.5), (4, 2, 5)]
    assert stars(found.both_love) == [(2, 5, 5), (1, 4, 4.5)]
    assert stars(found.differ) == [(4, 2, 5), (3, 5, 3.5)]
    assert found.shared[0] == SharedRating(1, "Movie 1", 4, 4.5)


def test_each_gets_what_the_other_likes_by_their_own_score(ready):
    # My scores of 2, 4 and 5 are 0, .25 and .125; they dislike 6, I have seen 3.
    mine = Profile(((1, 4.0),), seen=(3,))
    theirs = Profile.of({2: 5, 3: 5, 4: 3, 5: 4, 6: 2, 99: 5})
    found = compare(mine, theirs, ready)
    assert [(s.movie_id, s.stars) for s in found.for_me] == [(4, 3), (5, 4), (2, 5)]
    assert [s.score for s in found.for_me] == pytest.approx([0.25, 0.125, 0])
    assert [s.movie_id for s in found.for_them] == [1]
    assert found.for_both == ()
    assert compare(mine.want([4]), theirs, ready).for_me == found.for_me


def test_movies_for_both_are_those_of_the_movie_night(ready):
    found = compare(Profile.of({1: 4}), Profile.of({2: 4}), ready)
    assert [m.movie_id for m in found.for_both] == [3, 5, 4, 6]
    # Ranks of movies 3 to 6: 3.5, 3.5, 2, 1 and 2, 1, 3.5, 3.5; r = −4 / 4.5.
    assert found.alike.correlation == pytest.approx(-8 / 9)
    assert found.alike.shared == found.alike.listed == 4


def test_without_a_like_there_is_no_score(ready):
    found = compare(Profile(), Profile.of({2: 3, 5: 5}), ready)
    assert [(s.movie_id, s.score) for s in found.for_me] == [(5, None), (2, None)]
    assert found.alike is None


def test_two_people_of_one_name_cannot_be_compared(ready):
    with pytest.raises(ConfigError, match="two people are called 'Bo'"):
        compare(Profile(), Profile(), ready, ("Bo", "Bo"))


def test_a_favourite_that_counts_0_times_is_no_suggestion(ready):
    theirs = Profile.of({2: 5, 5: 4}).weigh(2, 0)
    found = compare(Profile.of({1: 4}), theirs, ready)
    assert [s.movie_id for s in found.for_me] == [5]
