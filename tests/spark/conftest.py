"""Spark for the tests: skipped where it is missing, but never in CI on a machine with Java."""

import importlib.util
import os
import shutil

import pytest

from recsys.model import spark


@pytest.fixture(autouse=True, scope="session")
def _spark_is_here():
    java = shutil.which("java") is not None
    if java and importlib.util.find_spec("pyspark") is not None:
        return
    message = "needs Java and: pip install -r requirements-spark.txt"
    if java and os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module")
def session(_spark_is_here):
    with spark.running("local[2]") as session:
        yield session


@pytest.fixture(scope="session")
def largest_difference(_spark_is_here):
    """Return a function: how far our fold-in of training users is from Spark's own factors."""
    import numpy as np
    from pyspark.sql import functions as f

    from recsys.model.foldin import FoldIn, system_of

    def largest(model, fitted, likes, users):
        """`likes` has the columns user_id, movie_id, rating; `users` are ids."""
        table = fitted.userFactors.where(f.col("id").isin([int(user) for user in users]))
        found, theirs = spark.factors_of(table)
        assert len(found) == len(users)
        of = dict(iter(likes[likes["user_id"].isin(users)].groupby("user_id")))
        ours = [
            FoldIn(
                model,
                system_of(model, model.movies.idx(of[u]["movie_id"].to_numpy()), of[u]["rating"]),
            ).user_vector
            for u in found.ids
        ]
        return float(np.abs(np.array(ours) - theirs).max()), float(np.abs(theirs).max())

    return largest
