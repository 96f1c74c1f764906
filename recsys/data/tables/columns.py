"""Which columns of a person's own file are which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from recsys.data.titles.forms import fold
from recsys.errors import ConfigError

SCALES = (1.0, 5.0, 10.0, 100.0)
"""Highest ratings a file may use; 5 is stars."""

_KNOWN = {
    "user": "user userid uid userno username usernr customer customerid reviewer reviewerid member "
    "memberid viewer viewerid person personid account accountid rater raterid profile profileid "
    "u who usuario utilisateur nutzer benutzer",
    "item": "item itemid iid itemno movie movieid mid movienr film filmid product productid asin "
    "show showid series anime animeid book bookid isbn content contentid titleid tconst imdbid "
    "tmdbid const i what pelicula",
    "rating": "rating ratings stars star score value vote votes grade overall userrating "
    "yourrating ratingvalue userscore points mark myrating stimmen bewertung nota note r",
    "timestamp": "timestamp time date datetime ratedat daterated ratingdate ratingtime created "
    "createdat unixtime unixreviewtime reviewtime reviewdate watcheddate ts when t",
    "title": "title movietitle itemtitle filmtitle moviename itemname filmname name primarytitle "
    "originaltitle titel titre titulo producttitle",
}
KNOWN = {role: frozenset(names.split()) for role, names in _KNOWN.items()}


@dataclass(frozen=True)
class Columns:
    """Names of the columns; None where the file lacks one or it is still to be recognised."""

    user: str | None = None
    item: str | None = None
    """An id or a title."""
    rating: str | None = None
    timestamp: str | None = None
    title: str | None = None
    scale: float | None = None
    """The scale's highest rating: 1, 5, 10 or 100; None: recognised from the ratings."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of user, item and rating that no column stands for."""
        return tuple(role for role in ("user", "item", "rating") if getattr(self, role) is None)


def parse_columns(text: str) -> Columns:
    """Read `user=NAME,item=NAME,rating=NAME`, as on the command line.

    Raises
    ------
    ConfigError
        A part is no `role=NAME`, or the role does not exist.
    """
    roles = [field.name for field in fields(Columns)]
    given: dict[str, str] = {}
    for part in text.split(","):
        role, equals, name = part.partition("=")
        role, name = role.strip().lower(), name.strip()
        if not equals or not name or role not in roles:
            raise ConfigError(
                f"'{part.strip()}' is not a column choice; write for example "
                f"user=NAME,item=NAME,rating=NAME (also {', '.join(roles[3:])})"
            )
        given[role] = name
    scale = given.pop("scale", None)
    try:
        return Columns(**given, scale=None if scale is None else float(scale))
    except ValueError:
        raise ConfigError(f"scale={scale} is not a number; use 1, 5, 10 or 100") from None


def recognise(names: Sequence[str], given: Columns | None = None) -> Columns:
    """Complete what a person chose by what the column names say.

    Parameters
    ----------
    names : sequence of str
        All columns of the file.
    given : Columns, optional
        What the person chose; goes first.

    Raises
    ------
    ConfigError
        A chosen column does not exist, one is chosen twice, or the scale is none of `SCALES`.
    """
    chosen = given or Columns()
    if chosen.scale is not None and chosen.scale not in SCALES:
        raise ConfigError(f"the scale {chosen.scale:g} is not known; use 1, 5, 10 or 100")
    found = {role: getattr(chosen, role) for role in KNOWN}
    taken = [name for name in found.values() if name is not None]
    for name in taken:
        if name not in names:
            raise ConfigError(f"the file has no column '{name}'; it has {', '.join(names)}")
        if taken.count(name) > 1 and [found["item"], found["title"]] != [name, name]:
            raise ConfigError(f"column '{name}' is chosen twice; choose another for one of them")
    for role, known in KNOWN.items():
        if found[role] is None:
            fitting = [n for n in names if plain_name(n) in known and n not in taken]
            if fitting:
                found[role] = fitting[0]
                taken.append(fitting[0])
    if found["item"] is None:
        found["item"] = found["title"]
    return replace(chosen, **found)


def by_position(names: Sequence[str]) -> Columns:
    """Return the columns of a file without header: user, item, rating and maybe timestamp."""
    return Columns(names[0], names[1], names[2], names[3] if len(names) > 3 else None)


def plain_name(name: str) -> str:
    """Return a column name for comparing: `User ID`, `user_id` and `userId` are the same."""
    return re.sub(r"[\W_]+", "", fold(name))
