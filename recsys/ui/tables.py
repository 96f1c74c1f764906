"""Tables as people read them, made from domain results."""

from collections.abc import Sequence

import pandas as pd
from pandas.io.formats.style import Styler

from recsys.recommend import Recommender

POPULARITY_COLUMNS = {
    "rank": "Rank",
    "title": "Movie",
    "likes": "Likes",
    "ratings": "Ratings",
    "mean_rating": "Mean stars",
    "genres": "Genres",
}


def similar_groups(ready: Recommender, favourites: Sequence[int], n: int) -> pd.DataFrame:
    """Return the `n` most similar movies of each favourite.

    Returns
    -------
    DataFrame
        `favourite`, `rank`, `movie_id`, `title`, `similarity`; groups in the given order.
    """
    rows = [
        (ready.dataset.title(favourite), s.rank, s.movie_id, s.title, s.similarity)
        for favourite in favourites
        for s in ready.similar(favourite, n)
    ]
    return pd.DataFrame(rows, columns=["favourite", "rank", "movie_id", "title", "similarity"])


def shaded_groups(neighbours: pd.DataFrame) -> Styler:
    """Lay the groups below each other, each under a shaded row with the favourite's name."""
    rows: list[tuple[str, str]] = []
    headings: list[int] = []
    for favourite, group in neighbours.groupby("favourite", sort=False):
        headings.append(len(rows))
        rows.append((str(favourite), ""))
        rows += [(row.title, f"{row.similarity:.3f}") for row in group.itertuples()]
    table = pd.DataFrame(rows, columns=["Movie", "Similarity"])

    def shade(row: pd.Series) -> list[str]:
        style = "background-color: #76757533; font-weight: 600" if row.name in headings else ""
        return [style] * len(row)

    return table.style.apply(shade, axis=1)


def similar_takeaway(neighbours: pd.DataFrame) -> str:
    """Return each favourite's nearest neighbour as a sentence."""
    nearest = neighbours.groupby("favourite", sort=False).first()
    parts = [
        f"{row.title} is closest to {row.Index} ({row.similarity:.2f})"
        for row in nearest.itertuples()
    ]
    return "; ".join(parts)


def popularity_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `recsys.explore.popularity` with headings and plain cells."""
    shown = table[list(POPULARITY_COLUMNS)].copy()
    shown["genres"] = [", ".join(genres) for genres in shown["genres"]]
    shown["mean_rating"] = shown["mean_rating"].round(2)
    return shown.rename(columns=POPULARITY_COLUMNS)
