"""The prices of the dials: measured like every evaluation, kept, and read between positions."""

import dataclasses
import json

import numpy as np
import pytest

from recsys import disk, evaluate, paths
from recsys.data.registry import open_dataset
from recsys.errors import ArtifactError, ConfigError, DataError
from recsys.evaluate import Prices, report
from recsys.evaluate.prices import GRID, METRICS
from recsys.evaluate.report import Estimate
from recsys.evaluate.statistics import Paired


@pytest.fixture(scope="module")
def shipped(small):
    report = small.model.report
    return evaluate.load_prices("renamed", report.fingerprint, small.model.config.to_dict())


@pytest.fixture(scope="module")
def measured(small):
    return evaluate.measure_prices(small.dataset)


def test_the_shipped_prices_are_what_the_command_finds(shipped, measured):
    assert (
        shipped.command
        == "python -m recsys prices --dataset ml-latest-small --preset default --seed 0"
    )
    for known, fresh in zip(shipped.positions, measured.positions, strict=True):
        assert (known.dial, known.at, known.given) == (fresh.dial, fresh.at, fresh.given)
        for name in METRICS:
            assert known.metrics[name].mean == pytest.approx(fresh.metrics[name].mean, rel=0.03)


def test_at_rest_a_dial_measures_what_the_evaluation_does(shipped):
    whole = evaluate.load(shipped.dataset, shipped.fingerprint, "few-shot")
    for row in whole.rows:
        if row.model == "default" and row.given in shipped.given:
            for dial in GRID:
                rest = shipped.at(dial, 0, row.given)
                assert whole.seeds[0] == shipped.seed
                for name in ("ndcg_at_10", "coverage"):
                    assert rest.metrics[name].mean == pytest.approx(row.by_seed[name][0], abs=1e-3)


def test_each_dial_does_in_measurement_what_its_ends_promise(shipped):
    for given in shipped.given:
        known_to = [p.metrics["likes"].mean for p in shipped.curve("popularity", given)]
        assert (np.diff(known_to) > 0).all()
        variety = [p.metrics["diversity"].mean for p in shipped.curve("diversity", given)]
        assert (np.diff(variety) > 0).all()
        for dial, positions in GRID.items():
            assert shipped.at(dial, 0, given).against_neutral == Paired(0, 0, 0)
            assert shipped.at(dial, positions[-1], given).against_neutral.verdict == "worse"


def test_prices_are_shipped_for_ml_1m_on_the_present_defaults(ml1m_path):
    from recsys.model.config import preset

    dataset = open_dataset(str(ml1m_path))
    found = evaluate.load_prices(
        dataset.name,
        dataset.fingerprint,
        preset("default", ratings=len(dataset.ratings)).to_dict(),
    )
    assert found is not None
    assert found.users == 600


def test_prices_are_kept_and_come_back_equal(shipped, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    path = evaluate.save(shipped)
    assert evaluate.load_prices(shipped.dataset, shipped.fingerprint, shipped.config) == shipped
    content = json.loads((path / "found.json").read_text())
    content["format"] = report.Prices.format + 1
    monkeypatch.setattr(paths, "SHIPPED_EVALUATIONS", tmp_path / "none")
    for damaged in ("{", "[]", json.dumps(content)):
        (path / "found.json").write_text(damaged)
        disk.seal(path)
        with pytest.raises(ArtifactError, match="prices kept in"):
            evaluate.load_prices(shipped.dataset, shipped.fingerprint, shipped.config)


def test_damaged_prices_give_way_to_those_that_came_with_the_app(shipped, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    path = evaluate.save(dataclasses.replace(shipped, minutes=99.0)) / "found.json"
    path.write_text(path.read_text().replace("99.0", "98.0"))
    assert evaluate.load_prices(shipped.dataset, shipped.fingerprint, shipped.config) == shipped


def test_another_model_or_data_set_has_no_price_yet(shipped):
    assert evaluate.load_prices(shipped.dataset, "f" * 64, shipped.config) is None
    other = {**shipped.config, "preset": "custom"}
    assert evaluate.load_prices(shipped.dataset, shipped.fingerprint, other) is None


def position(at, ndcg):
    return evaluate.Position(
        "diversity", at, 5, 10, {"ndcg_at_10": Estimate(ndcg, ndcg - 0.1, ndcg + 0.1)},
        Paired(ndcg - 0.5, ndcg - 0.6, ndcg - 0.4),
    )  # fmt: skip


def test_between_two_measured_positions_the_price_lies_on_the_line():
    prices = Prices("x", "f", {}, 0, 10, 3, "", 0.1, (position(0.5, 0.4), position(0, 0.5)))
    between = prices.at("diversity", 0.125, 5)
    # A quarter of the way from 0.5 to 0.4.
    assert between.metrics["ndcg_at_10"].mean == pytest.approx(0.475)
    assert between.metrics["ndcg_at_10"].low == pytest.approx(0.375)
    assert between.against_neutral.difference == pytest.approx(-0.025)
    assert not prices.measured("diversity", 0.125, 5)
    assert prices.measured("diversity", 0.5, 5)
    assert prices.at("diversity", 0.5, 5) == position(0.5, 0.4)
    with pytest.raises(ConfigError, match="no price"):
        prices.at("diversity", 0.6, 5)


def test_an_exception_from_the_callback_ends_the_measurement(small):
    def stop(step):
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate.measure_prices(small.dataset, on_step=stop)


def test_too_small_a_catalogue_is_refused(small):
    ratings = small.dataset.ratings
    few = ratings[ratings["movie_id"].isin(small.model.movies.ids[:20])]
    with pytest.raises(DataError, match="20 movies have a like"):
        evaluate.measure_prices(dataclasses.replace(small.dataset, ratings=few))
