"""Where a movie stands for a person, and how sure the model is of it."""

from dataclasses import dataclass

import numpy as np

from recsys.filters import Filters
from recsys.profile import Profile
from recsys.recommend import ProfileLike, Recommender
from recsys.results import Explanation
from recsys.wording import count
from recsys.words import percent

_WORDS = (
    (0.95, "very sure"),
    (0.8, "fairly sure"),
    (0.5, "not very sure"),
    (0.0, "mostly guessing"),
)
"""The share of all movies it is at most as sure of, and the word for it."""


@dataclass(frozen=True)
class Standing:
    """One movie against all others, for one profile."""

    competitors: int
    """Movies that the person has neither rated nor hidden, and the movie itself."""
    percentile: float
    """Share of the competitors that rank below it, 0 to 1."""
    likes: int
    """People in the data who like it."""
    clarity: float
    """Size of the score ÷ the model's doubt about it (the square root of its uncertainty)."""
    surer_than: float
    """Share of all movies whose clarity is lower, 0 to 1."""

    @property
    def word(self) -> str:
        """How sure the model is, compared with its other movies."""
        return next(word for least, word in _WORDS if self.surer_than >= least)


def standing(ready: Recommender, found: Explanation, profile: ProfileLike) -> Standing:
    """Return where an explained movie stands.

    The doubt about a score is √(yᵀ A⁻¹ y) (`FoldIn.uncertainty`). Doubt and score both grow with
    the length of y, so only their ratio can be compared between movies: the clarity |yᵀx| ÷
    √(yᵀ A⁻¹ y). It orders movies; it is not a probability.

    Parameters
    ----------
    found : Explanation
        Of the same profile.

    Source
    ------
    Hu, Koren and Volinsky 2008, section 5, for A; yᵀ A⁻¹ y is the variance of a prediction in
    Bayesian linear regression (Bishop 2006, eq. 3.59, without the noise).
    """
    profile = Profile.of(profile)
    row = ready.model.movies.idx_of(found.movie_id)
    competes = ready.catalogue.allowed(profile, Filters())
    competes[row] = True
    competitors = int(competes.sum())
    solved, _ = ready.solve(profile)
    doubt = np.sqrt(solved.uncertainty())
    signal = np.abs(ready.model.item_factors @ solved.user_vector)
    clarity = np.where(doubt > 0, signal / np.where(doubt > 0, doubt, 1), 0)
    return Standing(
        competitors=competitors,
        percentile=(competitors - found.rank) / competitors,
        likes=int(ready.model.likes_per_movie[row]),
        clarity=float(clarity[row]),
        surer_than=float((clarity < clarity[row]).mean()),
    )


def place(found: Explanation, where: Standing) -> str:
    """Say the rank and the percentile."""
    return (
        f"Rank {found.rank:,} of {where.competitors:,} movies that you have not rated, ahead of "
        f"{percent(where.percentile)} of them."
    )


def certainty(where: Standing) -> str:
    """Say how sure the model is, and from what."""
    people = count(where.likes, "person likes", "people like")
    return (
        f"The model is {where.word}: what your ratings say about this movie stands out from the "
        f"model's doubt more clearly than for {percent(where.surer_than)} of all movies. "
        f"In the data {people} it."
    )


def most_needed(found: Explanation) -> str:
    """Say which rating's leaving moves the movie most, by rank, then by score."""
    if not found.without:
        return "There is no rating that could be taken away."
    moved = max(found.without, key=lambda w: (abs(w.rank - found.rank), abs(w.score - found.score)))
    if moved.rank == found.rank:
        return f"No single rating decides: without any one of them it stays at rank {found.rank:,}."
    verb = "fall" if moved.rank > found.rank else "rise"
    return (
        f"It hangs most on {moved.title}: without that rating it would {verb} from rank "
        f"{found.rank:,} to {moved.rank:,}."
    )
