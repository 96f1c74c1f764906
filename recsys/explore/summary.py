"""What a data set holds, in numbers."""

from dataclasses import dataclass

from recsys.data.dataset import Dataset
from recsys.data.ids import distinct
from recsys.data.interactions import Interactions


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
