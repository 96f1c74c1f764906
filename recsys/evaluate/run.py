"""Run models under a protocol: fit each, serve every held-out person, judge the lists."""

import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ConfigError, RecsysError
from recsys.evaluate.baselines import BASELINES, NO_SETTINGS, Hyperparameters, tuned
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import Scores, measure
from recsys.evaluate.protocols import PROTOCOLS, Ratings, rating_matrix, split_users, tasks
from recsys.evaluate.report import Evaluation, Row
from recsys.evaluate.statistics import estimate, paired
from recsys.model import config as configs
from recsys.model.config import ModelConfig

OURS = configs.PRESETS
MODELS = (*OURS, *BASELINES)
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
        Of `MODELS`. Baselines run with the settings tuned on the validation users for
        each number of likes that is given, fitted once for each distinct setting.
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
    facts: dict[tuple[str, float], tuple[dict[str, object], float]] = {}
    skipped: dict[str, str] = {}

    def report(model: str, what: str) -> None:
        if on_step is not None:
            on_step(Step(model, what, done, steps, time.perf_counter() - started))

    for model in models:
        try:
            wanted = [_settings(model, task.given, len(dataset.rated), seed) for task in to_do]
            for number, settings in enumerate(wanted):
                if settings in wanted[:number]:
                    continue
                report(model, "fit")
                begun = time.perf_counter()
                config, scores = _fit(model, settings, ratings, likes, seed)
                seconds = time.perf_counter() - begun
                done += number == 0
                for task in (t for t, s in zip(to_do, wanted, strict=True) if s == settings):
                    told = f"{task.given:.0%} of the" if task.given < 1 else f"{task.given:g}"
                    report(model, f"{told} likes")
                    facts[model, task.given] = config, seconds
                    values[model, task.given] = measure(scores, task, likes)
                    done += 1
        except RecsysError as error:
            skipped[model] = str(error)
            done = (1 + models.index(model)) * (1 + len(to_do))
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
            _row(
                model,
                given,
                values[model, given],
                facts[model, given],
                values.get(("default", given)),
                seed,
            )
            for model in models
            if model not in skipped
            for given in chosen.given
        ),
        skipped=skipped,
    )


def _settings(model: str, given: float, size: int, seed: int) -> ModelConfig | Hyperparameters:
    if model in OURS:
        return configs.preset(model, seed, ratings=size)
    return {} if model in NO_SETTINGS else tuned(model, given, size)


def _fit(
    model: str,
    settings: ModelConfig | Hyperparameters,
    ratings: Ratings,
    likes: csr_matrix,
    seed: int,
) -> tuple[dict[str, object], Scores]:
    if isinstance(settings, ModelConfig):
        return settings.to_dict(), fold_in_scores(train_on(likes, ratings, settings))
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
