"""How fast, beside the library and the notebook, single-threaded, in one run.

    python -m benchmarks.speed --dataset PATH

Prints the ratios and asserts that the compared answers agree. Times are medians, never asserted.
"""

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from recsys import loading
from recsys.data.dataset import Dataset
from recsys.data.interactions import Interactions, add_user
from recsys.data.registry import open_dataset
from recsys.data.vocabulary import Vocabulary
from recsys.model import als
from recsys.model.config import (
    NOTEBOOK,
    FoldInConfig,
    ModelConfig,
    StarWeights,
    TrainConfig,
    preset,
)
from recsys.model.foldin import FoldIn, system_of
from recsys.model.model import Model, TrainReport, train_model
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender

N = 20


def median_ms(calls: Sequence[Callable[[], object]]) -> float:
    """Return the median duration of the calls in milliseconds."""
    seconds = []
    for call in calls:
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return 1000 * float(np.median(seconds))


def plain_config(config: ModelConfig) -> ModelConfig:
    """Return the same model with the library's own fold-in, so that answers can be compared."""
    train = config.train
    return ModelConfig(train, FoldInConfig(train.regularization, train.alpha, train.star_weights))


def profiles_of(model: Model, n: int, how_many: int, seed: int = 0) -> list[Profile]:
    """Return profiles of `n` well-known movies with 3 to 5 stars."""
    rng = np.random.default_rng(seed)
    known = model.movies.ids[model.by_popularity[: max(600, 3 * n)]]
    return [
        Profile(
            tuple((int(m), float(rng.integers(3, 6))) for m in rng.choice(known, n, replace=False))
        )
        for _ in range(how_many)
    ]


def library_of(model: Model) -> AlternatingLeastSquares:
    train = model.config.train
    library = AlternatingLeastSquares(
        factors=train.factors,
        regularization=train.regularization,
        alpha=train.alpha,
        num_threads=1,
    )
    library.item_factors = np.array(model.item_factors)
    library.user_factors = np.zeros((1, train.factors), dtype=np.float32)
    _ = library.YtY
    return library


def row_of(model: Model, profile: Profile) -> csr_matrix:
    weights = model.config.train.star_weights(np.array([s for _, s in profile.ratings]))
    columns = model.movies.idx(profile.movie_ids)
    order = np.argsort(columns)
    return csr_matrix(
        (weights[order].astype(np.float32), columns[order], [0, len(columns)]),
        shape=(1, len(model.movies)),
    )


def ask_library(
    library: AlternatingLeastSquares, row: csr_matrix, reuse: bool
) -> tuple[NDArray[np.int64], list[tuple[float, list[tuple[int, float]]]]]:
    """Return the library's list and, for each movie, its score and all contributions.

    With `reuse` each explanation is handed the factorisation that the first one returned;
    without, as in the library's own example, each makes its own.
    """
    ids, _ = library.recommend(0, row, N=N, recalculate_user=True)
    explained, solved = [], None
    for movie in ids:
        score, parts, weights = library.explain(0, row, movie, user_weights=solved, N=row.nnz)
        solved = weights if reuse else None
        explained.append((score, parts))
    return ids, explained


def explained_lists(ready: Recommender, n: int) -> float:
    """Compare one explained list with the library's and return our milliseconds."""
    plain = Recommender(
        Model(
            plain_config(ready.model.config),
            ready.model.report,
            ready.model.movies,
            ready.model.item_factors,
            ready.model.likes_per_movie,
        ),
        ready.dataset,
    )
    library = library_of(plain.model)
    profiles = profiles_of(ready.model, n, 60)
    rows = [row_of(ready.model, profile) for profile in profiles]
    for profile, row in zip(profiles[:10], rows[:10], strict=True):
        ours = plain.recommend(profile, N).recommendations
        for reuse in (False, True):
            _, theirs = ask_library(library, row, reuse)
            np.testing.assert_allclose(
                [r.score for r in ours], [score for score, _ in theirs], atol=2e-3, rtol=2e-3
            )
            for one, (_, parts) in zip(ours[:5], theirs[:5], strict=True):
                found = {c.movie_id: c.contribution for c in one.contributions}
                for movie, value in parts:
                    assert abs(found[int(plain.model.movies.ids[movie])] - value) < 5e-3
    mine = median_ms([lambda p=p: ready.recommend(p, N) for p in profiles])  # type: ignore[misc]
    same = median_ms([lambda p=p: plain.recommend(p, N) for p in profiles])  # type: ignore[misc]
    naive = median_ms([lambda r=r: ask_library(library, r, reuse=False) for r in rows[:20]])  # type: ignore[misc]
    best = median_ms([lambda r=r: ask_library(library, r, reuse=True) for r in rows[:20]])  # type: ignore[misc]
    print(
        f"{n:4} favourites: default {mine:7.2f} ms, same objective as the library {same:7.2f} ms; "
        f"library {best:8.2f} ms with one factorisation, ratio {best / mine:6.1f}; "
        f"{naive:8.2f} ms with {N}, ratio {naive / mine:6.1f}"
    )
    return mine


def notebooks_way(interactions: Interactions, profile: Profile, mine_ms: float) -> None:
    """Retrain bare `implicit` with the newcomer added, as the notebook does, and list."""
    joined, _ = add_user(interactions, profile.stars)
    config = NOTEBOOK.train

    def retrain() -> None:
        model = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularization,
            iterations=config.iterations,
            random_state=0,
            num_threads=1,
        )
        model.fit(joined.stars, show_progress=False)
        newcomer = joined.stars.shape[0] - 1
        ids, _ = model.recommend(newcomer, joined.stars[newcomer], N=N)
        for movie in ids:
            model.explain(newcomer, joined.stars, movie)

    theirs = median_ms([retrain])
    print(f"notebook's retraining: {theirs:,.0f} ms, ratio to one list {theirs / mine_ms:,.0f}")


def large_catalogue() -> None:
    """Time 200 favourites against 87,000 movies × 128 factors (random factors)."""
    rng = np.random.default_rng(0)
    n_movies, k = 87_000, 128
    factors = (0.1 * rng.standard_normal((n_movies, k))).astype(np.float32)
    config = ModelConfig(
        TrainConfig(factors=k),
        FoldInConfig(30.0, 2.0, StarWeights(0.2), movie_damping=0.4, popularity=0.3),
    )
    report = TrainReport("random", "", 0, n_movies, 0, (), 0.0)
    likes = np.arange(1, n_movies + 1)
    model = Model(config, report, Vocabulary(np.arange(1, n_movies + 1)), factors, likes)
    idx = rng.choice(n_movies, 200, replace=False).astype(np.int64)
    stars = rng.integers(3, 6, 200).astype(float).tolist()

    def everything() -> None:
        solved = FoldIn(model, system_of(model, idx, stars))
        solved.scores()
        solved.scores_from(solved.weights)

    solved = FoldIn(model, system_of(model, idx, stars))
    np.testing.assert_allclose(
        solved.scores_from(solved.weights).sum(axis=1), solved.scores(), atol=1e-4
    )
    whole = median_ms([everything] * 7)
    scores = median_ms([lambda: FoldIn(model, system_of(model, idx, stars)).scores()] * 7)
    print(
        f"87,000 movies × 128, 200 favourites: scores {scores:.1f} ms, "
        f"scores and all 17.4 million contributions {whole:.1f} ms"
    )


def training(dataset: Dataset, interactions: Interactions, config: ModelConfig) -> None:
    """Compare a cold fit with bare `implicit`, and a warm start with a cold fit."""
    train = config.train
    confidences = als.weights(interactions.stars, train) * np.float32(train.alpha)

    def bare() -> None:
        AlternatingLeastSquares(
            factors=train.factors,
            regularization=train.regularization,
            alpha=1.0,
            iterations=train.iterations,
            random_state=0,
        ).fit(confidences, show_progress=False)

    def cold() -> None:
        als.train(interactions.stars, train)

    # The least of several, as other work on the machine only ever adds.
    bare_ms, cold_ms = np.min([(median_ms([bare]), median_ms([cold])) for _ in range(5)], axis=0)
    print(
        f"cold fit with loss: {cold_ms:,.0f} ms, bare implicit {bare_ms:,.0f} ms, "
        f"ratio {cold_ms / bare_ms:.3f}"
    )
    shared = train_model(interactions, config, dataset.name, dataset.fingerprint)
    source = loading.Source(dataset, train.min_rating)
    profile = profiles_of(shared, 10, 1)[0]
    _ = source.interactions
    anew = loading.retrain_with(source, config, profile)
    warm = loading.retrain_with(source, config, profile, shared=shared)
    retrain_cold = median_ms([lambda: loading.retrain_with(source, config, profile)] * 3)
    retrain_warm = median_ms(
        [lambda: loading.retrain_with(source, config, profile, shared=shared)] * 3
    )
    losses = warm.model.report.losses[-1], anew.model.report.losses[-1]
    print(
        f"retraining with a newcomer: cold {retrain_cold:,.0f} ms, warm {retrain_warm:,.0f} ms, "
        f"ratio {retrain_warm / retrain_cold:.3f}; "
        f"loss warm ÷ cold − 1 = {losses[0] / losses[1] - 1:+.5f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare speeds.")
    parser.add_argument("--dataset", default="ml-latest-small")
    args = parser.parse_args()
    dataset = open_dataset(args.dataset)
    config = preset("default", ratings=len(dataset.ratings))
    source = loading.Source(dataset, config.train.min_rating)
    with threadpool_limits(1):
        ready = loading.recommender(source, config)
        print(f"{dataset.name}: {len(ready.model.movies):,} movies × {config.train.factors}")
        mine = {n: explained_lists(ready, n) for n in (3, 5, 10, 50)}
        notebooks_way(source.interactions, profiles_of(ready.model, 5, 1)[0], mine[5])
        large_catalogue()
    training(dataset, source.interactions, config)


if __name__ == "__main__":
    main()
