"""Metrics against numbers worked out by hand and against two independent libraries."""

import math

import numpy as np
import pytest
import ranx
from implicit.evaluation import ranking_metrics_at_k
from scipy.sparse import csr_matrix

from recsys.evaluate import metrics
from recsys.evaluate.measure import LIST_LENGTH, measure, top
from recsys.evaluate.protocols import Task

HITS = np.array([[True, False, True, False], [False, False, False, False]])
WANTED = np.array([5, 2])


def test_ndcg_with_hits_at_ranks_one_and_three():
    # gained: 1/log2(2) + 1/log2(4) = 1 + 0.5; ideal for 3 of 5: 1 + 1/log2(3) + 1/log2(4).
    ideal = 1 + 1 / math.log2(3) + 0.5
    np.testing.assert_allclose(metrics.ndcg(HITS, WANTED, 3), [1.5 / ideal, 0])


def test_ndcg_of_fewer_wanted_than_ranks_is_one_when_they_come_first():
    hits = np.array([[True, True, False, False]])
    assert metrics.ndcg(hits, np.array([2]), 4)[0] == pytest.approx(1)


def test_nothing_to_find_is_nan_not_zero():
    nothing = np.array([[False]])
    assert np.isnan(metrics.ndcg(nothing, np.array([0]), 1)[0])
    assert np.isnan(metrics.recall(nothing, np.array([0]), 1)[0])


def test_recall_divides_by_all_that_is_wanted():
    np.testing.assert_allclose(metrics.recall(HITS, WANTED, 3), [2 / 5, 0])


def test_hit_rate_asks_for_one_hit_in_the_first_n():
    np.testing.assert_array_equal(metrics.hit_rate(HITS, 1), [1, 0])
    np.testing.assert_array_equal(metrics.hit_rate(HITS[:, 1:2], 1), [0, 0])


def test_disliked_share_divides_by_the_lists_length():
    np.testing.assert_allclose(metrics.disliked_share(HITS, 4), [0.5, 0])


def test_coverage_counts_each_movie_once():
    assert metrics.coverage(np.array([[0, 1], [1, 2]]), 6) == pytest.approx(3 / 6)


def test_popularity_percentiles_share_ties():
    # Below 7: three of four; the two threes have one below and three not above.
    found = metrics.popularity_percentiles(np.array([3, 7, 3, 0]))
    np.testing.assert_allclose(found, [(1 + 3) / 8, (3 + 4) / 8, (1 + 3) / 8, (0 + 1) / 8])


def test_diversity_is_one_minus_the_mean_cosine():
    # Movies 0 and 1 are liked by the same two people, movie 2 by one of them and another.
    likes = csr_matrix(np.array([[5, 4, 3], [3, 3, 0], [0, 0, 4]], dtype=np.float32))
    found = metrics.diversity(np.array([[0, 1], [0, 2], [1, 2]]), likes)
    np.testing.assert_allclose(found, [0, 1 - 1 / 2, 1 - 1 / 2], atol=1e-12)
    three = metrics.diversity(np.array([[0, 1, 2]]), likes)
    np.testing.assert_allclose(three, [1 - (1 + 0.5 + 0.5) / 3])


def test_lists_leave_the_profile_out_and_order_ties_by_position():
    scores = np.array([[1, 3, 3, 2, 9]], dtype=np.float32)
    profile = csr_matrix(np.array([[0, 0, 0, 0, 4.0]]))
    np.testing.assert_array_equal(top(scores, profile, 3), [[1, 2, 3]])


@pytest.fixture(scope="module")
def random_task():
    """Return 40 people with 2 draws each, random scores, and training likes."""
    rng = np.random.default_rng(3)
    people, movies = 40, 90
    told = rng.random((2 * people, movies)) < 0.05
    wanted = (rng.random((2 * people, movies)) < 0.08) & ~told
    wanted[:, 0], told[:, 0] = True, False
    disliked = (rng.random((2 * people, movies)) < 0.05) & ~told & ~wanted
    scores = rng.random((2 * people, movies)).astype(np.float32)
    likes = csr_matrix((rng.random((70, movies)) < 0.1).astype(np.float32))
    users = np.arange(people)
    sparse = [csr_matrix(matrix) for matrix in (told.astype(np.float32), wanted, disliked)]
    return Task(3, users, np.repeat(users, 2), *sparse), scores, likes


def test_draws_are_averaged_within_a_user_before_anything_else(random_task):
    task, scores, likes = random_task
    found = measure(lambda _: scores, task, likes)["recall_at_20"]
    lists = top(scores, task.profiles, LIST_LENGTH)
    by_row = [
        len(set(lists[row]) & set(task.wanted[row].indices)) / task.wanted[row].nnz
        for row in range(len(lists))
    ]
    np.testing.assert_allclose(found, np.reshape(by_row, (-1, 2)).mean(axis=1))


def test_ndcg_equals_that_of_implicits_evaluation(random_task):
    task, scores, likes = random_task

    class Lists:
        def recommend(self, users, _rows, N):
            users = np.asarray(users)
            ids = top(scores[users], task.profiles[users], N).astype(np.int32)
            return ids, np.zeros(ids.shape, dtype=np.float32)

    theirs = ranking_metrics_at_k(
        Lists(), task.profiles, task.wanted.astype(np.float32), K=10, show_progress=False
    )
    ours = measure(lambda _: scores, task, likes)["ndcg_at_10"]
    assert ours.mean() == pytest.approx(theirs["ndcg"], abs=1e-6)


def test_recall_and_hit_rate_equal_those_of_ranx(random_task):
    task, scores, likes = random_task
    lists = top(scores, task.profiles, LIST_LENGTH)
    rows = range(len(lists))
    wanted = {f"q{r}": {f"d{m}": 1 for m in task.wanted[r].indices} for r in rows}
    ranked = {
        f"q{r}": {f"d{m}": float(LIST_LENGTH - i) for i, m in enumerate(lists[r])} for r in rows
    }
    names = {"recall@20": "recall_at_20", "hit_rate@10": "hit_rate_at_10"}
    theirs = ranx.evaluate(ranx.Qrels(wanted), ranx.Run(ranked), list(names))
    ours = measure(lambda _: scores, task, likes)
    for name, our_name in names.items():
        assert ours[our_name].mean() == pytest.approx(theirs[name], abs=1e-9)
