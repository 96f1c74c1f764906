"""The methods to compare with, against their papers' formulas computed another way."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recsys import evaluate
from recsys.errors import ConfigError, DataError
from recsys.evaluate import baselines
from recsys.evaluate.baselines import tuned


def weights_of(scores, n_movies):
    return scores(csr_matrix(np.eye(n_movies, dtype=np.float32))).astype(float)


def draw(shape, seed=1):
    likes = np.random.default_rng(seed).random(shape) < 0.3
    return likes.astype(float), csr_matrix(likes.astype(np.float32) * 4)


@pytest.mark.parametrize(
    ("likes", "expected"),
    [
        # G = [[2, 1], [1, 1]], on its diagonal 1 + G: P = [[3, −1], [−1, 5]] / 14.
        ([[1, 1], [1, 0]], [[0, 1 / 5], [1 / 3, 0]]),
        # One user: G is 1 everywhere, P = [[3, −1], [−1, 3]] / 8.
        ([[1, 1]], [[0, 1 / 3], [1 / 3, 0]]),
    ],
)
def test_edlae_by_hand(likes, expected):
    matrix = csr_matrix(np.array(likes, dtype=np.float32))
    scores = baselines.edlae(matrix, {"regularization": 1.0, "dropout": 0.5}, 0)
    np.testing.assert_allclose(weights_of(scores, 2), expected, atol=1e-6)


def test_edlae_is_the_best_denoiser_without_the_movie_itself():
    """Each movie regressed on the others, over every way to drop likes, Steck 2020's premise."""
    x, matrix = draw((30, 6))
    p, ridge = 0.4, 2.0
    gram = np.zeros((6, 6))
    for kept in product((0, 1), repeat=6):
        noisy = x * np.array(kept) / (1 - p)
        gram += np.prod(np.where(kept, 1 - p, p)) * noisy.T @ noisy
    scores = baselines.edlae(matrix, {"regularization": ridge, "dropout": p}, 0)
    weights = weights_of(scores, 6)
    for movie in range(6):
        others = np.delete(np.arange(6), movie)
        best = np.linalg.solve(
            gram[np.ix_(others, others)] + ridge * np.eye(5), x[:, others].T @ x[:, movie]
        )
        np.testing.assert_allclose(weights[others, movie], best, atol=1e-5)
        assert abs(weights[movie, movie]) < 1e-6


@pytest.mark.parametrize("shape", [(60, 15), (15, 60)])
@pytest.mark.parametrize("dropout", [0.0, 0.9])
def test_fewer_users_than_movies_and_more_give_the_same_weights(shape, dropout):
    x, matrix = draw(shape)
    n = shape[1]
    gram = x.T @ x
    inverse = np.linalg.inv(gram + np.diag(7 + dropout / (1 - dropout) * np.diag(gram)))
    expected = np.eye(n) - inverse / np.diag(inverse)
    scores = baselines.edlae(matrix, {"regularization": 7.0, "dropout": dropout}, 0)
    np.testing.assert_allclose(weights_of(scores, n), expected, atol=1e-5)


def test_ease_solves_its_own_normal_equations():
    """Steck 2019, eq. 5: the gradient of the ridge problem is zero off the diagonal."""
    rng = np.random.default_rng(1)
    likes = csr_matrix((rng.random((60, 15)) < 0.3).astype(np.float32) * 4)
    scores = baselines.edlae(likes, {"regularization": 7.0}, 0)
    weights = scores(csr_matrix(np.eye(15, dtype=np.float32))).astype(float)
    x = (likes.toarray() > 0).astype(float)
    gradient = x.T @ (x @ weights - x) + 7.0 * weights
    np.testing.assert_allclose(np.diag(weights), 0, atol=1e-7)
    np.testing.assert_allclose(gradient[~np.eye(15, dtype=bool)], 0, atol=1e-3)


def test_ease_and_edlae_refuse_what_does_not_fit_and_what_has_no_inverse():
    wide = csr_matrix((2, 25_001), dtype=np.float32)
    with pytest.raises(DataError, match="25,001 × 25,001"):
        baselines.edlae(wide, {"regularization": 1.0}, 0)
    with pytest.raises(ConfigError, match="too small"):
        baselines.edlae(csr_matrix(np.ones((3, 2), np.float32)), {"regularization": 0.0}, 0)


def test_slim_meets_the_conditions_of_the_elastic_net():
    """No weight below 0, and the loss falls in no direction that is allowed."""
    pytest.importorskip("irspack")
    x, matrix = draw((60, 15))
    settings = {"regularization": 0.02, "l1": 0.3, "iterations": 200}
    weights = weights_of(baselines.slim(matrix, settings, 0), 15)
    np.testing.assert_array_equal(np.diag(weights), 0)
    assert (weights >= 0).all()
    assert (weights > 0).any()
    slope = x.T @ (x @ weights - x) + 60 * 0.02 * (0.7 * weights + 0.3)
    np.testing.assert_allclose(slope[weights > 0], 0, atol=1e-2)
    assert (slope[(weights == 0) & ~np.eye(15, dtype=bool)] > -1e-2).all()


def test_every_baseline_ranks_a_twin_of_the_given_movie_first():
    """Two worlds of movies; whoever likes one movie of a world likes most of it."""
    rng = np.random.default_rng(2)
    world = rng.integers(0, 2, 120)
    likes = rng.random((120, 20)) < np.where(world[:, None] == np.arange(20) // 10, 0.7, 0.02)
    matrix = csr_matrix(likes.astype(np.float32))
    profile = csr_matrix((np.float32([5]), [3], [0, 1]), shape=(1, 20))
    settings = {
        "knn-cosine": {"neighbours": 10},
        "knn-tfidf": {"neighbours": 10},
        "knn-bm25": {"neighbours": 10, "k1": 1.2, "b": 0.5},
        "bpr": {"factors": 8, "learning_rate": 0.1, "regularization": 0.01, "iterations": 200,
                "bias": 0.0},
        "ease": {"regularization": 10.0},
        "edlae": {"regularization": 1.0, "dropout": 0.5},
    }  # fmt: skip
    for name, values in settings.items():
        scores = baselines.BASELINES[name](matrix, values, 0)(profile)[0]
        scores[3] = -np.inf
        assert set(np.argsort(-scores)[:5]) <= set(range(10)), name


def test_what_was_never_tuned_says_so():
    with pytest.raises(ConfigError, match="popularity is not tuned for this data set size"):
        tuned("popularity", 0.8, 100_000)


@pytest.mark.parametrize("ratings", [100_000, 1_000_000])
@pytest.mark.parametrize("name", sorted(set(baselines.BASELINES) - set(baselines.NO_SETTINGS)))
def test_a_baseline_is_tuned_for_every_column(name, ratings):
    for protocol in evaluate.PROTOCOLS.values():
        found = [tuned(name, given, ratings) for given in protocol.given]
        assert all(found)
        assert name not in baselines.NEURAL or found == found[:1] * len(found)
