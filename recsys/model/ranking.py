"""The n best of many scores, and one movie's rank, in an order that never depends on chance."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def best(
    scores: NDArray[np.number], n: int, allowed: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """Return the positions of the `n` highest scores, highest first, ties by position.

    Parameters
    ----------
    scores : float or int, shape (m,)
        −inf for what may not be listed; such positions never come back, so the answer may be
        shorter than `n`.
    allowed : bool, shape (m,), optional
        False for what else may not be listed.
    """
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    n = min(n, int(np.count_nonzero(scores > -np.inf)))
    if n == 0:
        return np.array([], dtype=np.int64)
    least = np.partition(scores, -n)[-n]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argsort(-scores[candidates], kind="stable")][:n]


def ahead(
    scores: NDArray[np.float32],
    ours: NDArray[np.float32],
    competes: NDArray[np.bool_],
    joins: Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]] = (),
    margin: float = 0.0,
) -> NDArray[np.int64]:
    """Count for each of several lists the movies that stand above ours; its rank is one more.

    Parameters
    ----------
    scores : float32, shape (m, lists)
    ours : float32, shape (lists,)
        The scores of our movie, one for each list.
    competes : bool, shape (m,)
        Which movies count.
    joins : pairs of int64, shape (lists,)
        A movie for each list, and 1 where it competes in that list though it does not in the
        others, −1 where it does not though it does in the others, else 0.
    margin : float
        A movie is above ours if its score is higher by more than this.
    """
    higher = scores > ours + np.float32(margin)
    counts = np.asarray(higher[competes].sum(axis=0), dtype=np.int64)
    for idx, sign in joins:
        counts += higher[idx, np.arange(len(idx))] * sign
    return counts
