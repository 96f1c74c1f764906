"""What the like threshold keeps and loses, down to the users who vanish."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys import words
from recsys.datasets import Dataset
from recsys.datasets.ids import distinct, positions
from recsys.profile import STAR_STEPS

_MAX_NAMED = 5


def threshold_effect(dataset: Dataset, thresholds: Sequence[float] = STAR_STEPS) -> pd.DataFrame:
    """Return what would remain if a like began at each of these stars.

    Returns
    -------
    DataFrame
        `min_rating`, `likes`, `likes_lost`, `likes_share` (likes divided by ratings, 0 to 1),
        `users_kept`, `users_lost`, `movies_kept`, `movies_lost` (of those with ratings),
        `lost_user_ids` (tuple, ascending).
    """
    stars = dataset.ratings["rating"].to_numpy()
    users, best_of_user = _best(dataset.ratings["user_id"].to_numpy(), stars)
    _, best_of_movie = _best(dataset.ratings["movie_id"].to_numpy(), stars)
    rows = []
    for threshold in thresholds:
        likes = int((stars >= threshold).sum())
        lost = users[best_of_user < threshold]
        movies_lost = int((best_of_movie < threshold).sum())
        rows.append(
            {
                "min_rating": float(threshold),
                "likes": likes,
                "likes_lost": len(stars) - likes,
                "likes_share": likes / len(stars),
                "users_kept": len(users) - len(lost),
                "users_lost": len(lost),
                "movies_kept": len(best_of_movie) - movies_lost,
                "movies_lost": movies_lost,
                "lost_user_ids": tuple(int(user_id) for user_id in lost),
            }
        )
    return pd.DataFrame(rows)


def like_filter_steps(dataset: Dataset, thresholds: tuple[float, ...]) -> pd.DataFrame:
    """Return what would be left at other thresholds.

    Returns
    -------
    DataFrame
        `min_rating`, `likes`, `users_kept`, `users_lost`, `movies_kept`, `movies_lost`.
    """
    columns = ["min_rating", "likes", "users_kept", "users_lost", "movies_kept", "movies_lost"]
    return threshold_effect(dataset, thresholds)[columns]


def takeaway_threshold(effect: pd.Series) -> str:
    """Say what one row of `threshold_effect` means.

    Parameters
    ----------
    effect : Series
        `threshold_effect(dataset).loc[i]`.
    """
    likes = effect["likes"]
    said = (
        f"From {words.stars(effect['min_rating'])} up, {words.amount(likes, 'rating')} "
        f"({words.percent(effect['likes_share'])}) {'is a like' if likes == 1 else 'are likes'}"
    )
    lost_users, lost_movies = effect["users_lost"], effect["movies_lost"]
    if not lost_users and not lost_movies:
        return f"{said}; every user and every rated movie keeps at least one."
    names = [f"{user_id}" for user_id in effect["lost_user_ids"][:_MAX_NAMED]]
    if lost_users > _MAX_NAMED:
        names.append(f"{lost_users - _MAX_NAMED:,} more")
    who = f" ({', '.join(names)})" if names else ""
    verb = "vanishes" if lost_users + lost_movies == 1 else "vanish"
    parts = [words.amount(lost_users, "user") + who] if lost_users else []
    parts += [words.amount(lost_movies, "movie")] if lost_movies else []
    return f"{said}; {' and '.join(parts)} {verb} from the model."


def _best(
    ids: NDArray[np.int32], stars: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct ids and the highest stars of each."""
    known = distinct(ids)
    best = np.zeros(len(known), dtype=np.float32)
    idx = positions(ids, known)
    # Ascending stars: the last assignment to a cell is its maximum.
    for step in np.unique(stars):
        best[idx[stars == step]] = step
    return known, best
