"""How long an export takes to be matched, and how often a title names a wrong movie.

Usage: python -m benchmarks.importing [--dataset PATH] [--folder FOLDER]

Prints tables and asserts nothing. 2,000 lines in Letterboxd's layout, of which every second
differs from the data by some letters, are imported on the embedded data and on 62,423 made-up
titles, which are written into FOLDER, by default RECSYS_HOME/benchmarks; there a watchlist of 300
is matched, and ranked and explained for a profile of five. Then every movie of the
data set is looked for while it is hidden: whatever is certain then is wrong.
"""

import argparse
import csv
import io
import time
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks import synthetic
from recsys import loading, paths
from recsys.data.dataset import Dataset
from recsys.data.registry import open_dataset
from recsys.data.releases import DEFAULT_DATASET
from recsys.data.titles.forms import unlabelled
from recsys.profile.importing.importer import Importer
from recsys.profile.importing.match import TitleIndex
from recsys.profile.profile import Profile
from recsys.recommend.filters import ONLY, Filters
from recsys.recommend.recommender import Recommender

LISTED, LINES, MOVIES = 300, 2_000, 62_423
"""MovieLens 25M lists so many."""


class Hiding(dict[Any, list[int]]):
    """An index that says nothing of one movie."""

    hidden = 0

    def get(self, key: Any, default: Any = None) -> Any:
        return [m for m in super().get(key, default) if m != Hiding.hidden]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dataset", default=DEFAULT_DATASET, help="whose titles are hidden")
    parser.add_argument("--folder", type=Path, help="where the made-up titles are or go")
    args = parser.parse_args()
    folder = args.folder or paths.home() / "benchmarks" / "titles-like-ml-25m"
    if not (folder / "ratings.csv").exists():
        synthetic.write(folder, users=2_000, movies=MOVIES, ratings=400_000)
    print(f"{'titles':>8}{'index s':>10}{'lines':>8}{'import s':>10}{'sure':>8}{'doubtful':>10}")
    for dataset in (open_dataset(DEFAULT_DATASET), open_dataset(folder)):
        time_import(dataset, export(dataset.movies))
    print(f"\n{'titles':>8}{'listed':>8}{'match s':>10}{'rank and explain s':>20}")
    for name in (DEFAULT_DATASET, folder):
        time_watchlist(loading.load(name))
    hide_each(open_dataset(args.dataset).movies)


def export(movies: pd.DataFrame) -> bytes:
    """Return lines in Letterboxd's layout, every second with letters too many."""
    drawn = movies[movies["year"].notna()].sample(LINES, random_state=0)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Date", "Name", "Year", "Letterboxd URI", "Rating"])
    for number, (title, year) in enumerate(zip(drawn["title"], drawn["year"], strict=True)):
        name = title.rpartition(" (")[0] + "xyzzy" * (number % 2)
        writer.writerow(["2020-01-01", name, year, f"https://boxd.it/{number}", 4])
    return buffer.getvalue().encode()


def time_import(dataset: Dataset, data: bytes) -> None:
    started = time.perf_counter()
    importer = Importer(dataset)
    built = time.perf_counter() - started
    started = time.perf_counter()
    found = importer.read("ratings.csv", data)
    took = time.perf_counter() - started
    sure, doubtful = len(found.matched), len(found.doubtful)
    print(
        f"{len(dataset.movies):>8,}{built:>10.2f}{LINES:>8,}{took:>10.2f}{sure:>8,}{doubtful:>10,}"
    )


def time_watchlist(ready: Recommender) -> None:
    dataset = ready.dataset
    importer = Importer(dataset)
    known = dataset.movies.loc[ready.model.movies.ids]
    known = known[known["year"].notna()]
    text = "\n".join(known["title"].sample(LISTED, random_state=0))
    started = time.perf_counter()
    found = importer.read_text(text)
    matched = time.perf_counter() - started
    ratings = {int(movie_id): 4.0 for movie_id in known.index[-5:]}
    profile = Profile.of(ratings, dataset.catalogue).want(w.movie_id for w in found.watchlist)
    started = time.perf_counter()
    listed = ready.recommend(profile, LISTED, Filters(watchlist=ONLY)).recommendations
    took = time.perf_counter() - started
    print(f"{len(dataset.movies):>8,}{len(listed):>8,}{matched:>10.2f}{took:>20.3f}")


def hide_each(movies: pd.DataFrame) -> None:
    movies = movies[movies["named"] & movies["year"].notna()]
    index = TitleIndex(movies)
    for name, value in vars(index).items():
        if isinstance(value, dict) and isinstance(next(iter(value.values()), None), list):
            setattr(index, name, Hiding(value))
    counts = {kind: [0, 0, 0] for kind in ("its year", "a year later", "a year before", "no year")}
    for movie_id, title, year in zip(movies.index, movies["title"], movies["year"], strict=True):
        title = unlabelled(title).rpartition(" (")[0].partition(" (")[0]
        years = (int(year), int(year) + 1, int(year) - 1, None)
        for kind, asked in zip(counts, years, strict=True):
            Hiding.hidden = 0
            there = index.find([title], asked).movie_id
            Hiding.hidden = movie_id
            hidden = index.find([title], asked).movie_id
            counts[kind][0] += there == movie_id
            counts[kind][1] += there not in (None, movie_id)
            counts[kind][2] += hidden is not None
    print(f"\n{len(movies):,} titles with{'right':>18}{'wrong':>8}{'wrong where hidden':>22}")
    for kind, (right, wrong, hidden) in counts.items():
        print(f"{kind:24}{right:>12,}{wrong:>8,}{hidden:>22,}")


if __name__ == "__main__":
    main()
