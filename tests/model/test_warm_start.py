"""Retraining from the shared model: the same loss, sooner, and nothing shared is changed."""

from dataclasses import replace

import numpy as np
import pytest

from recsys import loading
from recsys.data.interactions import add_user
from recsys.errors import ConfigError
from recsys.model import store
from recsys.model.als import Start, train
from recsys.profile.profile import Profile

PROFILE = Profile.of({1196: 5, 260: 5, 1210: 4.5, 2571: 4, 589: 4})


@pytest.fixture(scope="module")
def source(small):
    return loading.Source(small.dataset)


def test_a_warm_start_reaches_the_loss_of_a_cold_fit_in_fewer_iterations(small, source):
    seen = []
    cold = loading.retrain_with(source, small.model.config, PROFILE)
    warm = loading.retrain_with(
        source, small.model.config, PROFILE, seen.append, shared=small.model
    )
    assert warm.model.report.losses[-1] <= 1.001 * cold.model.report.losses[-1]
    assert 4 * len(seen) <= small.model.config.train.iterations


def test_the_newcomer_counts_in_a_warm_start(small, source):
    joined, _ = add_user(source.interactions, PROFILE.stars)
    start = Start(small.model.item_factors, store.load_user_factors(small.model))
    config = replace(small.model.config.train, iterations=loading.WARM_ITERATIONS)
    warm = train(joined.stars, config, start=start)
    newcomer = warm.user_factors[-1]
    likes = warm.item_factors[joined.movies.idx(PROFILE.movie_ids)] @ newcomer
    assert likes.mean() > 5 * (warm.item_factors @ newcomer).mean()
    again = loading.retrain_with(source, small.model.config, PROFILE, shared=small.model)
    np.testing.assert_allclose(again.model.item_factors, warm.item_factors, atol=1e-4)


def test_no_retrained_model_keeps_the_users(small, source):
    again = loading.retrain_with(source, small.model.config, PROFILE, shared=small.model)
    assert again.model.report.users == small.model.report.users + 1
    assert again.model.user_factors is None
    assert loading.train(source, small.model.config).user_factors is None


def test_the_shared_factors_stay_as_they_were(small, source):
    items, users = small.model.item_factors.copy(), store.load_user_factors(small.model).copy()
    loading.retrain_with(source, small.model.config, PROFILE, shared=small.model)
    np.testing.assert_array_equal(small.model.item_factors, items)
    np.testing.assert_array_equal(store.load_user_factors(small.model), users)


def test_user_factors_stay_on_disk_until_a_retraining_asks(small):
    assert small.model.user_factors is None
    assert store.load_user_factors(small.model).shape == (
        small.model.report.users,
        small.model.config.train.factors,
    )


def test_a_warm_start_ends_when_its_callback_says_so(small, source):
    def stop(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.retrain_with(source, small.model.config, PROFILE, stop, shared=small.model)


def test_going_on_from_finished_factors_does_not_raise_the_loss(small, source):
    stars, config = source.interactions.stars, small.model.config.train
    start = Start(small.model.item_factors, store.load_user_factors(small.model))
    again = train(stars, config, start=start)
    assert again.losses[-1] <= small.model.report.losses[-1] * (1 + 1e-6)


@pytest.mark.parametrize("method", ["shrunk", "cosine"])
def test_similar_movies_leave_the_movie_itself_out(small, method):
    found = small.similar(260, 5, method)
    assert 260 not in [movie.movie_id for movie in found]
    assert {1196, 1210} <= {movie.movie_id for movie in found[:3]}


def test_the_notebooks_preset_keeps_the_plain_cosine(small_notebook):
    assert small_notebook.similar(260) == small_notebook.similar(260, method="cosine")
    factors = small_notebook.model.item_factors.astype(float)
    row, first = small_notebook.model.movies.idx([260, small_notebook.similar(260)[0].movie_id])
    cosine = factors[row] @ factors[first]
    cosine /= np.linalg.norm(factors[row]) * np.linalg.norm(factors[first])
    assert small_notebook.similar(260)[0].similarity == pytest.approx(cosine, abs=1e-5)


def test_a_shrunk_cosine_is_the_cosine_times_the_believed_share(small):
    plain = {m.movie_id: m.similarity for m in small.similar(260, 5_000, "cosine")}
    for movie in small.similar(260, 20, "shrunk"):
        likes = small.model.likes_per_movie[small.model.movies.idx_of(movie.movie_id)]
        share = likes / (likes + 10)
        assert movie.similarity == pytest.approx(plain[movie.movie_id] * share, abs=1e-5)


def test_an_unknown_method_is_refused(small):
    with pytest.raises(ConfigError, match="use one of shrunk, cosine"):
        small.similar(260, method="best")
