"""What stays of scores and ranks when one rated movie is taken out of a profile."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn
from recsys.profile.profile import Profile
from recsys.recommend.results import Counterfactual

if TYPE_CHECKING:
    from recsys.recommend.recommender import Recommender

Scores = NDArray[np.float32]


def rank_among(ready: "Recommender", row: int, scores: Scores, profile: Profile) -> int:
    """Return a movie's rank among those that the person has not rated or hidden; 1 is best."""
    competes = ready.catalogue.allowed(profile)
    competes[row] = False
    return 1 + int((scores[competes] > scores[row]).sum())


def which_are_likes(ready: "Recommender", profile: Profile) -> NDArray[np.bool_]:
    """Return for each rating the model knows whether it is a like that counts, shape (n,)."""
    least, weightless = ready.model.config.train.min_rating, profile.weightless
    known = ready.known(profile)
    return np.array([stars >= least and m not in weightless for m, stars in known], dtype=bool)


def leave_each_out(
    ready: "Recommender", profile: Profile, row: int
) -> tuple[list[int], Scores, NDArray[np.float64]]:
    """Score everything without each of the rated movies, exactly, in at most two solves.

    Returns
    -------
    movie_ids : list of int, length n
        The rated movies that the model knows.
    scores : float32, shape (n_movies, n)
        Column j: every movie's score for the profile without movie j.
    exact : float64, shape (n,)
        The same for `row`, in double precision.
    """
    known = ready.known(profile)
    liked = which_are_likes(ready, profile)
    scores = np.empty((len(ready.model.movies), len(known)), dtype=np.float32)
    exact = np.empty(len(known))
    # λ depends on the number of likes, which only a like's leaving changes.
    for gone, n_likes in ((liked, int(liked.sum()) - 1), (~liked, int(liked.sum()))):
        if gone.any():
            solved = FoldIn(ready.model, ready.system(profile, n_likes))
            vectors = solved.without_each()[:, gone]
            scores[:, gone] = solved.scores_from(vectors)
            exact[gone] = solved.exactly(np.array([row]), vectors)[0]
    return [movie_id for movie_id, _ in known], scores, exact


def counterfactuals(ready: "Recommender", row: int, profile: Profile) -> tuple[Counterfactual, ...]:
    """Return a movie's score and rank without each of the rated movies."""
    movie_ids, scores, exact = leave_each_out(ready, profile, row)
    competes = ready.catalogue.allowed(profile)
    competes[row] = False
    above = (scores[competes] > scores[row]).sum(axis=0)
    # A movie taken out of the profile competes again itself.
    for j, rated in enumerate(ready.model.movies.idx(movie_ids)):
        above[j] += scores[rated, j] > scores[row, j]
    return tuple(
        Counterfactual(movie_id, ready.dataset.title(movie_id), float(exact[j]), int(above[j]) + 1)
        for j, movie_id in enumerate(movie_ids)
    )
