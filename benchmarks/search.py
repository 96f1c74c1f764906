"""Search time on 87,000 made-up titles: building the index, then queries of each kind.

Usage: python -m benchmarks.search [--folder FOLDER]

Prints a table and asserts nothing. The titles are those of `benchmarks.reading`'s made-up data
set; without it they are written into FOLDER, by default RECSYS_HOME/benchmarks.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from recsys import explore, paths
from recsys.data.registry import open_dataset
from recsys.data.titles.search import SearchIndex

QUERIES = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="where the made-up titles are or go")
    folder = parser.parse_args().folder or paths.home() / "benchmarks" / "titles-like-ml-32m"
    if not (folder / "ratings.csv").exists():
        synthetic.write(folder, users=2_000, ratings=400_000)
    table = explore.popularity(open_dataset(folder))
    started = time.perf_counter()
    titles = SearchIndex(table)
    print(f"index of {len(table):,} titles built in {time.perf_counter() - started:.2f} s")
    print(f"{'query':24}{'median ms':>12}{'95 % ms':>12}{'longest ms':>12}{'95 % CPU ms':>14}")
    rng = np.random.default_rng(0)
    names = [title.rpartition(" (")[0] for title in table["title"].sample(QUERIES, random_state=0)]
    kinds: dict[str, Callable[[str], str]] = {
        "whole title": lambda name: name,
        "first word": lambda name: name.split()[0],
        "first three letters": lambda name: name[:3],
        "words turned round": lambda name: " ".join(reversed(name.split())),
        "one letter missing": lambda name: without(name, int(rng.integers(1, len(name)))),
        "nothing fits": lambda name: name[::-1] + " xyzzy",
    }
    titles.search("anything")
    for kind, query_of in kinds.items():
        wall, cpu = [], []
        for name in names:
            query = query_of(name)
            started, worked = time.perf_counter(), time.thread_time()
            titles.search(query)
            wall.append(1000 * (time.perf_counter() - started))
            cpu.append(1000 * (time.thread_time() - worked))
        median, most = np.percentile(wall, [50, 95])
        busy = np.percentile(cpu, 95)
        print(f"{kind:24}{median:>12.1f}{most:>12.1f}{max(wall):>12.1f}{busy:>14.1f}")


def without(text: str, position: int) -> str:
    return text[:position] + text[position + 1 :]


if __name__ == "__main__":
    main()
