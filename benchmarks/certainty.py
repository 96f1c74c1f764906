"""Whether the clarity behind "how sure is the model" tells who is liked.

    python -m benchmarks.certainty --dataset PATH

People are held out of the training. Each one's list of 20, from 10 of their likes, is cut into
fifths by clarity (`standing.clarity`) and, beside it, by score, by uncertainty alone and
by the number of likes. Printed is the share of each fifth that the person is known to like: a
measure that says something about a recommendation rises or falls from fifth to fifth.
"""

import argparse
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from recsys import loading
from recsys.data.registry import open_dataset
from recsys.data.vocabulary import Vocabulary
from recsys.explain.standing import LIST, clarity
from recsys.model.config import preset
from recsys.model.foldin import FoldIn
from recsys.model.model import train_model
from recsys.model.ranking import best
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender

GIVEN, MOST_PEOPLE, LEAST_LIKES = 10, 500, 30
MEASURES = ("clarity", "score", "uncertainty", "likes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", default="ml-latest-small")
    source = loading.Source(open_dataset(parser.parse_args().dataset))
    everyone, rng = source.interactions, np.random.default_rng(0)
    active = np.flatnonzero(np.diff(everyone.stars.indptr) >= LEAST_LIKES)
    held_out = rng.permutation(active)[: min(MOST_PEOPLE, len(active) // 3)]
    kept = np.setdiff1d(np.arange(len(everyone.users)), held_out)
    others = replace(
        everyone, stars=everyone.stars[kept], users=Vocabulary(everyone.users.ids[kept])
    )
    config = preset("default", ratings=len(source.dataset.ratings))
    model = train_model(others, config, source.dataset.name, source.dataset.fingerprint)
    ready = Recommender(model, source.dataset)
    hits: dict[str, list[np.ndarray]] = {name: [] for name in MEASURES}
    for user in held_out:
        row = everyone.stars[[user]]
        given = rng.permutation(row.nnz)[:GIVEN]
        ids = model.movies.ids[row.indices[given]].tolist()
        profile = Profile(tuple(zip(ids, row.data[given].tolist(), strict=True)))
        solved = FoldIn.of(model, ready.usable(profile))
        allowed = ready.catalogue.allowed(profile)
        listed = best(solved.scores(), LIST, allowed)
        liked = np.isin(listed, row.indices)
        for name, values in (
            ("clarity", clarity(model, solved)),
            ("score", solved.scores()),
            ("uncertainty", solved.uncertainty()),
            ("likes", model.likes_per_movie),
        ):
            order = np.argsort(values[listed], kind="stable")
            hits[name].append(liked[order].reshape(5, -1).mean(axis=1))
    print(
        f"{source.dataset.name}: {len(held_out)} people held out, lists of {LIST} from {GIVEN} "
        "likes; share liked, from the lowest fifth to the highest"
    )
    for name in MEASURES:
        shares = np.mean(hits[name], axis=0)
        print(f"  {name:12} " + "  ".join(f"{share:.3f}" for share in shares))


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        main()
