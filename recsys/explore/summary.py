"""What a data set holds, and what the like threshold keeps and loses of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys.data.counted import Ints
from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, positions
from recsys.data.stars import DEFAULT_MIN_RATING, STAR_STEPS
from recsys.explore.popularity import movie_counts


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


def summarize(dataset: Dataset, min_rating: float = DEFAULT_MIN_RATING) -> Summary:
    """Count what the data set holds and what the like filter keeps.

    Raises
    ------
    NoRatingsError
        The ratings are not here, and people were not counted.
    """
    found = threshold_effect(dataset, [min_rating]).iloc[0]
    return Summary(
        dataset=dataset.name,
        ratings=int(found["likes"] + found["likes_lost"]),
        users=int(found["users_kept"] + found["users_lost"]),
        movies_listed=int(dataset.movies["listed"].sum()),
        movies_rated=int(found["movies_kept"] + found["movies_lost"]),
        min_rating=float(min_rating),
        likes=int(found["likes"]),
        likes_share=float(found["likes_share"]),
        users_kept=int(found["users_kept"]),
        movies_kept=int(found["movies_kept"]),
        users_lost=found["lost_user_ids"],
    )


def threshold_effect(dataset: Dataset, thresholds: Sequence[float] = STAR_STEPS) -> pd.DataFrame:
    """Return what would remain if a like began at each of these stars.

    Returns
    -------
    DataFrame
        `min_rating`, `likes`, `likes_lost`, `likes_share` (likes divided by ratings, 0 to 1),
        `users_kept`, `users_lost`, `movies_kept`, `movies_lost` (of those with ratings),
        `lost_user_ids` (tuple, ascending; empty where the ratings are not here).

    Raises
    ------
    NoRatingsError
        The ratings are not here, and people were not counted.
    """
    by_stars = movie_counts(dataset).by_stars
    movies_by_best = np.bincount(_last(by_stars), minlength=len(STAR_STEPS))
    ids, best = _best(dataset.ratings)
    people = np.bincount(best, minlength=len(STAR_STEPS))
    if dataset.counted is not None:
        if dataset.counted.users_by_best is None:
            raise dataset.no_ratings()
        people = dataset.counted.users_by_best
    rows = []
    for threshold in thresholds:
        is_like = np.array(STAR_STEPS) >= threshold
        likes, ratings = int(by_stars[:, is_like].sum()), int(by_stars.sum())
        lost = ids[~is_like[best]]
        rows.append(
            {
                "min_rating": float(threshold),
                "likes": likes,
                "likes_lost": ratings - likes,
                "likes_share": likes / ratings,
                "users_kept": int(people[is_like].sum()),
                "users_lost": int(people[~is_like].sum()),
                "movies_kept": int(movies_by_best[is_like].sum()),
                "movies_lost": int(movies_by_best[~is_like].sum()),
                "lost_user_ids": tuple(lost.tolist()),
            }
        )
    return pd.DataFrame(rows)


def users_by_best(dataset: Dataset) -> Ints:
    """Count people by the most stars that they gave, shape (10,)."""
    return np.bincount(_best(dataset.rated)[1], minlength=len(STAR_STEPS))


def _best(ratings: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return who rated, and the place among `STAR_STEPS` of the most stars that each gave."""
    ids = ratings["user_id"].to_numpy()
    known = distinct(ids)
    best = np.zeros(len(known), dtype=np.float32)
    np.maximum.at(best, positions(ids, known), ratings["rating"].to_numpy())
    return known, np.rint(best * 2).astype(np.int64) - 1


def _last(by_stars: Ints) -> Ints:
    """Return the place of each row's last count above 0, shape (n, 10) to (n,)."""
    return by_stars.shape[1] - 1 - np.argmax(by_stars[:, ::-1] > 0, axis=1)
