"""Tables as people read them, made from domain results."""

from collections.abc import Sequence

import pandas as pd

from recsys.recommend.recommender import Recommender

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


def named_once(neighbours: pd.DataFrame) -> dict[str, int]:
    """Return the titles of `similar_groups` with their ids, each once, in order of appearance."""
    return dict(zip(neighbours["title"], map(int, neighbours["movie_id"]), strict=True))


def shaded_groups(neighbours: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """Lay the groups below each other; return the table and the rows with a favourite's name."""
    rows: list[tuple[str, str]] = []
    headings: list[int] = []
    for favourite, group in neighbours.groupby("favourite", sort=False):
        headings.append(len(rows))
        rows.append((str(favourite), ""))
        rows += [(row.title, f"{row.similarity:.2f}") for row in group.itertuples()]
    return pd.DataFrame(rows, columns=["Movie", "Similarity"]), headings


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


def comparison_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `recsys.explore.compare` with headings and plain cells."""
    return pd.DataFrame(
        {
            "Movie": table["title"],
            "Likes": table["likes"],
            "Ratings": table["ratings"],
            "Likes, share": [f"{share:.1%}" for share in table["likes_share"].fillna(0)],
            "Mean stars": table["mean_rating"].round(2),
            "At least": table["cautious_mean"].round(2),
            "Rank": table["rank"],
            "Genres": [", ".join(genres) for genres in table["genres"]],
        }
    )


def threshold_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Return `recsys.explore.threshold_effect` with headings."""
    names = {
        "min_rating": "Stars at least",
        "likes": "Likes",
        "users_kept": "People kept",
        "users_lost": "People lost",
        "movies_kept": "Movies kept",
        "movies_lost": "Movies lost",
    }
    return steps[list(names)].rename(columns=names)


def catalogue_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return `recsys.explore.catalogue` with headings."""
    names = {"genre": "Genre", "decade": "Decade", "title": "Movie", "movies": "Movies"}
    return table[[*names, "likes"]].rename(columns={**names, "likes": "Likes"})


def safe_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV that a spreadsheet opens without running anything in it.

    A text that begins like a formula gets an apostrophe in front, as OWASP advises ("CSV
    injection").
    """
    plain = table.copy()
    for column in plain.columns[
        [dtype.kind == "O" or str(dtype) == "str" for dtype in plain.dtypes]
    ]:
        plain[column] = [_unarmed(value) for value in plain[column]]
    return plain.to_csv(index=False)


def _unarmed(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
