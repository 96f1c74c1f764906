"""What the data set's people know and like among the movies that most like."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions
from recsys.model.model import Model
from recsys.profile.profile import Profile

MOVIES = 600
"""How many of the most liked movies are looked at; most lists are made of these."""
PEOPLE = 2_000
"""How many people stand for all; of a larger data set they are a sample."""
_DOUBT = 0.3
"""Who does not share an answer weighs this much of an average person."""
_UNSEEN = 0.5
"""Who knows a movie that the person has not seen weighs this much of one who does not."""
_EVIDENCE = 10
"""Answers that count in full; more of them share the weight of so many."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Crowd:
    """People of a data set and the most liked movies; read-only, shared between threads.

    Attributes
    ----------
    rows : int64, shape (m,)
        Positions of the movies in the model, most liked first.
    likes, known : bool, shape (people, m)
        Who likes, and who has rated, each of them.
    all_likes : int64, shape (people,)
        A person's likes among all movies; at least 1.
    """

    rows: NDArray[np.int64]
    likes: NDArray[np.bool_]
    known: NDArray[np.bool_]
    all_likes: NDArray[np.int64]

    @cached_property
    def gains(self) -> Floats:
        """Likes, divided by what a person's ideal list of ten would gain, shape (people, m).

        Summed with a list's discounts they are the person's NDCG@10 of that list.
        """
        ideal = np.cumsum(1 / np.log2(np.arange(2, 12)))[np.clip(self.all_likes, 1, 10) - 1]
        return (self.likes / ideal[:, None]).astype(np.float32)

    def resembling(self, model: Model, profile: Profile, unseen: Collection[int] = ()) -> Floats:
        """Return how much each person stands for this profile, shape (people,), mean 1.

        The answers count as independent (naive Bayes), and with doubt: who shares a like or a
        dislike weighs more, who knows what the person has not seen (`unseen`, movie ids) weighs
        less. What is merely seen, or counts 0 times, says no more than that it is known.
        """
        told = model.usable(profile)
        counts, seen = told.weights > 0, model.movies.idx_of_known(profile.seen)
        # log(shares it + doubt) is, up to what is the same for all, an indicator times a number.
        parts, answers = [np.zeros(len(self.likes))], 0
        for people, idx in (
            (self.likes, told.idx[told.liked]),
            (self.known & ~self.likes, told.idx[counts & ~told.liked]),
            (self.known, np.concatenate([seen, told.idx[~counts]])),
        ):
            same = people[:, self._columns(idx)]
            doubt = _DOUBT * np.maximum(same.mean(axis=0), 1 / len(same))
            parts.append(same @ np.log1p(1 / doubt))
            answers += same.shape[1]
        known = self.known[:, self._columns(model.movies.idx_of_known(unseen))]
        parts.append(known.sum(axis=1) * np.log(_UNSEEN))
        answers += known.shape[1]
        logs = np.sum(parts, axis=0) * min(1.0, _EVIDENCE / max(answers, 1))
        weights = np.exp(logs - logs.max(initial=-np.inf))
        return np.asarray(weights / weights.mean(), dtype=np.float32)

    def _columns(self, idx: NDArray[np.int64]) -> list[int]:
        return [self._place[row] for row in idx.tolist() if row in self._place]

    @cached_property
    def _place(self) -> dict[int, int]:
        return {row: column for column, row in enumerate(self.rows.tolist())}


def crowd_of(dataset: Dataset, model: Model) -> Crowd:
    """Return the people of the data set that a model was trained on, or those of its bundle.

    Raises
    ------
    NoRatingsError
        Neither are here.
    """
    ratings = dataset.sample
    movie_ids, stars = ratings["movie_id"].to_numpy(), ratings["rating"].to_numpy(np.float32)
    users = ratings["user_id"].to_numpy()
    liked = stars >= model.min_rating
    people = distinct(users[liked])
    kept = sample(len(people))
    people = people[kept]
    all_likes = np.bincount(positions(users[liked], distinct(users[liked])))[kept]
    mine = np.isin(users, people) & model.movies.known(movie_ids)
    matrix = csr_matrix(
        (stars[mine], (positions(users[mine], people), model.movies.idx(movie_ids[mine]))),
        shape=(len(people), len(model.movies)),
    )
    return crowd_from(matrix, model, all_likes)


def crowd_from(stars: csr_matrix, model: Model, all_likes: NDArray[np.int64]) -> Crowd:
    """Return the people whose ratings are the rows of a matrix.

    Parameters
    ----------
    stars : csr_matrix, shape (people, n_movies)
        All ratings on the model's movies, dislikes included.
    """
    rows = model.by_popularity[:MOVIES]
    shown = stars[:, rows].toarray()
    crowd = Crowd(rows, shown >= model.min_rating, shown > 0, all_likes)
    # Computed here, before threads share it.
    for array in (crowd.likes, crowd.known, crowd.gains):
        array.setflags(write=False)
    return crowd


def sample(people: int) -> NDArray[np.int64]:
    """Return which of so many people stand for all, always the same ones, in order."""
    if people <= PEOPLE:
        return np.arange(people)
    return np.sort(np.random.default_rng(0).choice(people, PEOPLE, replace=False))
