"""The one adapter to Spark: ratings that lie anywhere, counted and factorised on a cluster.

pyspark is an optional requirement and is imported when somebody asks for Spark, never before. What
comes to this machine are the movies' factors and sums over people; people's ratings and factors
stay where they are. Traps handled here: a cast of text that is no number ends a job without saying
whose; the same user and movie twice count twice; a master that nobody answers at, or that has no
workers, is waited for; and what Spark says of an error fills pages.
"""

import hashlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.data.counted import Counted, MovieCounts, likes_of
from recsys.data.readers.ratings import MAX_ID, MAX_STARS, MIN_STARS
from recsys.data.stars import STAR_STEPS
from recsys.data.tables.columns import Columns, recognise
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError, DataError
from recsys.model.als import Factors
from recsys.model.config import SPARK, ModelConfig, TrainConfig
from recsys.model.model import Model, TrainReport
from recsys.text import excerpt

Frame = Any
"""A DataFrame of Spark: `user`, `item` (int), `stars` (float), one row a user and movie."""
Ints = NDArray[np.int64]

REACH_SECONDS = 10.0
"""For a master to answer."""
WORKER_SECONDS = 60.0
_SHARE_FROM_USERS = 10_000
"""With more, the loss is estimated from a tenth of them."""
_BLOCKS = 10
"""Spark's own default for the parts of a factorisation; a cluster with more cores gets more."""
_STANDALONE = "spark://"
_OUT_OF_MEMORY = ("OutOfMemoryError", "INVALID_DRIVER_MEMORY", "INVALID_EXECUTOR_MEMORY")
_LOST = ("Py4JNetworkError", "ConnectionRefusedError", "ConnectionResetError")


@contextmanager
def running(master: str, worker_seconds: float = WORKER_SECONDS) -> Iterator[Any]:
    """Start Spark, give its session, and stop it; what Spark raises meanwhile becomes a sentence.

    Parameters
    ----------
    master : str
        "local[2]" (two cores of this machine), "spark://HOST:PORT", or what else Spark knows.
    worker_seconds : float
        For a master that answers to give a worker.

    Raises
    ------
    ConfigError
        No pyspark, no Java, no such master, nobody answers there in time, or too little memory.
    DataError
        Spark cannot do with these ratings what is asked of it.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ConfigError(
            "pyspark is not installed; run: pip install -r requirements-spark.txt"
        ) from error
    java_home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=java_home and os.path.join(java_home, "bin")):
        raise ConfigError(
            "Spark needs Java 17 or newer, and none was found; install it (on Debian: apt-get "
            "install openjdk-17-jre-headless), or set JAVA_HOME to where it lies"
        )
    _reach(master)
    raised = (Py4JError, PySparkException, ConnectionError)
    builder = SparkSession.builder.master(master).appName("Cinefold")
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        # Java's log says in pages what is said here in a sentence.
        session.sparkContext.setLogLevel("OFF")
    except (*raised, TypeError, RuntimeError) as error:
        raise _memory(error) or ConfigError(
            f"Spark does not start with --master {excerpt(master)} ({_sentence(error)}); name one "
            "such as local[2] or spark://HOST:7077"
        ) from error
    try:
        _await_worker(session, master, worker_seconds)
        yield session
    except raised as error:
        raise _memory(error) or DataError(
            f"Spark gave up ({_sentence(error)}); nothing was kept, so mend that and run it again"
        ) from error
    finally:
        with suppress(*raised):
            session.stop()


def _reach(master: str) -> None:
    """Refuse a master of Spark's own kind that does not answer: Spark would retry for minutes."""
    if not master.startswith(_STANDALONE):
        return
    for place in master.removeprefix(_STANDALONE).split(","):
        host, _, port = place.rpartition(":")
        with (
            suppress(OSError, ValueError, OverflowError),
            socket.create_connection((host.strip("[]"), int(port)), REACH_SECONDS),
        ):
            return
    raise ConfigError(
        f"no Spark master answers at {excerpt(master)} within {REACH_SECONDS:g} s; start it, or "
        "name another with --master"
    )


def _await_worker(session: Any, master: str, seconds: float) -> None:
    """Wait until a cluster gave a worker; Spark would wait for ever."""
    if not master.startswith(_STANDALONE):
        return
    until = time.monotonic() + seconds
    # The driver counts as one.
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > until:
            raise ConfigError(
                f"the Spark master at {excerpt(master)} gave no worker within {seconds:g} s; "
                "start some, or free cores and memory of those that run"
            )
        time.sleep(0.1)


def _settings(master: str) -> dict[str, str]:
    found = {
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        found["spark.driver.host"] = "localhost"
        # Spark's 200 parts of every sum are for clusters, and take longer to start than to add.
        found["spark.sql.shuffle.partitions"] = str(4 * (os.cpu_count() or 1))
        if "SPARK_DRIVER_MEMORY" not in os.environ:
            # Driver and worker in one: Spark's own 1 GB is for a driver alone.
            machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
            found["spark.driver.memory"] = f"{machine // 2**21}m"
    return found


def _memory(error: Exception) -> ConfigError | None:
    """Return the refusal for want of memory, if that is what Spark means."""
    # A Java without memory ends in the middle of a call.
    lost = type(error).__name__ in _LOST
    if not lost and not any(sign in str(error) for sign in _OUT_OF_MEMORY):
        return None
    return ConfigError(
        "Spark has too little memory; set SPARK_DRIVER_MEMORY (8g, say; on a cluster also its "
        "spark.executor.memory), or train fewer factors"
    )


def _sentence(error: Exception) -> str:
    """Return what Spark says first of an error, without Java's names for it."""
    java = getattr(error, "java_exception", None)
    text = str(error)
    if java is not None:
        with suppress(Exception):
            while java.getCause() is not None:
                java = java.getCause()
            text = java.getMessage() or java.getClass().getSimpleName()
    return excerpt(text.strip().partition("\n")[0].rstrip(".;"), 200)


def read(session: Any, path: str, columns: Columns | None = None) -> Frame:
    """Read and check ratings: CSV with a header, or Parquet, from any store that Spark reads.

    Parameters
    ----------
    path : str
        A file, a folder, or a pattern such as `s3a://store/ratings/*.parquet`.
    columns : Columns, optional
        Which column is which, where the names do not say so.

    Returns
    -------
    DataFrame of Spark
        `user`, `item`, `stars`; of a user's several ratings of one movie the latest (of equally
        late ones the one with more stars). Stars between two halves count as the nearest.

    Raises
    ------
    DataError
        No file is there, no column is recognised, a row cannot be used (an id is no whole number
        from 1 on, stars are none from 0.5 to 5), or there is none.
    ConfigError
        A chosen column does not exist, or the scale is another.
    """
    from pyspark.sql import functions as f
    from pyspark.sql.types import StringType

    if columns is not None and columns.scale not in (None, MAX_STARS):
        raise ConfigError(f"scale is {columns.scale:g}; Spark reads stars from 0.5 to 5, so 5")
    names = _files(session, path)
    if any(name.endswith(".parquet") for name in names):
        table = session.read.parquet(path)
    else:
        # With the header held against every file's, no file's columns are taken for another's.
        table = session.read.csv(path, header=True, enforceSchema=False, escape='"')
    found = recognise(table.columns, columns)
    if not (found.user and found.item and found.rating):
        raise DataError(
            f"{excerpt(path)} has the columns {', '.join(table.columns)}; none is recognised as "
            f"{' or '.join(found.missing)}; say which with --columns user=…,item=…,rating=…"
        )

    def column(name: str) -> Any:
        return f.col("`" + name.replace("`", "``") + "`")

    def number(name: str) -> Any:
        return column(name).try_cast("string").try_cast("double")

    stars = number(found.rating)
    if found.timestamp is None:
        when = f.lit(0)
    elif isinstance(table.schema[found.timestamp].dataType, StringType):
        # As text 10 comes before 9; times written as dates are in order as text.
        when = f.struct(number(found.timestamp), column(found.timestamp))
    else:
        when = column(found.timestamp)
    ids = f"a whole number from 1 to {MAX_ID:,}"
    checks = {
        "user": (found.user, ids, _is_id(number(found.user))),
        "movie": (found.item, ids, _is_id(number(found.item))),
        "rating": (found.rating, "stars from 0.5 to 5", stars.between(MIN_STARS, MAX_STARS)),
    }
    counts = [f.count(f.lit(1))]
    for name, _, good in checks.values():
        bad = ~f.coalesce(good, f.lit(False))
        counts += [f.count_if(bad), f.min(f.when(bad, f.coalesce(column(name).try_cast("string"),
                                                                 f.lit(""))))]  # fmt: skip
    rows, *rest = table.agg(*counts).first()
    if not rows:
        raise DataError(f"{excerpt(path)} holds no ratings; expected lines of user, item, rating")
    for (role, (name, expected, _)), bad, example in zip(
        checks.items(), rest[::2], rest[1::2], strict=True
    ):
        if bad:
            raise DataError(
                f"{bad:,} of the {rows:,} rows of {excerpt(path)} cannot be used: as {role} one "
                f"has '{excerpt(example)}' in '{name}', expected {expected}; mend or leave out "
                "these rows, or say with --columns which column is which"
            )
    half = f.greatest(f.floor(2 * stars + 0.5) / 2, f.lit(MIN_STARS))
    typed = table.select(
        number(found.user).cast("int").alias("user"),
        number(found.item).cast("int").alias("item"),
        f.struct(when.alias("when"), half.cast("float").alias("stars")).alias("last"),
    )
    latest = typed.groupBy("user", "item").agg(f.max("last").alias("last"))
    return latest.select("user", "item", f.col("last.stars").alias("stars")).persist()


def _is_id(number: Any) -> Any:
    from pyspark.sql import functions as f

    return number.between(1, MAX_ID) & (number == f.floor(number))


def _files(session: Any, path: str) -> list[str]:
    """Return the names of the files at a path, a pattern or in a folder, as Spark sees them."""
    place = session._jvm.org.apache.hadoop.fs.Path(path)
    store = place.getFileSystem(session._jsc.hadoopConfiguration())
    found = list(store.globStatus(place) or ())
    inside = [
        file for one in found if one.isDirectory() for file in store.listStatus(one.getPath())
    ]
    names = [file.getPath().getName() for file in (*found, *inside)]
    if not found:
        raise DataError(
            f"no file matches {excerpt(path)}; name a CSV or Parquet file, a folder of them or a "
            "pattern, as Spark's workers see it"
        )
    return [name for name in names if not name.startswith(("_", "."))]


def count(ratings: Frame) -> Counted:
    """Count ratings where they are; only sums come here.

    The fingerprint is SHA-256 over these sums, hexadecimal: no data set here need hold them.
    """
    from pyspark.sql import functions as f

    of_stars = [f.count_if(f.col("stars") == stars).alias(f"{stars:g}") for stars in STAR_STEPS]
    movies = ratings.groupBy("item").agg(*of_stars).orderBy("item").toArrow()
    people = ratings.groupBy("user").agg(f.count(f.lit(1)).alias("n"), f.max("stars").alias("best"))
    by_best = _pairs(people.groupBy((2 * f.col("best") - 1).cast("int").alias("best")).count())
    users_by_best = np.zeros(len(STAR_STEPS), dtype=np.int64)
    users_by_best[by_best[:, 0]] = by_best[:, 1]
    by_stars = np.column_stack([column.to_numpy() for column in movies.columns[1:]])
    ids = movies.column(0).to_numpy().astype(np.int64)
    found = MovieCounts(ids, by_stars.astype(np.int64))
    by_ratings = _pairs(people.groupBy("n").count())
    digest = hashlib.sha256()
    for array in (found.movie_ids, found.by_stars, users_by_best, by_ratings):
        digest.update(np.ascontiguousarray(array).data)
    return Counted(digest.hexdigest(), found, users_by_best, by_ratings)


def _pairs(counted: Frame) -> Ints:
    table = np.array([tuple(row) for row in counted.collect()], dtype=np.int64).reshape(-1, 2)
    return table[np.argsort(table[:, 0])]


def fit(ratings: Frame, config: TrainConfig) -> Any:
    """Factorise likes with Spark's ALS, and return its model (`pyspark.ml`'s `ALSModel`).

    Raises
    ------
    ConfigError
        The objective is not Spark's.

    Source
    ------
    Hu, Koren, Volinsky 2008 with λ scaled as in Zhou et al. 2008, "Large-Scale Parallel
    Collaborative Filtering for the Netflix Prize", section 3.1; every row is solved exactly. The
    users are solved last, so their factors follow from the movies'.
    """
    from pyspark.ml.recommendation import ALS

    if config.objective != SPARK:
        raise ConfigError("this preset is not trained by Spark; leave --preset or --engine out")
    blocks = max(_BLOCKS, ratings.sparkSession.sparkContext.defaultParallelism)
    solver = ALS(
        rank=config.factors,
        maxIter=config.iterations,
        regParam=config.regularization,
        alpha=config.alpha,
        implicitPrefs=True,
        numUserBlocks=blocks,
        numItemBlocks=blocks,
        seed=config.seed,
        userCol="user",
        itemCol="item",
        ratingCol="weight",
    )
    return solver.fit(_likes(ratings, config))


def _likes(ratings: Frame, config: TrainConfig) -> Frame:
    from pyspark.sql import functions as f

    slope, anchor = config.star_weights.slope, config.star_weights.anchor
    weight = (1.0 + slope * (f.col("stars") - anchor)).cast("float").alias("weight")
    return ratings.where(f.col("stars") >= config.min_rating).select("user", "item", weight)


def train(
    ratings: Frame, counted: Counted, config: ModelConfig, dataset: str, fingerprint: str
) -> Model:
    """Train a model on ratings that `read` returned and `count` counted.

    Raises
    ------
    DataError
        No rating is a like.
    ConfigError
        The objective is not Spark's.
    """
    started = time.perf_counter()
    least = config.train.min_rating
    likes = likes_of(counted.movies.by_stars, least)
    if counted.users_by_best is None or not likes.any():
        raise DataError(
            f"none of the {counted.movies.by_stars.sum():,} ratings reaches {least:g} stars; "
            "lower the threshold"
        )
    users = int(likes_of(counted.users_by_best[None], least)[0])
    fitted = fit(ratings, config.train)
    movies, factors = item_factors(fitted)
    likes = likes[likes > 0]
    loss = _loss(fitted, ratings, config.train, factors, likes, users)
    report = TrainReport(
        dataset=dataset,
        fingerprint=fingerprint,
        users=users,
        movies=len(movies),
        likes=int(likes.sum()),
        losses=(loss,),
        seconds=time.perf_counter() - started,
    )
    return Model(config, report, movies, factors, likes)


def item_factors(fitted: Any) -> tuple[Vocabulary, Factors]:
    """Return the movies of Spark's model and their factors, float32, shape (n_movies, k)."""
    return factors_of(fitted.itemFactors)


def factors_of(table: Frame) -> tuple[Vocabulary, Factors]:
    """Return a table of Spark's factors in order of id: the ids, and float32, shape (n, k)."""
    found: pa.Table = table.orderBy("id").toArrow()
    flat = found.column("features").combine_chunks()
    ids = found.column("id").to_numpy().astype(np.int64)
    factors = flat.flatten().to_numpy().reshape(len(ids), -1).astype(np.float32)
    return Vocabulary(ids), factors


def _loss(
    fitted: Any,
    ratings: Frame,
    config: TrainConfig,
    movies: Factors,
    likes: Ints,
    users: int,
) -> float:
    """Return the objective divided by the sum of all confidences, as `als.Progress.loss` is.

    A user's factors x are the exact solution A x = b, so what is left of that user's part of the
    objective, λ n xᵀx included, is Σ c_j − xᵀ b = Σ c_j (1 − x·y_j) over the likes.
    """
    from pyspark.sql import functions as f

    whole = users <= _SHARE_FROM_USERS
    sample = ratings if whole else ratings.where(f.pmod(f.xxhash64("user"), f.lit(10)) == 0)
    confidence = 1 + config.alpha * f.col("weight")
    rows = fitted.transform(_likes(sample, config))
    sampled, misfit, gained = rows.agg(
        f.count(f.lit(1)),
        f.sum(confidence * (1 - f.col("prediction"))),
        f.sum(confidence - 1),
    ).first()
    share = float(likes.sum() / sampled)
    lengths = config.regularization * float(likes @ (movies.astype(np.float64) ** 2).sum(axis=1))
    return (misfit * share + lengths) / (users * len(movies) + gained * share)
