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
    squares = stars.power(2) @ rarity**2
    return People(interactions, rarity, np.sqrt(squares))


def like_minded(
    people: People, model: Model, profile: Profile, n: int = 3, shown: int = 5
) -> tuple[LikeMinded, ...]:
    """Return the people whose likes point most in the direction of the profile's.

    Both are vectors over movies: stars × rarity (TF-IDF with stars as the frequency), for the
    profile times how often each rating counts; they are compared by their cosine. People without
    any favourite in common are left out.

    Parameters
    ----------
    shown : int
        How many movies `loves` holds at most.
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
    nearest = np.argsort(-cosine, kind="stable")[:n]
    return tuple(
        _described(people, model, profile, rows, int(who), float(cosine[who]), shown)
        for who in nearest
        if cosine[who] > 0
    )


def _described(
    people: People,
    model: Model,
    profile: Profile,
    rows: NDArray[np.int64],
    who: int,
    similarity: float,
    shown: int,
) -> LikeMinded:
    stars = people.interactions.stars
    start, end = stars.indptr[who : who + 2]
    liked, given = stars.indices[start:end], stars.data[start:end]
    ids, rarity = model.movies.ids, people.rarity
    order = np.lexsort((rarity[liked], -given))
    both = sorted(set(liked.tolist()) & set(rows.tolist()), key=lambda row: -rarity[row])
    held = set(profile.all_ids)
    loves = [int(ids[row]) for row in liked[order] if int(ids[row]) not in held]
    shared = tuple(int(ids[row]) for row in both)
    return LikeMinded(similarity, len(liked), shared, tuple(loves[:shown]))
