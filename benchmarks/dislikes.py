"""Compare forms of a dislike in the fold-in, on validation users whose profiles hold dislikes.

    python -m benchmarks.dislikes --dataset PATH

Each profile holds as large a share of the person's dislikes as of their likes, rounded up.
"""

import argparse
from dataclasses import replace

from threadpoolctl import threadpool_limits

from recsys.data.registry import open_dataset
from recsys.evaluate.contenders import fold_in_scores, train_on
from recsys.evaluate.measure import measure
from recsys.evaluate.protocols import FEW_SHOT, HOLDOUT, rating_matrix, split_users, tasks
from recsys.model.config import preset

FORMS = (
    (0.0, 0.0, 0.0),
    (2.0, 0.0, 0.0),
    (4.0, 0.0, 0.0),
    (1.0, 0.0, 0.25),
    (1.0, 0.5, 0.25),
    (1.0, 0.5, 0.5),
    (1.0, 0.0, 1.0),
    (2.0, 0.5, 0.5),
)
"""dislike_alpha, dislike_slope, dislike_preference; all 0 leaves dislikes out."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare forms of a dislike.")
    parser.add_argument("--dataset", default="ml-latest-small")
    args = parser.parse_args()
    dataset = open_dataset(args.dataset)
    ratings = rating_matrix(dataset.ratings, 3.0)
    split = split_users(ratings, seed=0)
    likes = ratings.likes_of(split.train)
    told = [
        task
        for protocol in (replace(FEW_SHOT, given=(3, 5, 10)), HOLDOUT)
        for task in tasks(ratings, split.validation, replace(protocol, dislikes=True), 0)
    ]
    print("alpha slope preference | NDCG@10 (disliked share) given " + str([t.given for t in told]))
    with threadpool_limits(1):
        config = preset("default", ratings=len(dataset.ratings))
        model = train_on(likes, ratings, config)
        for alpha, slope, preference in FORMS:
            foldin = replace(
                config.foldin,
                dislike_alpha=alpha,
                dislike_slope=slope,
                dislike_preference=preference,
            )
            scores = fold_in_scores(replace(model, config=replace(config, foldin=foldin)))
            found = [measure(scores, task, likes) for task in told]
            cells = [
                f"{f['ndcg_at_10'].mean():.4f} ({f['disliked_share_at_10'].mean():.2%})"
                for f in found
            ]
            print(f"{alpha:5g} {slope:5g} {preference:10g} | " + "  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
