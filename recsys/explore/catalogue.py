"""The catalogue at a glance: likes by genre, decade and movie."""

import pandas as pd

NAMED_MOVIES = 600
NO_GENRE, NO_DECADE, OTHERS = "(no genre)", "(no year)", "others"


def catalogue(ranked: pd.DataFrame, n: int = NAMED_MOVIES) -> pd.DataFrame:
    """Divide all likes by genre, decade and movie, so that the parts add up.

    Parameters
    ----------
    ranked : DataFrame
        As `recsys.explore.popularity` returns it, by likes. Movies without a like are left out.
    n : int
        So many of the most liked movies stand alone; the others of a genre and decade are one row.

    Returns
    -------
    DataFrame
        `genre` (the first that the data set names for a movie), `decade` ("1990s"), `movie_id`
        (missing: the others), `title`, `movies` (how many the row stands for), `likes`; sorted by
        the likes of genre, decade and row.
    """
    liked = ranked[ranked["likes"] > 0]
    rows = pd.DataFrame(
        {
            "genre": [genres[0] if genres else NO_GENRE for genres in liked["genres"]],
            "decade": [
                NO_DECADE if pd.isna(year) else f"{int(year) // 10 * 10}s" for year in liked["year"]
            ],
            "movie_id": pd.array(liked.index, dtype="Int64"),
            "title": liked["title"].to_numpy(),
            "movies": 1,
            "likes": liked["likes"].to_numpy(),
        }
    )
    place = ["genre", "decade"]
    rest = rows.iloc[n:].groupby(place, as_index=False).agg({"movies": "sum", "likes": "sum"})
    rest = rest.assign(movie_id=pd.array([None] * len(rest), dtype="Int64"), title=OTHERS)
    found = pd.concat([rows.iloc[:n], rest[rows.columns]], ignore_index=True)
    found["_genre"] = found.groupby("genre")["likes"].transform("sum")
    found["_decade"] = found.groupby(place)["likes"].transform("sum")
    order = ["_genre", "genre", "_decade", "decade", "likes"]
    found = found.sort_values(order, ascending=[False, True, False, True, False], kind="stable")
    return found[rows.columns].reset_index(drop=True)
