"""t-SNE's parts against their formulas, worked out for every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from recsys.map import tsne


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def two_kinds(each=40, k=8):
    """Return rows of two groups that have nothing in common, the first group first."""
    rng = np.random.default_rng(1)
    rows = rng.normal(0, 0.2, (2 * each, k))
    rows[:each, 0] += 1
    rows[each:, 1] += 1
    return unit(rows)


def every_pair(points):
    apart = points[:, None] - points[None]
    near = 1 / (1 + (apart**2).sum(axis=2))
    return (near[:, :, None] ** 2 * apart).sum(axis=1) / (near.sum() - len(points))


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.floats(0.1, 40), st.integers(0, 1000))
def test_repulsion_of_few_points_is_the_sum_over_all_pairs(count, width, seed):
    points = np.random.default_rng(seed).normal(size=(count, 2)) * width
    np.testing.assert_allclose(tsne.Repulsion()(points), every_pair(points), atol=1e-9)


@pytest.mark.parametrize(("width", "worst"), [(5, 0.1), (20, 0.1), (45, 0.1), (200, 0.25)])
def test_repulsion_on_the_grid_is_the_sum_over_all_pairs_within_some_percent(width, worst):
    """As close together as on a map, much closer, and farther than the finest grid reaches."""
    points = np.random.default_rng(0).uniform(-1, 1, size=(1500, 2)) * width
    exact = every_pair(points)
    off = np.linalg.norm(tsne.Repulsion()(points) - exact, axis=1)
    assert off.max() < worst * np.linalg.norm(exact, axis=1).max()
    assert np.median(off) < 0.05 * np.median(np.linalg.norm(exact, axis=1))


def test_attraction_is_the_sum_over_all_pairs():
    rng = np.random.default_rng(0)
    pull = np.triu(rng.random((30, 30)) * (rng.random((30, 30)) < 0.2), 1)
    pull += pull.T
    points = rng.normal(size=(30, 2)) * 5
    apart = points[:, None] - points[None]
    exact = (pull / (1 + (apart**2).sum(axis=2)))[:, :, None] * apart
    found = tsne.Attraction(csr_matrix(pull))(points)
    np.testing.assert_allclose(found, exact.sum(axis=1), atol=1e-12)


def perplexity(weights):
    weights = weights[weights > 0]
    return np.exp(-(weights * np.log(weights)).sum())


def test_affinities_have_the_perplexity_asked_for_and_sum_to_one():
    units = unit(np.random.default_rng(0).normal(size=(80, 6)))
    rows, cosines = tsne.nearest_vectors(units, 30)
    found = tsne.affinities(rows, cosines, 10.0)
    assert found.sum() == pytest.approx(1)
    assert abs(found - found.T).max() < 1e-15
    # Row by row: exp of the entropy of exp(−β d²) is 10 for the β found by bisection here too.
    squared = 2 - 2 * cosines[0].astype(float)
    low, high = 0.0, 1e6
    for _ in range(200):
        beta = (low + high) / 2
        weights = np.exp(-beta * (squared - squared[0]))
        weights /= weights.sum()
        low, high = (beta, high) if perplexity(weights) > 10 else (low, beta)
    one_way = np.zeros(80)
    one_way[rows[0]] = weights
    # What goes from the first point is at most twice its half of the symmetric sum.
    assert (found.toarray()[0] >= one_way / 160 - 1e-9).all()
    unshared = [j for j in rows[0] if 0 not in rows[j]]
    assert unshared
    np.testing.assert_allclose(found.toarray()[0][unshared], one_way[unshared] / 160, rtol=1e-4)


def test_neighbours_are_the_largest_cosines_without_the_row_itself():
    units = unit(np.random.default_rng(3).normal(size=(600, 5)))
    rows, cosines = tsne.nearest_vectors(units, 4)
    every = units @ units.T
    np.fill_diagonal(every, -2)
    expected = np.argsort(-every, axis=1)[:, :4]
    np.testing.assert_array_equal(rows, expected)
    np.testing.assert_allclose(cosines, np.take_along_axis(every, expected, 1), atol=1e-6)


def test_two_groups_end_up_apart_and_the_same_each_time():
    units = two_kinds()
    start = units[:, 2:4].astype(float)
    points = tsne.embed(units, start)
    inside = max(np.linalg.norm(g - g.mean(0), axis=1).mean() for g in (points[:40], points[40:]))
    between = np.linalg.norm(points[:40].mean(axis=0) - points[40:].mean(axis=0))
    assert between > 2 * inside
    np.testing.assert_array_equal(points, tsne.embed(units, start))


@pytest.mark.parametrize("count", [4, 5, 11])
def test_few_points_and_points_in_one_place_have_finite_positions(count):
    units = np.tile(unit(np.ones((1, 3))), (count, 1))
    assert np.isfinite(tsne.embed(units, np.zeros((count, 2)))).all()


def test_the_work_can_be_ended_from_the_progress():
    def stop(done, total):
        assert total == tsne.EARLY_STEPS + tsne.STEPS
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        tsne.embed(two_kinds(), np.zeros((80, 2)), stop)
