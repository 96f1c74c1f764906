import numpy as np
import pytest

from recsys.evaluate import statistics
from recsys.evaluate.statistics import RESAMPLES, estimate, estimates, interval, paired


def test_the_interval_is_that_of_the_central_limit_theorem_for_many_users():
    values = np.random.default_rng(0).normal(0.4, 0.2, 2_000)
    low, high = interval(values)
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=1e-3)


def test_equal_values_have_an_interval_without_width():
    assert interval(np.full(10, 0.25)) == (0.25, 0.25)


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(1).random(50)
    assert interval(values, 3) == interval(values, 3)


def test_columns_are_drawn_together_as_each_alone():
    values = np.random.default_rng(3).random((60, 3))
    alone = [estimate(column, 4) for column in values.T]
    for one, other in zip(estimates(values, 4), alone, strict=True):
        assert (one.mean, one.low, one.high) == pytest.approx((other.mean, other.low, other.high))


def test_an_interval_is_the_same_however_little_is_held_at_once(monkeypatch):
    values = np.random.default_rng(5).random(70)
    counts = np.random.default_rng(0).multinomial(70, np.full(70, 1 / 70), size=RESAMPLES)
    expected = np.percentile(counts @ values / 70, [2.5, 97.5])
    for cells in (70, 12_345, 10**9):
        monkeypatch.setattr(statistics, "_CELLS", cells)
        assert interval(values) == pytest.approx(tuple(expected))


def test_a_small_but_steady_gain_is_seen_only_pair_by_pair():
    rng = np.random.default_rng(2)
    base = rng.random(300)
    found = paired(base + 0.01 + rng.normal(0, 0.01, 300), base)
    assert found.verdict == "better"
    assert found.difference == pytest.approx(0.01, abs=0.003)
    assert paired(base, base + 0.02).verdict == "worse"


def test_a_difference_within_its_interval_is_a_tie():
    rng = np.random.default_rng(4)
    assert paired(rng.random(100), rng.random(100)).verdict == "tie"
