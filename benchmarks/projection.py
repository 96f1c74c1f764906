"""Which method lays out the map: how many neighbours it keeps, its time, its memory.

    python -m benchmarks.projection --dataset PATH [--methods pca spectral own ...]

Each method runs in a process of its own on the most liked movies, one BLAS thread. `own` is
`map.tsne`; scikit-learn, openTSNE and umap-learn are compared where they are installed and are
no requirement of the app. Columns: share of each movie's 10 nearest by cosine among its 10 and 30
nearest on the map; trustworthiness (Venna and Kaski 2001) for 10 neighbours; seconds of processor
time and of the clock; growth of the peak resident memory in MB, imports included. At the end: how
well a movie that was left out can be placed among its most similar ones.
"""

import argparse
import json
import multiprocessing
import resource
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from threadpoolctl import threadpool_limits

import recsys
from recsys.map import tsne
from recsys.map.projection import MOST_MOVIES, NEAREST, WIDER, middle, principal, share_kept

Units = NDArray[np.float32]
Points = NDArray[np.float64]
_CHUNK = 256


def pca(units: Units) -> Points:
    return principal(units)


def spectral(units: Units) -> Points:
    """Return Laplacian eigenmaps of the graph that `own` starts from."""
    from scipy.sparse import diags
    from scipy.sparse.linalg import eigsh

    pull = tsne.affinities(*tsne.nearest_vectors(units, 60), 20.0)
    root = diags(1 / np.sqrt(np.asarray(pull.sum(axis=1)).ravel()))
    _, vectors = eigsh(root @ pull @ root, k=3, which="LA", v0=np.ones(len(units)))
    return np.asarray(root @ vectors[:, ::-1][:, 1:])


def own(units: Units) -> Points:
    return tsne.embed(units, principal(units))


def own_10(units: Units) -> Points:
    return tsne.embed(units, principal(units), perplexity=10)


def own_30(units: Units) -> Points:
    return tsne.embed(units, principal(units), perplexity=30)


def sklearn_tsne(units: Units) -> Points:
    from sklearn.manifold import TSNE

    made = TSNE(perplexity=20, metric="cosine", init="random", random_state=0, n_jobs=1)
    return np.asarray(made.fit_transform(units), dtype=np.float64)


def open_tsne(units: Units) -> Points:
    from openTSNE import TSNE

    made = TSNE(perplexity=20, metric="cosine", n_jobs=1, random_state=0)
    return np.asarray(made.fit(units), dtype=np.float64)


def umap(units: Units) -> Points:
    from umap import UMAP

    made = UMAP(n_neighbors=15, metric="cosine", random_state=0)
    return np.asarray(made.fit_transform(units), dtype=np.float64)


METHODS: dict[str, Callable[[Units], Points]] = {
    f.__name__: f for f in (pca, spectral, own, own_10, own_30, sklearn_tsne, open_tsne, umap)
}


def trustworthiness(units: Units, points: Points, k: int = NEAREST) -> float:
    """Return 1 minus a penalty for strangers among the k nearest on the map, 0 to 1."""
    n, penalty = len(units), 0.0
    _, near = KDTree(points).query(points, k=k + 1)
    for begin in range(0, n, _CHUNK):
        cosines = units[begin : begin + _CHUNK] @ units.T
        here = np.arange(len(cosines))
        cosines[here, begin + here] = np.inf
        order = np.argsort(-cosines, axis=1)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(n)[None, :].repeat(len(order), axis=0), axis=1)
        shown = np.take_along_axis(rank, near[begin : begin + _CHUNK], axis=1)
        penalty += float(np.maximum(shown - k, 0).sum())
    return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * penalty


def measure(name: str, units: Units, answer: "multiprocessing.Queue[str]") -> None:
    """Run one method in this process and answer with its row, or why there is none."""

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    try:
        before, clock, processor = peak(), time.perf_counter(), time.process_time()
        with threadpool_limits(1, "blas"):
            points = METHODS[name](units)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        grown = peak() - before
        kept = [share_kept(units, points, within) for within in (NEAREST, WIDER)]
        row = [*kept, trustworthiness(units, points), processor, clock, grown]
        answer.put(json.dumps({"row": row, "points": points.tolist()}))
    except ImportError as error:
        answer.put(json.dumps({"problem": f"not installed ({error})"}))


def placed(units: Units, points: Points, n: int, by: Callable[[Points], Points]) -> list[float]:
    """Return the shares kept of every tenth movie if it were placed by its n most similar ones."""
    near, _ = tsne.nearest_vectors(units, NEAREST)
    tree, kept = KDTree(points), []
    for i in range(0, len(units), 10):
        _, found = tree.query(by(points[near[i][:n]]), k=WIDER + 1)
        found = found[found != i]
        kept.append([np.isin(near[i], found[:w]).mean() for w in (NEAREST, WIDER)])
    return [float(share) for share in np.mean(kept, axis=0)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dataset", default="ml-latest-small")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    args = parser.parse_args()
    model = recsys.load(args.dataset).model
    units = model.units(model.by_popularity[:MOST_MOVIES])
    print(f"{args.dataset}: {len(units):,} movies, {units.shape[1]} factors")
    print(f"{'method':14} 10 in 10  10 in 30   trust  processor s  clock s  MB")
    spawn = multiprocessing.get_context("spawn")
    found: dict[str, Points] = {}
    for name in args.methods:
        answer: multiprocessing.Queue[str] = spawn.Queue()
        process = spawn.Process(target=measure, args=(name, units, answer))
        process.start()
        told = json.loads(answer.get())
        process.join()
        if "problem" in told:
            print(f"{name:14} {told['problem']}")
            continue
        found[name] = np.array(told["points"])
        a, b, trust, processor, clock, grown = told["row"]
        shares = f"{a:8.3f}  {b:8.3f}  {trust:6.3f}"
        print(f"{name:14} {shares}  {processor:11.1f}  {clock:7.1f}  {grown:.0f}")
    if "own" in found:
        print("a movie left out, placed at the mean or the middle of its most similar ones:")
        for n in (3, 5, 10):
            for name, by in (("mean", lambda p: p.mean(axis=0)), ("middle", middle)):
                a, b = placed(units, found["own"], n, by)
                print(f"  {name:6} of {n:2}  {a:8.3f}  {b:8.3f}")


if __name__ == "__main__":
    main()
