"""Commands about a data set: `summary`, `popular`, `search` and `fetch`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from recsys import explore
from recsys.commands import arguments
from recsys.commands.printing import show
from recsys.data import install
from recsys.data.titles import search as searching
from recsys.errors import ConfigError

LONGEST_QUERY = 200
"""Characters; longer than any title."""


def add_to(verb: Callable[..., ArgumentParser]) -> None:
    """Add these commands to the parser."""
    arguments.add_min_rating(verb("summary", "count what the data set holds", summary))
    command = verb("popular", "list the most liked movies", popular)
    arguments.add_length(command, 30)
    arguments.add_min_rating(command)
    command = verb("search", "find movies by words of their title", search)
    command.add_argument("query", help="words; | separates alternatives")
    command.add_argument("--exact", action="store_true", help="plain substring search")
    arguments.add_length(command, 50)
    arguments.add_min_rating(command)
    command = verb("fetch", "install a MovieLens release, or a bundle from the web", fetch)
    command.add_argument("name", metavar="NAME|URL")
    command.add_argument("--as", dest="called", default="", metavar="NAME", help="a bundle's name")
    command.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a local copy")


def summary(args: Namespace) -> None:
    dataset = arguments.dataset(args)
    found = asdict(explore.summarize(dataset, arguments.min_rating(args)))
    lines = [f"{name}: {value}" for name, value in found.items()]
    result = {**found, "report": dataset.report.to_dict()}
    report = [f"{name}: {value}" for name, value in result["report"].items() if value]
    show(args, result, [*lines, "", *report])


def popular(args: Namespace) -> None:
    movies = explore.popular(arguments.dataset(args), args.n, arguments.min_rating(args))
    lines = [f"{m.rank:4}  {m.likes:6,} likes  {m.title}  #{m.movie_id}" for m in movies]
    show(args, movies, lines)


def search(args: Namespace) -> None:
    if len(args.query) > LONGEST_QUERY:
        raise ConfigError(
            f"the query has {len(args.query):,} characters, expected at most {LONGEST_QUERY}; "
            "a few words of a title are enough"
        )
    table = explore.popularity(arguments.dataset(args), arguments.min_rating(args))
    found = searching.search(table, args.query, args.n, args.exact)
    movies = [
        {**asdict(movie), "match": match}
        for movie, match in zip(explore.ranked_movies(found), found["match"], strict=True)
    ]
    show(args, movies, [f"{m['likes']:6,} likes  {m['title']}  #{m['movie_id']}" for m in movies])


def fetch(args: Namespace) -> None:
    if args.name.startswith(("http://", "https://")):
        if args.source is not None:
            raise ConfigError("--from names a copy of a release; a bundle's file needs no fetching")
        done = install.fetch_bundle(args.name, args.called)
    else:
        done = install.fetch(args.name, args.source)
    checked = f"verified by {done.verified_by}" if done.verified else "nothing to verify it by"
    show(args, done, [f"{done.dataset}: {done.ratings:,} ratings in {done.path}, {checked}"])
