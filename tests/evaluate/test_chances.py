"""The chance that a listed movie is liked: fitted, judged on other people, kept and read."""

import dataclasses
import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import binom

from recsys import evaluate
from recsys.errors import DataError
from recsys.evaluate.chances import BINS, FIRST, RISK, at_least, scaling
from recsys.evaluate.statistics import share


@pytest.fixture(scope="module")
def shipped(small):
    report = small.model.report
    return evaluate.load_chances("renamed", report.fingerprint, small.model.config.to_dict())


def test_the_shipped_chances_are_what_the_command_finds(small, shipped):
    measured = evaluate.measure_chances(small.dataset)
    assert (
        shipped.command
        == "python -m recsys chances --dataset ml-latest-small --preset default --seed 0"
    )
    for known, fresh in zip(shipped.told, measured.told, strict=True):
        assert (known.given, known.likes, known.users) == (fresh.given, fresh.likes, fresh.users)
        assert known.at_least == fresh.at_least
        for one, other in zip(known.bins, fresh.bins, strict=True):
            assert one.said == pytest.approx(other.said, abs=0.005)
            assert one.found.mean == pytest.approx(other.found.mean, abs=0.01)


def test_what_is_said_is_what_is_found_and_more_is_said_of_more(shipped):
    for told in shipped.told:
        assert len(told.bins) == BINS
        assert sum(one.movies for one in told.bins) == told.movies
        assert (np.diff([one.said for one in told.bins]) > 0).all()
        assert told.bins[-1].found.low > told.bins[0].found.high
        off = [abs(one.said - one.found.mean) for one in told.bins]
        assert told.error == pytest.approx(np.mean(off))
        assert max(told.error, told.error_of_first) <= 0.03
        assert told.coverage >= 1 - RISK - 0.02


def test_chances_are_shipped_for_ml_1m_on_the_present_defaults(ml1m_path):
    from recsys.data.registry import open_dataset
    from recsys.model.config import preset

    dataset = open_dataset(str(ml1m_path))
    config = preset("default", ratings=len(dataset.ratings)).to_dict()
    found = evaluate.load_chances(dataset.name, dataset.fingerprint, config)
    assert found is not None
    assert found.users == 3_000
    assert max(told.error for told in found.told) <= 0.03


def test_the_line_is_the_one_that_a_general_minimiser_finds():
    rng = np.random.default_rng(0)
    scores, weights = rng.normal(0.2, 0.3, 400), rng.random(400)
    liked = rng.random(400) < 1 / (1 + np.exp(-1 - 3 * scores))
    more, fewer = liked.sum(), (~liked).sum()
    goal = np.where(liked, (more + 1) / (more + 2), 1 / (fewer + 2))

    def loss(line):
        odds = line[0] + line[1] * scores
        return (weights * (np.logaddexp(0, odds) - goal * odds)).sum()

    expected = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-8}).x
    np.testing.assert_allclose(scaling(scores, liked, weights), expected, atol=1e-3)


def test_where_all_are_liked_the_line_is_finite():
    line = scaling(np.linspace(0, 1, 50), np.ones(50, dtype=bool), np.ones(50))
    assert np.isfinite(line).all()
    # (50 + 1) ÷ (50 + 2), whatever the score.
    assert 1 / (1 + math.exp(-line[0])) == pytest.approx(51 / 52)


def test_so_many_are_promised_as_the_corrected_risk_allows():
    # Of 19 people, one has a list with 0 likes and all others have 2:
    # (1 + 1) ÷ 20 = 0.1 for N = 1 and 2, (19 + 1) ÷ 20 = 1 for N = 3.
    short = np.tile([0.0, 0.0, 1.0], (19, 1))
    short[0] = 1
    assert at_least(short, 0.1) == 2
    # With one person fewer it is 2 ÷ 19, more than a tenth.
    assert at_least(short[:-1], 0.1) == 0


def test_the_promise_holds_for_people_drawn_like_those_it_was_learned_from():
    """Likes of ten are binomial; what is exceeded is the exact tail, on average over draws."""
    rng = np.random.default_rng(1)
    ranks = np.arange(1, FIRST + 1)
    broken = []
    for _ in range(2_000):
        hits = rng.binomial(FIRST, 0.6, 60)
        n = at_least((hits[:, None] < ranks).astype(float))
        broken.append(binom.cdf(n - 1, FIRST, 0.6))
    assert np.mean(broken) <= RISK


def test_a_share_is_that_of_the_sums_and_nobody_without_a_movie_counts():
    found = share(np.array([1.0, 0, 2]), np.array([2.0, 0, 2]))
    assert found.mean == 0.75
    assert 0.5 <= found.low <= found.mean <= found.high <= 1


def test_a_chance_is_read_from_the_nearest_amount_told(shipped):
    three, longest = shipped.told[0], shipped.told[-1]
    for told, likes in ((three, 3), (longest, int(longest.likes))):
        score = (told.lowest + told.highest) / 2
        odds = math.exp(told.intercept) * score**told.slope
        assert shipped.of(score, likes) == pytest.approx(odds / (1 + odds))
        assert shipped.of(2.0, likes) == shipped.of(told.highest, likes)
    assert shipped.of(0.3, 1_000_000) == shipped.of(0.3, int(longest.likes))
    assert shipped.of(0.3, 2) is None
    assert shipped.of(three.lowest - 0.001, 3) is None


def test_they_are_kept_and_another_model_or_data_set_has_none(shipped, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    other = dataclasses.replace(shipped, minutes=99.0)
    evaluate.save(other)
    same = (shipped.dataset, shipped.fingerprint, shipped.config)
    assert evaluate.load_chances(*same) == other
    assert evaluate.load_chances(shipped.dataset, "f" * 64, shipped.config) is None
    custom = {**shipped.config, "preset": "custom"}
    assert evaluate.load_chances(shipped.dataset, shipped.fingerprint, custom) is None


def test_an_exception_from_the_callback_ends_the_measurement(small):
    def stop(step):
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate.measure_chances(small.dataset, on_step=stop)


def test_people_who_dislike_nothing_teach_nothing(small):
    ratings = small.dataset.ratings
    liked = dataclasses.replace(small.dataset, ratings=ratings[ratings["rating"] >= 3])
    with pytest.raises(DataError, match="too few people rated"):
        evaluate.measure_chances(liked)
