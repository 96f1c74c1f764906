"""How often people like what was recommended to them, among what they went on to rate.

What somebody would think of a movie that they never rated is not known, so two things are
measured: how many of the first ten movies a person rated as a like, which is a lower bound, and
the chance that a listed movie is liked by somebody who rates it. The second is read off the score
by Platt's scaling: it never falls as the score rises, so it does not contradict the list's order.
The odds are a power of the score; with the score itself in its place the best movies are promised
too much.

Every person is held out once, in one of five groups. What is said of one group was learned from
the other four, by models that never saw the group.
"""

import time
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import DataError
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import Scores, batches, mean_of_draws
from recsys.evaluate.protocols import Protocol, Task, groups_of, rating_matrix, tasks
from recsys.evaluate.report import Bin, Chances, Told
from recsys.evaluate.run import OnStep, Step, on_command_line
from recsys.evaluate.statistics import share
from recsys.model import config as configs
from recsys.model.foldin import Floats
from recsys.model.ranking import best

PROTOCOL = Protocol("chances", (3, 5, 10, 0.8), draws=3, dislikes=True)
LISTED = 100
"""So many movies of each list are judged, as many as the page shows."""
FIRST = 10
GROUPS = 5
BINS = 10
RISK = 0.1
"""How often "at least N of the first ten" may be wrong."""
_MEASURED = (1, 99)
"""Percentiles of the judged scores between which a chance is read."""
_STEPS = 50
"""Of Newton's method, which needs fewer than ten."""


def measure_chances(
    dataset: Dataset, preset: str = "default", seed: int = 0, on_step: OnStep | None = None
) -> Chances:
    """Measure what people made of their lists, for each amount told.

    The profile holds as large a share of a person's dislikes as of their likes, or what is left
    to be judged would be short of likes.

    Parameters
    ----------
    preset : str
        Of `recsys.model.config.PRESETS`.
    seed : int
        Of the draws and the model; the groups are the same for all.
    on_step : callable, optional
        Called before each step; an exception it raises ends the measurement.

    Raises
    ------
    ConfigError
        Unknown preset.
    DataError
        Too few users to hold any out, or people who rated nothing of their lists.
    """
    config = configs.preset(preset, seed, ratings=len(dataset.rated))
    ratings = rating_matrix(dataset.rated, DEFAULT_MIN_RATING)
    people = groups_of(ratings)[:GROUPS]
    everyone = np.arange(ratings.stars.shape[0])
    started = time.perf_counter()
    steps, done = GROUPS * (1 + len(PROTOCOL.given)), 0
    found: dict[float, list[_Judged]] = defaultdict(list)

    def report(what: str) -> None:
        if on_step is not None:
            on_step(Step(preset, what, done, steps, time.perf_counter() - started))

    for number, group in enumerate(people, start=1):
        report(f"fit {number} of {GROUPS}")
        likes = ratings.likes_of(np.setdiff1d(everyone, group))
        score = fold_in_scores(train_on(likes, ratings, config))
        done += 1
        for task in tasks(ratings, group, PROTOCOL, seed):
            report(f"group {number}, {task.given:g} likes given")
            found[task.given].append(_judge(score, task))
            done += 1
    return Chances(
        dataset=dataset.name,
        fingerprint=dataset.fingerprint,
        config=config.to_dict(),
        seed=seed,
        users=people.size,
        draws=PROTOCOL.draws,
        command=on_command_line("chances", dataset, preset=preset, seed=seed),
        minutes=(time.perf_counter() - started) / 60,
        told=tuple(_told(given, judged, seed) for given, judged in found.items()),
    )


def at_least(short: Floats, risk: float = RISK) -> int:
    """Return the largest N for which "at least N" is wrong for a share `risk` of people at most.

    Parameters
    ----------
    short : float64, shape (people, most)
        Column N − 1: in what share of a person's lists fewer than N movies were liked.

    Source
    ------
    Angelopoulos, Bates, Fisch, Lei and Schuster 2022, "Conformal Risk Control", eq. 4, with
    λ = −N and losses of 1 at most: (n R̂ + 1) ÷ (n + 1) ≤ risk. For somebody drawn like these
    people the expected loss is then no larger.
    """
    return int(((short.sum(axis=0) + 1) / (len(short) + 1) <= risk).sum())


def scaling(values: Floats, liked: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Return intercept and slope of the log-odds of a like as a line in the values.

    Newton's method on the weighted logistic loss. A like is expected with (n₊ + 1) ÷ (n₊ + 2),
    anything else with 1 ÷ (n₋ + 2), so that there is a finite answer where all are liked.

    Parameters
    ----------
    values, weights : float64, shape (n,)
    liked : bool, shape (n,)

    Source
    ------
    Platt 1999, "Probabilistic Outputs for Support Vector Machines", eq. 2 to 4.
    """
    n_liked = int(liked.sum())
    goal = np.where(liked, (n_liked + 1) / (n_liked + 2), 1 / (len(liked) - n_liked + 2))
    columns = np.column_stack([np.ones(len(values)), values])
    line = np.zeros(2)
    for _ in range(_STEPS):
        said = _logistic(columns @ line)
        bent = (columns.T * (weights * said * (1 - said))) @ columns
        step = np.linalg.lstsq(bent, columns.T @ (weights * (goal - said)))[0]
        line = line + step
        if np.abs(step).max() < 1e-9:
            break
    return float(line[0]), float(line[1])


@dataclass(frozen=True, eq=False)
class _Judged:
    """What the people of one group made of their lists; one entry a listed movie they rated.

    A person's movies weigh as much together as another's. `short`, shape (people, FIRST), is
    what `at_least` takes.
    """

    person: NDArray[np.int64]
    log_score: Floats
    liked: NDArray[np.bool_]
    rank: NDArray[np.int64]
    short: Floats
    likes_told: NDArray[np.int64]

    @property
    def weight(self) -> Floats:
        return np.asarray(1 / np.bincount(self.person)[self.person])

    def of(self, kept: NDArray[np.bool_]) -> "_Judged":
        """Return the same people with some of their movies."""
        parts = (self.person[kept], self.log_score[kept], self.liked[kept], self.rank[kept])
        return _Judged(*parts, self.short, self.likes_told)


def _together(groups: list[_Judged]) -> _Judged:
    first = np.cumsum([0, *(len(group.short) for group in groups)])
    people = [group.person + start for group, start in zip(groups, first[:-1], strict=True)]
    rest = ("log_score", "liked", "rank", "short", "likes_told")
    joined = [np.concatenate([getattr(group, name) for group in groups]) for name in rest]
    return _Judged(np.concatenate(people), *joined)


def _judge(score: Scores, task: Task) -> _Judged:
    person, value, liked, rank, hits = [], [], [], [], []
    for part in batches(len(task.user), task.profiles.shape[1]):
        scores, told = score(task.profiles[part]), task.profiles[part]
        scores[told.nonzero()] = -np.inf
        wanted, disliked = task.wanted[part].toarray(), task.disliked[part].toarray()
        for row, user in enumerate(task.user[part]):
            listed = best(scores[row], LISTED)
            likes = wanted[row, listed]
            judged = (likes | disliked[row, listed]) & (scores[row, listed] > 0)
            rated = np.flatnonzero(judged)
            person.append(np.full(len(rated), user))
            value.append(np.log(scores[row, listed[rated]].astype(np.float64)))
            liked.append(likes[rated])
            rank.append(rated)
            hits.append(likes[:FIRST].sum())
    short = np.array(hits)[:, None] < np.arange(1, FIRST + 1)
    n_told = np.diff(task.profiles.multiply(task.profiles >= DEFAULT_MIN_RATING).tocsr().indptr)
    return _Judged(
        np.concatenate(person),
        np.concatenate(value),
        np.concatenate(liked),
        np.concatenate(rank),
        np.column_stack([mean_of_draws(column, task.user) for column in short.T]),
        n_told[:: PROTOCOL.draws],
    )


def _told(given: float, groups: list[_Judged], seed: int) -> Told:
    """Learn from all groups, and judge on each what the others teach."""
    if any(not len(group.log_score) or group.liked.all() for group in groups):
        raise DataError(
            f"with {given:g} likes given too few people rated what was listed for them, so take a "
            "larger data set"
        )
    everybody = _together(groups)
    said, covered = [], []
    for number, group in enumerate(groups):
        others = _together(groups[:number] + groups[number + 1 :])
        intercept, slope = scaling(others.log_score, others.liked, others.weight)
        said.append(_logistic(intercept + slope * group.log_score))
        n = at_least(others.short)
        covered.append(1 - group.short[:, n - 1] if n else np.ones(len(group.short)))
    chances, first = np.concatenate(said), everybody.rank < FIRST
    bins = _bins(chances, everybody, seed)
    lowest, highest = np.exp(np.percentile(everybody.log_score, _MEASURED))
    intercept, slope = scaling(everybody.log_score, everybody.liked, everybody.weight)
    return Told(
        given=given,
        likes=float(np.median(everybody.likes_told)),
        users=len(everybody.short),
        movies=len(everybody.log_score),
        intercept=intercept,
        slope=slope,
        lowest=float(lowest),
        highest=float(highest),
        bins=bins,
        error=_error(bins),
        error_of_first=_error(_bins(chances[first], everybody.of(first), seed)),
        at_least=at_least(everybody.short),
        coverage=float(np.concatenate(covered).mean()),
    )


def _bins(said: Floats, judged: _Judged, seed: int) -> tuple[Bin, ...]:
    """Cut the chances into `BINS` parts of equal weight and see what became of each."""
    order = np.argsort(said, kind="stable")
    before = np.cumsum(judged.weight[order]) - judged.weight[order] / 2
    part = np.empty(len(said), dtype=np.int64)
    part[order] = (BINS * before / judged.weight.sum()).astype(np.int64)
    made = []
    for number in np.unique(part):
        here = part == number
        weight, people = judged.weight[here], judged.person[here]
        liked = np.bincount(people, weight * judged.liked[here]).astype(np.float64)
        found = share(liked, np.bincount(people, weight).astype(np.float64), seed)
        made.append(Bin(float(np.average(said[here], weights=weight)), found, int(here.sum())))
    return tuple(made)


def _error(bins: tuple[Bin, ...]) -> float:
    """Return the mean distance of what was said and what was found.

    Source
    ------
    Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning", with bins of equal weight.
    """
    return float(np.mean([abs(one.said - one.found.mean) for one in bins]))


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))
