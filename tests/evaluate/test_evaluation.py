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
from recsys.evaluate import baselines, parts, report
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.protocols import rating_matrix
from recsys.model.config import FoldInConfig, ModelConfig, TrainConfig, preset
from recsys.profile.profile import Profile

MODELS = ("default", "popularity", "random", "knn-cosine")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An own folder for what is kept, so that nothing there was measured before."""
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def found(small):
    return evaluate.evaluate(small.dataset, "holdout", MODELS)


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
    content["format"] = report.Evaluation.format + 1
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


def test_an_exception_from_the_callback_ends_the_evaluation(small, home):
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
        ConfigError, match="protocol 'best' is unknown; use one of few-shot, holdout, standard"
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
def test_a_missing_peer_is_named_and_the_others_run(small, home, monkeypatch, model, module):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "recsys.evaluate.vae", raising=False)
    monkeypatch.delattr(evaluate, "vae", raising=False)
    monkeypatch.setattr("recsys.evaluate.run.tuned", lambda *_: {"epochs": 1})
    done = evaluate.evaluate(small.dataset, "holdout", ("popularity", model))
    assert "requirements-bench.txt" in done.skipped[model]
    assert [row.model for row in done.rows] == ["popularity"]


def test_a_rival_is_fitted_once_for_each_distinct_setting(small, monkeypatch):
    fitted = []

    def fit(likes, settings, seed):
        fitted.append(settings)
        return baselines.most_liked(likes, settings, seed)

    monkeypatch.setitem(baselines.BASELINES, "knn-cosine", fit)
    monkeypatch.setattr(
        "recsys.evaluate.run.tuned", lambda _, given, __: {"neighbours": 7 if given == 5 else 9}
    )
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


def test_the_largest_data_sets_keep_the_factors_that_memory_is_reckoned_with():
    sizes = (100_000, 1_000_000, 10_000_000, 32_000_000)
    assert [preset("default", ratings=n).train.factors for n in sizes] == [128, 256, 128, 128]


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


def test_seeds_are_pooled_person_by_person(small, home):
    ours = ("default", "popularity")
    alone = [evaluate.evaluate(small.dataset, "holdout", ours, (seed,)) for seed in (0, 1, 2)]
    pooled = evaluate.evaluate(small.dataset, "holdout", ours, range(3))
    assert (pooled.seed, pooled.seeds, pooled.users) == (0, (0, 1, 2), 3 * alone[0].users)
    for row, *its in zip(pooled.rows, *(one.rows for one in alone), strict=True):
        assert row.users == sum(one.users for one in its)
        for name, found in row.metrics.items():
            means = [one.metrics[name].mean for one in its]
            assert row.by_seed[name] == pytest.approx(means)
            assert found.mean == pytest.approx(np.mean(means))  # groups of one size
        assert len(set(row.by_seed["ndcg_at_10"])) == 3
        assert row.ci95[0] < row.ndcg_at_10 < row.ci95[1]
        assert row.ci95[1] - row.ci95[0] < its[0].ci95[1] - its[0].ci95[0]
    against = by_model(pooled)["popularity"].against_default
    rows = by_model(pooled)
    assert against.difference == pytest.approx(
        rows["popularity"].ndcg_at_10 - rows["default"].ndcg_at_10
    )


def test_no_person_is_counted_twice(small):
    for seeds in ((0, 1, 2, 3), (0, 3), ()):
        with pytest.raises(ConfigError, match=r"has 3 groups of people .* from 1 to 3 seeds"):
            evaluate.evaluate(small.dataset, "holdout", ("popularity",), seeds)


def test_the_published_protocol_is_measured_with_its_own_metrics(small, home):
    found = evaluate.evaluate(small.dataset, "standard", ("default", "popularity"))
    ours, popular = found.rows
    assert ours.config["train"]["min_rating"] == 4
    assert {"ndcg_at_100", "capped_recall_at_20", "capped_recall_at_50"} < ours.metrics.keys()
    assert popular.against_default.verdict == "worse"
    for row in found.rows:
        assert row.metrics["capped_recall_at_20"].mean >= row.recall_at_20
    three = evaluate.evaluate(small.dataset, "standard-3", ("default",))
    assert three.rows[0].config["train"]["min_rating"] == 3
    assert three.configuration != found.configuration


class StopError(Exception):
    pass


def run(dataset, models=("popularity", "random"), after=None, **more):
    """Return an evaluation, None where it was interrupted, and what it fitted and measured."""
    steps = []

    def on_step(step):
        if after is not None and step.done == after:
            raise StopError
        steps.append((step.model, step.what))
        assert step.done == len(steps) - 1
        assert step.done < step.steps

    try:
        found = evaluate.evaluate(dataset, "few-shot", models, on_step=on_step, **more)
    except StopError:
        found = None
    return found, steps


def same(one, other):
    """Compare all but the seconds that it took."""
    timeless = [
        replace(found, minutes=0, rows=tuple(replace(row, seconds_fit=0) for row in found.rows))
        for found in (one, other)
    ]
    return timeless[0] == timeless[1]


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_an_interrupted_evaluation_goes_on_where_it_stopped(small, home, monkeypatch, after):
    seeds = (0, 1)
    stopped, before = run(small.dataset, after=after, seeds=seeds)
    assert stopped is None
    resumed, rest = run(small.dataset, seeds=seeds)
    measured = [step for step in rest if "likes" in step[1]]
    assert not set(measured) & set(before)
    monkeypatch.setenv("RECSYS_HOME", str(home / "other"))
    whole, steps = run(small.dataset, seeds=seeds)
    assert same(resumed, whole)
    # A fit of which not everything was kept is the only step that is taken again.
    assert len(before) + len(rest) - len(steps) in (0, 1)
    assert run(small.dataset, seeds=seeds) == (whole, [])


def test_a_fit_between_columns_that_are_kept_and_others_is_made_once(small, home, monkeypatch):
    fitted = []

    def fit(likes, settings, seed):
        fitted.append(seed)
        return baselines.most_liked(likes, settings, seed)

    monkeypatch.setitem(baselines.BASELINES, "popularity", fit)
    run(small.dataset, ("popularity",), after=3)
    assert fitted == [0]
    run(small.dataset, ("popularity",))
    assert fitted == [0, 0]
    run(small.dataset, ("popularity",))
    assert fitted == [0, 0]


def test_another_model_seed_or_protocol_is_measured_and_the_others_are_not(small, home):
    run(small.dataset, ("popularity",))
    _, steps = run(small.dataset, ("popularity", "knn-cosine"))
    assert {model for model, _ in steps} == {"knn-cosine"}
    _, steps = run(small.dataset, ("popularity",), seeds=(0, 1))
    assert {what.split(",")[0] for _, what in steps} == {"seed 1"}


def test_other_settings_data_or_code_are_measured_anew(small, home, monkeypatch):
    monkeypatch.setattr("recsys.evaluate.run.tuned", lambda *_: {"neighbours": 9})
    usual, first = run(small.dataset, ("knn-cosine",))
    other = {"neighbours": 7}
    with monkeypatch.context() as patched:
        patched.setattr("recsys.evaluate.run.tuned", lambda *_: other)
        found, steps = run(small.dataset, ("knn-cosine",))
    assert steps == first
    assert found.rows[0].config == other
    assert (found.code, found.fingerprint) == (usual.code, usual.fingerprint)
    assert found.configuration != usual.configuration
    fewer = replace(small.dataset, ratings=small.dataset.ratings.iloc[:-1])
    _, steps = run(fewer, ("knn-cosine",))
    assert steps == first
    with monkeypatch.context() as patched:
        patched.setattr(parts, "code", lambda: "another")
        found, steps = run(small.dataset, ("knn-cosine",))
    assert steps == first
    assert found.code == "another"
    assert run(small.dataset, ("knn-cosine",)) == (usual, [])


def test_the_fingerprint_of_the_code_is_that_of_every_source(monkeypatch, tmp_path):
    for room in ("data", "evaluate", "model", "ui"):
        (tmp_path / room / "within").mkdir(parents=True)
        (tmp_path / room / "within" / "one.py").write_text("1")
    monkeypatch.setattr(parts, "__file__", str(tmp_path / "evaluate" / "parts.py"))
    seen = set()
    for changed in ("data/within/one.py", "evaluate/within/two.py", "model/within/one.py"):
        seen.add(parts.code.__wrapped__())
        (tmp_path / changed).write_text("2")
    seen.add(parts.code.__wrapped__())
    assert len(seen) == 4
    (tmp_path / "ui/within/one.py").write_text("2")
    assert parts.code.__wrapped__() in seen
    monkeypatch.setattr(parts, "version", lambda _: "9")
    assert parts.code.__wrapped__() not in seen


def spoil_values(folder):
    content = bytearray((folder / "values.npy").read_bytes())
    content[-1] ^= 1
    (folder / "values.npy").write_bytes(content)


def spoil_facts(folder):
    (folder / "facts.json").write_text('{"names": ["ndcg_at_10"]}')
    disk.seal(folder)


def lose_a_file(folder):
    (folder / "values.npy").unlink()


@pytest.mark.parametrize("spoil", [spoil_values, spoil_facts, lose_a_file])
def test_a_damaged_part_is_measured_again(small, home, spoil):
    first, steps = run(small.dataset, ("popularity",))
    before = set(paths.parts_home().iterdir())
    assert len(before) == 5
    damaged = min(before)
    spoil(damaged)
    again, redone = run(small.dataset, ("popularity",))
    assert same(again, first)
    assert len(redone) == 2
    assert set(redone) < set(steps)
    assert run(small.dataset, ("popularity",)) == (again, [])


def test_where_parts_cannot_be_kept_an_evaluation_goes_on_and_says_so_once(
    small, home, monkeypatch, caplog
):
    monkeypatch.setenv("RECSYS_HOME", str(home / "file"))
    (home / "file").write_text("")
    found, _ = run(small.dataset)
    assert len(found.rows) == 10
    said = [entry.message for entry in caplog.records if "measured so far" in entry.message]
    assert len(said) == 1


def test_the_time_left_goes_by_the_steps_done():
    step = evaluate.Step("default", "fit", done=2, steps=8, seconds=5.0)
    assert step.remaining == pytest.approx(15)
    assert replace(step, done=0).remaining is None
