"""Which column of a table says what, by its name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from recsys.data.tables.ratings import SCALES
from recsys.data.titles.forms import fold
from recsys.errors import ConfigError

# The likeliest name first: ids before titles, and one's own rating before the average that some
# exports hold beside it.
_NAMES = {
    "user": "userid user uid userno username usernr customerid customer reviewerid reviewer "
    "memberid member viewerid viewer personid person accountid account raterid rater profileid "
    "profile u who usuario utilisateur nutzer benutzer",
    "item": "movieid itemid filmid item iid itemno movienr mid productid product asin showid "
    "seriesid animeid bookid contentid titleid tconst imdbid tmdbid const id isbn movie film "
    "show series anime book content i what pelicula",
    "rating": "yourrating myrating yourated userrating yourscore myscore rating10 rating ratings "
    "ratingvalue stars star score userscore movierating filmrating bookrating itemrating starvalue "
    "grade overall vote bewertung wertung nota points mark оценка avis voto "
    "ocena betyg arvosana calificacion puntuacion valoracion stimmen value votes note r",
    "timestamp": "timestamp time date datetime ratedat daterated ratingdate ratingtime created "
    "createdat unixtime unixreviewtime reviewtime reviewdate watcheddate ts when t",
    "title": "title name film movie primarytitle movietitle itemtitle filmtitle moviename itemname "
    "filmname titel titre titulo producttitle originaltitle",
    # In one person's export. "Who" may be whom they went with.
    "name": "title name film movie primarytitle movietitle filmtitle filmname moviename titlename "
    "nameeng titel titre titulo titolo originaltitle",
    "original": "originaltitle nameeng namerus alternativetitle",
    "year": "year releaseyear startyear yearreleased movieyear filmyear releasedate released jahr "
    "annee anno ano год",
    "user_id": "userid user username profilename",
    "movie_id": "movieid movielensid",
    "imdb_id": "const imdbid imdbtitleid movieidsimdb idsimdb tconst",
    "tmdb_id": "tmdbid movieidstmdb idstmdb",
    "type": "titletype type mediatype",
    "thumbs": "thumbsvalue thumbs thumb",
    "address": "letterboxduri url",
    "series": "showtitle seasonnumber",
    "supplement": "supplementalvideotype",
}
_KIND = re.compile(r":(?:token|float)(?:_seq)?$", re.IGNORECASE)
"""RecBole writes what a column holds behind its name: `user_id:token`."""
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]|/\s*\d+|\bout of \d+", re.IGNORECASE)
_LONGEST = 100
"""Characters of a column's name that are read."""


def places(names: Sequence[str], roles: Iterable[str]) -> dict[str, int]:
    """Return the position of each role's column, the most wanted role first; none stands for two.

    `User ID`, `user_id` and `userId` are the same name, and `Rating (1-10)` is `Rating` unless
    there is another.
    """
    plain = [plain_name(name) for name in names]
    bare = [plain_name(_IN_BRACKETS.sub("", name[:_LONGEST])) for name in names]
    found: dict[str, int] = {}
    for role in roles:
        free = [
            known.index(name)
            for known in (plain, bare)
            for name in _NAMES[role].split()
            if name in known and known.index(name) not in found.values()
        ]
        if free:
            found[role] = free[0]
    return found


def plain_name(name: str) -> str:
    """Return a column's name for comparing."""
    return re.sub(r"[\W_]+", "", fold(_KIND.sub("", name[:_LONGEST].strip())))


@dataclass(frozen=True)
class Columns:
    """Columns of one's own data by name; None where there is none or it is to be recognised."""

    user: str | None = None
    item: str | None = None
    """An id or a title."""
    rating: str | None = None
    timestamp: str | None = None
    title: str | None = None
    scale: float | None = None
    """The scale's highest rating, one of `SCALES`; None: recognised from the ratings."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of user, item and rating that no column stands for."""
        return tuple(role for role in ROLES[:3] if getattr(self, role) is None)


ROLES = tuple(field.name for field in fields(Columns))[:-1]
"""What the columns of one's own data may be."""


def parse_columns(text: str) -> Columns:
    """Read `user=NAME,item=NAME,rating=NAME`, as on the command line.

    Raises
    ------
    ConfigError
        A part is no `role=NAME`, or the role does not exist.
    """
    given: dict[str, str] = {}
    for part in text.split(","):
        role, _, name = (piece.strip() for piece in part.partition("="))
        if not name or role.lower() not in (*ROLES, "scale"):
            raise ConfigError(
                f"'{part.strip()}' is not a column choice; write for example "
                "user=NAME,item=NAME,rating=NAME (also timestamp, title, scale)"
            )
        given[role.lower()] = name
    scale = given.pop("scale", None)
    try:
        return Columns(**given, scale=None if scale is None else float(scale))
    except ValueError:
        raise ConfigError(f"scale={scale} is not a number; use 1, 5, 10 or 100") from None


def recognise(names: Sequence[str], given: Columns | None = None) -> Columns:
    """Complete what a person chose, which goes first, by what the names of all columns say.

    Raises
    ------
    ConfigError
        A chosen column does not exist, one is chosen twice, or the scale is none of `SCALES`.
    """
    chosen = given or Columns()
    if chosen.scale not in (None, *SCALES):
        raise ConfigError(f"the scale {chosen.scale:g} is not known; use 1, 5, 10 or 100")
    taken = [name for role in ROLES if (name := getattr(chosen, role)) is not None]
    for name in taken:
        if name not in names:
            raise ConfigError(f"the file has no column '{name}'; it has {', '.join(names)}")
        if taken.count(name) > 1 and [chosen.item, chosen.title] != [name, name]:
            raise ConfigError(f"column '{name}' is chosen twice; choose another for one of them")
    free = [name for name in names if name not in taken]
    open_roles = [role for role in ROLES if getattr(chosen, role) is None]
    found: dict[str, Any] = {role: free[place] for role, place in places(free, open_roles).items()}
    complete = replace(chosen, **found)
    return complete if complete.item else replace(complete, item=complete.title)
