"""A whole evaluation on the embedded data, and what its parts must agree with."""

import json
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from recsys import disk, evaluate, paths
from recsys.errors import ArtifactError, ConfigError
from recsys.evaluate import baselines, report, run
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.protocols import rating_matrix
from recsys.model.config import FoldInConfig, ModelConfig, TrainConfig, preset
from recsys.profile.profile import Profile

MODELS = ("default", "popularity", "random", "knn-cosine")


@pytest.fixture(scope="module")
def found(small):
    return evaluate.evaluate(small.dataset, "holdout", MODELS, seed=0)


def by_model(found):
    return {row.model: row for row in found.rows}


def test_every_model_is_judged_on_the_same_people(found):
    assert [row.model for row in found.rows] == list(MODELS)
    assert len({row.users for row in found.rows}) == 1
    for row in found.rows:
        assert row.ci95[0] <= row.ndcg_at_10 <= row.ci95[1]


def test_the_default_beats_popularity_and_popularity_beats_chance(found):
    rows = by_model(found)
    assert rows["popularity"].against_default.verdict == "worse"
    assert rows["random"].ndcg_at_10 < rows["popularity"].ci95[0]


def test_random_lists_hit_as_often_as_chance_says(found):
    assert by_model(found)["random"].ndcg_at_10 < 0.02
    percentile = by_model(found)["random"].metrics["popularity_percentile"].mean
    assert percentile == pytest.approx(0.5, abs=0.05)


def test_an_evaluation_is_kept_and_comes_back_equal(found, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    path = evaluate.save(found)
    assert evaluate.load(found.dataset, found.fingerprint, "holdout", 0) == found
    assert evaluate.load(found.dataset, "f" * 64, "few-shot", 0) is None

    content = json.loads((path / "found.json").read_text())
    content["format"] = report.FORMAT + 1
    monkeypatch.setattr(paths, "SHIPPED_EVALUATIONS", tmp_path / "none")
    for damaged in ("{", "[]", json.dumps(content)):
        (path / "found.json").write_text(damaged)
        disk.seal(path)
        with pytest.raises(ArtifactError, match="run it again"):
            evaluate.load(found.dataset, found.fingerprint, "holdout", 0)


def test_where_none_was_run_the_one_that_came_with_the_app_is_found(found, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    shipped = evaluate.load("renamed", found.fingerprint, "few-shot", 0)
    assert shipped is not None
    assert (shipped.protocol, shipped.fingerprint) == ("few-shot", found.fingerprint)
    assert {"default", "ease", "popularity"} <= {row.model for row in shipped.rows}


def test_an_exception_from_the_callback_ends_the_evaluation(small):
    steps = []

    def stop(step):
        steps.append(step)
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate.evaluate(small.dataset, "holdout", ("popularity", "random"), on_step=stop)
    assert [step.what for step in steps] == ["fit", "80% of the likes"]


def test_wrong_names_are_refused(small):
    with pytest.raises(ConfigError, match="model 'best' is unknown"):
        evaluate.evaluate(small.dataset, models=("best",))
    with pytest.raises(
        ConfigError, match="protocol 'best' is unknown; use one of few-shot, holdout"
    ):
        evaluate.evaluate(small.dataset, "best")


@pytest.mark.parametrize(
    ("model", "module"),
    [
        ("irspack-ials", "irspack.recommenders.ials"),
        ("slim", "irspack.recommenders.slim"),
        ("mult-vae", "jax"),
        ("rec-vae", "jax"),
    ],
)
def test_a_missing_peer_is_named_and_the_others_run(small, monkeypatch, model, module):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "recsys.evaluate.vae", raising=False)
    monkeypatch.delattr(evaluate, "vae", raising=False)
    monkeypatch.setattr(run, "tuned", lambda *_: {"epochs": 1})
    done = evaluate.evaluate(small.dataset, "holdout", ("popularity", model))
    assert "requirements-bench.txt" in done.skipped[model]
    assert [row.model for row in done.rows] == ["popularity"]


def test_a_rival_is_fitted_once_for_each_distinct_setting(small, monkeypatch):
    fitted = []

    def fit(likes, settings, seed):
        fitted.append(settings)
        return baselines.most_liked(likes, settings, seed)

    monkeypatch.setitem(baselines.BASELINES, "knn-cosine", fit)
    monkeypatch.setattr(run, "tuned", lambda _, given, __: {"neighbours": 7 if given == 5 else 9})
    done = evaluate.evaluate(small.dataset, "few-shot", ("knn-cosine",))
    assert [row.given for row in done.rows] == [1, 3, 5, 10, 20]
    assert [row.config["neighbours"] for row in done.rows] == [9, 9, 7, 9, 9]
    assert sorted(settings["neighbours"] for settings in fitted) == [7, 9]


def test_the_evaluation_scores_as_the_product_does(small):
    """The same fold-in must stand behind the measured numbers and behind what people see."""
    rng = np.random.default_rng(0)
    model = small.model
    idx = rng.choice(len(model.movies), 12, replace=False)
    stars = rng.choice([1.0, 3.0, 4.5, 5.0], 12)
    row = csr_matrix((stars, (np.zeros(12, dtype=int), idx)), shape=(1, len(model.movies)))
    profile = Profile.of(
        {int(model.movies.ids[i]): float(s) for i, s in zip(idx, stars, strict=True)}
    )
    np.testing.assert_allclose(fold_in_scores(model)(row)[0], small.scores(profile), atol=1e-6)


def test_the_default_depends_on_the_size_of_the_data_set():
    assert preset("default", ratings=100_000) == preset("default")
    assert preset("default", ratings=1_000_000) != preset("default", ratings=100_000)
    assert preset("notebook", ratings=1_000_000) == preset("notebook")


@pytest.mark.parametrize(
    "wrong", [{"popularity": -1}, {"movie_damping": 2}, {"pivot": 0}, {"alpha": 0}]
)
def test_fold_in_settings_out_of_bounds_are_refused(wrong):
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} is .*; expected a value from"):
        FoldInConfig(**{"regularization": 1.0, "alpha": 1.0, **wrong})


def test_held_out_users_leave_no_trace_in_the_training(small):
    ratings = rating_matrix(small.dataset.ratings, 3.0)
    likes = ratings.likes_of(np.arange(100))
    config = ModelConfig(TrainConfig(factors=8, iterations=2), FoldInConfig(1.0, 1.0))
    model = train_on(likes, ratings, config)
    assert model.report.users == 100
    assert model.report.likes == likes.nnz
    assert len(model.movies) == len(ratings.movies)
    unseen = model.likes_per_movie == 0
    np.testing.assert_allclose(model.item_factors[unseen], 0, atol=1e-12)


@pytest.mark.ml1m
def test_the_default_wins_on_movielens_1m(ml1m_path):
    """The goals of design.md's protocol, on test users that no tuning saw."""
    from recsys.data.registry import open_dataset

    dataset = open_dataset(ml1m_path)
    rows = {}
    for protocol in evaluate.PROTOCOLS:
        for row in evaluate.evaluate(dataset, protocol, ("default", "ease")).rows:
            rows[row.model, row.given] = row
    for given, goal in ((3, 0.53), (5, 0.575), (10, 0.61), (0.8, 0.41)):
        assert rows["default", given].ndcg_at_10 >= goal
    for given in (1, 3, 5, 10, 20):
        assert rows["ease", given].against_default.verdict == "worse"
    assert rows["ease", 0.8].against_default.verdict != "better"


def test_a_command_for_copying_is_quoted_for_a_shell(small):
    made = replace(small.dataset, name="my club", source=Path("/home/me/it's/my club.csv"))
    line = evaluate.on_command_line("evaluate", made, seed=0)
    assert shlex.split(line) == [
        "python", "-m", "recsys", "evaluate",
        "--dataset", "/home/me/it's/my club.csv", "--seed", "0",
    ]  # fmt: skip
    there = replace(made, name="my club", source=Path("/cache/my club"))
    assert "--dataset 'my club' " in evaluate.on_command_line("evaluate", there, seed=0)
