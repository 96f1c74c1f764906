"""How alike the first lists of newcomers are: with all movies, and beyond the obvious.

Each newcomer has three random favourites among the most liked movies. Printed are how many
different movies stand in all their first ten, what stands in most of them, how many likes a listed
movie has on average, and the same for the rows "More because of" below the list.

Usage: python -m benchmarks.obvious [--people 200] [--among 400] [--dataset NAME|PATH] [--seed 0]
"""

import argparse
from collections import Counter

import numpy as np

import recsys
from recsys.explain.because import because_of_each
from recsys.ui.screens.recommendations.dials import BEYOND_AT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--among", type=int, default=400)
    parser.add_argument("--dataset", default="ml-latest-small")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    ready = recsys.load(args.dataset)
    rng = np.random.default_rng(args.seed)
    known = ready.model.movies.ids[ready.model.by_popularity[: args.among]]
    people = [
        dict.fromkeys(rng.choice(known, 3, replace=False).tolist(), 4.0) for _ in range(args.people)
    ]
    rows = []
    for popularity in (0.0, BEYOND_AT):
        lists = [ready.recommend(p, 10, popularity=popularity).movie_ids for p in people]
        rows.append((f"popularity {popularity:+g}", lists))
        more = [
            tuple(m.movie_id for row in because_of_each(ready, p, top) for m in row.recommendations)
            for p, top in zip(people, lists, strict=True)
        ]
        if popularity == 0:
            rows.append(("rows by reason", more))
    print(f"{args.people} newcomers, 3 of the {args.among} most liked each, seed {args.seed}\n")
    print(f"{'':20}{'different movies':>18}{'mean likes':>12}   most often listed")
    for name, lists in rows:
        seen = Counter(movie_id for listed in lists for movie_id in listed)
        likes = ready.model.likes_per_movie[ready.model.movies.idx([*seen.elements()])]
        often = ", ".join(
            f"{ready.dataset.title(movie_id)} {100 * number / len(people):.0f} %"
            for movie_id, number in seen.most_common(3)
        )
        print(f"{name:20}{len(seen):18,}{likes.mean():12.0f}   {often}")


if __name__ == "__main__":
    main()
