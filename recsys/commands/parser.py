"""The command line: the same verbs as in the browser. Results on stdout, the rest on stderr."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from recsys.commands import questions as questions_command
from recsys.commands import verbs as commands
from recsys.data.releases import DEFAULT_DATASET
from recsys.errors import RecsysError
from recsys.evaluate import MODELS, PARTS, PROTOCOLS
from recsys.model.similar import METHODS

Command = Callable[[argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0, or 2 for bad usage or bad input (one line that starts with `error:` on stderr).
    """
    try:
        arguments = build_parser().parse_args(argv)
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
    parser = _Parser(prog="python -m recsys", description="Movie recommendations, explained.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def verb(name: str, help: str, run: Command) -> argparse.ArgumentParser:
        command = verbs.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        command.add_argument(
            "--dataset",
            default=os.environ.get("RECSYS_DATASET") or DEFAULT_DATASET,
            metavar="NAME|PATH",
            help="installed data set, a GroupLens archive or folder, or a CSV or Parquet file of "
            "your own (default: %(default)s)",
        )
        command.add_argument(
            "--columns",
            metavar="user=A,item=B,rating=C",
            help="which columns of your own file are which, where their names do not say so",
        )
        command.add_argument("--json", action="store_true", help="print one JSON document")
        return command

    summary = verb("summary", "count what the data set holds", commands.summary)
    popular = verb("popular", "list the most liked movies", commands.popular)
    _list_length(popular, 30)
    search = verb("search", "find movies by words of their title", commands.search)
    search.add_argument("query", help="words; | separates alternatives")
    search.add_argument("--exact", action="store_true", help="plain substring search")
    _list_length(search, 50)
    similar = verb("similar", "list movies similar to one", commands.similar)
    similar.add_argument("movie_id", type=int, metavar="ID")
    similar.add_argument("--method", choices=METHODS, help="cosine is the notebook's")
    _list_length(similar, 5)
    recommend = verb("recommend", "recommend movies for a profile", commands.recommend)
    _list_length(recommend, 20)
    recommend.add_argument("--include-rated", action="store_true", help="list rated movies too")
    recommend.add_argument("--mode", choices=("fold-in", "retrain"), default="fold-in")
    for flag, meaning in (("--genre", "only movies of"), ("--not-genre", "no movies of")):
        recommend.add_argument(
            flag, action="append", default=[], metavar="G", help=f"{meaning} this genre; repeatable"
        )
    recommend.add_argument("--min-likes", type=int, default=0, metavar="L")
    recommend.add_argument("--title", default="", metavar="TEXT", help="only titles that hold it")
    recommend.add_argument("--year-from", type=int, metavar="Y")
    recommend.add_argument("--year-to", type=int, metavar="Y")
    recommend.add_argument(
        "--popularity",
        type=float,
        default=0.0,
        metavar="X",
        help="-1: hidden gems, 1: blockbusters",
    )
    recommend.add_argument(
        "--diversity", type=float, default=0.0, metavar="X", help="0: closest to taste, 1: varied"
    )
    explain = verb("explain", "explain one movie's score for a profile", commands.explain)
    explain.add_argument("movie_id", type=int, metavar="ID")
    train = verb("train", "train a model and keep it", commands.train)
    train.add_argument("--factors", type=int, metavar="K")
    train.add_argument("--regularization", type=float, metavar="L")
    train.add_argument("--alpha", type=float, metavar="A")
    train.add_argument("--iterations", type=int, metavar="N")
    evaluate = verb("evaluate", "measure models on people they never saw", commands.evaluate)
    evaluate.add_argument("--protocol", choices=tuple(PROTOCOLS), default="few-shot")
    evaluate.add_argument(
        "--models", default=",".join(MODELS), help="separated by commas (default: %(default)s)"
    )
    evaluate.add_argument("--seed", type=int, default=0)
    questions = verb(
        "questions",
        "measure what asking people ten questions is worth",
        questions_command.questions,
    )
    questions.add_argument("--seed", type=int, default=0)
    questions.add_argument(
        "--people", choices=PARTS, default="test", help="whom to ask (default: %(default)s)"
    )
    prices = verb(
        "prices", "measure what each dial costs, on people the model never saw", commands.prices
    )
    fetch = verb("fetch", "install a MovieLens release", commands.fetch)
    fetch.add_argument("name", metavar="NAME")
    fetch.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a local copy")
    importing = verb("import", "read an export of ratings", commands.import_ratings)
    importing.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="Letterboxd, IMDb, MovieLens, Cinefold or any CSV",
    )
    link = verb("link", "turn a profile into a link, or read one", commands.link)
    link.add_argument("--decode", metavar="TOKEN", help="print the profile that a token carries")

    for command in (summary, popular, search, train):
        command.add_argument("--min-rating", type=float, metavar="R", help="fewest stars of a like")
    for command in (similar, recommend, explain, train, prices):
        command.add_argument("--preset", default="default", help="default or notebook")
        command.add_argument("--seed", type=int, default=0)
    for command in (recommend, explain, link):
        command.add_argument(
            "--rate", action="append", default=[], metavar="ID=STARS", help="repeatable"
        )
        command.add_argument("--profile", default="", metavar="TOKEN", help="a link's profile")
        command.add_argument(
            "--not-interested", action="append", default=[], type=int, metavar="ID"
        )
    return parser


def _list_length(command: argparse.ArgumentParser, default: int) -> None:
    command.add_argument("-n", type=int, default=default, help="how many (default: %(default)s)")
