"""Ratings become implicit preferences: who liked which movie, and how strongly."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from recsys.data.ids import distinct, positions
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.vocabulary import Vocabulary
from recsys.errors import DataError


@dataclass(frozen=True, eq=False)
class Interactions:
    """The likes of a data set as a sparse matrix, and what the filter removed."""

    stars: csr_matrix
    """Shape (n_users, n_movies), float32: the stars of each like; what is not stored is none."""
    users: Vocabulary
    """The ids behind the rows."""
    movies: Vocabulary
    """The ids behind the columns."""
    min_rating: float
    """The fewest stars that count as a like."""
    lost_users: NDArray[np.int64]
    """Ids that have ratings, but no like: they are not in the matrix."""
    lost_movies: NDArray[np.int64]

    @cached_property
    def likes_per_movie(self) -> NDArray[np.int64]:
        """Return how many users like each movie, shape (n_movies,)."""
        return np.bincount(self.stars.indices, minlength=len(self.movies))

    @property
    def likes(self) -> int:
        return int(self.stars.nnz)


def build_interactions(
    ratings: pd.DataFrame,
    min_rating: float = DEFAULT_MIN_RATING,
    columns: Vocabulary | None = None,
) -> Interactions:
    """Keep ratings of at least `min_rating` stars (0.5 to 5) as likes.

    Parameters
    ----------
    ratings : DataFrame
        `user_id`, `movie_id` and `rating`, one row a user and movie.
    columns : Vocabulary, optional
        The movies, by default those with a like; likes of others are left out.

    Raises
    ------
    DataError
        No rating reaches `min_rating`.
    """
    user_ids, movie_ids = ratings["user_id"].to_numpy(), ratings["movie_id"].to_numpy()
    stars = ratings["rating"].to_numpy(np.float32)
    liked = stars >= min_rating
    if columns is not None:
        liked &= columns.known(movie_ids)
    if not liked.any():
        raise DataError(
            f"none of the {len(stars):,} ratings reaches {min_rating:g} stars; lower the threshold"
        )
    everyone, rated = distinct(user_ids), distinct(movie_ids)
    user_ids, movie_ids = user_ids[liked], movie_ids[liked]
    users = Vocabulary(distinct(user_ids), noun="user")
    movies = Vocabulary(distinct(movie_ids), noun="movie") if columns is None else columns
    matrix = csr_matrix(
        (stars[liked], (positions(user_ids, users.ids), positions(movie_ids, movies.ids))),
        shape=(len(users), len(movies)),
        dtype=np.float32,
    )
    return Interactions(
        stars=matrix,
        users=users,
        movies=movies,
        min_rating=float(min_rating),
        lost_users=np.setdiff1d(everyone, users.ids, assume_unique=True),
        lost_movies=np.setdiff1d(rated, movies.ids, assume_unique=True),
    )


def add_user(interactions: Interactions, likes: dict[int, float]) -> tuple[Interactions, int]:
    """Return new interactions with one more user, and the id given to them.

    The newcomer is the last row and has the next free id (6041 in MovieLens 1M). `likes` maps
    movie ids to stars; movies outside the vocabulary are left out, and the caller reports them.
    """
    known = {movie_id: s for movie_id, s in likes.items() if movie_id in interactions.movies}
    columns = interactions.movies.idx(known)
    row = csr_matrix(
        (np.fromiter(known.values(), np.float32, len(known)), columns, [0, len(known)]),
        shape=(1, len(interactions.movies)),
    )
    stacked = vstack([interactions.stars, row], format="csr")
    all_ids = np.concatenate([interactions.users.ids, interactions.lost_users])
    new_id = int(all_ids.max()) + 1
    users = Vocabulary(np.append(interactions.users.ids, new_id), noun="user")
    return replace(interactions, stars=stacked, users=users), new_id
