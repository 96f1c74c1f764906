"""`train --engine spark`: Spark reads, counts and trains; a model or a bundle is kept."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from recsys import bundle as bundles
from recsys import disk, paths
from recsys.commands import arguments
from recsys.commands.printing import kept_or_said, say
from recsys.data.archives import FolderFiles
from recsys.data.counted import Counted, MovieCounts
from recsys.data.dataset import Dataset, assemble_counted
from recsys.data.layouts import LAYOUTS
from recsys.data.readers.links import IDS, Links, read_links
from recsys.data.readers.movies import read_movies
from recsys.data.registry import open_dataset
from recsys.data.report import Report
from recsys.data.tables.columns import parse_columns
from recsys.errors import ArtifactError, ConfigError, DataError
from recsys.explore.popularity import movie_counts
from recsys.map import store as maps
from recsys.model import spark, store
from recsys.model.config import SPARK, preset
from recsys.model.model import Model
from recsys.text import excerpt

MASTER = "local[*]"
"""All cores of this machine."""
_CSV = LAYOUTS[0]


def train_on_spark(args: Namespace) -> tuple[Model, str | None]:
    """Train with Spark, and keep the model under its data set's name, or write a bundle.

    Returns
    -------
    Model, str or None
        And where it is kept, None where that failed and was said.

    Raises
    ------
    RecsysError
        Of `recsys.model.spark`, or the ratings are not those of the data set whose name the model
        would have; then nothing is trained.
    """
    if args.preset not in ("default", SPARK):
        raise ConfigError(f"Spark trains its own preset, not '{args.preset}'; leave --preset out")
    if args.out is not None:
        bundles.check_target(args.out)
    columns = None if args.columns is None else parse_columns(args.columns)
    # The columns are those of the ratings that are named; without any, the data set's.
    named = arguments.dataset(args) if args.ratings is None else open_dataset(args.dataset)
    config = arguments.with_changes(args, preset(SPARK, args.seed))
    say("Spark starts")
    with spark.running(args.master or MASTER) as session, ExitStack() as until_trained:
        path = args.ratings
        if path is None:
            path, columns = until_trained.enter_context(_handed_over(named)), None
        say("Spark reads and checks the ratings")
        ratings = spark.read(session, path, columns)
        counted = spark.count(ratings)
        data = _data_of(counted, named, path, args.out)
        number = int(counted.movies.by_stars.sum())
        say(f"Spark trains on {number:,} ratings, {config.train.iterations} iterations")
        model = spark.train(ratings, counted, config, data.name, data.fingerprint)
    if args.out is None:
        kept = kept_or_said(lambda: store.save(model))
        return model, None if kept is None else str(kept)
    say("laying out the map")
    drawn, problem = maps.stored_or_made(model, keep=False)
    if problem is not None:
        say(problem)
    counted = replace(counted, fingerprint=data.fingerprint)
    return model, bundles.write(args.out, data, model, counted, bundles.Extras(drawn)).path


def _data_of(counted: Counted, named: Dataset, path: str, out: Path | None) -> Dataset:
    """Return the data set that the ratings are of: the one named, else one of what was counted."""
    if _same(counted.movies, movie_counts(named)):
        return named
    if out is None:
        number, movies = int(counted.movies.by_stars.sum()), len(counted.movies.movie_ids)
        raise DataError(
            f"{excerpt(path)} holds {number:,} ratings of {movies:,} movies that are not those of "
            f"{named.name}, under whose name the model would be kept; name with --dataset the data "
            "set that they are of, or write a bundle with --out FOLDER"
        )
    name = disk.safe_name(str(out.resolve()), "spark")
    beside = Path(path).parent
    if (beside / _CSV.movies_file).is_file():
        files = FolderFiles(beside)
        found = read_movies(files, _CSV)
        report = Report(layout=_CSV.label, movies_doubled=found.doubled)
        links = read_links(files, _CSV)
        return assemble_counted(name, beside, counted, found.table, report, links)
    listed = named.movies.loc[named.movies["listed"]]
    known = np.isin(counted.movies.movie_ids, listed.index)
    if not known.any():
        raise DataError(
            f"{named.name} knows none of the {len(known):,} movies rated in {excerpt(path)}; put "
            "their movies.csv beside the ratings, or name with --dataset a data set that has them"
        )
    say(f"{known.sum():,} of the {len(known):,} rated movies have a title, from {named.name}")
    report = Report(shares_movie_ids=named.report.shares_movie_ids)
    table, links = listed[["raw_title", "genres"]], Links(listed[list(IDS)])
    return assemble_counted(name, Path(path), counted, table, report, links)


def _same(one: MovieCounts, other: MovieCounts) -> bool:
    return np.array_equal(one.movie_ids, other.movie_ids) and np.array_equal(
        one.by_stars, other.by_stars
    )


@contextmanager
def _handed_over(data: Dataset) -> Iterator[str]:
    """Write a data set's ratings where a Spark on this machine reads them, for so long."""
    home = paths.processed_home()
    with ExitStack() as until_trained:
        try:
            path = until_trained.enter_context(disk.new_folder(home)) / "ratings.parquet"
            parquet.write_table(pa.Table.from_pandas(data.rated, preserve_index=False), path)
        except OSError as error:
            raise ArtifactError(
                f"the ratings cannot be handed to Spark in {paths.shown(home)} "
                f"({error.strerror or error}); set RECSYS_HOME to a folder that can be written"
            ) from error
        yield str(path)
