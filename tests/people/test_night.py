"""Movie night on a recommender that can be worked out by hand (see `tiny`)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import tiny_recommender

from recsys.data.stars import STAR_STEPS
from recsys.errors import ConfigError
from recsys.people.likeness import Alike, alike, opinion
from recsys.people.night import LEAST_MISERY, MEAN, MOST_PLEASURE, RULES, plan
from recsys.profile.person import Person
from recsys.profile.profile import WEIGHTS, Profile

ANN, BO = Person("Ann", Profile.of({1: 4})), Person("Bo", Profile.of({2: 4}))


@pytest.fixture(scope="module")
def ready():
    return tiny_recommender()


def table(night):
    return {
        m.movie_id: (pytest.approx(m.value), [w.appeal for w in m.people]) for m in night.movies
    }


# Ann's scores of movies 3 to 6 are .25, .25, .125, −.125, Bo's .125, −.125, .25, .25.
@pytest.mark.parametrize(
    ("rule", "order", "values"),
    [
        (MEAN, [3, 5, 4, 6], [0.75, 0.75, 0.25, 0.25]),
        (LEAST_MISERY, [3, 5, 4, 6], [0.5, 0.5, -0.5, -0.5]),
        (MOST_PLEASURE, [3, 4, 5, 6], [1, 1, 1, 1]),
    ],
)
def test_the_three_rules(ready, rule, order, values):
    night = plan([ANN, BO], ready, rule)
    assert [m.movie_id for m in night.movies] == order
    assert [m.value for m in night.movies] == pytest.approx(values)
    appeals = {m.movie_id: [w.appeal for w in m.people] for m in night.movies}
    assert appeals[3] == pytest.approx([1, 0.5])
    assert appeals[6] == pytest.approx([-0.5, 1])
    assert {m.movie_id: m.spread for m in night.movies} == pytest.approx(
        {3: 0.5, 4: 1.5, 5: 0.5, 6: 1.5}
    )


def test_parts_under_the_mean_and_the_deciding_person_otherwise(ready):
    first = plan([ANN, BO], ready, MEAN).movies[0]
    assert [w.part for w in first.people] == pytest.approx([0.5, 0.25])
    first = plan([ANN, BO], ready, LEAST_MISERY).movies[0]
    assert [(w.name, w.deciding) for w in first.people] == [("Ann", False), ("Bo", True)]
    assert [w.part for w in first.people] == pytest.approx([0, 0.5])


def test_favourites_of_one_person_add_up_to_the_appeal(ready):
    # Cy's scores of 3 and 4 are .375 and .125, so a like of 1 gives ⅔ of the best movie's appeal.
    cy = Person("Cy", Profile.of({1: 4, 2: 4}))
    movies = {m.movie_id: m for m in plan([cy, ANN], ready).movies}
    parts = {c.movie_id: c.contribution for c in movies[3].people[0].contributions}
    assert parts == pytest.approx({1: 2 / 3, 2: 1 / 3})
    parts = {c.movie_id: c.contribution for c in movies[4].people[0].contributions}
    assert parts == pytest.approx({1: 2 / 3, 2: -1 / 3})


def test_a_person_who_counts_everything_three_times_weighs_no_more(ready):
    loud = Person("Ann", ANN.profile.weigh(1, 3.0))
    assert table(plan([loud, BO], ready)) == {
        movie: (value, pytest.approx(appeals))
        for movie, (value, appeals) in table(plan([ANN, BO], ready)).items()
    }


def test_what_anybody_has_rated_seen_or_excluded_is_not_listed(ready):
    seen = Person("Cy", Profile(((1, 4.0),), not_interested=(3,), seen=(5,)))
    night = plan([seen, BO], ready)
    assert [m.movie_id for m in night.movies] == [4, 6]
    assert night.open == 2


def test_dislikes_stronger_than_any_like_keep_appeal_within_bounds(ready):
    # (−.5, 1) − .5 · 2 · (1, 0) = (−1.5, 1): movies 3, 4, 5 get −1, −2 and .25 quarters.
    cy = Person("Cy", Profile(((6, 4.0), (1, 0.5)), weights=((1, 2.0),)))
    appeals = {m.movie_id: m.people[0].appeal for m in plan([cy, BO], ready).movies}
    assert appeals == pytest.approx({3: -0.5, 4: -1, 5: 0.125})


def test_somebody_with_nothing_left_that_they_would_like_has_no_say(ready):
    # Three dislikes of 1 leave (−2, 1): movie 5 gets exactly 0, movies 3 and 4 less.
    cy = Person("Cy", Profile(((6, 4.0), (1, 0.5)), weights=((1, 3.0),)))
    assert plan([cy, BO], ready).silent == ("Cy",)


def test_somebody_without_a_like_the_model_knows_has_no_say_but_is_not_shown_what_they_saw(ready):
    for profile in (Profile(), Profile.of({99: 5}), Profile.of({3: 1}), Profile(seen=(3,))):
        night = plan([ANN, BO, Person("Cy", profile)], ready)
        assert night.silent == ("Cy",)
        assert [w.name for w in night.movies[0].people] == ["Ann", "Bo"]
        assert (3 in [m.movie_id for m in night.movies]) == (3 not in profile.all_ids)


# Under the mean the order is 3, 5, 4, 6.
@pytest.mark.parametrize(
    ("lists", "everybodys", "anybodys"),
    [
        (((), (), ()), [], []),
        (((6, 4), (), ()), [4, 6], [4, 6]),
        (((6, 4), (4, 5), ()), [4], [5, 4, 6]),
        (((6, 4), (4, 5), (99,)), [], [5, 4, 6]),
        (((6,), (4,), (1, 5)), [], [5, 4, 6]),  # Ann has rated 1, so it is open to nobody.
    ],
)
def test_only_what_stands_on_watchlists(ready, lists, everybodys, anybodys):
    three = (ANN, BO, Person("Cy", Profile()))
    people = [Person(p.name, p.profile.want(ids)) for p, ids in zip(three, lists, strict=True)]
    without = plan(three, ready)
    listless = tuple(p.name for p, ids in zip(three, lists, strict=True) if not ids)
    for watchlists, expected in (("everybody", everybodys), ("anybody", anybodys)):
        night = plan(people, ready, watchlists=watchlists)
        assert [m.movie_id for m in night.movies] == expected
        assert night.on_anybodys == len(anybodys)
        assert (night.open, night.silent) == (without.open, without.silent)
        assert (night.watchlists, night.listless) == (watchlists, listless)
        values = {m.movie_id: m.value for m in without.movies}
        assert [m.value for m in night.movies] == pytest.approx([values[m] for m in expected])
    assert plan(people, ready).movies == without.movies


def test_an_unknown_use_of_watchlists_is_one_sentence(ready):
    with pytest.raises(ConfigError, match="'nobody' is unknown; use everybody or anybody"):
        plan([ANN, BO], ready, watchlists="nobody")


def test_nobody_with_a_like_gets_what_is_popular(ready):
    night = plan([Person("A", Profile()), Person("B", Profile(seen=(1,)))], ready)
    assert night.basis == "popularity"
    assert [m.movie_id for m in night.movies] == [2, 3, 4, 5, 6]
    assert night.movies[0].people == ()
    assert night.agreement == ()


def test_nothing_left(ready):
    night = plan([Person("A", Profile.of(dict.fromkeys(range(1, 7), 5))), BO], ready)
    assert night.movies == ()
    assert (night.open, night.silent) == (0, ("A", "Bo"))


def test_identical_people_agree_and_decide_together(ready):
    night = plan([ANN, Person("Al", ANN.profile)], ready, LEAST_MISERY)
    assert night.agreement[0] == Alike("Ann", "Al", 5, 5, pytest.approx(1), 1)
    assert [w.deciding for w in night.movies[0].people] == [True, True]
    assert sum(w.part for w in night.movies[0].people) == pytest.approx(night.movies[0].value)
    assert all(m.spread == 0 for m in night.movies)


@pytest.mark.parametrize(
    ("people", "rule", "n", "said"),
    [
        ([ANN], MEAN, 5, "1 person is here; a movie night takes 2 to 7, so add somebody"),
        ([], MEAN, 5, "0 people are here"),
        ([Person(str(i), Profile()) for i in range(8)], MEAN, 5, "so take somebody out"),
        ([ANN, ANN], MEAN, 5, "two people are called 'Ann'"),
        ([ANN, BO], "median", 5, "rule 'median' is unknown; use one of mean, least misery"),
        ([ANN, BO], MEAN, 0, "n is 0"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(ready, people, rule, n, said):
    with pytest.raises(ConfigError, match=said):
        plan(people, ready, rule, n)


def test_alike_counts_shared_best_and_ranks():
    mine, theirs = opinion("Ann", np.array([4.0, 3, 2, 1])), opinion("Bo", np.array([3.0, 4, 1, 2]))
    found = alike(mine, theirs)
    # Σ d² = 4, so ρ = 1 − 6·4 / (4·15).
    assert found == Alike("Ann", "Bo", 4, 4, pytest.approx(0.6))
    assert alike(mine, opinion("Cy", np.ones(4))).correlation is None
    up, down = np.arange(30.0), np.arange(30.0)[::-1]
    assert alike(opinion("Ann", up), opinion("Bo", down)) == Alike(
        "Ann", "Bo", 10, 20, pytest.approx(-1)
    )


rated = st.dictionaries(
    st.integers(1, 6), st.tuples(st.sampled_from(STAR_STEPS), st.sampled_from(WEIGHTS)), max_size=4
)


@settings(max_examples=200, deadline=None)
@given(
    profiles=st.lists(rated, min_size=2, max_size=7),
    rule=st.sampled_from(RULES),
    seed=st.integers(),
)
def test_parts_sum_to_the_value_and_the_order_of_people_does_not_matter(profiles, rule, seed):
    ready = tiny_recommender()
    people = [
        Person(
            f"P{i}",
            Profile(
                tuple((m, s) for m, (s, _) in ratings.items()),
                weights=tuple((m, w) for m, (_, w) in ratings.items()),
            ),
        )
        for i, ratings in enumerate(profiles)
    ]
    night = plan(people, ready, rule)
    for movie in night.movies:
        if movie.people:
            assert math.fsum(w.part for w in movie.people) == pytest.approx(movie.value, abs=1e-9)
        for word in movie.people:
            assert -1 - 1e-9 <= word.appeal <= 1 + 1e-9
            total = math.fsum(c.contribution for c in word.contributions)
            assert total == pytest.approx(word.appeal, abs=1e-9)
    values = [m.value for m in night.movies]
    assert values == sorted(values, reverse=True) or values == pytest.approx(
        sorted(values, reverse=True), abs=1e-6
    )

    shuffled = [people[i] for i in np.random.default_rng(abs(seed)).permutation(len(people))]
    other = plan(shuffled, ready, rule)
    assert [(m.movie_id, m.value) for m in other.movies] == [
        (m.movie_id, m.value) for m in night.movies
    ]
