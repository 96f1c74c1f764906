"""Metrics against numbers worked out by hand and against two independent libraries."""

import itertools
import math

import numpy as np
import pytest
import ranx
from implicit.evaluation import ranking_metrics_at_k
from scipy.sparse import csr_matrix

from recsys.evaluate import metrics
from recsys.evaluate.measure import LIST_LENGTH, PUBLISHED_LENGTH, measure, top
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


def test_capped_recall_divides_by_what_fits_into_the_list():
    # Two hits in the first 3, of 5 to be found: at most 3 could be; of 2: at most 2.
    np.testing.assert_allclose(metrics.capped_recall(HITS, WANTED, 3), [2 / 3, 0])
    np.testing.assert_allclose(metrics.capped_recall(HITS, np.array([2, 2]), 3), [1, 0])
    assert np.isnan(metrics.capped_recall(np.array([[False]]), np.array([0]), 1)[0])


def test_hit_rate_asks_for_one_hit_in_the_first_n():
    np.testing.assert_array_equal(metrics.hit_rate(HITS, 1), [1, 0])
    np.testing.assert_array_equal(metrics.hit_rate(HITS[:, 1:2], 1), [0, 0])


def test_disliked_share_divides_by_the_lists_length():
    np.testing.assert_allclose(metrics.disliked_share(HITS, 4), [0.5, 0])


def test_coverage_counts_each_movie_once():
    assert metrics.coverage(np.array([[0, 1], [1, 2]]), 6) == pytest.approx(3 / 6)


def test_a_movie_is_known_from_one_like_in_ten_people_on():
    likes = np.array([2, 3, 30, 0])
    # Of 30 people one in ten is 3; of 31 it takes 4.
    np.testing.assert_array_equal(metrics.known(np.array([[0, 1], [1, 2]]), likes, 30), [1, 2])
    np.testing.assert_array_equal(metrics.known(np.array([[0, 1], [1, 2]]), likes, 31), [0, 1])


def test_two_lists_differ_by_what_they_do_not_share():
    # Pairs have 1, 0 and 2 of 3 movies in common: 2/3, 1 and 1/3 differ, 2/3 in the mean.
    lists = np.array([[0, 1, 2], [2, 3, 4], [0, 1, 5]])
    assert metrics.differing(lists, 9) == pytest.approx(2 / 3)
    assert metrics.differing(np.array([[3, 1], [1, 3]]), 9) == 0
    assert metrics.differing(np.array([[0, 1], [2, 3]]), 9) == 1
    assert math.isnan(metrics.differing(lists[:1], 9))


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


def made_up(movies, wanted_of):
    """Return 40 people with 2 draws each, random scores, and training likes."""
    rng = np.random.default_rng(3)
    people = 40
    told = rng.random((2 * people, movies)) < 0.05
    wanted = (rng.random((2 * people, movies)) < wanted_of) & ~told
    wanted[:, 0], told[:, 0] = True, False
    disliked = (rng.random((2 * people, movies)) < 0.05) & ~told & ~wanted
    scores = rng.random((2 * people, movies)).astype(np.float32)
    likes = csr_matrix((rng.random((70, movies)) < 0.1).astype(np.float32))
    users = np.arange(people)
    sparse = [csr_matrix(matrix) for matrix in (told.astype(np.float32), wanted, disliked)]
    return Task(3, users, np.repeat(users, 2), *sparse), scores, likes


@pytest.fixture(scope="module")
def random_task():
    return made_up(90, 0.08)


@pytest.fixture(scope="module")
def published_task():
    """Return a task with fewer than 20 to be found, and with more than 50."""
    return made_up(400, np.linspace(0.01, 0.4, 80)[:, None])


def test_draws_are_averaged_within_a_user_before_anything_else(random_task):
    task, scores, likes = random_task
    found = measure(lambda _: scores, task, likes)["recall_at_20"]
    lists = top(scores, task.profiles, LIST_LENGTH)
    by_row = [
        len(set(lists[row]) & set(task.wanted[row].indices)) / task.wanted[row].nnz
        for row in range(len(lists))
    ]
    np.testing.assert_allclose(found, np.reshape(by_row, (-1, 2)).mean(axis=1))


def test_people_are_compared_within_a_draw(random_task):
    task, scores, likes = random_task
    found = measure(lambda _: scores, task, likes)["differ_at_10"]
    lists = [set(row) for row in top(scores, task.profiles, 10)]
    pairs = [
        1 - len(one & other) / 10
        for draw in (lists[::2], lists[1::2])
        for one, other in itertools.combinations(draw, 2)
    ]
    np.testing.assert_allclose(found, [np.mean(pairs)])


class Lists:
    """What `implicit` evaluates."""

    def __init__(self, scores, profiles):
        self.scores, self.profiles = scores, profiles

    def recommend(self, users, _rows, N):
        users = np.asarray(users)
        ids = top(self.scores[users], self.profiles[users], N).astype(np.int32)
        return ids, np.zeros(ids.shape, dtype=np.float32)


def implicits(task, scores, n):
    wanted = task.wanted.astype(np.float32)
    lists = Lists(scores, task.profiles)
    return ranking_metrics_at_k(lists, task.profiles, wanted, K=n, show_progress=False)


def ranxs(task, scores, n, names):
    lists = top(scores, task.profiles, n)
    rows = range(len(lists))
    wanted = {f"q{r}": {f"d{m}": 1 for m in task.wanted[r].indices} for r in rows}
    ranked = {f"q{r}": {f"d{m}": float(n - i) for i, m in enumerate(lists[r])} for r in rows}
    return ranx.evaluate(ranx.Qrels(wanted), ranx.Run(ranked), list(names))


def test_ndcg_equals_that_of_implicits_evaluation(random_task):
    task, scores, likes = random_task
    ours = measure(lambda _: scores, task, likes)["ndcg_at_10"]
    assert ours.mean() == pytest.approx(implicits(task, scores, 10)["ndcg"], abs=1e-6)


def test_recall_and_hit_rate_equal_those_of_ranx(random_task):
    task, scores, likes = random_task
    names = {"recall@20": "recall_at_20", "hit_rate@10": "hit_rate_at_10"}
    theirs = ranxs(task, scores, LIST_LENGTH, names)
    ours = measure(lambda _: scores, task, likes)
    for name, our_name in names.items():
        assert ours[our_name].mean() == pytest.approx(theirs[name], abs=1e-9)


def test_published_metrics_equal_those_of_both_libraries(published_task):
    task, scores, likes = published_task
    ours = measure(lambda _: scores, task, likes, PUBLISHED_LENGTH)
    names = {"ndcg@100": "ndcg_at_100", "recall@20": "recall_at_20"}
    theirs = ranxs(task, scores, PUBLISHED_LENGTH, names)
    for name, our_name in names.items():
        assert ours[our_name].mean() == pytest.approx(theirs[name], abs=1e-9)
    assert ours["ndcg_at_100"].mean() == pytest.approx(
        implicits(task, scores, 100)["ndcg"], abs=1e-6
    )
    # implicit's precision is all people's hits by the most that there could be.
    n_wanted = np.diff(task.wanted.indptr)
    assert n_wanted.min() < 20 < 50 < n_wanted.max()
    for n in (20, 50):
        most = np.minimum(n_wanted, n)
        lists = top(scores, task.profiles, n)
        hits = task.wanted.toarray()[np.arange(len(lists))[:, None], lists]
        pooled = metrics.capped_recall(hits, n_wanted, n) @ most / most.sum()
        assert pooled == pytest.approx(implicits(task, scores, n)["precision"], abs=1e-9)
        each = (hits.sum(axis=1) / most).reshape(-1, 2).mean(axis=1)
        np.testing.assert_allclose(ours[f"capped_recall_at_{n}"], each)


def test_short_lists_have_no_published_metrics(random_task):
    task, scores, likes = random_task
    assert "ndcg_at_100" not in measure(lambda _: scores, task, likes)
