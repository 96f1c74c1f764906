"""How a person steers their list: filters and dials, and how a link carries them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from recsys.recommend import dials
from recsys.recommend.filters import ANY, NO_FILTERS, ONLY, WATCHLIST, WITHOUT, Filters
from recsys.text import excerpt

SHARE = "|"
"""Between the genres of one parameter; MovieLens keeps them apart by it, so none holds it."""
MAX_TEXT = 100
_MAX_NUMBER = 10_000_000


@dataclass(frozen=True)
class Settings:
    """Filters and dials; at rest the list is as the model says.

    Raises
    ------
    ConfigError
        A dial is out of its bounds.
    """

    filters: Filters = NO_FILTERS
    popularity: float = 0.0
    """−1 (hidden gems) to 1 (blockbusters)."""
    diversity: float = 0.0
    """0 (closest to the taste) to 1 (as varied as can be)."""

    def __post_init__(self) -> None:
        dials.check(self.popularity, self.diversity)

    def to_query(self) -> dict[str, str]:
        """Return what differs from rest as parameters of a link."""
        f = self.filters
        written = {
            "genre": SHARE.join(f.genres),
            "not-genre": SHARE.join(f.without_genres),
            "from": "" if f.year_from is None else str(f.year_from),
            "to": "" if f.year_to is None else str(f.year_to),
            "min-likes": str(f.min_likes or ""),
            "title": f.text,
            "rated": "yes" if f.include_rated else "",
            "list": f.watchlist,
            "popularity": f"{self.popularity:g}" if self.popularity else "",
            "diversity": f"{self.diversity:g}" if self.diversity else "",
        }
        return {name: value for name, value in written.items() if value}


PARAMETERS = (
    *("genre", "not-genre", "from", "to", "min-likes", "title", "rated", "list"),
    *("popularity", "diversity"),
)
"""The link's parameters that are settings."""


def from_query(query: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """Return the settings that a link's parameters say, and a sentence on each that is impossible.

    What is impossible is left out; the rest counts.
    """
    problems: list[str] = []

    def number(name: str, least: float, most: float) -> float | None:
        if not (text := query.get(name, "")):
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if least <= value <= most:
            return value
        problems.append(
            f"the link says {name}={excerpt(text, 20)}; expected a number from {least:g} to "
            f"{most:g}, so it is left out"
        )
        return None

    def whole(name: str, most: int) -> int | None:
        value = number(name, 0, most)
        return None if value is None else int(value)

    if (watchlist := query.get("list", "")) not in WATCHLIST:
        problems.append(
            f"the link says list={excerpt(watchlist, 20)}; expected {ONLY} or {WITHOUT}, so it is "
            "left out"
        )
        watchlist = ANY
    filters = Filters(
        genres=_genres(query.get("genre", "")),
        without_genres=_genres(query.get("not-genre", "")),
        year_from=whole("from", 9999),
        year_to=whole("to", 9999),
        min_likes=whole("min-likes", _MAX_NUMBER) or 0,
        text=excerpt(query.get("title", ""), MAX_TEXT),
        include_rated=query.get("rated") == "yes",
        watchlist=watchlist,
    )
    turned = {name: number(name, *bounds) or 0.0 for name, bounds in dials.BOUNDS.items()}
    return Settings(filters, **turned), problems


def _genres(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g for g in text[:1000].split(SHARE) if g.strip()))
