"""The n best of many scores, in an order that never depends on chance."""

import numpy as np
from numpy.typing import NDArray


def best(scores: NDArray[np.floating], n: int) -> NDArray[np.int64]:
    """Return the positions of the `n` highest scores, highest first, ties by position.

    Parameters
    ----------
    scores : float, shape (m,)
        −inf for what may not be listed; such positions never come back, so the answer may be
        shorter than `n`.
    """
    n = min(n, int(np.count_nonzero(scores > -np.inf)))
    if n == 0:
        return np.array([], dtype=np.int64)
    least = np.partition(scores, -n)[-n]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argsort(-scores[candidates], kind="stable")][:n]
