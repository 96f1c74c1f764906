"""Run models under a protocol: fit each once, serve every held-out person, judge the lists."""

import json
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ConfigError, RecsysError
from recsys.evaluate.baselines import BASELINES, NO_SETTINGS, Hyperparameters
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import Scores, measure
from recsys.evaluate.protocols import PROTOCOLS, Ratings, rating_matrix, split_users, tasks
from recsys.evaluate.report import Evaluation, Row
from recsys.evaluate.statistics import estimate, paired
from recsys.model import config as configs

OURS = configs.PRESETS
MODELS = (*OURS, *BASELINES)
_TUNED = Path(__file__).with_name("tuned.json")
_Values = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Step:
    """What an evaluation reports before each of its steps."""

    model: str
    what: str
    """"fit", or what is given: "3 likes", "80 %"."""
    done: int
    """Steps finished."""
    steps: int
    """Steps in all."""
    seconds: float
    """Since the evaluation began."""


OnStep = Callable[[Step], None]


def evaluate(
    dataset: Dataset,
    protocol_name: str = "few-shot",
    models: Sequence[str] = MODELS,
    seed: int = 0,
    on_step: OnStep | None = None,
) -> Evaluation:
    """Compare models on held-out test users.

    Parameters
    ----------
    protocol_name : str
        "few-shot" or "holdout"; see `recsys.evaluate.protocols`.
    models : sequence of str
        Of `MODELS`. Baselines run with the settings tuned on the validation users of that
        protocol.
    seed : int
        Of the split, the draws and every model.
    on_step : callable, optional
        Called before each step; an exception it raises ends the evaluation.

    Raises
    ------
    ConfigError
        Unknown protocol or model.
    DataError
        Too few users to hold any out.
    """
    unknown = [model for model in models if model not in MODELS]
    if unknown or not models:
        raise ConfigError(
            f"model '{unknown[0] if unknown else ''}' is unknown; use some of {', '.join(MODELS)}"
        )
    if len(set(models)) != len(models):
        raise ConfigError("a model is named twice; name each once")
    if protocol_name not in PROTOCOLS:
        raise ConfigError(
            f"protocol '{protocol_name}' is unknown; use one of {', '.join(PROTOCOLS)}"
        )
    chosen = PROTOCOLS[protocol_name]
    ratings = rating_matrix(dataset.rated, DEFAULT_MIN_RATING)
    split = split_users(ratings, seed)
    likes = ratings.likes_of(split.train_for_test)
    to_do = list(tasks(ratings, split.test, chosen, seed))
    started = time.perf_counter()
    steps, done = len(models) * (1 + len(to_do)), 0
    values: dict[tuple[str, float], _Values] = {}
    facts: dict[str, tuple[dict[str, object], float]] = {}
    skipped: dict[str, str] = {}

    def report(model: str, what: str) -> None:
        if on_step is not None:
            on_step(Step(model, what, done, steps, time.perf_counter() - started))

    for model in models:
        report(model, "fit")
        begun = time.perf_counter()
        try:
            config, scores = _fit(model, chosen.name, ratings, likes, len(dataset.rated), seed)
        except RecsysError as error:
            skipped[model] = str(error)
            done += 1 + len(to_do)
            continue
        facts[model] = config, time.perf_counter() - begun
        done += 1
        for task in to_do:
            share = task.given < 1
            report(model, f"{task.given:.0%} of the likes" if share else f"{task.given:g} likes")
            values[model, task.given] = measure(scores, task, likes)
            done += 1
    return Evaluation(
        dataset=dataset.name,
        fingerprint=dataset.fingerprint,
        protocol=chosen.name,
        seed=seed,
        users=len(split.test),
        draws=chosen.draws,
        command=on_command_line(
            "evaluate",
            dataset,
            protocol=chosen.name,
            **({} if tuple(models) == MODELS else {"models": ",".join(models)}),
            seed=seed,
        ),
        minutes=(time.perf_counter() - started) / 60,
        rows=tuple(
            _row(model, given, found, facts[model], values.get(("default", given)), seed)
            for (model, given), found in values.items()
        ),
        skipped=skipped,
    )


def tuned(model: str, protocol_name: str, ratings: int) -> Hyperparameters:
    """Return the settings that `benchmarks/tune.py` found for a baseline at this data set size.

    Raises
    ------
    ConfigError
        There are none.
    """
    for size in _tuned_sizes():
        if ratings < float(size["ratings_below"] or "inf"):
            if model in size["models"]:
                return dict(size["models"][model][protocol_name]["settings"])
            break
    raise ConfigError(f"{model} is not tuned for this data set size; run benchmarks/tune.py")


@cache
def _tuned_sizes() -> list[dict]:  # type: ignore[type-arg]
    return json.loads(_TUNED.read_text(encoding="utf-8"))["sizes"]


def _fit(
    model: str, protocol_name: str, ratings: Ratings, likes: csr_matrix, size: int, seed: int
) -> tuple[dict[str, object], Scores]:
    if model in OURS:
        config = configs.preset(model, seed, ratings=size)
        return config.to_dict(), fold_in_scores(train_on(likes, ratings, config))
    settings = {} if model in NO_SETTINGS else tuned(model, protocol_name, size)
    return dict(settings), BASELINES[model](likes, settings, seed)


def _row(
    model: str,
    given: float,
    found: _Values,
    fact: tuple[dict[str, object], float],
    default: _Values | None,
    seed: int,
) -> Row:
    estimates = {name: estimate(values, seed) for name, values in found.items()}
    ndcg = estimates["ndcg_at_10"]
    against = None
    if default is not None and model != "default":
        against = paired(found["ndcg_at_10"], default["ndcg_at_10"], seed)
    config, seconds = fact
    return Row(
        model=model,
        config=config,
        given=given,
        users=len(found["ndcg_at_10"]),
        ndcg_at_10=ndcg.mean,
        recall_at_20=estimates["recall_at_20"].mean,
        ci95=(ndcg.low, ndcg.high),
        seconds_fit=seconds,
        metrics=estimates,
        against_default=against,
    )


def on_command_line(verb: str, dataset: Dataset, **flags: object) -> str:
    """Return the command that does this with a data set, quoted for a shell."""
    source = dataset.source
    place = source.name if dataset.private or dataset.name == source.name else str(source)
    words = [verb, "--dataset", place]
    for name, value in flags.items():
        words += [f"--{name}", str(value)]
    return f"python -m recsys {shlex.join(words)}"
