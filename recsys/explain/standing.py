"""Where a movie stands for a person, and how sure the model is of it."""

from dataclasses import dataclass

import numpy as np

from recsys.model.leave_out import which_are_likes
from recsys.model.ranking import best
from recsys.profile.profile import Profile
from recsys.recommend.recommender import ProfileLike, Recommender
from recsys.recommend.results import Explanation
from recsys.text import count, percent

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
    surer_than: float
    """Share of all movies whose clarity is lower, 0 to 1."""
    listed: int
    """Other movies among the person's `LIST` recommendations."""
    surer_than_listed: int
    """How many of these have a lower clarity."""


def standing(ready: Recommender, found: Explanation, profile: ProfileLike) -> Standing:
    """Return where an explained movie stands.

    The doubt about a score is √(yᵀ A⁻¹ y) (`FoldIn.uncertainty`). Doubt and score both grow with
    the length of y, so only their ratio can be compared between movies: the clarity |yᵀx| ÷
    √(yᵀ A⁻¹ y). It orders movies; it is not a probability. What is recommended is clear by
    nature, so a recommendation's clarity says something only beside the other recommendations';
    there it tells who is liked from who is not (`benchmarks/certainty.py`).

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
    competes = ready.catalogue.allowed(profile)
    is_rated = not competes[row]
    listed = best(np.where(competes, ready.solve(profile)[0].scores(), -np.inf), LIST)
    listed = listed[listed != row]
    competes[row] = True
    competitors = int(competes.sum())
    clearness = clarity(ready, profile)
    return Standing(
        competitors=competitors,
        percentile=(competitors - found.rank) / max(1, competitors - 1),
        is_rated=is_rated,
        from_profile=bool(which_are_likes(ready, profile).any()),
        likes=int(ready.model.likes_per_movie[row]),
        clarity=float(clearness[row]),
        surer_than=float((clearness < clearness[row]).mean()),
        listed=len(listed),
        surer_than_listed=int((clearness[listed] < clearness[row]).sum()),
    )


def clarity(ready: Recommender, profile: Profile) -> np.ndarray:
    """Return |yᵀx| ÷ √(yᵀ A⁻¹ y) of every movie, shape (n_movies,); 0 where there is no y."""
    solved, _ = ready.solve(profile)
    doubt = np.sqrt(solved.uncertainty())
    signal = np.abs(ready.model.item_factors @ solved.user_vector)
    return np.where(doubt > 0, signal / np.where(doubt > 0, doubt, 1), 0)


def place(found: Explanation, where: Standing) -> str:
    """Say the score, the rank and the percentile."""
    stands = "It would stand at rank" if where.is_rated else "Rank"
    others = "all" if found.rank == 1 else percent(where.percentile)
    return (
        f"{stands} {found.rank:,} of {where.competitors:,} movies that you have not rated, with a "
        f"score of {found.score:.3f}: ahead of {others} of the others."
    )


def certainty(where: Standing) -> str:
    """Say how sure the model is, and from what."""
    people = count(where.likes, "person likes", "people like")
    clearer = where.surer_than_listed
    of_list = f"all {clearer}" if clearer == where.listed else f"{clearer} of the {where.listed}"
    return (
        f"How sure is the model? What your ratings say about this movie stands out from the "
        f"model's doubt more clearly than for {of_list} other movies "
        f"at the top of your list, and than for "
        f"{percent(where.surer_than)} of all movies. In the data {people} it."
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
