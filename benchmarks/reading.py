"""Reading time and peak memory, each data set in a fresh process with an empty cache.

Usage: python -m benchmarks.reading [--small-only] [--folder FOLDER]

Prints a table and asserts nothing. ML-1M is measured where RECSYS_ML1M names its archive. The
file of 32 million made-up ratings (about 900 MB) is written once into FOLDER, by default
RECSYS_HOME/benchmarks, and read twice: as a MovieLens folder and as a CSV file of one's own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from recsys import paths

ROOT = Path(__file__).resolve().parents[1]

COLUMNS = ("ratings", "read", "likes", "print", "again", "peak MB", "s per million")


def measure(source: str) -> dict[str, float]:
    """Time one data set in this process: seconds, MB of peak resident memory."""
    from recsys.data.interactions import build_interactions
    from recsys.data.registry import open_dataset

    times = [time.perf_counter()]
    dataset = open_dataset(source)
    times.append(time.perf_counter())
    build_interactions(dataset.ratings)
    times.append(time.perf_counter())
    _ = dataset.fingerprint
    times.append(time.perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratings = len(dataset.ratings)
    del dataset
    times.append(time.perf_counter())
    open_dataset(source)
    times.append(time.perf_counter())
    read, likes, fingerprint, _, again = (b - a for a, b in pairwise(times))
    return {
        "ratings": ratings,
        "read": read,
        "likes": likes,
        "print": fingerprint,
        "again": again,
        "peak MB": peak,
        "s per million": (read + likes) / ratings * 1e6,
    }


def in_fresh_process(source: str) -> dict[str, float]:
    """Run `measure` elsewhere, so that the peak is this data set's own."""
    with tempfile.TemporaryDirectory(dir=paths.home()) as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.reading", "--measure", source],
            env={**os.environ, "RECSYS_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"reading {source} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--small-only", action="store_true", help="leave out 32 million ratings")
    parser.add_argument("--folder", type=Path, help="where the made-up ratings are or go")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(args.measure)))
        return
    paths.home().mkdir(parents=True, exist_ok=True)
    sources = {"ml-latest-small": "ml-latest-small"}
    if archive := os.environ.get("RECSYS_ML1M"):
        sources["ml-1m.zip"] = archive
    else:
        print("RECSYS_ML1M is not set, so ML-1M is left out", file=sys.stderr)
    if not args.small_only:
        folder = args.folder or paths.home() / "benchmarks" / "like-ml-32m"
        if not (folder / "ratings.csv").exists():
            print(f"writing 32 million made-up ratings into {folder} …", file=sys.stderr)
            # Elsewhere: a child's peak begins at what its parent holds, and must not hold this.
            subprocess.run([sys.executable, "-m", "benchmarks.synthetic", str(folder)], check=True)
        sources["like ml-32m, folder"] = str(folder)
        sources["like ml-32m, own CSV"] = str(folder / "ratings.csv")
    print("read: files to checked data set; likes: build_interactions; print: fingerprint;")
    print("again: open once more from the processed copy; all in seconds; peak without the last")
    print(f"{'':22}" + "".join(f"{name:>14}" for name in COLUMNS))
    for name, source in sources.items():
        found = in_fresh_process(source)
        cells = [f"{found['ratings']:>14,.0f}"] + [f"{found[c]:>14.2f}" for c in COLUMNS[1:]]
        print(f"{name:22}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
