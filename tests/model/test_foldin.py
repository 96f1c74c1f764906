"""The fold-in against two independent computations: a dense solve and the library's own."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from implicit.cpu.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

from recsys.data.stars import STAR_STEPS
from recsys.model.config import preset
from recsys.model.foldin import FoldIn, System
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend.recommender import Recommender

LIKES = [stars for stars in STAR_STEPS if stars >= 3]
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def small_spark(small):
    """The embedded data's factors, folded in as those that Spark trains are."""
    return Recommender(replace(small.model, config=preset("spark")), small.dataset)


def random_profile(ready, seed, stars=STAR_STEPS):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 40))
    ids = rng.choice(ready.model.movies.ids, size, replace=False)
    return {
        int(movie_id): float(s) for movie_id, s in zip(ids, rng.choice(stars, size), strict=True)
    }


def dense_scores(ready, profile, weights=None):
    """Solve the normal equations of Hu, Koren and Volinsky 2008, eq. 4, with no shortcut."""
    config = ready.model.config
    foldin, threshold = config.foldin, config.train.min_rating
    factors = ready.model.item_factors.astype(np.float64)
    n_movies, k = factors.shape
    likes = ready.model.likes_per_movie.astype(np.float64)
    popularity = likes / (np.sum(likes**2) / np.sum(likes))
    weights = weights or {}
    n = sum(stars >= threshold and weights.get(m) != 0 for m, stars in profile.items())
    fade = 1 / (1 + (n / foldin.pivot) ** 2)
    rows = max(n, 1) if foldin.objective == "spark" else 1
    plain, more = foldin.regularization * rows, foldin.regularization * foldin.regularization_boost
    spread = np.linalg.eigvalsh(factors.T @ factors).mean() if foldin.objective == "spark" else 0.0
    strength = (spread + plain + more * fade) / (spread + plain)
    confidence, preference = np.ones(n_movies), np.zeros(n_movies)
    for movie_id, stars in profile.items():
        row = int(np.flatnonzero(ready.model.movies.ids == movie_id)[0])
        damped = popularity[row] ** -foldin.movie_damping
        if stars >= threshold:
            weight = 1 + foldin.star_weights.slope * (stars - foldin.star_weights.anchor)
            alpha = foldin.alpha * (1 + foldin.alpha_boost * fade)
            liked = alpha * weight + (foldin.objective == "spark")
            confidence[row], preference[row] = liked * damped, strength
        elif foldin.dislike_alpha > 0:
            below = threshold - 0.5 - stars
            confidence[row] = foldin.dislike_alpha * (1 + foldin.dislike_slope * below) * damped
            preference[row] = -foldin.dislike_preference * strength
    for movie_id, weight in weights.items():
        row = int(np.flatnonzero(ready.model.movies.ids == movie_id)[0])
        # c − 1 and c p, each as many times as the rating counts.
        preference[row] *= weight * confidence[row]
        confidence[row] = 1 + weight * (confidence[row] - 1)
        preference[row] /= confidence[row]
    left = factors.T @ (confidence[:, None] * factors)
    left += (plain + more * fade) * np.eye(k)
    fitted = factors @ np.linalg.solve(left, factors.T @ (confidence * preference))
    power = foldin.popularity / (1 + (n / foldin.popularity_pivot) ** 2)
    return fitted * popularity**power


@pytest.mark.parametrize("likes", [1, 3, 10, 100])
def test_scores_on_sparks_terms_are_of_the_size_of_the_defaults(small, small_spark, likes):
    ids = small.model.movies.ids[small.model.by_popularity[:likes]].tolist()
    ours, sparks = (
        max(m.score for m in ready.recommend(dict.fromkeys(ids, 4.0), 1).recommendations)
        for ready in (small, small_spark)
    )
    assert ours / 10 < sparks < 10 * ours


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_contributions_sum_to_the_score_of_every_movie(small, seed):
    profile = random_profile(small, seed)
    parts = small.contributions(profile)
    assert list(parts.columns) == list(profile)
    np.testing.assert_allclose(parts.sum(axis=1), small.scores(profile), atol=1e-5)


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_scores_equal_a_dense_solve(small, small_notebook, small_spark, seed):
    for ready in (small, small_notebook, small_spark):
        profile = random_profile(ready, seed)
        expected = dense_scores(ready, profile)
        np.testing.assert_allclose(ready.scores(profile), expected, atol=1e-4)


def weighed(ready, seed):
    rng = np.random.default_rng(seed)
    ratings = random_profile(ready, seed)
    weights = {m: float(w) for m, w in zip(ratings, rng.choice(WEIGHTS, len(ratings)), strict=True)}
    return Profile(tuple(ratings.items()), weights=tuple(weights.items()))


@many
@given(size=st.integers(1, 12), seed=st.integers(0, 2**32 - 1))
def test_a_short_profile_is_solved_alike_from_the_shared_inverse_and_from_scratch(
    small, small_notebook, size, seed
):
    rng = np.random.default_rng(seed)
    for ready in (small, small_notebook):
        idx = rng.choice(len(ready.model.movies), size, replace=False)
        gain, pull = rng.uniform(0, 20, size) * rng.integers(0, 2, size), rng.normal(size=size)
        solved = FoldIn(ready.model, System(idx, gain, pull, float(rng.uniform(0.01, 500)), 0.0))
        np.testing.assert_allclose(solved._from_gram(), solved.solve(solved.rated.T), atol=1e-10)


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_weighted_scores_equal_a_dense_solve_and_their_bars_sum(
    small, small_notebook, small_spark, seed
):
    for ready in (small, small_notebook, small_spark):
        profile = weighed(ready, seed)
        expected = dense_scores(ready, profile.stars, dict(profile.weights))
        np.testing.assert_allclose(ready.scores(profile), expected, atol=1e-4)
        bars = ready.contributions(profile).sum(axis=1)
        np.testing.assert_allclose(bars, ready.scores(profile), atol=1e-5)


@settings(many, max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_sparks_fold_in_without_a_movie_is_that_of_the_profile_without_it(small_spark, seed):
    profile = Profile(tuple(random_profile(small_spark, seed).items()))
    movie_id = int(small_spark.model.movies.ids[seed % len(small_spark.model.movies)])
    for without in small_spark.explain(movie_id, profile).without[:3]:
        again = small_spark.explain(movie_id, profile.forget([without.movie_id]))
        assert without.score == pytest.approx(again.score, abs=1e-6)


@settings(many, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_weight_of_zero_scores_as_the_profile_without_the_movie(small, seed):
    profile = weighed(small, seed)
    rest = profile.forget(m for m, weight in profile.weights if not weight)
    np.testing.assert_allclose(small.scores(profile), small.scores(rest), atol=1e-6)
    movie_id = int(small.model.movies.ids[seed % len(small.model.movies)])
    for without in small.explain(movie_id, profile).without[:3]:
        again = small.explain(movie_id, profile.forget([without.movie_id]))
        assert without.score == pytest.approx(again.score, abs=1e-6)


def test_a_weight_of_one_leaves_every_bit_and_three_pull_more_than_one(small):
    plain = {1196: 5.0, 296: 4.0, 924: 1.0}
    once = Profile(tuple(plain.items()), weights=tuple((m, 1.0) for m in plain))
    np.testing.assert_array_equal(small.scores(once), small.scores(plain))
    thrice = once.weigh(1196, 3)
    assert small.scores(thrice)[260] > small.scores(plain)[260]


def test_a_seen_movie_leaves_the_list_and_no_score_changes(small):
    profile = Profile.of({1196: 5.0, 296: 4.0})
    first = small.recommend(profile, 5).recommendations[0].movie_id
    seen = profile.see(first)
    np.testing.assert_array_equal(small.scores(seen), small.scores(profile))
    assert first not in [r.movie_id for r in small.recommend(seen, 200).recommendations]


@pytest.fixture(scope="session")
def library(small_notebook):
    """Return the library's model with the notebook's factors and objective."""
    model = AlternatingLeastSquares(factors=100, regularization=0.01, alpha=1.0, num_threads=1)
    model.item_factors = np.array(small_notebook.model.item_factors)
    return model


@many
@given(seed=st.integers(0, 2**32 - 1))
def test_scores_equal_the_librarys_recalculate_user(small_notebook, library, seed):
    profile = random_profile(small_notebook, seed, LIKES)
    columns = small_notebook.model.movies.idx(profile)
    row = csr_matrix(
        (np.array(list(profile.values()), np.float32), columns, [0, len(profile)]),
        shape=(1, len(small_notebook.model.movies)),
    )
    expected = library.item_factors @ library.recalculate_user(0, row)
    np.testing.assert_allclose(small_notebook.scores(profile), expected, atol=1e-4)


@settings(many, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_without_a_movie_equals_the_profile_that_lacks_it(small, seed):
    profile = random_profile(small, seed)
    movie_id = int(small.model.movies.ids[seed % len(small.model.movies)])
    found = small.explain(movie_id, profile)
    assert [w.movie_id for w in found.without] == list(profile)
    for without in found.without[:3]:
        rest = {m: s for m, s in profile.items() if m != without.movie_id}
        again = small.explain(movie_id, rest)
        assert without.score == pytest.approx(again.score, abs=1e-6)


def test_a_dislike_counts_against_similar_movies_in_the_default_preset(small):
    liked = small.scores({1196: 5.0})
    mixed = small.scores({1196: 5.0, 260: 0.5})
    assert mixed[1210] < liked[1210]
    bar = small.contributions({1196: 5.0, 260: 0.5}).at[1210, 260]
    assert bar < 0


def test_a_dislike_has_no_effect_in_the_notebooks_preset(small_notebook):
    """The notebook's filter took every rating below three stars out."""
    liked = small_notebook.scores({1196: 5.0})
    mixed = small_notebook.scores({1196: 5.0, 260: 0.5})
    np.testing.assert_array_equal(liked, mixed)


@settings(many, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_star_more_never_lowers_a_favourites_own_share(small, small_notebook, seed):
    for ready in (small, small_notebook):
        profile = random_profile(ready, seed, LIKES)
        movie_id = next(iter(profile))
        own = []
        for stars in LIKES:
            parts = ready.contributions({**profile, movie_id: stars}).loc[movie_id]
            own.append(parts[movie_id] / parts.abs().sum())
        assert all(b >= a - 1e-6 for a, b in pairwise(own))


def test_a_lost_person_gets_popular_movies_and_a_word_about_it(small):
    found = small.recommend({1196: 1.0}, 5)
    assert found.basis == "popularity"
    assert 1196 not in [r.movie_id for r in found.recommendations]


def test_the_same_seed_gives_the_same_list(small, tmp_path, monkeypatch):
    import recsys

    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    again = recsys.load("ml-latest-small")
    profile = {1196: 5.0, 296: 4.0}
    one = [(r.movie_id, r.score) for r in small.recommend(profile).recommendations]
    other = [(r.movie_id, r.score) for r in again.recommend(profile).recommendations]
    assert one == other
