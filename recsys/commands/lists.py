"""Commands that list and explain movies: `similar`, `recommend` and `explain`."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, replace

from recsys import loading
from recsys.commands import arguments
from recsys.commands.printing import show, show_progress
from recsys.model.similar import METHODS
from recsys.recommend.filters import ANY, Filters
from recsys.text import excerpt


def add_to(verb: Callable[..., ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = verb("similar", "list movies similar to one", similar)
    command.add_argument("movie_id", type=int, metavar="ID")
    command.add_argument("--method", choices=METHODS, help="cosine is the notebook's")
    arguments.add_length(command, 5)
    arguments.add_preset(command)
    command = verb("recommend", "recommend movies for a profile", recommend)
    arguments.add_length(command, 20)
    command.add_argument("--include-rated", action="store_true", help="list rated movies too")
    command.add_argument("--mode", choices=("fold-in", "retrain"), default="fold-in")
    for flag, meaning in (("--genre", "only movies of"), ("--not-genre", "no movies of")):
        command.add_argument(
            flag, action="append", default=[], metavar="G", help=f"{meaning} this genre; repeatable"
        )
    command.add_argument("--min-likes", type=int, default=0, metavar="L")
    command.add_argument("--title", default="", metavar="TEXT", help="only titles that hold it")
    command.add_argument("--year-from", type=int, metavar="Y")
    command.add_argument("--year-to", type=int, metavar="Y")
    command.add_argument(
        "--popularity",
        type=float,
        default=0.0,
        metavar="X",
        help="-1: hidden gems, 1: blockbusters",
    )
    command.add_argument(
        "--diversity", type=float, default=0.0, metavar="X", help="0: closest to taste, 1: varied"
    )
    arguments.add_watchlist(command)
    arguments.add_preset(command)
    arguments.add_profile(command)
    command = verb("explain", "explain one movie's score for a profile", explain)
    command.add_argument("movie_id", type=int, metavar="ID")
    arguments.add_preset(command)
    arguments.add_profile(command)


def similar(args: Namespace) -> None:
    movies = arguments.recommender(args).similar(args.movie_id, args.n, args.method)
    lines = [f"{m.rank:3}  {m.similarity:6.3f}  {m.title}  #{m.movie_id}" for m in movies]
    show(args, movies, lines)


def recommend(args: Namespace) -> None:
    carried = arguments.profile(args)
    if wanted := arguments.watchlist(args):
        listed = replace(carried.profile, watchlist=()).want(wanted.movie_ids)
        carried = replace(carried, profile=listed)
    filters = Filters(
        tuple(args.genre),
        tuple(args.not_genre),
        args.year_from,
        args.year_to,
        args.min_likes,
        args.title,
        args.include_rated,
        wanted.use if wanted else ANY,
    )
    dials = args.popularity, args.diversity
    if args.mode == "retrain":
        source, config = arguments.source(args)
        started = time.perf_counter()
        shared = loading.stored(source, config)
        ready = loading.retrain_with(source, config, carried.profile, show_progress, shared=shared)
        result = ready.recommend(carried.profile, args.n, filters, *dials)
        result = replace(result, mode="retrain", seconds=time.perf_counter() - started)
    else:
        ready = arguments.recommender(args)
        result = ready.recommend(carried.profile, args.n, filters, *dials)
    result = result.with_lost(carried)
    lines = [
        f"{r.rank:3}  {r.score:6.3f}  {r.title}  #{r.movie_id}" for r in result.recommendations
    ]
    if result.basis == "popularity":
        lines.insert(0, "no favourite that the model knows, so this is what most people like:")
    lines += [f"left out: movie {i.movie_id}, {i.reason}" for i in result.ignored]
    if wanted is None:
        show(args, result, lines)
        return
    unranked = [ready.dataset.title(m) for m in wanted.movie_ids if m not in ready.model.movies]
    about = {
        "listed": len(wanted.movie_ids),
        "unknown": wanted.unknown,
        "doubtful": wanted.doubtful,
        "unranked": unranked,
    }
    lines += [f"not in these data: {excerpt(title)}" for title in wanted.unknown]
    lines += [f"not certain which movie: {excerpt(title)}" for title in wanted.doubtful]
    lines += [f"not ranked, for nobody likes it here: {title}" for title in unranked]
    show(args, {**asdict(result), wanted.use: about}, lines)


def explain(args: Namespace) -> None:
    found = arguments.recommender(args).explain(args.movie_id, arguments.profile(args).profile)
    lines = [f"{found.title}: score {found.score:.3f}, rank {found.rank:,}"]
    lines += [f"{c.contribution:+8.3f}  {c.title}" for c in found.contributions]
    lines += [f"without {w.title}: score {w.score:.3f}, rank {w.rank:,}" for w in found.without]
    show(args, found, lines)
