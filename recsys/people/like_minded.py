"""People of the data set whose likes are most like a profile's, described by movies alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.data.interactions import Interactions
from recsys.model.model import Model
from recsys.profile.profile import Profile

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class People:
    """Likes of a data set, made ready for comparison; read-only.

    Attributes
    ----------
    interactions : Interactions
        Its movies must be the model's.
    rarity : float64, shape (n_movies,)
        log(people ÷ people who like the movie): what everybody likes says nothing.
    lengths : float64, shape (n_users,)
        Euclidean length of each person's likes, each stars × rarity.
    """

    interactions: Interactions
    rarity: Floats
    lengths: Floats


@dataclass(frozen=True)
class LikeMinded:
    """A person of the data set, without a name."""

    similarity: float
    """Cosine, 0 to 1."""
    likes: int
    shared: tuple[int, ...]
    """Movie ids of the favourites that both like, the rarest first."""
    loves: tuple[int, ...]
    """Their likes that the profile does not hold: most stars first, then most liked by all."""


def people_of(interactions: Interactions) -> People:
    """Make a data set's likes ready for comparison."""
    stars = interactions.stars
    likes = np.maximum(interactions.likes_per_movie, 1)
    rarity = np.log(stars.shape[0] / likes)
    return People(interactions, rarity, np.sqrt(stars.power(2) @ rarity**2))


def like_minded(
    people: People, model: Model, profile: Profile, n: int = 3, shown: int = 5
) -> tuple[LikeMinded, ...]:
    """Return the people whose likes point most in the direction of the profile's.

    Both are vectors over movies: stars × rarity (TF-IDF with stars as the frequency), for the
    profile times how often each rating counts; they are compared by their cosine. People without
    any favourite in common are left out; `loves` holds at most `shown` movies.
    """
    told = model.usable(profile)
    if not told.has_likes:
        return ()
    rows = told.idx[told.liked]
    stars = people.interactions.stars
    own = np.zeros(stars.shape[1])
    own[rows] = (told.stars * told.weights)[told.liked] * people.rarity[rows]
    length = np.linalg.norm(own)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.nan_to_num((stars @ (own * people.rarity)) / (people.lengths * length))
    ids, rarity, held = model.movies.ids, people.rarity, set(profile.settled_ids)

    def described(who: int) -> LikeMinded:
        start, end = stars.indptr[who : who + 2]
        liked, given = stars.indices[start:end], stars.data[start:end]
        order = np.lexsort((rarity[liked], -given))
        both = sorted(set(liked.tolist()) & set(rows.tolist()), key=lambda row: -rarity[row])
        loves = [movie_id for movie_id in ids[liked[order]].tolist() if movie_id not in held]
        return LikeMinded(
            float(cosine[who]), len(liked), tuple(ids[both].tolist()), tuple(loves[:shown])
        )

    nearest = np.argsort(-cosine, kind="stable")[:n].tolist()
    return tuple(described(who) for who in nearest if cosine[who] > 0)
