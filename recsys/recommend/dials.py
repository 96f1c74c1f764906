"""The two dials: from hidden gems to blockbusters, and from closest to most varied.

Both change the order of a list, never a score: a listed movie keeps its score and says what each
dial added, and the list is ordered by

    value = score + popularity term + diversity term
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.model.foldin import FoldIn
from recsys.model.model import Model
from recsys.model.ranking import best

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BOUNDS = {"popularity": (-1.0, 1.0), "diversity": (0.0, 1.0)}
"""How far each dial can be turned; at 0 it does nothing."""
_MEANING = {
    "popularity": "-1 (hidden gems) to 1 (blockbusters)",
    "diversity": "0 (closest to your taste) to 1 (most varied)",
}
_RARE = 0.2
"""Added to every prevalence, or a movie that one person likes would outdo all others."""
_POOL = 300
"""The diversity dial chooses among so many of the best; what comes behind is nobody's taste."""
_SPREAD_PLACES = 500
"""So many places are chosen one by one; those behind are ordered as if it ended there."""


@dataclass(frozen=True, eq=False)
class Arranged:
    """The movies of a list, best first, and what the dials did to each.

    Attributes
    ----------
    rows : int64, shape (n,)
        Positions in the model.
    popularity, diversity : float64, shape (n,)
        What each dial added to the score; the sum of the three never rises along the list.
    """

    rows: Ints
    popularity: Floats
    diversity: Floats


def check(popularity: float, diversity: float) -> None:
    """Refuse dials that are turned too far.

    Raises
    ------
    ConfigError
        A dial is not within its `BOUNDS`.
    """
    for name, value in (("popularity", popularity), ("diversity", diversity)):
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise ConfigError(f"{name} is {value:g}; expected {_MEANING[name]}")


def rerank(
    model: Model,
    solved: FoldIn,
    wanted: NDArray[np.floating],
    n: int,
    popularity: float,
    diversity: float,
) -> Arranged:
    """Return the best `n` movies for a profile with the dials as they stand.

    Parameters
    ----------
    wanted : float, shape (n_movies,)
        The profile's scores, −inf for what may not be listed.
    """
    if not popularity and not diversity:
        rows = best(wanted, n)
        return Arranged(rows, np.zeros(len(rows)), np.zeros(len(rows)))
    rows = candidates(model, wanted, n, popularity, diversity)
    exact = solved.exactly(rows, solved.user_vector[:, None])[:, 0]
    return arrange(model, rows, exact, n, popularity, diversity)


def candidates(
    model: Model, scores: NDArray[np.floating], n: int, popularity: float, diversity: float
) -> Ints:
    """Return the movies that a list of `n` is made from.

    Parameters
    ----------
    scores : float, shape (n_movies,)
        −inf for what may not be listed.
    """
    with np.errstate(invalid="ignore"):
        turned = scores + popularity_terms(scores, model.prevalence, popularity)
    turned[np.isneginf(scores)] = -np.inf
    return best(turned.astype(np.float32), max(_POOL, 2 * n) if diversity else n)


def arrange(
    model: Model, rows: Ints, scores: Floats, n: int, popularity: float, diversity: float
) -> Arranged:
    """Return the best `n` of some movies with both dials turned.

    Parameters
    ----------
    rows : int64, shape (m,)
        As `candidates` returns them.
    scores : float64, shape (m,)
    """
    added = popularity_terms(scores, model.prevalence[rows], popularity)
    values = scores + added
    places, taken = spread(values, model.units(rows), n, diversity)
    return Arranged(rows[places], added[places], taken)


def popularity_terms(scores: NDArray[np.floating], prevalence: Floats, dial: float) -> Floats:
    """Return what the popularity dial adds to each score.

    A score is multiplied by the movie's prevalence, smoothed, to the power of the dial, so the
    dial feels the same for a short profile with low scores and a long one with high ones, and
    nothing that the person has no reason to like gets ahead for being rare or known. A score
    below 0 is divided instead, so that also there the more popular one rises with the dial. Turned
    up, the dial never lowers the mean logarithm of the smoothed prevalence of the first n.

    Parameters
    ----------
    scores, prevalence : float, shape (m,)
        See `Model.prevalence`.
    dial : float
        −1 to 1; 0 adds nothing.
    """
    smoothed = (prevalence + _RARE) / (1 + _RARE)
    return np.asarray(scores * (smoothed ** (dial * np.sign(scores)) - 1), dtype=np.float64)


def spread(
    values: Floats, unit_factors: NDArray[np.float32], n: int, dial: float
) -> tuple[Ints, Floats]:
    """Choose `n` movies one by one, each as good as possible and unlike those before it.

    The next movie is the one with the largest

        value − dial × largest |value| × its largest cosine with those chosen, at least 0

    which is maximal marginal relevance with λ = 1 / (1 + dial), divided by λ, on values divided
    by the largest. At dial 1 the twin of a listed movie loses as much as the best movie is worth.

    Parameters
    ----------
    values : float64, shape (m,)
    unit_factors : float32, shape (m, k)
        Each row of length 1.

    Returns
    -------
    places : int64, shape (min(n, m),)
        Positions in `values`, in the order of choice.
    terms : float64, same shape
        What the dial added, 0 or less; value + term never rises along the list.

    Source
    ------
    Carbonell and Goldstein 1998, "The Use of MMR, Diversity-Based Reranking for Reordering
    Documents and Producing Summaries".
    """
    n = min(n, len(values))
    if not dial or not n:
        return np.argsort(-values, kind="stable")[:n], np.zeros(n)
    price = dial * float(np.abs(values).max())
    closest = np.zeros(len(values))
    left = values.copy()
    chosen: list[int] = []
    terms: list[float] = []
    while len(chosen) < min(n, _SPREAD_PLACES):
        place = int(np.argmax(left - price * closest))
        chosen.append(place)
        terms.append(0.0 - price * float(closest[place]))
        left[place] = -np.inf
        np.maximum(closest, unit_factors @ unit_factors[place], out=closest)
    rest = np.argsort(price * closest - left, kind="stable")[: n - len(chosen)]
    return (
        np.concatenate([np.array(chosen, dtype=np.int64), rest]),
        np.concatenate([np.array(terms), 0.0 - price * closest[rest]]),
    )
