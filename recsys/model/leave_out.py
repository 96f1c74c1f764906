"""What stays of the scores when one rated movie is taken out of a profile."""

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn
from recsys.model.model import Model
from recsys.model.usable import Usable


def leave_each_out(
    model: Model, told: Usable, row: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Score everything without each of the rated movies, exactly, in at most two solves.

    Returns
    -------
    scores : float32, shape (n_movies, n)
        Column j: every movie's score for the profile without its movie j.
    exact : float64, shape (n,)
        The same for `row`, in double precision.
    """
    scores = np.empty((len(model.movies), len(told.idx)), dtype=np.float32)
    exact = np.empty(len(told.idx))
    # λ depends on the number of likes, which only a like's leaving changes.
    for gone, n_likes in ((told.liked, told.n_likes - 1), (~told.liked, told.n_likes)):
        if gone.any():
            solved = FoldIn.of(model, told, n_likes)
            vectors = solved.without_each()[:, gone]
            scores[:, gone] = solved.scores_from(vectors)
            exact[gone] = solved.exactly(np.array([row]), vectors)[0]
    return scores, exact
