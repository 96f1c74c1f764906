"""The flags that several commands have, and what they stand for."""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

from recsys import loading
from recsys.commands.printing import say, show_progress
from recsys.data.dataset import Dataset
from recsys.data.registry import open_dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.tables.columns import parse_columns
from recsys.errors import ConfigError, DataError
from recsys.model.config import ModelConfig
from recsys.profile import link as links
from recsys.profile.carry import Carried, carry_into
from recsys.profile.importing.archives import bytes_of
from recsys.profile.importing.importer import Importer
from recsys.recommend.filters import ONLY, WITHOUT
from recsys.recommend.recommender import Recommender
from recsys.text import excerpt

BOUNDS = {"n": (-inf, 1_000_000), "movie_id": (-(2**63), 2**63 - 1), "seed": (0, 2**32 - 1)}
"""What the arrays and generators behind a command can hold; the rest is checked there."""


def add_length(command: ArgumentParser, default: int) -> None:
    command.add_argument("-n", type=int, default=default, help="how many (default: %(default)s)")


def add_min_rating(command: ArgumentParser) -> None:
    """Add `--min-rating`, see `min_rating`."""
    command.add_argument("--min-rating", type=float, metavar="R", help="fewest stars of a like")


def add_preset(command: ArgumentParser) -> None:
    """Add the flags that choose a trained configuration, see `source`."""
    command.add_argument(
        "--preset",
        default="default",
        help="default or notebook; spark: what Spark trained",
    )
    command.add_argument("--seed", type=int, default=0)


def add_profile(command: ArgumentParser) -> None:
    """Add the flags that make a profile, see `profile`."""
    command.add_argument(
        "--rate", action="append", default=[], metavar="ID=STARS", help="repeatable"
    )
    command.add_argument("--profile", default="", metavar="TOKEN", help="a link's profile")
    command.add_argument("--not-interested", action="append", default=[], type=int, metavar="ID")


def add_watchlist(command: ArgumentParser) -> None:
    """Add the flags that bring a watchlist along, see `watchlist`."""
    either = command.add_mutually_exclusive_group()
    for flag, meaning in (("--only", "only movies"), ("--without", "no movie")):
        either.add_argument(
            flag,
            type=Path,
            metavar="FILE",
            help=f"{meaning} of a watchlist: an export, or titles, one a line",
        )


def check(args: Namespace) -> None:
    """Refuse whole numbers beyond `BOUNDS`.

    Raises
    ------
    ConfigError
        A number is out of its bounds.
    """
    for name, (low, high) in BOUNDS.items():
        value = getattr(args, name, None)
        if value is not None and not low <= value <= high:
            raise ConfigError(f"{name} is {value:g}; expected a value from {low:g} to {high:g}")


def dataset(args: Namespace) -> Dataset:
    """Open the data set that was named."""
    columns = None if args.columns is None else parse_columns(args.columns)
    return open_dataset(args.dataset, columns, on_notice=say)


def source(args: Namespace) -> tuple[loading.Source, ModelConfig]:
    """Return the data set with its likes, and the configuration: a preset with changes or not."""
    opened = dataset(args)
    config = with_changes(args, loading.configured(opened, args.preset, args.seed))
    return loading.Source(opened, config.train.min_rating), config


def with_changes(args: Namespace, config: ModelConfig) -> ModelConfig:
    """Return a configuration with what the flags change of it."""
    names = ("factors", "regularization", "alpha", "iterations", "min_rating")
    given: dict[str, Any] = {name: getattr(args, name, None) for name in names}
    if changes := {name: value for name, value in given.items() if value is not None}:
        config = replace(config, train=replace(config.train, **changes), preset="custom")
    return config


def recommender(args: Namespace) -> Recommender:
    """Return the recommender that was named, trained now if it never was."""
    named, config = source(args)
    return loading.recommender(named, config, on_progress=show_progress, on_notice=say)


def profile(args: Namespace) -> Carried:
    """Return a link's profile with what was rated and refused beside it, in the data set's ids.

    What the link holds and the data set lacks is said.

    Raises
    ------
    DataError
        A rating is not ID=STARS.
    """
    carried = carry_into(links.decode(args.profile), dataset(args))
    for movie in carried.lost:
        say(f"left out: {movie.title}, {movie.reason}")
    made = carried.profile
    for rating in args.rate:
        movie_id, _, stars = rating.partition("=")
        try:
            made = made.rate(int(movie_id), float(stars))
        except (ValueError, OverflowError):
            raise DataError(f"--rate {rating} is not ID=STARS; write for example 1196=5") from None
    for movie_id in args.not_interested:
        made = made.exclude(movie_id)
    return replace(carried, profile=made)


@dataclass(frozen=True)
class Watchlist:
    """A file's watchlist in a data set's ids."""

    use: str
    """`ONLY` or `WITHOUT`."""
    movie_ids: tuple[int, ...]
    unknown: tuple[str, ...]
    """What the data do not know, as the file calls it."""
    doubtful: tuple[str, ...]
    """What may be one of several movies, and so is none."""


def watchlist(args: Namespace) -> Watchlist | None:
    """Return the watchlist of `--only` or `--without`, None where there is neither.

    A file that holds ratings and no watchlist is taken for a list of the movies that it rates.

    Raises
    ------
    DataError
        The file cannot be read, or holds no movie that the data set knows.
    """
    path: Path | None = args.only or args.without
    if path is None:
        return None
    opened = dataset(args)
    found = Importer(opened).read(path.name, bytes_of(path))
    unknown, doubtful = found.unmatched, found.doubtful
    movie_ids = tuple(one.movie_id for one in found.watchlist)
    unknown_here = tuple(one for one in unknown if one.wanted)
    doubtful_here = tuple(one for one in doubtful if one.wanted)
    if movie_ids or unknown_here or doubtful_here:
        unknown, doubtful = unknown_here, doubtful_here
    else:
        movie_ids = tuple(one.movie_id for one in found.matched)
    if not movie_ids:
        raise DataError(
            f"{excerpt(path.name)} names no movie that {opened.name} has for certain; choose a "
            "watchlist, or titles with their years, one a line"
        )
    return Watchlist(
        ONLY if args.only else WITHOUT,
        movie_ids,
        tuple(one.title for one in unknown),
        tuple(one.title for one in doubtful),
    )


def min_rating(args: Namespace) -> float:
    """Return the fewest stars of a like.

    Raises
    ------
    DataError
        Out of 0.5 to 5.
    """
    value = DEFAULT_MIN_RATING if args.min_rating is None else args.min_rating
    if not 0.5 <= value <= 5:
        raise DataError(f"--min-rating is {value:g}; expected 0.5 to 5 stars")
    return float(value)
