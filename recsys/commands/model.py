"""Commands that train a model and measure it: `train`, `evaluate`, `questions` and `prices`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pyarrow as pa
from pyarrow import parquet

from recsys import disk, paths
from recsys import evaluate as evaluation
from recsys.commands import arguments
from recsys.commands.printing import kept_or_said, say, show, show_progress, show_step
from recsys.data.dataset import Dataset
from recsys.data.registry import open_dataset
from recsys.data.tables.columns import Columns, parse_columns
from recsys.errors import ArtifactError, ConfigError, DataError
from recsys.model import spark, store
from recsys.model.als import CPU, GPU, engine_for
from recsys.model.config import SPARK, ModelConfig, preset
from recsys.model.model import Model, train_model
from recsys.text import excerpt

AUTO = "auto"
MASTER = "local[*]"
"""All cores of this machine."""


def add_to(verb: Callable[..., ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = verb("train", "train a model and keep it", train)
    command.add_argument("--factors", type=int, metavar="K")
    command.add_argument("--regularization", type=float, metavar="L")
    command.add_argument("--alpha", type=float, metavar="A")
    command.add_argument("--iterations", type=int, metavar="N")
    arguments.add_min_rating(command)
    arguments.add_preset(command)
    command.add_argument(
        "--engine",
        choices=(AUTO, CPU, GPU, SPARK),
        default=AUTO,
        help="what trains; auto is a GPU where there is one, else the CPU (default: %(default)s)",
    )
    command.add_argument(
        "--master", metavar="URL", help=f"of Spark: spark://HOST:7077, say (default: {MASTER})"
    )
    command.add_argument(
        "--ratings",
        metavar="PATH|PATTERN",
        help="CSV or Parquet that Spark reads wherever it lies, in place of the data set's own",
    )
    command = verb("evaluate", "measure models on people they never saw", evaluate)
    command.add_argument("--protocol", choices=tuple(evaluation.PROTOCOLS), default="few-shot")
    command.add_argument(
        "--models",
        default=",".join(evaluation.MODELS),
        help="separated by commas (default: %(default)s)",
    )
    command.add_argument("--seed", type=int, default=0)
    command = verb("questions", "measure what asking people ten questions is worth", questions)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument(
        "--people",
        choices=evaluation.PARTS,
        default="test",
        help="whom to ask (default: %(default)s)",
    )
    arguments.add_preset(
        verb("prices", "measure what each dial costs, on people the model never saw", prices)
    )


def train(args: Namespace) -> None:
    engine = args.engine
    if engine == SPARK:
        model = _train_on_spark(args)
    else:
        if args.master is not None or args.ratings is not None:
            raise ConfigError("--master and --ratings are Spark's; add --engine spark")
        engine = engine_for(None if engine == AUTO else engine)
        source, config = arguments.source(args)
        data = source.dataset
        model = train_model(
            source.interactions, config, data.name, data.fingerprint, show_progress, engine=engine
        )
    path = kept_or_said(lambda: store.save(model))
    report = model.report
    result = {
        "dataset": report.dataset,
        "config": model.config.to_dict(),
        "users": report.users,
        "movies": report.movies,
        "likes": report.likes,
        "seconds": report.seconds,
        "loss": report.losses[-1],
        "path": None if path is None else str(path),
        "engine": engine,
    }
    show(args, result, [f"{name}: {value}" for name, value in result.items()])


def _train_on_spark(args: Namespace) -> Model:
    if args.preset not in ("default", SPARK):
        raise ConfigError(f"Spark trains its own preset, not '{args.preset}'; leave --preset out")
    columns = None if args.columns is None else parse_columns(args.columns)
    # The columns are those of the ratings that are named; without any, the data set's.
    data = arguments.dataset(args) if args.ratings is None else open_dataset(args.dataset)
    config = arguments.with_changes(args, preset(SPARK, args.seed))
    say("Spark starts")
    with spark.running(args.master or MASTER) as session:
        if args.ratings is not None:
            return _trained(session, args.ratings, columns, data, config)
        with _handed_over(data) as path:
            return _trained(session, path, None, data, config)


def _trained(
    session: object, path: str, columns: Columns | None, data: Dataset, config: ModelConfig
) -> Model:
    """Train on Spark what is kept as a data set's model, and so must be its ratings."""
    say("Spark reads and checks the ratings")
    ratings = spark.read(session, path, columns)
    counts = spark.count(ratings)
    if not counts.are_of(data.ratings):
        raise DataError(
            f"{excerpt(path)} holds {counts.ratings:,} ratings of {len(counts.movie_ids):,} movies "
            f"that are not those of {data.name}, under whose name the model would be kept; name "
            "with --dataset the data set that they are of"
        )
    say(f"Spark trains on {counts.ratings:,} ratings, {config.train.iterations} iterations")
    return spark.train(ratings, counts, config, data.name, data.fingerprint)


@contextmanager
def _handed_over(data: Dataset) -> Iterator[str]:
    """Write a data set's ratings where a Spark on this machine reads them, for so long."""
    home = paths.processed_home()
    with ExitStack() as until_trained:
        try:
            path = until_trained.enter_context(disk.new_folder(home)) / "ratings.parquet"
            parquet.write_table(pa.Table.from_pandas(data.ratings, preserve_index=False), path)
        except OSError as error:
            raise ArtifactError(
                f"the ratings cannot be handed to Spark in {paths.shown(home)} "
                f"({error.strerror or error}); set RECSYS_HOME to a folder that can be written"
            ) from error
        yield str(path)


def evaluate(args: Namespace) -> None:
    models = [name.strip() for name in args.models.split(",") if name.strip()]
    found = evaluation.evaluate(
        open_dataset(args.dataset), args.protocol, models, args.seed, on_step=show_step
    )
    kept_or_said(lambda: evaluation.save(found))
    lines = [f"{found.protocol}, {found.users} people held out, {found.minutes:.1f} min"]
    lines += [
        f"{row.model:13} given {row.given:<4g} NDCG@10 {row.ndcg_at_10:.4f} "
        f"({row.ci95[0]:.4f} to {row.ci95[1]:.4f})  Recall@20 {row.recall_at_20:.4f}"
        for row in found.rows
    ]
    lines += [f"{model}: left out, {why}" for model, why in found.skipped.items()]
    show(args, found, lines)


def questions(args: Namespace) -> None:
    found = evaluation.ask(
        open_dataset(args.dataset), args.seed, args.people, on_person=_show_people
    )
    kept_or_said(lambda: evaluation.save(found))
    lines = [
        f"{found.questions} questions to {found.users} people held out, {found.minutes:.1f} min"
    ]
    for way in found.ways:
        start, end = way.ndcg_at_10[0], way.ndcg_at_10[-1]
        line = (
            f"{way.name:20} NDCG@10 {start.mean:.4f} to {end.mean:.4f} "
            f"({end.low:.4f} to {end.high:.4f}), {way.answered.mean:.1f} answered"
        )
        if (ours := way.ours_minus_this) is not None:
            line += f", ours {ours.difference:+.4f} ({ours.low:+.4f} to {ours.high:+.4f})"
        lines.append(line)
    show(args, found, lines)


def prices(args: Namespace) -> None:
    found = evaluation.measure_prices(
        arguments.dataset(args), args.preset, args.seed, on_step=show_step
    )
    kept_or_said(lambda: evaluation.save(found))
    lines = [f"{found.users} people held out, {found.draws} draws each, {found.minutes:.1f} min"]
    lines += [
        f"{p.given:g} likes given, {p.dial:10} {p.at:+.2f}  "
        + "  ".join(f"{name} {estimate.mean:.4f}" for name, estimate in p.metrics.items())
        for p in found.positions
    ]
    show(args, found, lines)


def _show_people(way: str, done: int, people: int) -> None:
    if done % 100 == 0:
        say(f"{way}: {done} of {people} people")
