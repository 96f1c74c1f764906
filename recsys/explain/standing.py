"""Where a movie stands for a person, and how sure the model is of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.recommend.recommender import ProfileLike, Recommender
from recsys.recommend.results import Explanation

LIST = 20
"""Length of the list that a movie's clarity is compared with."""


@dataclass(frozen=True)
class Standing:
    """One movie against all others, for one profile."""

    competitors: int
    """Movies that the person has neither rated nor hidden, and the movie itself."""
    percentile: float
    """Share of the other competitors that rank below it, 0 to 1."""
    is_rated: bool
    """The person rated, saw or hid it, so it is not recommended."""
    from_profile: bool
    """A like counts, so the list is ordered by score."""
    likes: int
    """People in the data who like it."""
    clarity: float
    """Size of the score ÷ the model's doubt about it (the square root of its uncertainty)."""
    listed: int
    """Other movies among the person's `LIST` recommendations."""
    surer_than_listed: int
    """How many of these have a lower clarity."""
    best: float
    """The list's best score; 0 where nothing is listed."""


def standing(ready: Recommender, found: Explanation, profile: ProfileLike) -> Standing:
    """Return where a movie stands that was explained for the same profile.

    The doubt about a score is √(yᵀ A⁻¹ y) (`FoldIn.uncertainty`). Doubt and score both grow with
    the length of y, so only their ratio can be compared between movies: the clarity |yᵀx| ÷
    √(yᵀ A⁻¹ y). It orders movies; it is not a probability. What is recommended is clear by
    nature, so a recommendation's clarity says something only beside the other recommendations';
    there it tells who is liked from who is not (`benchmarks/certainty.py`).

    Source
    ------
    Hu, Koren and Volinsky 2008, section 5, for A; yᵀ A⁻¹ y is the variance of a prediction in
    Bayesian linear regression (Bishop 2006, eq. 3.59, without the noise).
    """
    profile = ready.own_profile(profile)
    row = ready.model.movies.idx_of(found.movie_id)
    competes = ready.catalogue.allowed(profile)
    is_rated = not competes[row]
    told = ready.usable(profile)
    solved = FoldIn.of(ready.model, told)
    scores = solved.scores()
    listed = best(scores, LIST, competes)
    best_score = float(scores[listed[0]]) if len(listed) else 0.0
    listed = listed[listed != row]
    competes[row] = True
    competitors = int(competes.sum())
    clearness = clarity(ready.model, solved)
    return Standing(
        competitors=competitors,
        percentile=(competitors - found.rank) / max(1, competitors - 1),
        is_rated=is_rated,
        from_profile=told.has_likes,
        likes=int(ready.model.likes_per_movie[row]),
        clarity=float(clearness[row]),
        listed=len(listed),
        surer_than_listed=int((clearness[listed] < clearness[row]).sum()),
        best=best_score,
    )


def clarity(model: Model, solved: FoldIn) -> NDArray[np.float64]:
    """Return |yᵀx| ÷ √(yᵀ A⁻¹ y) of every movie, shape (n_movies,); 0 where there is no y."""
    doubt = np.sqrt(solved.uncertainty())
    signal = np.abs(model.item_factors @ solved.user_vector)
    return np.where(doubt > 0, signal / np.where(doubt > 0, doubt, 1), 0)
