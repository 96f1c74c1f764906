"""MovieLens 1M and a cluster of this machine's own: `make test-spark`."""

import os
import socket
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest

from recsys.data.interactions import build_interactions
from recsys.data.registry import open_dataset
from recsys.errors import ConfigError
from recsys.explore.popularity import movie_counts
from recsys.model import spark
from recsys.model.config import SPARK, FoldInConfig, ModelConfig, TrainConfig
from recsys.model.model import Model, TrainReport

pytestmark = pytest.mark.spark
ROOT = Path(__file__).resolve().parents[2]
EXACT = ModelConfig(
    TrainConfig(factors=32, regularization=0.1, alpha=1.0, iterations=3, objective=SPARK),
    FoldInConfig(regularization=0.1, alpha=1.0, objective=SPARK),
)


@pytest.mark.ml1m
def test_500_users_of_movielens_1m_are_folded_in_as_spark_has_them(
    ml1m_path, tmp_path, largest_difference
):
    data = open_dataset(ml1m_path)
    data.ratings.to_parquet(tmp_path / "ratings.parquet")
    likes = build_interactions(data.ratings)
    users = np.random.default_rng(0).choice(likes.users.ids, 500, replace=False)
    with spark.running("local[2]") as session:
        ratings = spark.read(session, str(tmp_path / "ratings.parquet"))
        np.testing.assert_array_equal(
            spark.count(ratings).movies.by_stars, movie_counts(data).by_stars
        )
        fitted = spark.fit(ratings, EXACT.train)
        movies, factors = spark.item_factors(fitted)
        report = TrainReport("ml-1m", "", len(likes.users), len(movies), likes.likes, (), 0.0)
        model = Model(EXACT, report, movies, factors, likes.likes_per_movie)
        kept = data.ratings[data.ratings["rating"] >= 3]
        difference, size = largest_difference(model, fitted, kept, users)
    print(f"largest difference {difference:.1e}, largest factor {size:.2f}")
    assert difference < 1e-5 < size / 100


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def part_of_a_cluster(kind, *words, sign):
    """Run Spark's own master or worker until the end of the block, from when it says a sign."""
    import pyspark

    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"),
               f"org.apache.spark.deploy.{kind}.{kind.title()}", "--host", "127.0.0.1",
               *words]  # fmt: skip
    started = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    try:
        assert any(sign in line for line in started.stderr)
        yield
    finally:
        started.kill()
        started.communicate()


def test_a_cluster_trains_and_one_without_workers_is_not_waited_for(monkeypatch, tmp_path):
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    source = open_dataset("ml-latest-small").source / "ratings.csv"
    with ExitStack() as cluster:
        words = ("--port", str(port), "--webui-port", "0")
        cluster.enter_context(part_of_a_cluster("master", *words, sign="I have been elected"))
        with (
            pytest.raises(ConfigError, match="gave no worker within 1 s"),
            spark.running(master, worker_seconds=1),
        ):
            pass
        words = ("--cores", "1", "--memory", "1g", "--webui-port", "0",
                 "--work-dir", str(tmp_path), master)  # fmt: skip
        cluster.enter_context(part_of_a_cluster("worker", *words, sign="Successfully registered"))
        with spark.running(master) as session:
            ratings = spark.read(session, str(source))
            counts = spark.count(ratings)
            assert spark.train(ratings, counts, EXACT, "small", "").report.likes == 82_170
