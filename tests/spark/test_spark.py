"""Spark on little data: its users' factors are our fold-ins, its counts counts, errors speak."""

import numpy as np
import pandas as pd
import pytest

from recsys.data.interactions import build_interactions
from recsys.data.registry import open_dataset
from recsys.data.stars import STAR_STEPS
from recsys.data.tables.columns import Columns
from recsys.errors import ConfigError, DataError
from recsys.model import spark
from recsys.model.config import SPARK, FoldInConfig, ModelConfig, StarWeights, TrainConfig
from recsys.model.model import Model, TrainReport

pytestmark = pytest.mark.spark

STARS = StarWeights(slope=0.5, anchor=4.0)
EXACT = ModelConfig(
    TrainConfig(
        factors=8, regularization=0.07, alpha=1.7, iterations=3, star_weights=STARS, objective=SPARK
    ),
    FoldInConfig(regularization=0.07, alpha=1.7, star_weights=STARS, objective=SPARK),
)
"""A fold-in of exactly the objective trained."""

LINES = ["userId,movieId,rating,timestamp", "1,10,5.0,10", "1,20,3.0,9", "2,10,2.0,8"]


@pytest.fixture(scope="module")
def dataset():
    return open_dataset("ml-latest-small")


@pytest.fixture(scope="module")
def ratings(session, dataset):
    return spark.read(session, str(dataset.source / "ratings.csv"))


@pytest.fixture(scope="module")
def counts(ratings):
    return spark.count(ratings)


@pytest.fixture
def read(session, tmp_path):
    """Return a function that writes lines to a file and reads it with Spark."""

    def call(lines, columns=None, name="ratings.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return spark.read(session, str(path), columns)

    return call


def rows(table):
    return sorted(tuple(row) for row in table.collect())


def test_every_training_users_fold_in_is_that_users_row_of_sparks_factors(
    ratings, dataset, largest_difference
):
    fitted = spark.fit(ratings, EXACT.train)
    movies, factors = spark.item_factors(fitted)
    likes = build_interactions(dataset.ratings)
    report = TrainReport("small", "", len(likes.users), len(movies), likes.likes, (), 0.0)
    model = Model(EXACT, report, movies, factors, likes.likes_per_movie)
    kept = dataset.ratings[dataset.ratings["rating"] >= 3]
    difference, size = largest_difference(model, fitted, kept, likes.users.ids)
    assert difference < 1e-5 < size / 100


def test_the_model_knows_its_movies_and_its_exact_loss(ratings, counts, dataset):
    model = spark.train(ratings, counts, EXACT, "small", "print")
    likes = build_interactions(dataset.ratings)
    np.testing.assert_array_equal(model.movies.ids, likes.movies.ids)
    np.testing.assert_array_equal(model.likes_per_movie, likes.likes_per_movie)
    report = model.report
    assert (report.users, report.likes) == (len(likes.users), likes.likes)
    # The objective in full, by its definition: users solved densely, every cell of the table.
    y, stars = model.item_factors.astype(np.float64), likes.stars.toarray()
    weight = np.where(stars > 0, 1 + 0.5 * (stars - 4), 0)
    confidence, preference = 1 + 1.7 * weight, (stars > 0).astype(float)
    total = 0.0
    for c, p in zip(confidence, preference, strict=True):
        penalty = 0.07 * p.sum()
        x = np.linalg.solve(y.T @ (c[:, None] * y) + penalty * np.eye(8), y.T @ (c * p))
        total += (c * (p - y @ x) ** 2).sum() + penalty * x @ x
    total += 0.07 * (preference.sum(axis=0) * (y**2).sum(axis=1)).sum()
    assert report.losses == (pytest.approx(total / confidence.sum(), rel=1e-5),)


def test_counts_are_those_of_the_data_set(counts, dataset):
    table = dataset.ratings
    expected = pd.crosstab(table["movie_id"], table["rating"])[list(STAR_STEPS)]
    np.testing.assert_array_equal(counts.movies.movie_ids, expected.index)
    np.testing.assert_array_equal(counts.movies.by_stars, expected)
    per_user = table.groupby("user_id")["rating"].agg(["size", "max"])
    sizes, people = np.unique(per_user["size"], return_counts=True)
    np.testing.assert_array_equal(counts.users_by_ratings, np.column_stack([sizes, people]))
    best = [(per_user["max"] == stars).sum() for stars in STAR_STEPS]
    np.testing.assert_array_equal(counts.users_by_best, best)


def test_the_latest_rating_counts_and_half_stars_are_kept(read):
    lines = [*LINES, "1,10,0.5,11", "2,10,4.5,8", "2,30,3.74,100"]
    assert rows(read(lines)) == [(1, 10, 0.5), (1, 20, 3.0), (2, 10, 4.5), (2, 30, 3.5)]


def test_times_as_text_are_compared_as_numbers(read):
    lines = [LINES[0], "1,10,5.0,9", "1,10,1.0,10"]
    assert rows(read(lines)) == [(1, 10, 1.0)]


def test_own_columns_and_parquet_of_a_pattern_are_read(session, tmp_path):
    for part, stars in enumerate((4.0, 2.5)):
        pd.DataFrame({"who": [7 + part], "film no": [3], "grade x": [stars]}).to_parquet(
            tmp_path / f"part-{part}.parquet"
        )
    columns = Columns(user="who", item="film no", rating="grade x")
    table = spark.read(session, str(tmp_path / "part-*.parquet"), columns)
    assert rows(table) == [(7, 3, 4.0), (8, 3, 2.5)]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([*LINES, "ana,10,4.0,7"], "1 of the 4 rows .* as user one has 'ana' in 'userId'"),
        ([*LINES, "3,tt01,4.0,7", "3,tt02,4,7"], "2 of the 5 rows .* as movie one has 'tt01'"),
        ([*LINES, "3,2147483648,4.0,7"], "as movie one has '2147483648' .* to 2,147,483,647"),
        ([*LINES, "3,1.5,4.0,7"], "as movie one has '1.5'"),
        ([*LINES, "3,30,good,7"], "as rating one has 'good' in 'rating', expected stars"),
        ([*LINES, "3,30,8,7"], "as rating one has '8'"),
        ([*LINES, "3,30"], "as rating one has ''"),
        ([LINES[0]], "holds no ratings"),
        (["a,b,c", "1,2,3"], "has the columns a, b, c; none is recognised as user or item"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(read, lines, says):
    with pytest.raises(DataError, match=says) as caught:
        read(lines)
    assert "\n" not in str(caught.value)


def test_no_file_another_scale_or_nothing_liked_is_refused(session, read, tmp_path):
    with pytest.raises(DataError, match="no file matches"):
        spark.read(session, str(tmp_path / "none-*.csv"))
    with pytest.raises(ConfigError, match="scale is 10"):
        read(LINES, Columns(scale=10.0))
    with pytest.raises(ConfigError, match="no column 'stars'"):
        read(LINES, Columns(rating="stars"))
    table = read([LINES[0], "1,10,1.0,10"])
    with pytest.raises(DataError, match="none of the 1 ratings reaches 3 stars"):
        spark.train(table, spark.count(table), EXACT, "tiny", "")


def test_another_objective_is_not_sparks(ratings):
    with pytest.raises(ConfigError, match="not trained by Spark"):
        spark.fit(ratings, TrainConfig())
