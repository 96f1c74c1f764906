"""Commands that train a model, `train`, and measure it: `evaluate`, `questions` and so on."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from recsys import evaluate as evaluation
from recsys.commands import arguments
from recsys.commands.printing import kept_or_said, say, show, show_progress, show_step
from recsys.commands.training import MASTER, train_on_spark
from recsys.data.registry import open_dataset
from recsys.errors import ConfigError
from recsys.model import store
from recsys.model.als import CPU, GPU, engine_for
from recsys.model.config import SPARK
from recsys.model.model import train_model

AUTO = "auto"
_SHOWN = {
    "ndcg_at_100": "NDCG@100",
    "capped_recall_at_20": "capped Recall@20",
    "capped_recall_at_50": "capped Recall@50",
    "recall_at_20": "Recall@20",
    "known_at_10": "known of ten",
    "differ_at_10": "differ",
    "coverage": "coverage",
}


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
    command.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="write a bundle of what Spark trained and counted, in place of keeping the model here",
    )
    command = verb("evaluate", "measure models on people they never saw", evaluate)
    command.add_argument(
        "--protocol",
        choices=tuple(evaluation.NAMED),
        default="few-shot",
        help="standard: as published, likes from 4 stars; -3: from 3 (default: %(default)s)",
    )
    command.add_argument(
        "--models",
        default=",".join(evaluation.MODELS),
        help="separated by commas (default: %(default)s)",
    )
    command.add_argument("--seed", type=int, default=0)
    command.add_argument(
        "--seeds",
        type=int,
        default=1,
        metavar="N",
        help="so many from --seed on, each with test users of its own (default: %(default)s)",
    )
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
    arguments.add_preset(
        verb("chances", "measure how often people like what the model lists for them", chances)
    )


def train(args: Namespace) -> None:
    engine = args.engine
    if engine == SPARK:
        model, path = train_on_spark(args)
    else:
        if (args.master, args.ratings, args.out) != (None, None, None):
            raise ConfigError("--master, --ratings and --out are Spark's; add --engine spark")
        engine = engine_for(None if engine == AUTO else engine)
        source, config = arguments.source(args)
        data = source.dataset
        model = train_model(
            source.interactions, config, data.name, data.fingerprint, show_progress, engine=engine
        )
        kept = kept_or_said(lambda: store.save(model))
        path = None if kept is None else str(kept)
    report = model.report
    result = {
        "dataset": report.dataset,
        "config": model.config.to_dict(),
        "users": report.users,
        "movies": report.movies,
        "likes": report.likes,
        "seconds": report.seconds,
        "loss": report.losses[-1],
        "path": path,
        "engine": engine,
    }
    show(args, result, [f"{name}: {value}" for name, value in result.items()])


def evaluate(args: Namespace) -> None:
    models = [name.strip() for name in args.models.split(",") if name.strip()]
    found = evaluation.evaluate(
        open_dataset(args.dataset),
        args.protocol,
        models,
        range(args.seed, args.seed + args.seeds),
        on_step=show_step,
    )
    kept_or_said(lambda: evaluation.save(found))
    lines = [
        f"{found.protocol}, {found.users} people held out, {found.minutes:.1f} min; data "
        f"{found.fingerprint[:8]}, settings {found.configuration[:8]}, code {found.code[:8]}"
    ]
    for row in found.rows:
        line = (
            f"{row.model:13} given {row.given:<4g} NDCG@10 {row.ndcg_at_10:.4f} "
            f"({row.ci95[0]:.4f} to {row.ci95[1]:.4f})"
        )
        if len(found.seeds) > 1:
            line += f", by seed {' '.join(f'{mean:.4f}' for mean in row.by_seed['ndcg_at_10'])}"
        line += "".join(
            f"  {name} {row.metrics[metric].mean:.4f}"
            for metric, name in _SHOWN.items()
            if metric in row.metrics
        )
        lines.append(line)
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


def chances(args: Namespace) -> None:
    found = evaluation.measure_chances(
        arguments.dataset(args), args.preset, args.seed, on_step=show_step
    )
    kept_or_said(lambda: evaluation.save(found))
    lines = [f"{found.users} people held out, {found.draws} draws each, {found.minutes:.1f} min"]
    for told in found.told:
        low, high = told.bins[0], told.bins[-1]
        lines.append(
            f"given {told.given:<4g} {told.movies:,} rated movies, said {low.said:.3f} to "
            f"{high.said:.3f}, found {low.found.mean:.3f} to {high.found.mean:.3f}, calibration "
            f"error {told.error:.4f}, of the first ten {told.error_of_first:.4f}; at least "
            f"{told.at_least} of ten known to be liked, coverage {told.coverage:.3f}"
        )
    show(args, found, lines)


def _show_people(way: str, done: int, people: int) -> None:
    if done % 100 == 0:
        say(f"{way}: {done} of {people} people")
