"""What a data set holds, and what the like threshold keeps and loses of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions
from recsys.data.interactions import Interactions
from recsys.data.stars import STAR_STEPS


@dataclass(frozen=True)
class Summary:
    """The data set in numbers."""

    dataset: str
    ratings: int
    users: int
    movies_listed: int
    """Movies in the data set's movie list."""
    movies_rated: int
    min_rating: float
    likes: int
    likes_share: float
    """Likes divided by ratings, 0 to 1."""
    users_kept: int
    movies_kept: int
    users_lost: tuple[int, ...]
    """Ids of users with ratings but no like."""


def summarize(dataset: Dataset, interactions: Interactions) -> Summary:
    """Count what the data set holds and what the like filter keeps."""
    ratings = dataset.ratings
    return Summary(
        dataset=dataset.name,
        ratings=len(ratings),
        users=len(distinct(ratings["user_id"].to_numpy())),
        movies_listed=int(dataset.movies["listed"].sum()),
        movies_rated=len(distinct(ratings["movie_id"].to_numpy())),
        min_rating=interactions.min_rating,
        likes=interactions.likes,
        likes_share=interactions.likes / len(ratings),
        users_kept=len(interactions.users),
        movies_kept=len(interactions.movies),
        users_lost=tuple(int(user_id) for user_id in interactions.lost_users),
    )


def threshold_effect(dataset: Dataset, thresholds: Sequence[float] = STAR_STEPS) -> pd.DataFrame:
    """Return what would remain if a like began at each of these stars.

    Returns
    -------
    DataFrame
        `min_rating`, `likes`, `likes_lost`, `likes_share` (likes divided by ratings, 0 to 1),
        `users_kept`, `users_lost`, `movies_kept`, `movies_lost` (of those with ratings),
        `lost_user_ids` (tuple, ascending).
    """
    ratings = dataset.ratings
    stars = ratings["rating"].to_numpy()
    users, best_of_user = _best(ratings["user_id"].to_numpy(), stars)
    _, best_of_movie = _best(ratings["movie_id"].to_numpy(), stars)
    rows = []
    for threshold in thresholds:
        likes = int((stars >= threshold).sum())
        lost = users[best_of_user < threshold]
        movies_lost = int((best_of_movie < threshold).sum())
        rows.append(
            {
                "min_rating": float(threshold),
                "likes": likes,
                "likes_lost": len(ratings) - likes,
                "likes_share": likes / len(ratings),
                "users_kept": len(users) - len(lost),
                "users_lost": len(lost),
                "movies_kept": len(best_of_movie) - movies_lost,
                "movies_lost": movies_lost,
                "lost_user_ids": tuple(int(user_id) for user_id in lost),
            }
        )
    return pd.DataFrame(rows)


def _best(
    ids: NDArray[np.int32], stars: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct ids and the highest stars of each."""
    known = distinct(ids)
    best = np.zeros(len(known), dtype=np.float32)
    np.maximum.at(best, positions(ids, known), stars)
    return known, best
