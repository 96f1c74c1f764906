"""Which similarity of movies predicts best what a stranger who likes one of them also likes.

    python -m benchmarks.similar --dataset PATH

For held-out validation users: each of up to 10 of their likes is looked up, its 10 nearest
movies are listed, and the share of them that the same user likes is counted (hit share). As that
favours popular movies, a second figure weights each neighbour by 1 ÷ likes (unbiased share).
"""

import argparse

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from recsys.data.registry import open_dataset
from recsys.evaluate.contenders import train_on
from recsys.evaluate.protocols import Ratings, rating_matrix, split_users
from recsys.model.config import preset
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.model.similar import METHODS, towards

N = 10
LIKES_PER_USER = 10


def neighbours(model: Model, method: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.zeros((len(model.movies), N), dtype=np.int64)
    for row in rows:
        values = towards(model, model.units(row), method)
        values[row] = -np.inf
        found[row] = best(values, N)
    return found


def shares(model: Model, ratings: Ratings, users: NDArray[np.int64], method: str) -> list[float]:
    """Return hit share, unbiased share, and the mean percentile of the neighbours' popularity."""
    rng = np.random.default_rng(0)
    likes = ratings.likes_of(users)
    pairs = []
    for user in range(len(users)):
        liked = likes.indices[likes.indptr[user] : likes.indptr[user + 1]]
        chosen = rng.permutation(liked)[:LIKES_PER_USER]
        pairs += [(user, int(movie)) for movie in chosen]
    lists = neighbours(model, method, np.unique([movie for _, movie in pairs]))
    liked_by = likes.astype(bool).toarray()
    weight = 1 / np.maximum(model.likes_per_movie, 1)
    hits = np.array([liked_by[user, lists[movie]] for user, movie in pairs])
    weights = np.array([weight[lists[movie]] for _, movie in pairs])
    shown = np.unique(lists[np.unique([movie for _, movie in pairs])])
    return [
        float(hits.mean()),
        float((hits * weights).sum() / weights.sum()),
        float(len(shown) / len(model.movies)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare similarities.")
    parser.add_argument("--dataset", default="ml-latest-small")
    args = parser.parse_args()
    dataset = open_dataset(args.dataset)
    with threadpool_limits(1):
        ratings = rating_matrix(dataset.ratings, 3.0)
        split = split_users(ratings, seed=0)
        for name in ("default", "notebook"):
            config = preset(name, ratings=len(dataset.ratings))
            model = train_on(ratings.likes_of(split.train), ratings, config)
            for method in METHODS:
                share, unbiased, shown = shares(model, ratings, split.validation, method)
                print(
                    f"{name:9} {method:12} hit share {share:.4f}  unbiased {unbiased:.4f}  "
                    f"movies shown {shown:.1%}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
