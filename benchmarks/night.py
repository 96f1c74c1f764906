"""Compare ways to make scores of different people comparable, for a list made for two.

    python -m benchmarks.night --dataset PATH

Held-out users in pairs: of one the model is told 3 likes, of the other 50. The list for both is
the ten best by the rule, over movies that neither has told. For each of the two: how much of what
a list of their own would give they get from the common one (their scores of the ten, summed,
divided by the sum of their own ten best), and the share of the ten that is among the likes that
were held back. Last, how many of their 20 best movies two such people share; the words of
`recsys.ui.words.compare` rest on it.
"""

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import rankdata
from threadpoolctl import threadpool_limits

from recsys.data.registry import open_dataset
from recsys.evaluate.contenders import train_on
from recsys.evaluate.protocols import rating_matrix, split_users
from recsys.model.config import preset
from recsys.model.foldin import FoldIn, system_of
from recsys.model.model import Model
from recsys.model.ranking import best

Scores = NDArray[np.float64]
FEW, MANY, LISTED = 3, 50, 10
PAIRS = 400
SCALES: dict[str, Callable[[Scores], Scores]] = {
    "raw score": lambda s: s,
    "share of the strongest": lambda s: s / np.abs(s).max(),
    "share of the best ten's mean": lambda s: s / np.sort(s)[-LISTED:].mean(),
    "standard deviations": lambda s: (s - s.mean()) / s.std(),
    "percentile": lambda s: rankdata(s) / len(s),
}
RULES: dict[str, Callable[[Scores], Scores]] = {
    "mean": lambda values: values.mean(axis=0),
    "least misery": lambda values: values.min(axis=0),
    "most pleasure": lambda values: values.max(axis=0),
}


def shared_by_length(model: Model, likes: csr_matrix, rng: np.random.Generator) -> None:
    """Print how many of 20 best movies two people share of whom as many likes are told."""
    for n in (3, 5, 10, 20, 50):
        people = np.flatnonzero(np.diff(likes.indptr) >= n)
        shared = []
        for _ in range(PAIRS if len(people) > 1 else 0):
            open_to, scores = np.ones(len(model.movies), dtype=bool), []
            for row in (likes[user] for user in rng.choice(people, 2, replace=False)):
                given = rng.permutation(len(row.indices))[:n]
                idx = row.indices[given].astype(np.int64)
                open_to[idx] = False
                scores.append(FoldIn(model, system_of(model, idx, row.data[given])).scores())
            tops = [set(best(of_one, 20, open_to).tolist()) for of_one in scores]
            shared.append(len(tops[0] & tops[1]))
        if shared:
            half, quarter, twentieth = np.percentile(shared, [50, 75, 95])
            print(
                f"{n} likes told of each: half share {half:.0f} or more of 20, a quarter "
                f"{quarter:.0f}, a twentieth {twentieth:.0f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dataset", default="ml-latest-small")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    args = parser.parse_args()
    dataset = open_dataset(args.dataset)
    ratings = rating_matrix(dataset.ratings, 3.0)
    split = split_users(ratings, seed=0)
    learnt = ratings.likes_of(split.train_for_test)
    likes = ratings.likes_of(split.test)
    # What only test users like, the model cannot know.
    likes = likes.multiply(np.asarray(learnt.getnnz(axis=0) > 0)[None, :]).tocsr()
    likes.eliminate_zeros()
    rng = np.random.default_rng(0)
    shared = []
    found: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    with threadpool_limits(1):
        config = preset("default", ratings=len(dataset.ratings))
        model = train_on(learnt, ratings, config)
        shared_by_length(model, likes, np.random.default_rng(0))
        with_few = np.flatnonzero(np.diff(likes.indptr) >= 2 * FEW)
        with_many = np.flatnonzero(np.diff(likes.indptr) >= MANY + 10)
        for _ in range(args.pairs):
            pair = rng.choice(with_few), rng.choice(with_many)
            if pair[0] == pair[1]:
                continue
            told, scores = [], []
            for user, n in zip(pair, (FEW, MANY), strict=True):
                row = likes[user]
                given = rng.permutation(len(row.indices))[:n]
                idx = row.indices[given].astype(np.int64)
                told.append(idx)
                scores.append(FoldIn(model, system_of(model, idx, row.data[given])).scores())
            open_to = np.ones(len(model.movies), dtype=bool)
            open_to[np.concatenate(told)] = False
            left = np.array(scores, dtype=np.float64)[:, open_to]
            held = np.array([likes[user].toarray()[0, open_to] > 0 for user in pair])
            tops = [set(np.argsort(-of_one)[:20].tolist()) for of_one in left]
            shared.append(len(tops[0] & tops[1]))
            own = np.sort(left, axis=1)[:, -LISTED:].sum(axis=1)
            for scale, scaled in SCALES.items():
                values = np.array([scaled(of_one) for of_one in left])
                for rule, combined in RULES.items():
                    listed = np.argsort(-combined(values), kind="stable")[:LISTED]
                    gain = left[:, listed].sum(axis=1) / own
                    hits = held[:, listed].mean(axis=1)
                    found.setdefault((rule, scale), []).append((*gain, min(gain), *hits))
    print(f"{args.dataset}, {len(next(iter(found.values())))} pairs; {FEW} and {MANY} likes told")
    print(
        f"{'rule':14}{'scale':30}{'own list, few':>15}{'own list, many':>15}{'worse off':>12}"
        f"{'hits, few':>12}{'hits, many':>12}"
    )
    for (rule, scale), rows in found.items():
        cells = np.mean(rows, axis=0)
        print(
            f"{rule:14}{scale:30}{cells[0]:15.3f}{cells[1]:15.3f}{cells[2]:12.3f}"
            f"{cells[3]:12.3f}{cells[4]:12.3f}"
        )
    quarters = ", ".join(f"{q:g}" for q in np.percentile(shared, [25, 50, 75, 95]))
    print(f"shared of each one's 20 best, at 25, 50, 75, 95 % of the pairs: {quarters}")


if __name__ == "__main__":
    main()
