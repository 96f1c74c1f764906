"""Does asking help? Held-out people answer ten questions, chosen in different ways.

Each person's ratings are split in half beforehand: one half is the pool that answers come from
(not in it: "haven't seen"), the likes of the other half are what the list has to find. The lists
hold any movie but the person's whole pool, for every way of asking alike, so that answered
movies are neither to be found nor in the way.

The peers of our way order movies once for everybody, by measures that Rashid et al. compared:
popularity, entropy of the stars and the product of the two (2002, "Getting to Know You"), and
entropy0, which counts "not rated" as one more answer of weight ½ (2008, "Learning Preferences of
New Users in Recommender Systems").
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.errors import ConfigError
from recsys.evaluate import metrics
from recsys.evaluate.contenders import train_on
from recsys.evaluate.protocols import Ratings, rating_matrix, split_users
from recsys.evaluate.report import Asking, Way
from recsys.evaluate.run import on_command_line
from recsys.evaluate.statistics import estimate, paired
from recsys.model import config as configs
from recsys.model.foldin import FoldIn, system_of
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.people.questions import next_questions
from recsys.people.sample import Crowd, crowd_from, sample
from recsys.profile.profile import Profile

QUESTIONS = 10
DRAWS, ENOUGH_PEOPLE = 3, 300
"""So many people are asked once each, fewer of them three times over."""
AT_ONCE = 3
"""Our questions stand on the page so many at a time: an answer changes only later ones."""
OURS = "gain"
PARTS = ("test", "validation")

Floats = NDArray[np.float64]
Answers = dict[int, float]
OnPerson = Callable[[str, int, int], None]
"""Hears the way of asking, the people done and their number."""


def ask(
    dataset: Dataset, seed: int = 0, on: str = "test", on_person: OnPerson | None = None
) -> Asking:
    """Compare ways of asking ten questions.

    Parameters
    ----------
    on : str
        "test", or "validation": other people, on whom ways of asking were chosen.
    on_person : callable, optional
        Called before each person; an exception it raises ends the simulation.

    Raises
    ------
    ConfigError
        `on` is neither.
    DataError
        Too few users to hold any out.
    """
    if on not in PARTS:
        raise ConfigError(f"people '{on}' are unknown; use {' or '.join(PARTS)}")
    started = time.perf_counter()
    ratings = rating_matrix(dataset.rated, DEFAULT_MIN_RATING)
    split = split_users(ratings, seed)
    learned, people = (
        (split.train_for_test, split.test) if on == "test" else (split.train, split.validation)
    )
    found: dict[str, tuple[Floats, Floats]] = {}
    known = learn(ratings, learned, len(dataset.rated), seed)
    for way in (OURS, "uncertainty", *known.orders, "random"):
        found[way] = _all_people(known, ratings, people, way, seed, on_person)
    ours = found[OURS][0]
    return Asking(
        dataset=dataset.name,
        fingerprint=dataset.fingerprint,
        people=on,
        seed=seed,
        users=len(ours),
        draws=_draws(people),
        questions=QUESTIONS,
        command=on_command_line(
            "questions", dataset, seed=seed, **({} if on == "test" else {"people": on})
        ),
        minutes=(time.perf_counter() - started) / 60,
        ways=tuple(
            Way(
                name=name,
                ndcg_at_10=tuple(estimate(column, seed) for column in ndcg.T),
                answered=estimate(answered, seed),
                ours_minus_this=None if name == OURS else paired(ours[:, -1], ndcg[:, -1], seed),
            )
            for name, (ndcg, answered) in found.items()
        ),
    )


@dataclass(frozen=True, eq=False)
class Known:
    """What there is to choose questions by.

    Attributes
    ----------
    share : float64, shape (n_movies,)
        Share of the people who have rated each movie.
    orders : dict
        For each way that asks everybody the same, what it orders the movies by, largest first.
    """

    model: Model
    crowd: Crowd
    share: Floats
    orders: dict[str, Floats]


def learn(ratings: Ratings, rows: NDArray[np.int64], size: int, seed: int) -> Known:
    """Train on these rows of the ratings, and count.

    Parameters
    ----------
    size : int
        Ratings of the whole data set, which decides the default settings.
    """
    likes = ratings.likes_of(rows)
    model = train_on(likes, ratings, configs.preset("default", seed, ratings=size))
    chosen = sample(len(rows))
    crowd = crowd_from(ratings.stars[rows[chosen]], model, np.diff(likes.indptr)[chosen])
    stars = ratings.stars[rows]
    rated_with = (stars.indices[stars.data == half / 2] for half in range(1, 11))
    counts = np.stack([np.bincount(movies, minlength=stars.shape[1]) for movies in rated_with])
    rated = counts.sum(axis=0)
    entropy = entropy_of(counts / np.maximum(rated, 1))
    with_unrated = np.vstack([counts, len(rows) - rated]) / len(rows)
    orders = {
        "popular": rated.astype(np.float64),
        "entropy": entropy,
        "popularity × entropy": np.log1p(rated) * entropy,
        "entropy0": entropy_of(with_unrated, np.append(np.ones(10), 0.5)),
    }
    return Known(model, crowd, rated / len(rows), orders)


def entropy_of(shares: Floats, weights: Floats | None = None) -> Floats:
    """Return each column's entropy in nats; with weights, the weighted mean of its terms.

    Parameters
    ----------
    shares : float64, shape (answers, n_movies)
    weights : float64, shape (answers,), optional
    """
    terms = -shares * np.log(np.where(shares > 0, shares, 1))
    return np.asarray(terms.sum(axis=0) if weights is None else weights @ terms / weights.sum())


def _all_people(
    known: Known,
    ratings: Ratings,
    people: NDArray[np.int64],
    way: str,
    seed: int,
    on_person: OnPerson | None,
) -> tuple[Floats, Floats]:
    """Return NDCG@10 after 0 … 10 questions, shape (users, 11), and the answers, (users,)."""
    ndcg, answered = [], []
    for place, user in enumerate(people):
        if on_person is not None:
            on_person(way, place, len(people))
        lists, answers = [], []
        rng = np.random.default_rng([seed, user])
        for pool, wanted in _halves(ratings, int(user), _draws(people), seed):
            told, hits = _interview(known, pool, wanted, way, rng)
            lists.append(metrics.ndcg(hits, np.full(len(hits), len(wanted)), 10))
            answers.append(told)
        if lists:
            ndcg.append(np.mean(lists, axis=0))
            answered.append(np.mean(answers))
    return np.array(ndcg), np.array(answered)


def _draws(people: NDArray[np.int64]) -> int:
    return 1 if len(people) >= ENOUGH_PEOPLE else DRAWS


def _halves(
    ratings: Ratings, user: int, draws: int, seed: int
) -> Iterator[tuple[Answers, NDArray[np.int64]]]:
    """Yield the pool of answers and the hidden likes of each draw that leaves any of these."""
    start, end = ratings.stars.indptr[user : user + 2]
    movies, stars = ratings.stars.indices[start:end], ratings.stars.data[start:end]
    for draw in range(draws):
        order = np.random.default_rng([seed, user, draw]).permutation(len(movies))
        pool, hidden = order[: len(order) // 2], order[len(order) // 2 :]
        wanted = movies[hidden][stars[hidden] >= ratings.min_rating]
        if len(wanted):
            answers = dict(zip(movies[pool].tolist(), map(float, stars[pool]), strict=True))
            yield answers, wanted.astype(np.int64)


def _interview(
    known: Known, pool: Answers, wanted: NDArray[np.int64], way: str, rng: np.random.Generator
) -> tuple[int, NDArray[np.bool_]]:
    """Ask ten questions; return the answers got and the hits of the list after each, (11, 10)."""
    told: Answers = {}
    unseen: list[int] = []
    waiting: list[int] = []
    lists = [_list(known.model, told, pool)]
    values = _values(known, told, way, rng)
    for _ in range(QUESTIONS):
        if way == OURS:
            waiting += _more(known, told, unseen, waiting)
        else:
            free = values.copy()
            free[[*told, *unseen]] = -np.inf
            waiting = [int(np.argmax(free))]
        row = waiting.pop(0)
        if row in pool:
            told[row] = pool[row]
            lists.append(_list(known.model, told, pool))
            values = _values(known, told, way, rng)
        else:
            unseen.append(row)
            lists.append(lists[-1])
    return len(told), np.isin(np.array(lists), wanted)


def _more(known: Known, told: Answers, unseen: list[int], waiting: list[int]) -> list[int]:
    """Return our questions that join those which stand on the page already."""
    movies = known.model.movies
    found = next_questions(
        known.model,
        known.crowd,
        Profile(tuple((int(movies.ids[row]), stars) for row, stars in told.items())),
        AT_ONCE - len(waiting),
        movies.ids[unseen].tolist(),
        movies.ids[waiting].tolist(),
    )
    return [int(row) for row in movies.idx(found)]


def _values(known: Known, told: Answers, way: str, rng: np.random.Generator) -> Floats:
    if way == "uncertainty":
        return known.share * _solve(known.model, told).uncertainty()
    nothing = np.zeros(len(known.share))
    return rng.random(len(nothing)) if way == "random" else known.orders.get(way, nothing)


def _solve(model: Model, told: Answers) -> FoldIn:
    idx = np.array(list(told), dtype=np.int64)
    return FoldIn(model, system_of(model, idx, list(told.values())))


def _list(model: Model, told: Answers, pool: Answers) -> NDArray[np.int64]:
    liked = any(map(model.is_like, told.values()))
    scores = _solve(model, told).scores() if liked else model.likes_per_movie.astype(np.float32)
    scores[list(pool)] = -np.inf
    return best(scores, 10)
