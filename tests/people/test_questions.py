"""Which movies are asked about, on made-up people whose tastes are known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import HAND, recommender_of, taste_groups

from recsys.evaluate.asking import entropy_of
from recsys.people.questions import next_questions
from recsys.people.sample import crowd_of, sample
from recsys.profile.profile import Profile

EACH = 12
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def grouped():
    rows, movies = taste_groups()
    ready, _ = recommender_of(rows, movies, factors=8)
    return ready.model, crowd_of(ready.dataset, ready.model)


def groups_of(movie_ids):
    return [(movie_id - 1) // EACH for movie_id in movie_ids]


def test_questions_asked_together_are_not_of_one_kind(grouped):
    model, crowd = grouped
    assert sorted(groups_of(next_questions(model, crowd, Profile(), 4))) == [0, 1, 2, 3]


def test_the_next_question_is_of_another_kind_than_what_is_being_asked(grouped):
    model, crowd = grouped
    pending = next_questions(model, crowd, Profile(), 2)
    found = next_questions(model, crowd, Profile(), 2, pending=pending)
    assert not set(groups_of(found)) & set(groups_of(pending))


def test_after_havent_seen_the_kind_changes(grouped):
    """Who has not seen three movies of a group is likely of another."""
    model, crowd = grouped
    of_first = [1, 2, 3]
    found = next_questions(model, crowd, Profile(), 3, unseen=of_first)
    assert 0 not in groups_of(found)


def test_a_like_leads_to_movies_that_those_people_know(grouped):
    model, crowd = grouped
    weights = crowd.resembling(model, Profile.of({1: 5.0}))
    column = int(np.flatnonzero(model.movies.ids[crowd.rows] == 1)[0])
    assert weights[crowd.likes[:, column]].min() > weights[~crowd.likes[:, column]].max()
    assert weights.mean() == pytest.approx(1, abs=1e-5)


@quick
@given(st.integers(0, 2**32 - 1))
def test_nothing_is_asked_twice_or_held_already(grouped, seed):
    model, crowd = grouped
    rng = np.random.default_rng(seed)
    ids = rng.permutation(model.movies.ids).tolist()
    rated, hidden, seen, unseen, pending = ids[:5], ids[5:7], ids[7:9], ids[9:12], ids[12:14]
    wanted = ids[14:16]  # Who wants to see it has not seen it.
    stars = rng.choice([0.5, 2.0, 3.0, 5.0], len(rated))
    profile = Profile(
        tuple(zip(rated, map(float, stars), strict=True)), tuple(hidden), tuple(seen)
    ).weigh(rated[0], 0)
    profile = profile.want(wanted)
    found = next_questions(model, crowd, profile, 6, unseen, pending)
    assert len(set(found)) == 6
    assert not set(found) & set(ids[:16])


def test_a_few_people_and_movies_are_enough_and_questions_run_out():
    ready, _ = recommender_of(HAND)
    crowd = crowd_of(ready.dataset, ready.model)
    found = next_questions(ready.model, crowd, Profile(), 10)
    assert sorted(found) == [10, 20, 30, 40]
    assert next_questions(ready.model, crowd, Profile.of({10: 5, 20: 1, 30: 3, 40: 4}), 3) == ()
    assert next_questions(ready.model, crowd, Profile.of({999: 5}), 1)


def test_the_crowd_counts_likes_and_ratings_by_hand():
    ready, _ = recommender_of(HAND)
    crowd = crowd_of(ready.dataset, ready.model)
    columns = {int(m): i for i, m in enumerate(ready.model.movies.ids[crowd.rows])}
    assert crowd.likes[:, columns[10]].tolist() == [True, True, False]
    assert crowd.known[:, columns[10]].tolist() == [True, True, True]
    assert crowd.all_likes.tolist() == [2, 4, 1]
    # Ann's ideal list has two hits: 1 + 1 / log2 3.
    assert crowd.gains[0, columns[10]] == pytest.approx(1 / (1 + 1 / np.log2(3)))


def test_resemblance_by_hand():
    """Cy alone has not liked 10: the others weigh (1 + d) / d times as much, d = 0.3 × 2/3."""
    ready, _ = recommender_of(HAND)
    crowd = crowd_of(ready.dataset, ready.model)
    ann, bob, cy = crowd.resembling(ready.model, Profile.of({10: 4}))
    assert ann == pytest.approx(bob)
    assert ann / cy == pytest.approx(1.2 / 0.2)
    ann, bob, cy = crowd.resembling(ready.model, Profile(), unseen=[30])
    assert ann == pytest.approx(bob) == pytest.approx(cy / 2)


def test_what_counts_nothing_tells_only_that_it_is_known():
    ready, _ = recommender_of(HAND)
    crowd = crowd_of(ready.dataset, ready.model)
    weightless = Profile.of({30: 1.0}).weigh(30, 0)
    seen = Profile(seen=(30,))
    np.testing.assert_allclose(
        crowd.resembling(ready.model, weightless), crowd.resembling(ready.model, seen)
    )


def test_a_sample_is_always_the_same_and_in_order():
    assert sample(5).tolist() == [0, 1, 2, 3, 4]
    many = sample(50_000)
    assert len(many) == 2_000
    assert (np.diff(many) > 0).all()
    np.testing.assert_array_equal(many, sample(50_000))


def test_entropy_by_hand():
    shares = np.array([[0.5, 1.0], [0.5, 0.0]])
    np.testing.assert_allclose(entropy_of(shares), [np.log(2), 0])
    np.testing.assert_allclose(entropy_of(shares, np.array([1.0, 0.5])), [np.log(2) / 2, 0])


def test_a_crowd_is_read_only(grouped):
    _, crowd = grouped
    with pytest.raises(ValueError, match="read-only"):
        crowd.likes[0, 0] = True
    with pytest.raises(AttributeError):
        replace(crowd).rows = None
