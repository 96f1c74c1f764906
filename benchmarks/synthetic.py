"""Made-up ratings of MovieLens 32M's shape: as many users, movies and ratings, as uneven.

Only published shapes go in (numbers of users, movies and ratings, at least 20 ratings a user,
ids up to 292,757, half stars); no rating of any release does.

Usage: python -m benchmarks.synthetic FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

USERS, MOVIES, RATINGS = 200_000, 87_000, 32_000_000
_HIGHEST_MOVIE_ID = 292_757
_STARS = np.arange(1, 11) / 2
_STAR_SHARES = np.array([2, 3, 2, 7, 5, 20, 13, 26, 9, 13]) / 100
_GENRES = ["Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "Sci-Fi", "Thriller"]
_SYLLABLES = [a + b for a in "bcdfghjklmnprstvw" for b in "aeiou"]
_USERS_AT_ONCE = 10_000


def write(
    folder: Path,
    users: int = USERS,
    movies: int = MOVIES,
    ratings: int = RATINGS,
    seed: int = 0,
) -> Path:
    """Write `ratings.csv` and `movies.csv` in GroupLens' layout into a folder and return it."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    ids = np.sort(rng.choice(_HIGHEST_MOVIE_ID, movies, replace=False) + 1)
    _write_movies(folder / "movies.csv", ids, rng)
    unfinished = folder / "ratings.csv.part"
    _write_ratings(unfinished, users, ids, ratings, rng)
    unfinished.rename(folder / "ratings.csv")
    return folder


def _write_movies(path: Path, ids: np.ndarray, rng: np.random.Generator) -> None:
    tails = ["", "n", "r", "st", "ck", "lly"]
    words = rng.permutation([a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in tails])
    # As in a language, a few words are everywhere and most are rare.
    often = np.cumsum(1 / np.arange(10, len(words) + 10))
    lines = ["movieId,title,genres"]
    for movie_id in ids:
        drawn = np.searchsorted(often, rng.random(rng.integers(1, 5)) * often[-1])
        name = " ".join(words[drawn]).title()
        article = ", The" if rng.random() < 0.2 else ""
        quote = '"' if article else ""
        genres = "|".join(sorted(rng.choice(_GENRES, rng.integers(1, 4), replace=False)))
        year = rng.integers(1920, 2024)
        lines.append(f"{movie_id},{quote}{name}{article} ({year}){quote},{genres}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_ratings(
    path: Path, users: int, ids: np.ndarray, ratings: int, rng: np.random.Generator
) -> None:
    activity = 20 + rng.lognormal(np.log(55), 1.2, users)
    # Repeats of a user and movie are dropped, most for the busiest; so more are drawn.
    activity *= 1.35 * ratings / activity.sum()
    popularity = (np.arange(1, len(ids) + 1) + 80.0) ** -1.25
    cumulative = np.cumsum(rng.permutation(popularity / popularity.sum()))
    firsts = np.arange(0, users, _USERS_AT_ONCE)
    wanted = np.diff(np.append(firsts, users) * ratings // users)
    written = 0
    with csv.CSVWriter(
        path,
        pa.schema(
            [
                ("userId", pa.int32()),
                ("movieId", pa.int32()),
                ("rating", pa.float32()),
                ("timestamp", pa.int64()),
            ]
        ),
        write_options=csv.WriteOptions(quoting_style="none"),
    ) as writer:
        for first, size in zip(firsts, wanted, strict=True):
            own = activity[first : first + _USERS_AT_ONCE]
            draws = np.minimum(own, 0.3 * len(ids)).astype(np.int64)
            user = np.repeat(np.arange(first, first + len(own)), draws)
            movie = np.searchsorted(cumulative, rng.random(len(user)) * cumulative[-1])
            key = np.unique(user * len(ids) + movie)
            key = np.sort(rng.choice(key, min(size, len(key)), replace=False))
            user, movie = np.divmod(key, len(ids))
            written += len(key)
            table = pa.record_batch(
                {
                    "userId": (user + 1).astype(np.int32),
                    "movieId": ids[movie].astype(np.int32),
                    "rating": rng.choice(_STARS, len(key), p=_STAR_SHARES).astype(np.float32),
                    "timestamp": rng.integers(820_000_000, 1_700_000_000, len(key)),
                }
            )
            writer.write(table)
    if written < 0.99 * ratings:
        raise RuntimeError(f"only {written:,} of {ratings:,} ratings could be made")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
