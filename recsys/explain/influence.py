"""Which favourites drive which part of a list."""

from dataclasses import dataclass

import pandas as pd

from recsys.recommend.results import Recommendation, Recommendations
from recsys.text import count

SHOWN = 15
"""Favourites that get a column of their own."""


def influence(result: Recommendations, shown: int = SHOWN) -> pd.DataFrame:
    """Return each rated movie's contribution to each recommendation, in long form.

    The rated movies that move the list most come first; what is beyond `shown` is one more
    column, "n others", so that each row still sums to its score.

    Returns
    -------
    DataFrame
        `rank`, `recommendation`, `favourite`, `contribution` (score).
    """
    wide = pd.DataFrame(
        [{c.movie_id: c.contribution for c in r.contributions} for r in result.recommendations]
    )
    order = wide.abs().sum().sort_values(ascending=False, kind="stable").index
    wide = wide[order]
    titles = {movie.movie_id: movie.title for movie in result.profile}
    columns = {titles[m]: wide[m] for m in order[:shown]}
    if rest := list(order[shown:]):
        columns[count(len(rest), "other")] = wide[rest].sum(axis=1)
    table = pd.DataFrame(columns)
    table.insert(0, "rank", [r.rank for r in result.recommendations])
    table.insert(1, "recommendation", [r.title for r in result.recommendations])
    return table.melt(["rank", "recommendation"], var_name="favourite", value_name="contribution")


@dataclass(frozen=True)
class Driven:
    """A recommendation and one favourite's part in it."""

    rank: int
    movie_id: int
    title: str
    contribution: float
    share: float
    """Of all that speaks for the recommendation, 0 to 1; negative: it speaks against it."""
    is_first: bool
    """No other rating speaks for it more."""


def brings_in(result: Recommendations, movie_id: int) -> tuple[Driven, ...]:
    """Return one rated movie's part in every recommendation, largest share first."""
    found = [_driven(r, movie_id) for r in result.recommendations]
    return tuple(sorted(found, key=lambda d: (-d.share, d.rank)))


def _driven(movie: Recommendation, favourite: int) -> Driven:
    own = next(c.contribution for c in movie.contributions if c.movie_id == favourite)
    support = sum(c.contribution for c in movie.contributions if c.contribution > 0)
    return Driven(
        rank=movie.rank,
        movie_id=movie.movie_id,
        title=movie.title,
        contribution=own,
        share=own / support if support > 0 else 0.0,
        is_first=own > 0 and movie.contributions[0].movie_id == favourite,
    )
