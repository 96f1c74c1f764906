"""What a rating costs, from 100,000 to 32 million: reading, training, memory, serving.

Each step is a process of its own, so that its peak is its own. The made-up ratings have MovieLens
32M's shape (`benchmarks.synthetic`): users in proportion, and so many movies that a million ratings
have about MovieLens 1M's. They are written once into FOLDER, by default RECSYS_HOME/benchmarks.

Usage: python -m benchmarks.scale [--millions 1 3 10 32] [--folder FOLDER] [--steps read train …]

Costs count processor time of all threads, which other work on the machine lengthens less than the
clock's; both are printed. Nothing is asserted.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from recsys import paths
from recsys.data.releases import DEFAULT_DATASET

LISTS = 60
FAVOURITES = 10
CHANGES = 9
_MOVIES_GROW = 0.9
"""Nobody rates more movies than there are: in proportion, a million's busiest would."""

Found = dict[str, float]


@contextmanager
def timed(found: Found, what: str) -> Iterator[None]:
    """Add the seconds by the clock and of the processor that the block takes."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    found[f"{what}, s"] = time.perf_counter() - clock
    found[f"{what}, processor s"] = time.process_time() - processor


def peak() -> float:
    """Return the MB that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(source: str) -> Found:
    """Read files into a checked data set; what is read is kept for the steps that follow."""
    from recsys.data.registry import open_dataset

    found: Found = {}
    with timed(found, "read"):
        dataset = open_dataset(source)
    return {
        "ratings": len(dataset.ratings),
        "movies": len(dataset.movies),
        "users": dataset.ratings["user_id"].nunique(),
        **found,
        "read, peak MB": peak(),
    }


def train(source: str) -> Found:
    """Train the default preset on the processed copy."""
    from recsys import disk, loading
    from recsys.data.registry import open_dataset
    from recsys.model.config import preset

    found: Found = {}
    with timed(found, "open again"):
        dataset = open_dataset(source)
    likes = loading.Source(dataset)
    with timed(found, "likes and fingerprint"):
        found["likes"] = likes.interactions.stars.nnz
        _ = dataset.fingerprint
    with timed(found, "train"):
        loading.recommender(likes, preset("default", ratings=len(dataset.ratings)))
    files = dataset.source, *paths.folders(paths.home())
    found["files, copy and model, MB"] = sum(map(disk.bytes_in, files)) / 1024**2
    return {**found, "train, peak MB": peak()}


def lists(source: str) -> Found:
    """Time explained lists of the trained model, on one thread."""
    import recsys
    from benchmarks.speed import N, median_ms, profiles_of

    ready = recsys.load(source)
    profiles = profiles_of(ready.model, FAVOURITES, LISTS + 1)
    first = median_ms([lambda: ready.recommend(profiles[0], N)])
    calls: list[Callable[[], object]] = [lambda p=p: ready.recommend(p, N) for p in profiles[1:]]  # type: ignore[misc]
    return {"first list with bars, ms": first, "list with bars, ms": median_ms(calls)}


def bundle(source: str) -> Found:
    """Write a bundle of the trained model, with its map, from where that was kept."""
    import recsys
    from recsys import bundle as bundles
    from recsys import loading
    from recsys.data.registry import open_dataset

    found: Found = {}
    with timed(found, "bundle"):
        ready = recsys.load(source)
        written = bundles.make(_bundle(), loading.Source(open_dataset(source)), ready.model)
    return {**found, "bundle, MB": written.bytes / 1024**2, "bundle, peak MB": peak()}


def serve_bundle(source: str) -> Found:
    """Serve that bundle, as `serve` does the ratings."""
    served = serve(str(_bundle()))
    return {name.replace("server", "server of the bundle"): value for name, value in served.items()}


def _bundle() -> Path:
    return paths.home() / "bundle"


def serve(source: str) -> Found:
    """Serve it: a server's first list, memory after all pages, and a changed rating after that."""
    from benchmarks.browser import ROOT, serving
    from benchmarks.load import Visitor
    from benchmarks.soak import everything

    async def first(address: str) -> float:
        async with Visitor(address) as visitor:
            return await visitor.opens()

    async def changed(address: str) -> float:
        async with Visitor(address) as visitor:
            await visitor.opens()
            return statistics.median([await visitor.changes() for _ in range(CHANGES)])

    script = ROOT / "streamlit_app.py"
    with serving(script, paths.home(), source) as server:
        seconds = asyncio.run(first(server.address))
        asyncio.run(everything(server, retrain=False))
        return {
            "server: first page with a list, s": seconds,
            "server: a changed rating, s": asyncio.run(changed(server.address)),
            "server: MB after all pages": server.megabytes(),
            "server: peak MB": server.megabytes("VmHWM"),
        }


def get(source: str) -> Found:
    """Install and train it in a server's process, as Explore does with the newest release."""
    from recsys.data import install, registry, releases
    from recsys.data.releases import NEWEST, RELEASES, Counts
    from recsys.ui import shared

    opened = registry.open_dataset(source)
    known = Counts(len(opened.ratings), opened.ratings["user_id"].nunique())
    del opened
    RELEASES[NEWEST] = replace(releases.release(NEWEST), counts=(known,))
    os.environ["RECSYS_HOME"] = str(paths.home() / "get")
    install.fetch(NEWEST, registry.locate(source)[1])
    shared.recommender(NEWEST)
    return {"get: peak MB": peak()}


STEPS: dict[str, Callable[[str], Found]] = {
    step.__name__: step for step in (read, train, lists, bundle, serve_bundle, serve, get)
}
COSTS = ("read, processor s", "likes and fingerprint, processor s", "train, processor s")
SIZES = (
    "files, copy and model, MB",
    "read, peak MB",
    "train, peak MB",
    "bundle, MB",
    "bundle, peak MB",
    "server of the bundle: peak MB",
    "server: peak MB",
    "get: peak MB",
)


def in_fresh_process(step: str, source: str, home: str) -> Found:
    """Run a step elsewhere, so that its peak is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", "--step", step, source],
        env={**os.environ, "RECSYS_HOME": home},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{step} of {source} failed", file=sys.stderr)
        return {}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def made_up(folder: Path, millions: float) -> Path:
    """Return made-up ratings, written now if they are not there."""
    from benchmarks.synthetic import MOVIES, RATINGS, USERS

    target = folder / f"like-ml-32m-{millions:g}m"
    if not (target / "ratings.csv").exists():
        share = millions * 1e6 / RATINGS
        shape = round(USERS * share), round(MOVIES * share**_MOVIES_GROW), round(RATINGS * share)
        # Elsewhere: a child's peak begins at what its parent holds, and must not hold this.
        code = "import sys; from pathlib import Path; from benchmarks.synthetic import write"
        write = f"{code}; write(Path(sys.argv[1]), *map(int, sys.argv[2:]))"
        subprocess.run([sys.executable, "-c", write, str(target), *map(str, shape)], check=True)
    return target


def table(columns: list[Found]) -> list[str]:
    """Return the lines of a Markdown table: what was found, and what each rating cost."""
    base = next((column for column in columns if column["ratings"] > 9e5), columns[0])
    rows: dict[str, list[str]] = {}
    for name in max(columns, key=len):
        rows[name] = [_number(column[name]) if name in column else "–" for column in columns]
    for name in (*COSTS, *SIZES):
        unit, times = ("µs", 1e6) if name in COSTS else ("bytes", 1024**2)
        per = [times * c[name] / c["ratings"] if name in c else None for c in columns]
        first = times * base.get(name, float("nan")) / base["ratings"]
        title = name.removesuffix(", processor s").removesuffix(" MB").removesuffix(",")
        rows[f"{title}: {unit} a rating"] = ["–" if p is None else _number(p) for p in per]
        rows[f"{title}: against 1 M"] = ["–" if p is None else f"{p / first:.2f}" for p in per]
    return [
        "| |" + " |" * len(columns),
        "|---|" + "---|" * len(columns),
        *("| " + " | ".join([name, *cells]) + " |" for name, cells in rows.items()),
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--millions", type=float, nargs="*", default=[1, 3, 10, 32])
    parser.add_argument("--folder", type=Path, help="where the made-up ratings are or go")
    parser.add_argument("--steps", nargs="*", choices=STEPS, default=list(STEPS))
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        step, source = args.step
        print(json.dumps(STEPS[step](source)))
        return
    folder = args.folder or paths.home() / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    columns: list[Found] = []
    for millions in (None, *args.millions):
        source = DEFAULT_DATASET if millions is None else str(made_up(folder, millions))
        with tempfile.TemporaryDirectory(dir=folder) as home:
            found: Found = {}
            for step in dict.fromkeys(("read", *args.steps)):  # the others rest on it
                found |= in_fresh_process(step, source, home)
                print(f"{source}: {step}: {json.dumps(found)}", file=sys.stderr, flush=True)
        columns.append(found)
        print("\n".join(table(columns)), flush=True)


if __name__ == "__main__":
    main()
