"""Where the popularity dial may rest: what small turns towards hidden gems cost people.

Validation people of both groups, for every amount told, the list ordered as the app orders it.

Usage: python -m benchmarks.neutral --dataset NAME|PATH

Prints NDCG@10, its paired difference to the dial at 0 with the 95 % interval over people, how
popular the listed movies are and how much of the catalogue anybody's list shows.
"""

import argparse
from collections import defaultdict
from dataclasses import replace

import numpy as np

from recsys.data.registry import open_dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import LIST_LENGTH, batches, judge
from recsys.evaluate.protocols import (
    FEW_SHOT,
    HOLDOUT,
    TUNING_FOLDS,
    rating_matrix,
    split_users,
    tasks,
)
from recsys.evaluate.statistics import paired
from recsys.model.config import preset
from recsys.model.ranking import best
from recsys.recommend.dials import popularity_terms

POSITIONS = (0.0, -0.05, -0.1, -0.15, -0.2)
SHOWN = ("ndcg_at_10", "popularity_percentile", "coverage")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dataset", default="ml-latest-small")
    dataset = open_dataset(parser.parse_args().dataset)
    ratings = rating_matrix(dataset.ratings, DEFAULT_MIN_RATING)
    config = preset("default", ratings=len(dataset.ratings))
    found: dict[tuple[float, float], list[dict[str, np.ndarray]]] = defaultdict(list)
    for fold in range(TUNING_FOLDS):
        split = split_users(ratings, 0, fold)
        likes = ratings.likes_of(np.setdiff1d(split.train_for_test, split.validation))
        model = train_on(likes, ratings, config)
        score = fold_in_scores(model)
        for protocol in (replace(FEW_SHOT, given=(3, 5, 10, 20)), HOLDOUT):
            for task in tasks(ratings, split.validation, protocol, 0):
                lists: dict[float, list[np.ndarray]] = {at: [] for at in POSITIONS}
                for part in batches(len(task.user), likes.shape[1]):
                    scores = score(task.profiles[part])
                    for at, its in lists.items():
                        turned = scores + popularity_terms(scores, model.prevalence, at)
                        turned[task.profiles[part].nonzero()] = -np.inf
                        its += [best(row, LIST_LENGTH) for row in turned.astype(np.float32)]
                for at, its in lists.items():
                    found[task.given, at].append(judge(np.stack(its), task, likes))
    print(
        f"{dataset.name}\n{'told':>6}{'dial':>7}{'NDCG@10':>9}{'against 0':>28}"
        f"{'percentile':>12}{'coverage':>10}"
    )
    for (given, at), groups in found.items():
        ndcg, percentile, coverage = (np.concatenate([g[name] for g in groups]) for name in SHOWN)
        rest = np.concatenate([group["ndcg_at_10"] for group in found[given, 0.0]])
        change = paired(ndcg, rest)
        print(
            f"{given:>6g}{at:>7g}{ndcg.mean():>9.4f}{change.difference:>+10.4f} "
            f"({change.low:+.4f} to {change.high:+.4f}){percentile.mean():>12.3f}"
            f"{coverage.mean():>10.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
