"""The command line: the same verbs as in the browser. Results on stdout, the rest on stderr."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from recsys.commands import bundle, data, lists, model, profile
from recsys.commands.arguments import check
from recsys.data.releases import DEFAULT_DATASET
from recsys.errors import RecsysError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0, or 2 for bad usage or bad input (one line that starts with `error:` on stderr).
    """
    try:
        arguments = build_parser().parse_args(argv)
        check(arguments)
        arguments.run(arguments)
    except RecsysError as error:
        print(f"error: {' '.join(str(error).splitlines())}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("error: interrupted; nothing half done was kept", file=sys.stderr)
        return 130
    return 0


class _Parser(argparse.ArgumentParser):
    """Usage errors in one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each room of commands adds its own."""
    parser = _Parser(prog="python -m recsys", description="Movie recommendations, explained.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def verb(
        name: str, help: str, run: Callable[[argparse.Namespace], None]
    ) -> argparse.ArgumentParser:
        command = verbs.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        command.add_argument(
            "--dataset",
            default=os.environ.get("RECSYS_DATASET") or DEFAULT_DATASET,
            metavar="NAME|PATH",
            help="installed data set, a GroupLens archive or folder, a bundle or its zip, or a CSV "
            "or Parquet file of your own (default: %(default)s)",
        )
        command.add_argument(
            "--columns",
            metavar="user=A,item=B,rating=C",
            help="which columns of your own file are which, where their names do not say so",
        )
        command.add_argument("--json", action="store_true", help="print one JSON document")
        return command

    for group in (data, lists, model, bundle, profile):
        group.add_to(verb)
    return parser
