"""What the like threshold keeps and loses, down to the users who vanish."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys import text
from recsys.data.dataset import Dataset
from recsys.data.ids import distinct, mark, positions, positions_between, tally
from recsys.data.stars import STAR_STEPS

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
    ratings = dataset.ratings
    levels = np.sort(ratings["rating"].unique())
    level = positions_between(levels, ratings["rating"].to_numpy())
    at_level = tally(level, len(levels)).astype(np.int64)
    users, best_of_user = _best(ratings["user_id"].to_numpy(), level, levels)
    _, best_of_movie = _best(ratings["movie_id"].to_numpy(), level, levels)
    rows = []
    for threshold in thresholds:
        likes = int(at_level[levels >= threshold].sum())
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


def takeaway_threshold(effect: pd.Series) -> str:
    """Say what one row of `threshold_effect` means.

    Parameters
    ----------
    effect : Series
        `threshold_effect(dataset).loc[i]`.
    """
    likes = effect["likes"]
    said = (
        f"From {text.stars(effect['min_rating'])} up, {text.count(likes, 'rating')} "
        f"({text.percent(effect['likes_share'])}) {'is a like' if likes == 1 else 'are likes'}"
    )
    lost_users, lost_movies = effect["users_lost"], effect["movies_lost"]
    if not lost_users and not lost_movies:
        return f"{said}; every user and every rated movie keeps at least one."
    names = [f"{user_id}" for user_id in effect["lost_user_ids"][:_MAX_NAMED]]
    if lost_users > _MAX_NAMED:
        names.append(f"{lost_users - _MAX_NAMED:,} more")
    who = f" ({', '.join(names)})" if names else ""
    verb = "vanishes" if lost_users + lost_movies == 1 else "vanish"
    parts = [text.count(lost_users, "user") + who] if lost_users else []
    parts += [text.count(lost_movies, "movie")] if lost_movies else []
    return f"{said}; {' and '.join(parts)} {verb} from the model."


def _best(
    ids: NDArray[np.int32], level: NDArray[np.int32], levels: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct ids and the highest stars of each."""
    known = distinct(ids)
    given = np.zeros((len(known), len(levels)), dtype=bool)
    mark(given, positions(ids, known), level)
    return known, levels[len(levels) - 1 - given[:, ::-1].argmax(axis=1)]
