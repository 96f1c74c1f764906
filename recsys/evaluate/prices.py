"""What each dial costs and gives, measured on people the model never saw."""

import time

import numpy as np
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import DataError
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import LIST_LENGTH, batches, judge, mean_of_draws
from recsys.evaluate.protocols import Protocol, rating_matrix, split_users, tasks
from recsys.evaluate.report import Position, Prices
from recsys.evaluate.run import OnStep, Step, on_command_line
from recsys.evaluate.statistics import estimate, paired
from recsys.model import config as configs
from recsys.model.model import Model
from recsys.recommend import dials

PROTOCOL = Protocol("prices", (5, 10), draws=3)
GRID: dict[str, tuple[float, ...]] = {
    "popularity": (-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1),
    "diversity": (0, 0.2, 0.4, 0.6, 0.8, 1),
}
"""Each dial's positions; the other one stands at 0."""
METRICS = (
    "ndcg_at_10",
    "hit_rate_at_10",
    "popularity_percentile",
    "likes",
    "diversity",
    "coverage",
)
_Setting = tuple[str, float]


def measure_prices(
    dataset: Dataset, preset: str = "default", seed: int = 0, on_step: OnStep | None = None
) -> Prices:
    """Measure every position of each dial on held-out test users, the other dial at 0.

    Train, hold out and draw as `recsys.evaluate.evaluate` does with few favourites.

    Parameters
    ----------
    preset : str
        Of `recsys.model.config.PRESETS`.
    seed : int
        Of the split, the draws and the model.
    on_step : callable, optional
        Called before each step; an exception it raises ends the measurement.

    Raises
    ------
    ConfigError
        Unknown preset.
    DataError
        Too few users to hold any out, or too few movies for lists that differ.
    """
    config = configs.preset(preset, seed, ratings=len(dataset.rated))
    ratings = rating_matrix(dataset.rated, DEFAULT_MIN_RATING)
    least = LIST_LENGTH + int(max(PROTOCOL.given))
    if len(ratings.movies) < least:
        raise DataError(
            f"{len(ratings.movies):,} movies have a like; measuring the dials takes {least}, so "
            "take a larger data set"
        )
    split = split_users(ratings, seed)
    likes = ratings.likes_of(split.train_for_test)
    to_do = list(tasks(ratings, split.test, PROTOCOL, seed))
    settings = [(dial, at) for dial, positions in GRID.items() for at in positions]
    parts = [list(batches(len(task.user), likes.shape[1])) for task in to_do]
    started = time.perf_counter()
    steps, done = 1 + sum(map(len, parts)) * len(settings), 0

    def report(what: str) -> None:
        if on_step is not None:
            on_step(Step(preset, what, done, steps, time.perf_counter() - started))

    found: list[Position] = []
    report("fit")
    model = train_on(likes, ratings, config)
    score = fold_in_scores(model)
    done += 1
    for task, slices in zip(to_do, parts, strict=True):
        lists: dict[_Setting, list[NDArray[np.int64]]] = {setting: [] for setting in settings}
        for part in slices:
            scores = score(task.profiles[part])
            scores[task.profiles[part].nonzero()] = -np.inf
            for dial, at in settings:
                report(f"{dial} {at:+g} with {task.given:g} likes given")
                lists[dial, at].append(_turned(model, scores, dial, at))
                done += 1
        values: dict[_Setting, dict[str, NDArray[np.float64]]] = {}
        for setting, its in lists.items():
            listed = np.concatenate(its)
            known_to = likes.getnnz(axis=0)[listed[:, :10]].mean(axis=1)
            values[setting] = judge(listed, task, likes)
            values[setting]["likes"] = mean_of_draws(known_to, task.user)
        found += [
            Position(
                dial=dial,
                at=at,
                given=task.given,
                users=len(value["ndcg_at_10"]),
                metrics={name: estimate(value[name], seed) for name in METRICS},
                against_neutral=paired(value["ndcg_at_10"], values[dial, 0]["ndcg_at_10"], seed),
            )
            for (dial, at), value in values.items()
        ]
    return Prices(
        dataset=dataset.name,
        fingerprint=dataset.fingerprint,
        config=config.to_dict(),
        seed=seed,
        users=len(split.test),
        draws=PROTOCOL.draws,
        command=on_command_line("prices", dataset, preset=preset, seed=seed),
        minutes=(time.perf_counter() - started) / 60,
        positions=tuple(found),
    )


def _turned(model: Model, scores: NDArray[np.float32], dial: str, at: float) -> NDArray[np.int64]:
    """Return the list of each row of scores (−inf: not to be listed), shape (rows, LIST_LENGTH).

    One dial is turned, by the code that serves people.
    """
    popularity, diversity = (at, 0.0) if dial == "popularity" else (0.0, at)
    lists = []
    for row in scores:
        rows = dials.candidates(model, row, LIST_LENGTH, popularity, diversity)
        exact = row[rows].astype(np.float64)
        arranged = dials.arrange(model, rows, exact, LIST_LENGTH, popularity, diversity)
        lists.append(arranged.rows)
    return np.stack(lists)
