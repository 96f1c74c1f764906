"""The command `bundle`: all that serving needs, and no rating of anybody, in one folder."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from recsys import bundle as bundles
from recsys import loading
from recsys.commands import arguments
from recsys.commands.printing import say, show, show_progress


def add_to(verb: Callable[..., ArgumentParser]) -> None:
    """Add this command to the parser."""
    command = verb("bundle", "write all that serving needs, without the ratings", bundle)
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")
    command.add_argument(
        "--sample-people",
        type=int,
        default=0,
        metavar="N",
        help="put the ratings of N people, chosen by chance, into the bundle, without their ids or "
        "times, for what needs people (questions, people like you). Their ratings can be read by "
        "whoever gets the bundle, and unusual ones may tell who somebody is (default: nobody's)",
    )
    arguments.add_preset(command)


def bundle(args: Namespace) -> None:
    bundles.check_target(args.out)
    source, config = arguments.source(args)
    ready = loading.recommender(source, config, on_progress=show_progress, on_notice=say)
    done = bundles.make(args.out, source, ready.model, args.sample_people, say)
    line = f"{done.path}: {done.movies:,} movies, {done.bytes:,} bytes, format {done.format}"
    show(args, done, [line])
