"""Who is held out, what of them is given to a model, and what it has to find.

Strong generalisation: a test user is not in the training data at all; the model meets them as a
newcomer, through the profile. Test users play no part in tuning; that is what the validation
users are for, and they are nobody's test users, whatever the seed.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.data.interactions import build_interactions
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError, DataError

Ints = NDArray[np.int64]
MAX_TEST_USERS = 600
MAX_PUBLISHED_USERS = 10_000
"""As Liang and others hold out on MovieLens 20M."""
MIN_TEST_USERS = 20
MIN_LIKES = 5
TUNING_FOLDS = 2
"""So many groups are for tuning, and for nothing else."""


@dataclass(frozen=True)
class Protocol:
    """How much of a held-out person a model is told; the rest is what it has to find."""

    name: str
    given: tuple[float, ...]
    """Likes given (1 or more), or the share of all likes (below 1)."""
    draws: int
    """How often each user's given likes are drawn anew; their metrics are averaged."""
    dislikes: bool = False
    """Whether the profile also holds as large a share of the user's dislikes, rounded up."""
    min_rating: float = DEFAULT_MIN_RATING
    """The fewest stars of a like."""
    published: bool = False
    """Whether everything is as in the field's tables: up to 10,000 people, only those with at
    least 5 likes learned from, only movies that these like, the likes given rounded up.

    Source: Liang, Krishnan, Hoffman and Jebara 2018, "Variational Autoencoders for Collaborative
    Filtering", section 4.1, and the code that came with it."""

    @property
    def most_people(self) -> int:
        """How many people a group has at most."""
        return MAX_PUBLISHED_USERS if self.published else MAX_TEST_USERS


FEW_SHOT = Protocol("few-shot", (1, 3, 5, 10, 20), draws=3)
HOLDOUT = Protocol("holdout", (0.8,), draws=3)
PROTOCOLS = {protocol.name: protocol for protocol in (FEW_SHOT, HOLDOUT)}
"""Ours; rivals are tuned for these."""
STANDARD = Protocol("standard", (0.8,), draws=1, min_rating=4.0, published=True)
STANDARD_3 = replace(STANDARD, name="standard-3", min_rating=DEFAULT_MIN_RATING)
PUBLISHED = {protocol.name: protocol for protocol in (STANDARD, STANDARD_3)}
"""For comparison with published figures."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """All ratings as a matrix, dislikes included.

    Attributes
    ----------
    stars : csr_matrix, shape (n_users, n_movies), float32
        Every rating of a user with at least one like, on the movies with at least one like.
    movies : Vocabulary
        Movie ids behind the columns; the whole catalogue that is ranked.
    min_rating : float
        The fewest stars of a like.
    """

    stars: csr_matrix
    movies: Vocabulary
    min_rating: float

    def likes_of(self, users: Ints) -> csr_matrix:
        """Return the likes (value: stars) of these rows, shape (len(users), n_movies)."""
        kept = self.stars[users]
        kept.data[kept.data < self.min_rating] = 0
        kept.eliminate_zeros()
        return kept


def rating_matrix(ratings: pd.DataFrame, min_rating: float) -> Ratings:
    """Return the ratings of a data set as a matrix."""
    likes = build_interactions(ratings, min_rating)
    user_ids, movie_ids = ratings["user_id"].to_numpy(), ratings["movie_id"].to_numpy()
    kept = likes.users.known(user_ids) & likes.movies.known(movie_ids)
    rows, columns = likes.users.idx(user_ids[kept]), likes.movies.idx(movie_ids[kept])
    stars = ratings["rating"].to_numpy(np.float32)[kept]
    shape = (len(likes.users), len(likes.movies))
    return Ratings(csr_matrix((stars, (rows, columns)), shape=shape), likes.movies, min_rating)


@dataclass(frozen=True, eq=False)
class Split:
    """Rows of `Ratings.stars`: disjoint, sorted."""

    train: Ints
    validation: Ints
    test: Ints

    @property
    def train_for_test(self) -> Ints:
        """Everybody but the test users: what the models that are tested learn from."""
        return np.sort(np.concatenate([self.train, self.validation]))


def groups_of(ratings: Ratings) -> Ints:
    """Return disjoint groups of people with at least 5 likes, shape (groups, people), rows sorted.

    The first is the test group of seed 0, the `TUNING_FOLDS` that follow are for tuning.

    Raises
    ------
    DataError
        Too few users have so many likes.
    """
    order, size = _order(ratings, MAX_TEST_USERS)
    return np.sort(order[: len(order) // size * size].reshape(-1, size), axis=1)


def groups_to_test(ratings: Ratings, most: int = MAX_TEST_USERS) -> Ints:
    """Return the groups that may be tested on, shape (groups, people), rows sorted.

    Nobody is in two of them, and nobody in one of the groups for tuning, which are drawn by the
    usual threshold of a like whatever this one is.

    Parameters
    ----------
    ratings : Ratings
        With a row for each user with a like by the usual threshold.
    most : int
        People a group.

    Raises
    ------
    DataError
        Too few users have so many likes.
    """
    usual = groups_of(replace(ratings, min_rating=DEFAULT_MIN_RATING))
    order, size = _order(ratings, most)
    free = order[~np.isin(order, usual[1 : 1 + TUNING_FOLDS])]
    if len(free) < size:
        raise DataError(
            f"{len(free):,} users with at least {MIN_LIKES} likes took no part in tuning; an "
            f"evaluation needs {size} of them, so take a larger data set"
        )
    return np.sort(free[: len(free) // size * size].reshape(-1, size), axis=1)


def _order(ratings: Ratings, most: int) -> tuple[Ints, int]:
    """Return the people with at least 5 likes as they were drawn, and how many a group has."""
    per_user = ratings.likes_of(np.arange(ratings.stars.shape[0])).getnnz(axis=1)
    eligible = np.flatnonzero(per_user >= MIN_LIKES)
    size = min(most, len(eligible) // 5)
    if size < MIN_TEST_USERS:
        raise DataError(
            f"{len(eligible):,} users have at least {MIN_LIKES} likes; an evaluation that holds "
            f"users out needs {5 * MIN_TEST_USERS} of them, so take a larger data set"
        )
    return np.random.default_rng(0).permutation(eligible), size


def split_users(ratings: Ratings, seed: int, fold: int = 0, most: int = MAX_TEST_USERS) -> Split:
    """Return a seed's test users and a group of validation users.

    Parameters
    ----------
    seed : int
        Which of `groups_to_test` to take, counted around.
    fold : int
        Which of the disjoint validation groups to take; they are the same for all seeds.
    most : int
        Test users.

    Raises
    ------
    ConfigError
        There is no such fold.
    DataError
        Too few users have at least 5 likes.
    """
    if not 0 <= fold < TUNING_FOLDS:
        raise ConfigError(f"fold {fold} is past the last; expected 0 to {TUNING_FOLDS - 1}")
    tested = groups_to_test(ratings, most)
    test = tested[seed % len(tested)]
    validation = groups_of(replace(ratings, min_rating=DEFAULT_MIN_RATING))[1 + fold]
    everyone = np.arange(ratings.stars.shape[0])
    train = np.setdiff1d(everyone, np.concatenate([test, validation]))
    return Split(train, validation, test)


def held_out(ratings: Ratings, protocol: Protocol, seed: int) -> tuple[Ratings, Ints, csr_matrix]:
    """Return what a protocol makes of the ratings: they themselves, whom to test, what to learn.

    Parameters
    ----------
    ratings : Ratings
        By the usual threshold of a like.

    Returns
    -------
    Ratings
        By the protocol's threshold, and with the movies that it ranks.
    int64, shape (people,)
        Rows of the ratings.
    csr_matrix, shape (n_users, n_movies)
        The others' likes.
    """
    ratings = replace(ratings, min_rating=protocol.min_rating)
    split = split_users(ratings, seed, most=protocol.most_people)
    likes = ratings.likes_of(split.train_for_test)
    if not protocol.published:
        return ratings, split.test, likes
    likes = likes[likes.getnnz(axis=1) >= MIN_LIKES]
    ranked = np.flatnonzero(likes.getnnz(axis=0))
    movies = Vocabulary(ratings.movies.ids[ranked])
    return (
        replace(ratings, stars=ratings.stars[:, ranked], movies=movies),
        split.test,
        likes[:, ranked],
    )


@dataclass(frozen=True, eq=False)
class Task:
    """Profiles to be served and what their lists should hold; row = one draw of one user.

    Attributes
    ----------
    given : float
        See `Protocol.given`.
    users : int64, shape (users,)
        Held-out users with more likes than are given; equal for all models.
    user : int64, shape (rows,)
        Each row's place in `users`; all have the same number of rows.
    profiles : csr_matrix, shape (rows, n_movies)
        Stars of what the model is told.
    wanted, disliked : csr_matrix of bool, shape (rows, n_movies)
        Likes and dislikes that it is not told.
    """

    given: float
    users: Ints
    user: Ints
    profiles: csr_matrix
    wanted: csr_matrix
    disliked: csr_matrix


def tasks(ratings: Ratings, users: Ints, protocol: Protocol, seed: int) -> Iterator[Task]:
    """Return one task for each of the protocol's `given`, made when its turn comes.

    Equal arguments give equal draws, whatever other models or values of `given` there are, so
    that models are compared on the same profiles.
    """
    return (_task(ratings, users, given, protocol, seed) for given in protocol.given)


def _task(ratings: Ratings, users: Ints, given: float, protocol: Protocol, seed: int) -> Task:
    rng = np.random.default_rng([seed, round(1000 * given)])
    n_likes = ratings.likes_of(users).getnnz(axis=1)
    left = [_n_told(n, given, protocol) < n for n in n_likes]
    users = users[np.array(left, dtype=bool)]
    told, rest = [], []
    for user in np.repeat(users, protocol.draws):
        start, end = ratings.stars.indptr[user : user + 2]
        movies, stars = ratings.stars.indices[start:end], ratings.stars.data[start:end]
        likes = rng.permutation(np.flatnonzero(stars >= ratings.min_rating))
        dislikes = rng.permutation(np.flatnonzero(stars < ratings.min_rating))
        n = _n_told(len(likes), given, protocol)
        n_dislikes = int(np.ceil(n / len(likes) * len(dislikes))) if protocol.dislikes else 0
        chosen = np.concatenate([likes[:n], dislikes[:n_dislikes]])
        other = np.concatenate([likes[n:], dislikes[n_dislikes:]])
        told.append((movies[chosen], stars[chosen]))
        rest.append((movies[other], stars[other]))
    hidden = _rows(rest, ratings.stars.shape[1])
    return Task(
        given=given,
        users=users,
        user=np.repeat(np.arange(len(users)), protocol.draws),
        profiles=_rows(told, ratings.stars.shape[1]),
        wanted=_where(hidden, hidden.data >= ratings.min_rating),
        disliked=_where(hidden, hidden.data < ratings.min_rating),
    )


def _n_told(n_likes: int, given: float, protocol: Protocol) -> int:
    if given >= 1:
        return int(given)
    # Rounded, as 0.8 × 5 need not be 4 in binary.
    share = round(given * n_likes, 6)
    return math.ceil(share) if protocol.published else math.floor(share)


def _where(matrix: csr_matrix, chosen: NDArray[np.bool_]) -> csr_matrix:
    picked = csr_matrix((chosen, matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
    picked.eliminate_zeros()
    return picked


def _rows(rows: list[tuple[NDArray[np.int32], NDArray[np.float32]]], width: int) -> csr_matrix:
    indptr = np.concatenate([[0], np.cumsum([len(movies) for movies, _ in rows])])
    indices = np.concatenate([movies for movies, _ in rows])
    data = np.concatenate([stars for _, stars in rows])
    return csr_matrix((data, indices, indptr), shape=(len(rows), width))
