"""What is said about the taste map."""

from math import isinf

from recsys.map.groups import Purity
from recsys.map.projection import EDGE, NEAREST, WIDER, MovieMap
from recsys.map.regions import Region
from recsys.text import percent

_MIDDLE = EDGE / 5
_ROUND, _ENDLESS = 10, 100
"""Lifts from which decimals say nothing, and from which the number itself says nothing."""
_MOVIES = {
    "Action": "action", "Adventure": "adventures", "Animation": "animation",
    "Children": "children's movies", "Children's": "children's movies", "Comedy": "comedies",
    "Crime": "crime", "Documentary": "documentaries", "Drama": "dramas", "Fantasy": "fantasy",
    "Film-Noir": "film noir", "Horror": "horror", "IMAX": "IMAX", "Musical": "musicals",
    "Mystery": "mysteries", "Romance": "romances", "Sci-Fi": "science fiction",
    "Thriller": "thrillers", "War": "war movies", "Western": "westerns",
}  # fmt: skip


def called(region: Region) -> str:
    """Name a region: "1990s thrillers", "animation", "2010s"."""
    movies = None if region.genre is None else _MOVIES.get(region.genre, region.genre)
    return " ".join(part for part in (region.decade, movies) if part)


def times(region: Region) -> str:
    """Say how many times as many there are as elsewhere, without the word "as" around it."""
    if isinf(region.lift):
        return "nowhere else"
    if region.lift >= _ENDLESS:
        return "hardly anywhere else"
    return f"{region.lift:.{1 if region.lift < _ROUND else 0}f} times as many as elsewhere"


def lift(region: Region) -> str:
    """Say what a region's name rests on."""
    return f"{times(region)} ({region.found:,} of the {region.of:,} movies there)"


def whose(name: str | None) -> str:
    """Say whose the favourites on the map are and who stands there, up to the place."""
    return "of yours. You stand" if name is None else f"of the example “{name}”, which stands"


def neighbours(found: Purity | None, what: str) -> str:
    """Say how often neighbours are of one group; empty where too few lie there to say."""
    if found is None:
        return ""
    return (
        f"Of the ten dots nearest to a dot, {percent(found.near)} are of its {what}; of ten picked "
        f"at random it would be {percent(found.chance)}."
    )


def honest(made: MovieMap, catalogue: int) -> str:
    """Say how far the map can be trusted, with the figures measured on it."""
    count = len(made.rows)
    if count < 3:
        return "With so few movies there is nothing to tell from a map."
    chance = min(WIDER / (count - 1), 1.0)
    said = (
        "How far to trust it: a flat map cannot keep every neighbour. Of the ten movies most loved "
        f"by the same people as a movie, {percent(made.kept)} are among its {NEAREST} nearest here "
        f"and {percent(made.kept_wider)} among its {WIDER} nearest (with movies thrown on the map "
        f"at random: {percent(chance)}). So a neighbour is worth a look; left and right, up and "
        "down, and the way between far places mean nothing."
    )
    dots = len(made.dots)
    if dots < catalogue:
        said += f" Dots are the {dots:,} best-known of {catalogue:,} movies."
    if dots < count:
        said += f" The {count - dots:,} next ones are the faint shade behind them."
    if count < catalogue:
        said += (
            " Any other that you rate, find or are recommended stands among the five that are most "
            "like it."
        )
    return said


def where(x: float, y: float) -> str:
    """Say in words where a point lies: "upper left", "middle"."""
    vertical = "" if abs(y) <= _MIDDLE else "upper" if y > 0 else "lower"
    horizontal = "" if abs(x) <= _MIDDLE else "right" if x > 0 else "left"
    if not horizontal:
        return {"": "middle", "upper": "top", "lower": "bottom"}[vertical]
    return f"{vertical} {horizontal}".strip()
