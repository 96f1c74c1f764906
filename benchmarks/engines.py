"""Spark beside this machine's own training: tuned, judged on the same newcomers, and its cost.

    python -m benchmarks.engines tune --dataset PATH --trials 40 --write
    python -m benchmarks.engines quality --dataset PATH
    python -m benchmarks.engines cost --ratings 10000000

Needs `pip install -r requirements-spark.txt -r requirements-bench.txt` and Java 17. `tune` searches
the settings of the preset that Spark trains, on validation users, and writes
`recsys/model/spark.json`; `quality` compares NDCG@10 of test users; `cost` trains on made-up
ratings and says how long each step took and the most memory that Java, driver and worker in one
with local[2], and this process had.
"""

import argparse
import json
import multiprocessing
import re
import tempfile
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pandas as pd
from scipy.sparse import csr_matrix

from benchmarks import synthetic
from benchmarks.spaces import foldin_config
from benchmarks.tune import SEED, Fold, TrainOn, folds_of, settings_of, tune_model
from recsys.data.dataset import Dataset
from recsys.data.registry import open_dataset
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import measure
from recsys.evaluate.protocols import (
    FEW_SHOT,
    HOLDOUT,
    Ratings,
    rating_matrix,
    split_users,
    tasks,
)
from recsys.evaluate.statistics import paired
from recsys.model import config as configs
from recsys.model import spark
from recsys.model.config import SPARK, ModelConfig, TrainConfig, preset
from recsys.model.model import Model

TUNED = Path(configs.__file__).with_name("spark.json")
MASTER = "local[2]"
FACTORS = 64
ITERATIONS = 10
_REGULARIZATIONS = (0.01, 0.03, 0.06, 0.12)
_ALPHAS = (0.03, 0.1, 0.25, 0.5, 1.0)
START = {
    "regularization": 0.03,
    "alpha": 0.1,
    "λ ratio": 1.0,
    "α ratio": 1.5,
    "regularization_boost": 5_000,
    "alpha_boost": 1,
    "pivot": 15,
    "foldin movie_damping": 0.4,
    "popularity": 0.6,
    "popularity_pivot": 5,
}


def trainer(session: Any, folder: Path, ratings: Ratings) -> TrainOn:
    """Return a function that trains on some users' likes with Spark, all movies kept as columns."""
    number = count()

    def train(likes: csr_matrix, config: ModelConfig) -> Model:
        path = folder / f"{next(number)}.parquet"
        users, movies = likes.nonzero()
        table = {"user": users + 1, "item": ratings.movies.ids[movies], "rating": likes.data}
        pd.DataFrame(table).to_parquet(path)
        table = spark.read(session, str(path))
        model = spark.train(table, spark.count(table), config, "held-out evaluation", "")
        table.unpersist()
        # Of a movie that none of these users likes Spark has no factors; it has none of them here.
        factors = np.zeros((len(ratings.movies), config.train.factors), dtype=np.float32)
        factors[ratings.movies.idx(model.movies.ids)] = model.item_factors
        per_movie = likes.getnnz(axis=0).astype(np.int64)
        return Model(config, model.report, ratings.movies, factors, per_movie)

    return train


def suggest(trial: optuna.Trial) -> ModelConfig:
    """Suggest a configuration; training settings come from a grid so that models are reused."""
    train = TrainConfig(
        factors=FACTORS,
        iterations=ITERATIONS,
        regularization=trial.suggest_categorical("regularization", _REGULARIZATIONS),
        alpha=trial.suggest_categorical("alpha", _ALPHAS),
        objective=SPARK,
    )
    # λ times the number of likes makes popular movies' factors short, so more popularity is tried.
    foldin = foldin_config(
        trial, train, most_ratio=20, most_boost=100_000, most_popularity=(2, 50), digits=4
    )
    return ModelConfig(train, foldin, SPARK)


def tune(dataset: Dataset, trials: int, train: TrainOn, folds: list[Fold]) -> dict[str, Any]:
    """Search as `benchmarks.tune` does for the default, trained by Spark instead."""
    started = time.perf_counter()
    config, how = tune_model(suggest, train, folds, trials, float("inf"), START)
    return {
        "tuned_on": dataset.name,
        "command": f"python -m benchmarks.engines tune --dataset {dataset.name} "
        f"--trials {trials} --write",
        "minutes": round((time.perf_counter() - started) / 60, 1),
        **how,
        "config": settings_of(config),
    }


def quality(dataset: Dataset, ratings: Ratings, train: TrainOn) -> None:
    """Print NDCG@10 of the test users for both, and the difference with its 95 % interval."""
    split = split_users(ratings, SEED)
    likes = ratings.likes_of(split.train_for_test)
    own = train_on(likes, ratings, preset("default", ratings=len(dataset.ratings)))
    models = {"implicit": own, "spark": train(likes, preset(SPARK))}
    print(f"{dataset.name}, {len(split.test)} people held out; NDCG@10")
    few = replace(FEW_SHOT, given=(3, 5, 10))
    for protocol in (few, HOLDOUT):
        for task in tasks(ratings, split.test, protocol, SEED):
            found = {
                name: measure(fold_in_scores(model), task, likes)["ndcg_at_10"]
                for name, model in models.items()
            }
            against = paired(found["spark"], found["implicit"], SEED)
            print(
                f"given {task.given:<4g} implicit {found['implicit'].mean():.4f}  "
                f"spark {found['spark'].mean():.4f}  difference {against.difference:+.4f} "
                f"({against.low:+.4f} to {against.high:+.4f})",
                flush=True,
            )


def cost(ratings: int, factors: int, folder: Path) -> None:
    """Print seconds and the most memory of a training on made-up ratings of ML-32M's shape."""
    share = ratings / synthetic.RATINGS
    shape = round(synthetic.USERS * share), synthetic.MOVIES, ratings
    # Elsewhere, so that this process' memory is that of the training alone.
    maker = multiprocessing.get_context("spawn").Process(
        target=synthetic.write, args=(folder, *shape)
    )
    maker.start()
    maker.join()
    config = preset(SPARK)
    config = replace(config, train=replace(config.train, factors=factors))
    started = time.perf_counter()

    def step(what: str) -> None:
        print(f"{what}: {time.perf_counter() - started:.0f} s since the start", flush=True)

    with spark.running(MASTER) as session:
        step("Spark runs")
        table = spark.read(session, str(folder / "ratings.csv"))
        step("read and checked")
        counts = spark.count(table)
        counted = counts.movies
        step(f"counted {counted.by_stars.sum():,} ratings of {len(counted.movie_ids):,} movies")
        model = spark.train(table, counts, config, "made up", counts.fingerprint)
        step(f"trained {factors} factors, {config.train.iterations} iterations")
        process = session.sparkContext._jvm.java.lang.ProcessHandle.current()
        java = process.pid()
        busy = process.info().totalCpuDuration().get().getSeconds()
        heap = session.sparkContext._jvm.java.lang.Runtime.getRuntime().maxMemory()
        print(f"{model.report.likes:,} likes of {model.report.users:,} people")
        print(f"processor time of Java: {busy:,} s")
        print(f"at most: Java {_peak(java):,} MB (heap up to {heap >> 20:,} MB), "
              f"this process {_peak('self'):,} MB")  # fmt: skip


def _peak(pid: int | str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(kilobytes) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Spark beside implicit.")
    parser.add_argument("what", choices=["tune", "quality", "cost"])
    parser.add_argument("--dataset", default="ml-1m")
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--write", action="store_true", help="keep the result in spark.json")
    parser.add_argument("--ratings", type=int, default=10_000_000)
    parser.add_argument("--factors", type=int, default=FACTORS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if args.what == "cost":
            cost(args.ratings, args.factors, folder)
            return
        dataset = open_dataset(args.dataset)
        ratings = rating_matrix(dataset.ratings, 3.0)
        with spark.running(MASTER) as session:
            train = trainer(session, folder, ratings)
            if args.what == "quality":
                quality(dataset, ratings, train)
                return
            result = tune(dataset, args.trials, train, folds_of(ratings))
    print(json.dumps(result, indent=1))
    if args.write:
        TUNED.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
