"""Commands about one's own ratings: `import` and `link`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recsys.commands import arguments
from recsys.commands.printing import show
from recsys.errors import DataError
from recsys.profile import link as links
from recsys.profile.importing.archives import bytes_of
from recsys.profile.importing.importer import Importer


def add_to(verb: Callable[..., ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = verb("import", "read an export of ratings or a watchlist", import_ratings)
    command.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="an export of Letterboxd, IMDb, MovieLens, Trakt, TMDB, Netflix, Kinopoisk, Criticker "
        "or Cinefold, any CSV, or titles one a line",
    )
    command = verb("link", "turn a profile into a link, or read one", link)
    command.add_argument("--decode", metavar="TOKEN", help="print the profile that a token carries")
    arguments.add_profile(command)


def import_ratings(args: Namespace) -> None:
    found = Importer(arguments.dataset(args)).read(args.file.name, bytes_of(args.file))
    result = {**found.to_dict(), "profile": links.encode(found.profile())}
    lines = [f"{m.title}: {m.stars or 'seen'}" for m in found.matched]
    lines += [f"{w.title}: to see" for w in found.watchlist]
    lines += [f"doubtful: {d.title}, {d.reason} ({'; '.join(d.names)})" for d in found.doubtful]
    lines += [f"not matched: {u.title}, {u.reason}" for u in found.unmatched]
    show(args, result, [*lines, *found.notes, str(result["profile"])])


def link(args: Namespace) -> None:
    if args.decode is not None:
        if not args.decode:
            raise DataError("the token is empty; give the part after p= of a Cinefold link")
        profile = links.decode(args.decode)
        result: dict[str, Any] = {
            "profile": [{"movie_id": m, "stars": s} for m, s in profile.ratings],
            "not_interested": list(profile.not_interested),
        }
        if profile.catalogue:
            result["catalogue"] = profile.catalogue
        if profile.seen:
            result["seen"] = list(profile.seen)
        if profile.watchlist:
            result["watchlist"] = list(profile.watchlist)
        if profile.weights:
            result["weights"] = [{"movie_id": m, "weight": w} for m, w in profile.weights]
        show(args, result, [f"{m}: {s:g} stars" for m, s in profile.ratings])
        return
    token = links.encode(arguments.profile(args).profile)
    show(args, {"token": token, "query": f"?p={token}" if token else ""}, [token])
