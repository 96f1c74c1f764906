"""The dials: worked out by hand, and what must hold for any profile."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from recsys.data.stars import STAR_STEPS
from recsys.errors import ConfigError
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend import dials
from recsys.recommend.filters import Filters

EAST, NORTH = (1.0, 0.0), (0.0, 1.0)
BETWEEN = (0.6, 0.8)
"""Cosine 0.6 with east, 0.8 with north."""


def spread(values, vectors, n, dial):
    return dials.spread(np.array(values), np.array(vectors, dtype=np.float32), n, dial)


def test_the_next_movie_is_the_best_after_what_likeness_takes():
    # Price 0.5 × 1. After the first: twin 0.9 − 0.5 = 0.4, between 0.8 − 0.3 = 0.5, north 0.45.
    # After between: twin stays at 0.4, north falls to 0.45 − 0.4 = 0.05.
    places, terms = spread([1.0, 0.9, 0.8, 0.45], [EAST, EAST, BETWEEN, NORTH], 4, 0.5)
    assert places.tolist() == [0, 2, 1, 3]
    np.testing.assert_allclose(terms, [0, -0.3, -0.5, -0.4], atol=1e-7)


def test_at_the_end_a_twin_loses_what_the_best_movie_is_worth():
    places, terms = spread([2.0, 1.9, 0.1], [EAST, EAST, NORTH], 3, 1)
    assert places.tolist() == [0, 2, 1]
    np.testing.assert_allclose(terms, [0, 0, -2.0])


def test_being_the_opposite_of_a_listed_movie_earns_nothing():
    _, terms = spread([1.0, 0.5], [EAST, (-1.0, 0.0)], 2, 1)
    assert terms.tolist() == [0.0, 0.0]


def test_a_dial_at_rest_leaves_the_order_by_value_ties_by_position():
    places, terms = spread([0.3, 0.9, 0.3, 0.5], [EAST] * 4, 3, 0)
    assert places.tolist() == [1, 3, 0]
    assert not terms.any()


def test_more_is_asked_for_than_there_is():
    assert spread([1.0], [EAST], 20, 1)[0].tolist() == [0]
    assert spread([], np.empty((0, 2)), 20, 1)[0].tolist() == []


def test_behind_the_places_chosen_one_by_one_the_order_is_by_value_and_likeness(monkeypatch):
    values, vectors = [1.0, 0.9, 0.8, 0.45], [EAST, EAST, BETWEEN, NORTH]
    monkeypatch.setattr(dials, "_SPREAD_PLACES", 1)
    # Only the first counts: twin 0.9 − 0.5, between 0.8 − 0.3, north 0.45 − 0.
    places, terms = spread(values, vectors, 4, 0.5)
    assert places.tolist() == [0, 2, 3, 1]
    np.testing.assert_allclose(terms, [0, -0.3, 0, -0.5], atol=1e-7)


def test_the_popularity_term_by_hand():
    # Prevalence 1 is neutral; 0.4 becomes 0.6 / 1.2 = 1/2.
    scores, prevalence = np.array([0.8, 0.8, -0.8]), np.array([1.0, 0.4, 0.4])
    np.testing.assert_allclose(dials.popularity_terms(scores, prevalence, -1), [0, 0.8, 0.4])
    np.testing.assert_allclose(dials.popularity_terms(scores, prevalence, 1), [0, -0.4, -0.8])
    np.testing.assert_allclose(
        dials.popularity_terms(scores, prevalence, -0.5)[1], 0.8 * (math.sqrt(2) - 1)
    )
    assert not dials.popularity_terms(scores, prevalence, 0).any()


@pytest.mark.parametrize(
    ("popularity", "diversity"), [(-1.01, 0), (2, 0), (0, -0.1), (0, 1.5), (math.nan, 0)]
)
def test_a_dial_out_of_its_bounds_is_refused(popularity, diversity, small):
    with pytest.raises(ConfigError, match="expected"):
        small.recommend({1196: 5}, popularity=popularity, diversity=diversity)


def vectors_of_length_one(rows, columns=3):
    numbers = st.floats(0.125, 1, width=32) | st.floats(-1, -0.125, width=32)
    return arrays.arrays(np.float32, (rows, columns), elements=numbers).map(
        lambda found: found / np.linalg.norm(found, axis=1, keepdims=True)
    )


@settings(deadline=None)
@given(st.data(), st.integers(2, 30), st.floats(0.01, 1))
def test_each_choice_is_the_best_there_was_and_values_never_rise(data, m, dial):
    values = np.array(data.draw(st.lists(st.floats(-1, 2), min_size=m, max_size=m)))
    unit = data.draw(vectors_of_length_one(m))
    places, terms = dials.spread(values, unit, m, dial)
    assert sorted(places.tolist()) == list(range(m))
    ordered_by = values[places] + terms
    assert (np.diff(ordered_by) <= 1e-9).all()
    price = dial * np.abs(values).max()
    for step in range(1, m):
        listed, left = places[:step], places[step:]
        likeness = np.maximum((unit[left] @ unit[listed].T).max(axis=1), 0)
        worth = values[left] - price * likeness
        assert ordered_by[step] == pytest.approx(worth.max(), abs=1e-5)


@settings(deadline=None)
@given(st.data(), st.integers(3, 60), st.floats(-1, 1), st.floats(-1, 1))
def test_more_blockbusters_on_the_dial_never_make_a_list_less_known(data, m, first, second):
    n = data.draw(st.integers(1, m))
    scores = np.array(data.draw(st.lists(st.floats(-1, 2), min_size=m, max_size=m)))
    likes = data.draw(st.lists(st.integers(1, 3_000), min_size=m, max_size=m))
    prevalence = np.array(likes) / 600
    model = SimpleNamespace(
        prevalence=prevalence, units=lambda rows: np.ones((len(rows), 1), np.float32)
    )
    low, high = sorted((first, second))
    rows = np.arange(m)
    known_to = [
        np.log(prevalence[dials.arrange(model, rows, scores, n, dial, 0).rows] + 0.2).mean()
        for dial in (low, high)
    ]
    assert known_to[0] <= known_to[1] + 1e-9


RATED = (1, 10, 50, 110, 150, 260, 296, 318, 356, 364, 457, 480, 527, 592, 593, 924, 1196, 1721)
"""Movies that the embedded data knows well."""


@st.composite
def profiles(draw):
    ids = draw(st.lists(st.sampled_from(RATED), min_size=1, max_size=10, unique=True))
    profile = Profile.of({movie_id: draw(st.sampled_from(STAR_STEPS)) for movie_id in ids})
    for movie_id in ids:
        profile = profile.weigh(movie_id, draw(st.sampled_from(WEIGHTS)))
    for movie_id in draw(st.lists(st.sampled_from(RATED), max_size=3)):
        profile = profile.see(movie_id) if draw(st.booleans()) else profile.exclude(movie_id)
    return profile


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(profiles(), st.floats(-1, 1), st.floats(0, 1))
def test_a_turned_list_explains_itself(small, profile, popularity, diversity):
    found = small.recommend(profile, 15, popularity=popularity, diversity=diversity)
    scores = small.scores(profile)
    values = [movie.value for movie in found.recommendations]
    assert len(values) == 15
    if found.basis == "profile":
        # At rest, single-precision scores put the list in order.
        rounding = 1e-12 if popularity or diversity else 1e-6
        assert (np.diff(values) <= rounding).all()
    for movie in found.recommendations:
        assert sum(c.contribution for c in movie.contributions) == pytest.approx(
            movie.score, abs=1e-5
        )
        assert movie.score == pytest.approx(scores[movie.movie_id], abs=1e-5)
        assert movie.value == movie.score + movie.popularity_term + movie.diversity_term
        assert movie.diversity_term <= 0
        assert movie.movie_id not in profile.all_ids
    if found.basis == "popularity":
        assert not any(m.popularity_term or m.diversity_term for m in found.recommendations)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(profiles())
def test_turning_the_dial_up_never_lowers_a_lists_popularity(small, profile):
    model = small.model
    known_to = []
    for dial in np.linspace(-1, 1, 9):
        found = small.recommend(profile, 20, popularity=float(dial))
        rows = model.movies.idx(list(found.movie_ids))
        known_to.append(np.log(model.prevalence[rows] + 0.2).mean())
    assert (np.diff(known_to) >= -1e-6).all()


def test_dials_at_rest_are_the_list_as_the_model_says(small):
    profile = Profile.of({1196: 5, 296: 1})
    plain = small.recommend(profile, 30)
    assert small.recommend(profile, 30, popularity=0, diversity=0).recommendations == (
        plain.recommendations
    )
    assert all(m.value == m.score for m in plain.recommendations)


def test_the_ends_of_the_dials_differ_as_their_names_say(small):
    profile = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})

    def likes(**dial):
        rows = small.model.movies.idx(list(small.recommend(profile, 10, **dial).movie_ids))
        return small.model.likes_per_movie[rows].mean()

    def likeness(**dial):
        rows = small.model.movies.idx(list(small.recommend(profile, 10, **dial).movie_ids))
        return (small.model.units(rows) @ small.model.units(rows).T).mean()

    assert likes(popularity=-1) < likes() / 3 < likes(popularity=1)
    assert likeness(diversity=1) < likeness(diversity=0.5) < likeness()


def test_filters_hold_with_the_dials_turned(small):
    found = small.recommend({1196: 5}, 20, Filters(genres=("Western",)), 0.5, 1)
    assert found.recommendations
    for movie in found.recommendations:
        assert "Western" in small.dataset.movies.at[movie.movie_id, "genres"]


def test_a_list_longer_than_the_catalogue_holds_every_movie_once(small):
    found = small.recommend({1196: 5}, 100_000, diversity=1)
    assert len(set(found.movie_ids)) == len(found.movie_ids) == len(small.model.movies) - 1
