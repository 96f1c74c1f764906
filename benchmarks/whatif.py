"""How long the what-if answers take, single-threaded.

    python -m benchmarks.whatif --dataset PATH

Prints the median and the slowest of some random profiles of 5, 50 and 500 ratings, half of them
weighted or disliked. Movies asked for are of the upper ranks, so that bringing one in takes effort.
Before that, for how many of 36 movies further down one profile's list a change is found.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from recsys import loading
from recsys.data.stars import STAR_STEPS
from recsys.explain import what_if
from recsys.explain import what_would_it_take as change
from recsys.profile import link
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend.recommender import Recommender

FIVE = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
"""The notebook's five favourites."""
BANDS = ((11, 50), (51, 200), (201, 1000))
A_BAND = 12
SIZES = (5, 50, 500)
PROFILES = 8


def random_profile(ready: Recommender, n: int, rng: np.random.Generator) -> Profile:
    """Return `n` ratings of well-known movies, dislikes and weights among them."""
    known = ready.model.movies.ids[ready.model.by_popularity[: max(600, 2 * n)]]
    chosen = rng.choice(known, n, replace=False).tolist()
    profile = Profile(tuple((m, float(rng.choice(STAR_STEPS))) for m in chosen))
    weights = tuple((m, float(rng.choice(WEIGHTS))) for m in chosen if rng.random() < 0.5)
    return Profile(profile.ratings, weights=weights)


def unrated(ready: Recommender, profile: Profile, rng: np.random.Generator) -> int:
    """Return a movie at rank 11 to 200 of the profile's list."""
    listed = ready.recommend(profile, 200).recommendations
    return listed[int(rng.integers(10, len(listed)))].movie_id


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def found_by_band(ready: Recommender) -> None:
    """Print how many movies of each band of ranks a change brings in, and how long it takes."""
    rng, profile = np.random.default_rng(0), link.decode(FIVE)
    listed = ready.recommend(profile, BANDS[-1][1]).movie_ids
    for low, high in BANDS:
        chosen = rng.choice(np.array(listed[low - 1 : high]), A_BAND, replace=False).tolist()
        answers = [change.smallest_change(ready, movie_id, profile) for movie_id in chosen]
        touched = Counter(len(answer.edits) for answer in answers if answer.edits)
        took = [answer.seconds for answer in answers]
        print(
            f"rank {low} to {high}: {sum(touched.values())} of {A_BAND} found, by ratings touched "
            f"{dict(sorted(touched.items()))}; median {np.median(took):.2f} s, slowest "
            f"{max(took):.2f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", default="ml-latest-small")
    ready = loading.load(parser.parse_args().dataset)
    found_by_band(ready)
    rng = np.random.default_rng(0)
    print(f"{ready.dataset.name}: {len(ready.model.movies):,} movies")
    for n in SIZES:
        times: dict[str, list[float]] = {"take": [], "without": [], "influence": [], "why": []}
        tried = []
        for _ in range(PROFILES):
            profile = random_profile(ready, n, rng)
            movie_id = unrated(ready, profile, rng)
            answer = change.smallest_change(ready, movie_id, profile)
            tried.append(answer.tried)
            times["take"].append(answer.seconds)
            gone = profile.movie_ids[:3]
            times["without"].append(seconds(partial(what_if.list_without, ready, profile, gone)))
            times["influence"].append(seconds(partial(what_if.influence_of_each, ready, profile)))
            times["why"].append(seconds(partial(ready.explain, movie_id, profile)))
        print(f"{n} ratings, {int(np.median(tried)):,} changes in the median")
        for name, found in times.items():
            print(f"  {name:10} median {np.median(found):.3f} s, slowest {max(found):.3f} s")


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        main()
