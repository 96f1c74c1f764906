"""Run models under a protocol: fit each once, serve every held-out person, judge the lists."""

import logging
import shlex
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ArtifactError, ConfigError, DataError, RecsysError
from recsys.evaluate import parts
from recsys.evaluate.baselines import BASELINES, NO_SETTINGS, Hyperparameters, tuned
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import LIST_LENGTH, OF_GROUP, PUBLISHED_LENGTH, Scores, measure
from recsys.evaluate.parts import Part
from recsys.evaluate.protocols import (
    PROTOCOLS,
    PUBLISHED,
    Protocol,
    Ratings,
    Task,
    groups_to_test,
    held_out,
    rating_matrix,
    tasks,
)
from recsys.evaluate.report import Evaluation, Row
from recsys.evaluate.statistics import Estimate, Paired, estimates
from recsys.model import config as configs
from recsys.model.config import ModelConfig

log = logging.getLogger("recsys")
OURS = configs.PRESETS
MODELS = (*OURS, *BASELINES)
NAMED = PROTOCOLS | PUBLISHED
_Settings = ModelConfig | Hyperparameters


@dataclass(frozen=True)
class Step:
    """What an evaluation reports before each of its steps."""

    model: str
    what: str
    """"fit", or what is given: "3 likes", "80 %"; with several seeds, also which."""
    done: int
    """Steps finished."""
    steps: int
    """Steps in all; what was kept of an earlier run is none."""
    seconds: float
    """Since the evaluation began."""

    @property
    def remaining(self) -> float | None:
        """Seconds left if the other steps take as long as those done; None before the first."""
        return self.seconds / self.done * (self.steps - self.done) if self.done else None


OnStep = Callable[[Step], None]


def evaluate(
    dataset: Dataset,
    protocol_name: str = "few-shot",
    models: Sequence[str] = MODELS,
    seeds: Sequence[int] = (0,),
    on_step: OnStep | None = None,
) -> Evaluation:
    """Compare models on held-out test users.

    What is measured is kept at once, see `recsys.evaluate.parts`: the same call goes on where an
    earlier one was interrupted, and fits no model of which everything is kept.

    Parameters
    ----------
    protocol_name : str
        Of `NAMED`; see `recsys.evaluate.protocols`.
    models : sequence of str
        Of `MODELS`. Baselines run with the settings tuned on the validation users.
    seeds : sequence of int
        Each of a group of test users, the draws and every model.
    on_step : callable, optional
        Called before each step; an exception it raises ends the evaluation.

    Raises
    ------
    ConfigError
        Unknown protocol or model, or seeds that share a group of test users.
    DataError
        Too few users to hold any out, or too few movies.
    """
    unknown = [model for model in models if model not in MODELS]
    if unknown or not models:
        raise ConfigError(
            f"model '{unknown[0] if unknown else ''}' is unknown; use some of {', '.join(MODELS)}"
        )
    if len(set(models)) != len(models):
        raise ConfigError("a model is named twice; name each once")
    if protocol_name not in NAMED:
        raise ConfigError(f"protocol '{protocol_name}' is unknown; use one of {', '.join(NAMED)}")
    chosen = NAMED[protocol_name]
    ratings = rating_matrix(dataset.rated, DEFAULT_MIN_RATING)
    groups = groups_to_test(replace(ratings, min_rating=chosen.min_rating), chosen.most_people)
    if not seeds or len({seed % len(groups) for seed in seeds}) != len(seeds):
        raise ConfigError(
            f"{dataset.name} has {len(groups)} groups of people to test on; take from 1 to "
            f"{len(groups)} seeds that follow each other"
        )
    cells, skipped = _cells(dataset, chosen, models, seeds)
    found = {cell.name: part for cell in cells if (part := parts.load(cell.name)) is not None}
    _measure(
        ratings,
        chosen,
        [cell for cell in cells if cell.name not in found],
        found,
        skipped,
        len(seeds) > 1,
        on_step,
    )
    measured = [cell for cell in cells if cell.model not in skipped]
    return Evaluation(
        dataset=dataset.name,
        fingerprint=dataset.fingerprint,
        protocol=chosen.name,
        seed=seeds[0],
        seeds=tuple(seeds),
        users=len(seeds) * groups.shape[1],
        draws=chosen.draws,
        command=on_command_line(
            "evaluate",
            dataset,
            protocol=chosen.name,
            **({} if tuple(models) == MODELS else {"models": ",".join(models)}),
            seed=seeds[0],
            **({} if len(seeds) == 1 else {"seeds": len(seeds)}),
        ),
        code=parts.code(),
        configuration=parts.digest(
            [
                asdict(chosen),
                [(cell.model, cell.seed, cell.given, cell.config) for cell in measured],
            ]
        ),
        minutes=sum(found[cell.name].seconds for cell in measured) / 60,
        rows=_rows(measured, found, seeds[0]),
        skipped=skipped,
    )


@dataclass(frozen=True, eq=False)
class _Cell:
    """What one part is measured of, and the name that it is kept under."""

    model: str
    seed: int
    given: float
    settings: _Settings
    config: dict[str, object]
    depends: list[object]
    """On what but the data and the code."""
    name: str


def _cells(
    dataset: Dataset, protocol: Protocol, models: Sequence[str], seeds: Sequence[int]
) -> tuple[list[_Cell], dict[str, str]]:
    """Return all that is to be measured, a seed after the other, and who cannot be and why."""
    cells, skipped = [], {}
    for seed in seeds:
        for model in models:
            try:
                cells += [_cell(dataset, protocol, model, seed, given) for given in protocol.given]
            except RecsysError as error:
                skipped[model] = str(error)
    return cells, skipped


def _cell(dataset: Dataset, protocol: Protocol, model: str, seed: int, given: float) -> _Cell:
    settings = _settings(model, protocol, given, len(dataset.rated), seed)
    config: dict[str, object] = (
        settings.to_dict() if isinstance(settings, ModelConfig) else {**settings}
    )
    # The other amounts told change nothing.
    own = asdict(replace(protocol, given=(given,)))
    depends = [own, model, seed, config]
    name = parts.digest([dataset.fingerprint, parts.code(), depends])
    return _Cell(model, seed, given, settings, config, depends, name)


def _settings(model: str, protocol: Protocol, given: float, size: int, seed: int) -> _Settings:
    if model in OURS:
        config = configs.preset(model, seed, ratings=size)
        return replace(config, train=replace(config.train, min_rating=protocol.min_rating))
    if model in NO_SETTINGS:
        return {}
    return tuned(model, given, size)


def _measure(
    ratings: Ratings,
    protocol: Protocol,
    cells: list[_Cell],
    found: dict[str, Part],
    skipped: dict[str, str],
    name_seed: bool,
    on_step: OnStep | None,
) -> None:
    """Add each cell's part to those found, and keep it; who cannot be fitted is skipped.

    Parameters
    ----------
    cells : list of _Cell
        Of one seed after the other.
    """
    fits: dict[str, list[_Cell]] = defaultdict(list)
    for cell in cells:
        # Random numbers come one after another: a column must not depend on those before it.
        alone = cell.given if cell.model == "random" else None
        fits[parts.digest([cell.model, cell.seed, cell.config, alone])].append(cell)
    started = time.perf_counter()
    steps, done = len(fits) + len(cells), 0
    people: _People | None = None
    keeps = True

    def report(cell: _Cell, what: str) -> None:
        if on_step is not None:
            said = f"seed {cell.seed}, {what}" if name_seed else what
            on_step(Step(cell.model, said, done, steps, time.perf_counter() - started))

    for together in fits.values():
        first = together[0]
        if first.model in skipped:
            done += 1 + len(together)
            continue
        report(first, "fit")
        if people is None or people.seed != first.seed:
            people = _People.of(ratings, protocol, first.seed)
        begun = time.perf_counter()
        try:
            scores = _fit(first.model, first.settings, people.ratings, people.likes, first.seed)
        except RecsysError as error:
            skipped[first.model] = str(error)
            done += 1 + len(together)
            continue
        seconds_fit = time.perf_counter() - begun
        done += 1
        for cell in together:
            share = cell.given < 1
            report(cell, f"{cell.given:.0%} of the likes" if share else f"{cell.given:g} likes")
            values = measure(scores, people.tasks[cell.given], people.likes, _length(protocol))
            of_group = {name: float(values.pop(name)[0]) for name in OF_GROUP}
            part = Part(values, of_group, seconds_fit, time.perf_counter() - begun)
            found[cell.name] = part
            done += 1
            keeps = keeps and _kept(cell.name, part)
            begun = time.perf_counter()


def _kept(name: str, part: Part) -> bool:
    try:
        parts.save(name, part)
    except ArtifactError as error:
        log.warning(str(error))
        return False
    return True


@dataclass(frozen=True, eq=False)
class _People:
    """One seed's test users with what they tell, and what the models learn from."""

    seed: int
    ratings: Ratings
    likes: csr_matrix
    tasks: dict[float, Task]

    @classmethod
    def of(cls, ratings: Ratings, protocol: Protocol, seed: int) -> "_People":
        """Hold out and draw.

        Raises
        ------
        DataError
            Too few movies for whole lists.
        """
        ratings, test, likes = held_out(ratings, protocol, seed)
        drawn = {task.given: task for task in tasks(ratings, test, protocol, seed)}
        told = max(int(np.diff(task.profiles.indptr).max()) for task in drawn.values())
        if (least := told + _length(protocol)) > likes.shape[1]:
            raise DataError(
                f"{likes.shape[1]:,} movies have a like; this protocol takes {least:,}, so take a "
                "larger data set"
            )
        return cls(seed, ratings, likes, drawn)


def _length(protocol: Protocol) -> int:
    return PUBLISHED_LENGTH if protocol.published else LIST_LENGTH


def _fit(model: str, settings: _Settings, ratings: Ratings, likes: csr_matrix, seed: int) -> Scores:
    if isinstance(settings, ModelConfig):
        return fold_in_scores(train_on(likes, ratings, settings))
    return BASELINES[model](likes, settings, seed)


def _rows(cells: list[_Cell], found: dict[str, Part], seed: int) -> tuple[Row, ...]:
    """Return one row a model and amount told, of all seeds' people together."""
    rows: dict[tuple[str, float], list[_Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.model, cell.given].append(cell)
    pooled = {key: [found[cell.name] for cell in of] for key, of in rows.items()}
    return tuple(
        _row(rows[model, given][0], its, pooled.get(("default", given)), seed)
        for (model, given), its in pooled.items()
    )


def _row(cell: _Cell, its: list[Part], default: list[Part] | None, seed: int) -> Row:
    values = {name: np.concatenate([part.values[name] for part in its]) for name in its[0].values}
    columns = list(values.values())
    if compared := default is not None and cell.model != "default":
        theirs = np.concatenate([part.values["ndcg_at_10"] for part in default or []])
        columns.append(values["ndcg_at_10"] - theirs)
    spans = estimates(np.column_stack(columns), seed)
    metrics = dict(zip(values, spans, strict=False))
    against = Paired(spans[-1].mean, spans[-1].low, spans[-1].high) if compared else None
    by_seed = {
        name: tuple(float(part.values[name].mean()) for part in its) for name in its[0].values
    } | {name: tuple(part.of_group[name] for part in its) for name in OF_GROUP}
    for name in OF_GROUP:
        mean = float(np.mean(by_seed[name]))
        metrics[name] = Estimate(mean, mean, mean)
    ndcg = metrics["ndcg_at_10"]
    return Row(
        model=cell.model,
        config=cell.config,
        given=cell.given,
        users=len(values["ndcg_at_10"]),
        ndcg_at_10=ndcg.mean,
        recall_at_20=metrics["recall_at_20"].mean,
        ci95=(ndcg.low, ndcg.high),
        seconds_fit=float(np.mean([part.seconds_fit for part in its])),
        metrics=metrics,
        against_default=against,
        by_seed=by_seed,
    )


def on_command_line(verb: str, dataset: Dataset, **flags: object) -> str:
    """Return the command that does this with a data set, quoted for a shell."""
    source = dataset.source
    place = source.name if dataset.private or dataset.name == source.name else str(source)
    words = [verb, "--dataset", place]
    for name, value in flags.items():
        words += [f"--{name}", str(value)]
    return f"python -m recsys {shlex.join(words)}"
