"""`train --engine spark` from the command to a list, and what it says when Spark cannot start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recsys import paths
from recsys.commands.parser import main

pytestmark = pytest.mark.spark
ROOT = Path(__file__).resolve().parents[2]
TRAIN = ("train", "--engine", "spark", "--master", "local[2]")
SMALL = ("--factors", "4", "--iterations", "1")


def files(home):
    return {path for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_model_that_spark_trained_is_kept_and_recommends(capsys, home):
    assert main([*TRAIN, "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert trained["engine"] == "spark"
    assert (trained["users"], trained["likes"]) == (671, 82_170)
    assert Path(trained["path"]).parent == paths.models_home()
    # The ratings that were handed to Spark are gone again.
    assert not [path for path in files(home) if path.suffix == ".parquet"]
    words = ["recommend", "--preset", "spark", "--rate", "1196=5", "--rate", "296=1", "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)["recommendations"]
    assert len(found) == 20
    for line in found:
        total = sum(part["contribution"] for part in line["contributions"])
        assert total == pytest.approx(line["score"], abs=1e-5)


def test_named_ratings_are_kept_only_under_the_name_they_are_of(capsys, home, tmp_path):
    own = paths.EMBEDDED_DATA / "ml-latest-small" / "ratings.csv"
    assert main([*TRAIN, *SMALL, "--ratings", str(own), "--json"]) == 0
    assert Path(json.loads(capsys.readouterr().out)["path"]).is_dir()
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("".join(own.read_text().splitlines(keepends=True)[:-1]))
    before = files(home)
    assert main([*TRAIN, *SMALL, "--ratings", str(fewer)]) == 2
    assert "100,003 ratings" in capsys.readouterr().err
    assert files(home) == before


def test_a_bundle_of_ratings_that_no_data_set_here_holds_is_served(capsys, home, tmp_path):
    source = paths.EMBEDDED_DATA / "ml-latest-small"
    folder, out = tmp_path / "elsewhere", tmp_path / "mine"
    folder.mkdir()
    rows = (source / "ratings.csv").read_text().splitlines(keepends=True)
    (folder / "ratings-1.csv").write_text("".join(rows[:20_000]))
    (folder / "ratings-2.csv").write_text(rows[0] + "".join(rows[20_000:30_000]))
    (folder / "movies.csv").write_bytes((source / "movies.csv").read_bytes())
    pattern = str(folder / "ratings-*.csv")
    assert main([*TRAIN, *SMALL, "--ratings", pattern, "--out", str(out), "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert (trained["dataset"], trained["path"]) == ("mine", str(out))
    assert not (home / "models").exists()
    assert main(["summary", "--dataset", str(out), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["ratings"], summary["likes"]) == (29_999, trained["likes"])
    assert main(["recommend", "--dataset", str(out), "--rate", "1196=5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["recommendations"]
    assert len(found) == 20
    assert not any(line["title"].startswith("Movie ") for line in found)


def fails(*words, **environment):
    """Run a command in a process of its own, and return its last line."""
    done = subprocess.run(
        [sys.executable, "-m", "recsys", *words], cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    *_, last = done.stderr.splitlines()
    assert last.startswith("error: ")
    return last


def test_without_java_the_sentence_says_how_to_get_it(home, tmp_path):
    assert "install openjdk-17" in fails(*TRAIN, JAVA_HOME=str(tmp_path))


def test_a_master_that_nobody_answers_at_is_refused_at_once(home):
    said = fails("train", "--engine", "spark", "--master", "spark://127.0.0.1:1")
    assert "no Spark master answers at spark://127.0.0.1:1" in said


def test_a_master_of_no_known_kind_is_refused(home):
    assert "does not start with --master there" in fails(
        "train", "--engine", "spark", "--master", "there"
    )


def test_too_little_memory_is_said(home):
    said = fails(*TRAIN, SPARK_DRIVER_MEMORY="200m")
    assert "too little memory; set SPARK_DRIVER_MEMORY" in said
    assert not (home / "models").exists()
