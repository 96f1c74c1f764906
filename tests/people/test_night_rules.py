"""The movie night on a trained model against a computation of its own, from public scores."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from recsys.data.stars import STAR_STEPS
from recsys.people.night import LEAST_MISERY, MEAN, MOST_PLEASURE, RULES, plan
from recsys.profile.person import Person
from recsys.profile.profile import WEIGHTS, Profile

COMBINED = {MEAN: np.mean, LEAST_MISERY: np.min, MOST_PLEASURE: np.max}
many = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def random_people(ready, seed):
    rng = np.random.default_rng(seed)
    people = []
    for i in range(int(rng.integers(2, 8))):
        size = int(rng.integers(1, 30))
        ids = [int(m) for m in rng.choice(ready.model.movies.ids, size + 2, replace=False)]
        ratings = [(m, float(s)) for m, s in zip(ids, rng.choice(STAR_STEPS, size), strict=False)]
        weights = [
            (m, float(w)) for (m, _), w in zip(ratings, rng.choice(WEIGHTS, size), strict=True)
        ]
        people.append(
            Person(f"P{i}", Profile(tuple(ratings), (ids[-1],), (ids[-2],), tuple(weights)))
        )
    return people


def expected(ready, people, rule):
    """Return appeals of those who have a say and the rule's value, by movie id of open movies."""
    scores = {p.name: ready.scores(p.profile) for p in people}
    taken = {m for p in people for m in p.profile.all_ids}
    left = [m for m in ready.model.movies.ids if m not in taken]
    appeals = {}
    for person in people:
        own = scores[person.name].loc[left]
        likes = any(s >= 3 and person.profile.weight(m) > 0 for m, s in person.profile.ratings)
        if likes and own.max() > 0:
            appeals[person.name] = own / own.abs().max()
    if not appeals:
        return appeals, None
    table = np.array([series.to_numpy() for series in appeals.values()])
    return appeals, dict(zip(left, COMBINED[rule](table, axis=0), strict=True))


@many
@given(seed=st.integers(0, 2**32 - 1), rule=st.sampled_from(RULES))
def test_the_list_equals_one_made_from_each_ones_own_scores(small, seed, rule):
    people = random_people(small, seed)
    appeals, values = expected(small, people, rule)
    night = plan(people, small, rule, 15)
    assert set(night.silent) == {p.name for p in people} - appeals.keys()
    if values is None:
        assert night.basis == "popularity"
        return
    assert night.open == len(values)
    best = sorted(values.values(), reverse=True)[:15]
    np.testing.assert_allclose([m.value for m in night.movies], best, atol=2e-5)
    for movie in night.movies:
        assert values[movie.movie_id] == pytest.approx(movie.value, abs=2e-5)
        assert sum(w.part for w in movie.people) == pytest.approx(movie.value, abs=1e-9)
        for word in movie.people:
            assert word.appeal == pytest.approx(appeals[word.name][movie.movie_id], abs=2e-5)
            parts = sum(c.contribution for c in word.contributions)
            assert parts == pytest.approx(word.appeal, abs=1e-9)


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_people_changes_not_even_the_last_digit(small, seed):
    people = random_people(small, seed)
    shuffled = [people[i] for i in np.random.default_rng(seed).permutation(len(people))]
    lists = [plan(order, small, MEAN, 30).movies for order in (people, shuffled)]
    assert [(m.movie_id, m.value) for m in lists[0]] == [(m.movie_id, m.value) for m in lists[1]]


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_agreement_equals_scipys(small, seed):
    people = random_people(small, seed)
    appeals, _ = expected(small, people, MEAN)
    for pair in plan(people, small).agreement:
        first, second = appeals[pair.first], appeals[pair.second]
        assert pair.correlation == pytest.approx(spearmanr(first, second).statistic, abs=1e-9)
        shared = set(first.nlargest(20).index) & set(second.nlargest(20).index)
        assert pair.shared == len(shared)


def test_a_profile_of_three_has_as_much_say_as_one_of_fifty(small):
    """Raw scores would let the long profile decide alone; see `benchmarks/night.py`."""
    short = Person("Short", Profile.of({1: 5, 364: 5, 588: 5}))
    ids = [260, 1196, 1210, 589, 1240, 2571, 1200, 1214, 480, 780, 1270, 1580, 2628, 541, 1097]
    long = Person("Long", Profile.of(dict.fromkeys(ids, 5)))
    raw = [small.scores(p.profile) for p in (short, long)]
    night = plan([short, long], small, n=10)
    top = [m.movie_id for m in night.movies]
    own = [set(plan([p, Person("none", Profile())], small, n=10).movies) for p in (short, long)]
    assert raw[0].max() < raw[1].max()
    for mine in own:
        assert {m.movie_id for m in mine} & set(top)
    assert len({w.name for m in night.movies for w in m.people if w.appeal > 0.9}) == 2
