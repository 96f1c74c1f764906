"""Training: seeded, interruptible, one at a time, and nothing left behind."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import implicit.gpu.als
import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

from recsys import loading
from recsys.commands.parser import main
from recsys.errors import ConfigError, DataError
from recsys.model.als import CPU, GPU, engine_for, train
from recsys.model.config import ModelConfig, TrainConfig, preset
from recsys.profile.profile import Profile

ROOT = Path(__file__).resolve().parents[2]
TINY = TrainConfig(factors=4, regularization=1.0, iterations=5)


@pytest.fixture
def checkerboard():
    """Even people like even movies, odd people odd ones; each leaves one of them out."""
    n = 20
    likes = np.fromfunction(lambda u, i: (u + i) % 2 == 0, (n, n)) & ~np.eye(n, dtype=bool)
    return csr_matrix(likes.astype(np.float32) * 4)


def test_the_checkerboard_is_learned(checkerboard):
    result = train(checkerboard, TINY)
    scores = result.user_factors @ result.item_factors.T
    for person, best in enumerate((scores - checkerboard.toarray() * 99).argmax(axis=1)):
        assert best == person


def test_progress_is_reported_and_the_loss_falls(checkerboard):
    seen = []
    result = train(checkerboard, TINY, seen.append)
    assert [p.iteration for p in seen] == [1, 2, 3, 4, 5]
    assert seen[-1].loss == result.losses[-1]
    assert seen[-1].remaining == 0
    assert result.losses[-1] < result.losses[0]


def test_the_loss_is_that_of_the_paper(checkerboard):
    """Hu, Koren and Volinsky 2008, eq. 3, over the sum of confidences, written out."""
    result = train(checkerboard, TINY)
    likes = checkerboard.toarray() > 0
    confidence = np.where(likes, TINY.alpha, 1.0)
    x, y = result.user_factors.astype(float), result.item_factors.astype(float)
    error = (confidence * (likes - x @ y.T) ** 2).sum()
    penalty = TINY.regularization * ((x**2).sum() + (y**2).sum())
    assert result.losses[-1] == pytest.approx((error + penalty) / confidence.sum(), rel=1e-3)


def test_factors_are_read_only(checkerboard):
    with pytest.raises(ValueError, match="read-only"):
        train(checkerboard, TINY).item_factors[0, 0] = 1


def test_an_exception_from_the_callback_ends_the_training_and_frees_the_way(checkerboard):
    class ClickError(Exception):
        pass

    def click(progress):
        if progress.iteration == 2:
            raise ClickError

    with pytest.raises(ClickError):
        train(checkerboard, TINY, click)
    assert len(train(checkerboard, TINY).losses) == 5


def test_one_training_at_a_time_the_other_waits_and_is_told(checkerboard):
    first_runs, waited = threading.Event(), threading.Event()

    def hold(progress):
        first_runs.set()
        if progress.iteration == 1:
            assert waited.wait(10)

    first = threading.Thread(target=train, args=(checkerboard, TINY, hold))
    first.start()
    assert first_runs.wait(10)
    result = train(checkerboard, TINY, on_wait=waited.set)
    first.join()
    assert waited.is_set()
    assert len(result.losses) == 5


def test_whoever_waits_can_give_up(checkerboard):
    first_runs, done = threading.Event(), threading.Event()

    def hold(progress):
        first_runs.set()
        assert done.wait(10)

    def give_up():
        raise TimeoutError

    first = threading.Thread(target=train, args=(checkerboard, TINY, hold))
    first.start()
    assert first_runs.wait(10)
    with pytest.raises(TimeoutError):
        train(checkerboard, TINY, on_wait=give_up)
    done.set()
    first.join()


def test_retraining_leaves_the_shared_model_as_it_was(small):
    before = small.model.item_factors.copy()
    source = loading.Source(small.dataset)
    again = loading.retrain_with(source, small.model.config, Profile.of({1196: 5, 260: 1}))
    np.testing.assert_array_equal(small.model.item_factors, before)
    assert again.model.report.users == small.model.report.users + 1
    assert again.model.report.likes == small.model.report.likes + 1


def test_retraining_needs_a_like(small):
    source = loading.Source(small.dataset)
    with pytest.raises(DataError, match="at least one with 3 stars"):
        loading.retrain_with(source, small.model.config, Profile.of({1196: 2.5}))


@pytest.mark.parametrize(
    "wrong",
    [{"factors": 0}, {"factors": 513}, {"regularization": 0}, {"alpha": -1}, {"iterations": 0},
     {"min_rating": 6}, {"seed": -1}, {"regularization": float("nan")}],
)  # fmt: skip
def test_settings_out_of_bounds_are_refused(wrong):
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} is .*; expected a value from"):
        TrainConfig(**wrong)


def test_a_configuration_survives_json():
    for name in ("default", "notebook"):
        config = preset(name, seed=7)
        assert ModelConfig.from_dict(config.to_dict()) == config


def test_blas_runs_one_thread_from_the_first_import_on():
    """Also where numpy was there before, and after a training that outlives another."""
    code = """
import numpy, threading
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_info
import recsys.model.als as als
from recsys.model.config import TrainConfig

def threads():
    return {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}

assert threads() == {1}, threads()
stars = csr_matrix(numpy.eye(30, dtype=numpy.float32) * 4)
def fit(iterations):
    als.train(stars, TrainConfig(factors=4, iterations=iterations), lambda _: None)
both = [threading.Thread(target=fit, args=(n,)) for n in (2, 9)]
[t.start() for t in both], [t.join() for t in both]
assert threads() == {1}, threads()
"""
    free = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code], env=free, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_model_is_complete_and_read_only_when_it_is_built(small):
    model = replace(small.model)
    made = model.gram, model.lengths, model.prevalence, model.log_prevalence
    for array in (*made, model.by_popularity, model.item_factors, model.likes_per_movie):
        assert not array.flags.writeable
    factors = model.item_factors.astype(float)
    np.testing.assert_allclose(model.gram, factors.T @ factors)
    assert (np.diff(model.likes_per_movie[model.by_popularity]) <= 0).all()
    assert model.gram is model.gram


class _OnGpu:
    """Factors that must be fetched before numpy may touch them, as the library's `gpu.Matrix`."""

    def __init__(self, array):
        self._array = array

    def to_numpy(self):
        return self._array.copy()


class _GpuSolver:
    """The library's GPU class as far as it is used, computing on the CPU."""

    def __init__(self, **settings):
        self._solver = AlternatingLeastSquares(**settings)

    def fit(self, confidences, show_progress, callback):
        self._solver.item_factors = self.item_factors.to_numpy()
        self._solver.user_factors = self.user_factors.to_numpy()

        def after(*said):
            self.item_factors = _OnGpu(self._solver.item_factors)
            self.user_factors = _OnGpu(self._solver.user_factors)
            callback(*said)

        self._solver.fit(confidences, show_progress=show_progress, callback=after)


def test_a_gpu_trains_the_same_artifact_where_there_is_one(checkerboard, monkeypatch):
    monkeypatch.setattr(implicit.gpu, "HAS_CUDA", True)
    monkeypatch.setattr(implicit.gpu, "Matrix", _OnGpu, raising=False)
    monkeypatch.setattr(implicit.gpu.als, "AlternatingLeastSquares", _GpuSolver)
    assert [engine_for(), engine_for(GPU), engine_for(CPU)] == [GPU, GPU, CPU]
    ours, theirs = train(checkerboard, TINY, engine=GPU), train(checkerboard, TINY)
    np.testing.assert_allclose(ours.item_factors, theirs.item_factors, atol=1e-6)
    np.testing.assert_allclose(ours.user_factors, theirs.user_factors, atol=1e-6)
    assert ours.losses == pytest.approx(theirs.losses)


@pytest.mark.skipif(implicit.gpu.HAS_CUDA, reason="here is a GPU")
def test_a_gpu_that_is_not_there_is_refused_and_not_chosen(capsys):
    assert engine_for() == CPU
    assert main(["train", "--engine", "gpu"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: no GPU can be used")
    assert said.count("\n") == 1


def test_what_spark_trains_is_trained_by_spark(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    assert main(["recommend", "--preset", "spark", "--rate", "1196=5"]) == 2
    assert "run: python -m recsys train --engine spark" in capsys.readouterr().err


def test_sparks_flags_want_spark(capsys):
    assert main(["train", "--ratings", "here.csv"]) == 2
    assert "add --engine spark" in capsys.readouterr().err
    assert main(["train", "--out", "here"]) == 2
    assert "add --engine spark" in capsys.readouterr().err
    assert main(["train", "--engine", "spark", "--preset", "notebook"]) == 2
    assert "leave --preset out" in capsys.readouterr().err


def test_without_pyspark_the_sentence_says_how_to_install_it(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(["train", "--engine", "spark"]) == 2
    assert "pip install -r requirements-spark.txt" in capsys.readouterr().err


def test_spark_is_imported_only_when_asked_for():
    code = "import sys, recsys.commands.parser; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_sparks_objective_knows_no_damping_and_no_other_name():
    with pytest.raises(ConfigError, match="no damping"):
        TrainConfig(objective="spark", user_damping=0.5)
    with pytest.raises(ConfigError, match="expected hu or spark"):
        TrainConfig(objective="other")
