"""Search hyperparameters on validation users and keep the best in a data table.

    python -m benchmarks.tune --dataset PATH --model default --factors 256 --trials 90 --write
    python -m benchmarks.tune --dataset PATH --model ease --trials 25 --write

Test users are neither trained on nor looked at. A baseline has settings for each number of likes
that is given, all found in one search; the default model has one setting for everything, and its
objective is the mean of the two protocols. Small data sets are tuned on several disjoint groups of
validation users.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import optuna
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from benchmarks.spaces import SPACES, START, STARTS, default_config
from recsys import evaluate
from recsys.data.registry import open_dataset
from recsys.evaluate import metrics
from recsys.evaluate.baselines import (
    BASELINES,
    NEURAL,
    Hyperparameters,
    autoencoder_epochs,
)
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import Scores, top
from recsys.evaluate.protocols import (
    FEW_SHOT,
    HOLDOUT,
    PROTOCOLS,
    Ratings,
    Task,
    rating_matrix,
    split_users,
    tasks,
)
from recsys.model import config as configs
from recsys.model.config import ModelConfig, TrainConfig
from recsys.model.model import Model

DEFAULTS = Path(configs.__file__).with_name("defaults.json")
TUNED = Path(evaluate.__file__).with_name("tuned.json")
SMALL = 300_000
SEED = 0
EVERY = 2
"""A neural trial is judged after so many epochs."""
PATIENCE = 4
"""It stops when it was judged so often without a better value of any protocol."""
MAX_SECONDS = 90
"""Or after so much processor time, all folds together."""

TrainOn = Callable[[csr_matrix, ModelConfig], Model]


@dataclass(frozen=True, eq=False)
class Fold:
    """One group of validation users and the others' likes."""

    likes: csr_matrix
    tasks: dict[str, list[Task]]


def folds_of(ratings: Ratings) -> list[Fold]:
    small = ratings.stars.nnz < SMALL
    result = []
    for fold in range(2 if small else 1):
        split = split_users(ratings, SEED, fold)
        others = np.setdiff1d(split.train_for_test, split.validation)
        drawn = {
            p.name: list(
                tasks(ratings, split.validation, replace(p, draws=2 if small else 1), SEED)
            )
            for p in (FEW_SHOT, HOLDOUT)
        }
        result.append(Fold(ratings.likes_of(others), drawn))
    return result


def ndcg(scores: Scores, fold: Fold, protocol: str) -> float:
    """Return mean NDCG@10 over users, then over the protocol's `given`."""
    return float(np.mean([ndcg_of(scores, task) for task in fold.tasks[protocol]]))


def ndcg_of(scores: Scores, task: Task) -> float:
    lists = top(scores(task.profiles), task.profiles, 10)
    hits = task.wanted.toarray()[np.arange(len(lists))[:, None], lists]
    return float(metrics.ndcg(hits, np.diff(task.wanted.indptr), 10).mean())


def search(
    objective: Callable[[optuna.Trial], float],
    trials: int,
    seconds: float,
    start: dict[str, float] | None = None,
) -> optuna.Study:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=SEED, multivariate=True, n_startup_trials=10)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    if start is not None:
        study.enqueue_trial(start)
    study.optimize(objective, n_trials=trials, callbacks=[_report, stop_after(seconds)])
    return study


def stop_after(seconds: float) -> Callable[[optuna.Study, optuna.trial.FrozenTrial], None]:
    """Return what ends a search; in processor time, which other work does not use up."""
    started = time.process_time()

    def stop(study: optuna.Study, _: optuna.trial.FrozenTrial) -> None:
        if time.process_time() - started > seconds:
            study.stop()

    return stop


def _report(study: optuna.Study, trial: optuna.trial.FrozenTrial) -> None:
    print(f"{trial.number:4} {trial.value:.4f} best {study.best_value:.4f}", file=sys.stderr)


def by_given(fits: Sequence[Scores], folds: list[Fold]) -> dict[float, float]:
    """Return mean NDCG@10 over the users of every fold for each of the protocols' `given`."""
    values: dict[float, list[float]] = defaultdict(list)
    for scores, fold in zip(fits, folds, strict=True):
        for task in chain.from_iterable(fold.tasks.values()):
            values[task.given].append(ndcg_of(scores, task))
    return {given: float(np.mean(found)) for given, found in values.items()}


def tune_baseline(name: str, folds: list[Fold], trials: int, seconds: float) -> dict[str, object]:
    """Return the best settings of a baseline for each `given`, all from one search.

    A trial is fitted once for each fold and judged in all columns, which are the search's
    objectives. Neural rivals share one setting within a protocol.
    """
    columns = [(p, given) for p in PROTOCOLS for given in PROTOCOLS[p].given]
    tried: list[tuple[Hyperparameters, dict[float, float]]] = []

    def objective(trial: optuna.Trial) -> tuple[float, ...]:
        found = list(judged(name, SPACES[name](trial), folds))
        tried.extend(found)
        print(trial.number, *max(found, key=mean_value), file=sys.stderr, flush=True)
        return tuple(max(means[given] for _, means in found) for _, given in columns)

    def mean_value(found: tuple[Hyperparameters, dict[float, float]]) -> float:
        return float(np.mean(list(found[1].values())))

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(
        seed=SEED, multivariate=True, n_startup_trials=min(20, trials // 2)
    )
    study = optuna.create_study(directions=["maximize"] * len(columns), sampler=sampler)
    if name in STARTS:
        study.enqueue_trial(STARTS[name])
    study.optimize(objective, n_trials=trials, callbacks=[stop_after(seconds)])
    best: dict[str, object] = {}
    for protocol, given in columns:
        judges = PROTOCOLS[protocol].given if name in NEURAL else (given,)
        settings, means = max(tried, key=lambda found: sum(found[1][g] for g in judges))
        best[f"{given:g}"] = {
            "settings": settings,
            "validation_ndcg_at_10": round(means[given], 4),
        }
    return {"trials": len(study.trials), "given": best}


def judged(
    name: str, settings: Hyperparameters, folds: list[Fold]
) -> Iterator[tuple[Hyperparameters, dict[float, float]]]:
    """Yield settings with their values: once, or every few epochs until nothing gets better."""
    if name not in NEURAL:
        fits = [BASELINES[name](fold.likes, settings, SEED) for fold in folds]
        yield settings, by_given(fits, folds)
        return
    started, best, since = time.process_time(), dict.fromkeys(PROTOCOLS, 0.0), 0
    trained = [autoencoder_epochs(NEURAL[name], fold.likes, settings, SEED) for fold in folds]
    for epoch, fits_now in enumerate(zip(*trained, strict=True), 1):
        if epoch % EVERY:
            continue
        means = by_given(fits_now, folds)
        yield {**settings, "epochs": epoch}, means
        since += 1
        for protocol, value in best.items():
            now = float(np.mean([means[given] for given in PROTOCOLS[protocol].given]))
            if now > value:
                best[protocol], since = now, 0
        if since == PATIENCE or time.process_time() - started > MAX_SECONDS:
            return


def tune_model(
    suggest: Callable[[optuna.Trial], ModelConfig],
    train: TrainOn,
    folds: list[Fold],
    trials: int,
    seconds: float,
    start: dict[str, Any],
) -> tuple[ModelConfig, dict[str, object]]:
    """Return the configuration that is best on average over protocols and folds, and how found."""
    tried: dict[int, ModelConfig] = {}
    trained: dict[tuple[int, TrainConfig], Model] = {}

    def objective(trial: optuna.Trial) -> float:
        config = tried[trial.number] = suggest(trial)
        values: dict[str, list[float]] = {name: [] for name in PROTOCOLS}
        for number, fold in enumerate(folds):
            key = (number, config.train)
            if key not in trained:
                trained[key] = train(fold.likes, config)
            scores = fold_in_scores(replace(trained[key], config=config))
            for name in PROTOCOLS:
                values[name].append(ndcg(scores, fold, name))
        means = {name: float(np.mean(found)) for name, found in values.items()}
        trial.set_user_attr("means", means)
        return float(np.mean(list(means.values())))

    study = search(objective, trials, seconds, start)
    means = study.best_trial.user_attrs["means"]
    return tried[study.best_trial.number], {
        "validation_ndcg_at_10": {name: round(value, 4) for name, value in means.items()},
        "trials": len(study.trials),
        "trainings": len(trained),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Tune on validation users.")
    parser.add_argument("--dataset", default="ml-latest-small")
    parser.add_argument("--model", required=True, choices=["default", *SPACES])
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=420, help="of processor time, to search")
    parser.add_argument("--factors", type=int, default=128, help="of the default model")
    parser.add_argument("--write", action="store_true", help="keep the result in the table")
    args = parser.parse_args()
    dataset = open_dataset(args.dataset)
    ratings = rating_matrix(dataset.ratings, 3.0)
    command = (
        f"python -m benchmarks.tune --dataset {dataset.name} --model {args.model} "
        f"--trials {args.trials} --seconds {args.seconds:g}"
        + (f" --factors {args.factors}" if args.model == "default" else "")
        + " --write"
    )
    started = time.process_time()
    with threadpool_limits(1, "blas"):
        folds = folds_of(ratings)
        if args.model == "default":
            config, how = tune_model(
                lambda trial: default_config(trial, args.factors),
                lambda likes, wanted: train_on(likes, ratings, wanted),
                folds,
                args.trials,
                args.seconds,
                START,
            )
            result = {**how, "config": settings_of(config)}
        else:
            result = tune_baseline(args.model, folds, args.trials, args.seconds)
    minutes = round((time.process_time() - started) / 60, 1)
    result = {"command": command, "minutes": minutes, **result}
    print(json.dumps(result, indent=1))
    if args.write:
        write(result, args.model, len(dataset.ratings))


def settings_of(config: ModelConfig) -> dict[str, object]:
    """Return what belongs in the table of defaults; seed and threshold are the caller's."""
    settings: dict[str, Any] = config.to_dict()
    del settings["train"]["seed"], settings["train"]["min_rating"], settings["preset"]
    return settings


def write(result: dict[str, object], model: str, n_ratings: int) -> None:
    """Put a result into the table, at the row of this data set size."""
    table = DEFAULTS if model == "default" else TUNED
    content = json.loads(table.read_text(encoding="utf-8"))
    row = next(
        size for size in content["sizes"] if n_ratings < float(size["ratings_below"] or "inf")
    )
    if model == "default":
        row.update(result)
    else:
        row["models"][model] = result
    table.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
