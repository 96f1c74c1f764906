"""A movie night's people in a link, and links that somebody pastes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from recsys.data.dataset import Dataset
from recsys.errors import DataError, LinkError
from recsys.profile import link
from recsys.profile.carry import carry_into
from recsys.profile.person import MAX_PEOPLE, Person
from recsys.text import excerpt

MAX_NAME = 40
MAX_LINK_CHARS = link.MAX_TOKEN_CHARS
"""A night's link may be as long as that of the largest profile: web servers take 8 kB as a rule."""
_SEPARATOR = "~"
MAX_PIECES = 4 * MAX_PEOPLE
"""How many pasted links, and people in them or in an address, are read at most."""


@dataclass(frozen=True)
class Pasted:
    """What a pasted text holds."""

    people: tuple[Person, ...]
    """In order; nameless where the link has no name."""
    problems: tuple[str, ...]
    """A sentence for each part that cannot be read."""
    unread: tuple[str, ...]
    """Those parts."""


_TOO_MANY = f"more than {MAX_PIECES} people; a movie night takes {MAX_PEOPLE}"


def entry(person: Person) -> str:
    """Return a person as one value of the parameter `with`: `NAME~TOKEN`."""
    return f"{person.name}{_SEPARATOR}{link.encode(person.profile)}"


def from_entry(value: str) -> Person:
    """Return the person of a value of `with`.

    Raises
    ------
    LinkError
        The token is damaged.
    """
    # No token holds the separator; a name may.
    name, _, token = value.rpartition(_SEPARATOR)
    name = clean_name(name)
    try:
        return Person(name, link.decode(token))
    except LinkError as error:
        raise LinkError(f"{name or 'Somebody'} could not be read: {error}") from error


def carry_people(
    people: Iterable[Person], target: Dataset, current: Dataset | None = None
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Return the people with profiles in a data set's ids, and a sentence for what is left out."""
    found: list[Person] = []
    problems: list[str] = []
    for person in people:
        try:
            carried = carry_into(person.profile, target, current)
        except DataError as error:
            problems.append(f"{person.name or 'Somebody'} could not come: {error}.")
            continue
        found.append(Person(person.name, carried.profile))
        problems += [f"{person.name or 'Somebody'}: {lost.reason}." for lost in carried.lost]
    return tuple(found), tuple(problems)


def clean_name(text: str) -> str:
    """Return a name fit for one line: printable, without spaces around, at most 40 characters."""
    return excerpt(" ".join(text.split()), MAX_NAME).strip()


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that nobody has yet: the one wanted, `Ann 2`, or `Person 3`."""
    names = set(taken)
    wanted = clean_name(wanted)
    if wanted and wanted not in names:
        return wanted
    stem = wanted[: MAX_NAME - 4] or "Person"
    first = 2 if wanted else len(names) + 1
    return next(
        name
        for number in range(first, first + len(names) + 1)
        if (name := f"{stem} {number}") not in names
    )


def pasted(text: str) -> Pasted:
    """Read links and bare tokens, separated by spaces or line ends.

    A whole link gives its profile (`p`, and `name`), or all people of a movie night (`with`).
    """
    parts = text.split()
    people: list[Person] = []
    problems: list[str] = []
    unread: list[str] = []
    places = iter(range(MAX_PIECES))
    for part in parts[:MAX_PIECES]:
        try:
            people += _people_of(part, places)
        except LinkError as error:
            problems.append(f"“{excerpt(part, 24)}{'…' if len(part) > 24 else ''}”: {error}")
            unread.append(part)
    if len(parts) > MAX_PIECES:
        problems.append(
            f"that were {len(parts):,} pieces of text, of which {MAX_PIECES} were read; "
            "paste links only"
        )
    return Pasted(tuple(people), tuple(problems), tuple(unread))


def _people_of(part: str, places: Iterator[int]) -> list[Person]:
    """Return the people of one link; each takes a place, readable or not."""
    name, token = "", part
    if "?" in part or "://" in part:
        try:
            query = parse_qs(urlsplit(part).query, max_num_fields=100)
        except ValueError as error:
            raise LinkError("this is no address; copy the whole link again") from error
        if entries := query.get("with"):
            # In this order `zip` takes no place that it then has nobody for.
            found = [from_entry(value) for value, _ in zip(entries, places, strict=False)]
            if len(found) < len(entries):
                raise LinkError(_TOO_MANY)
            return found
        if "p" not in query:
            raise LinkError("it is no link to a Cinefold profile; use the button “Copy link” there")
        name, token = clean_name(query.get("name", [""])[0]), query["p"][0]
    if next(places, None) is None:
        raise LinkError(_TOO_MANY)
    profile = link.decode(token)
    if profile.is_empty:
        raise LinkError("its profile is empty; rate a movie there and copy the link again")
    return [Person(name, profile)]


def query(people: Iterable[Person], rule: str, lists: str = "") -> list[tuple[str, str]]:
    """Return the parameters of a movie night's own link.

    `lists` is a use of watchlists as in `recsys.people.night.WATCHLISTS`; "" is left out.
    """
    found = [*(("with", entry(person)) for person in people), ("rule", rule)]
    return [*found, ("lists", lists)] if lists else found


def length(parameters: Iterable[tuple[str, str]]) -> int:
    """Return how many characters parameters take in an address."""
    return sum(len(name) + len(quote(value, safe="")) + 2 for name, value in parameters)
