"""Who comes to the movie night, in the session and in the page's own part of the address.

The address carries everybody, `with=NAME~TOKEN` for each, `rule=` and `lists=`; see
`profile.night_link`. As with the profile (`recsys.ui.session`), the session holds the night and
the address mirrors it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import streamlit as st

from recsys.errors import LinkError
from recsys.limits import limits
from recsys.people.night import MEAN, RULES, WATCHLISTS
from recsys.profile import link, night_link
from recsys.profile.person import MAX_PEOPLE, Person
from recsys.profile.profile import Profile
from recsys.ui import address, session, shared

_SAID = 4
_FULL = f"A movie night takes {MAX_PEOPLE} people at most; take somebody out first."
EXAMPLE = (
    Person("Ann", Profile.of({260: 5, 1196: 5, 589: 4.5})),
    Person("Bo", Profile.of({1: 4.5, 364: 5, 588: 4, 593: 1.5})),
    Person("Cy", Profile.of({296: 5, 593: 4.5, 858: 5, 1: 2})),
)
"""Three tastes to try a movie night with."""


@dataclass(frozen=True)
class Seat:
    """A person's place for as long as the session lasts."""

    number: int
    """Never given twice, so that it may stand in keys."""
    person: Person
    mine: bool = False
    """Whether this is the session's own profile, whatever becomes of it."""


def seats() -> tuple[Seat, ...]:
    own = session.profile()
    return tuple(
        replace(seat, person=replace(seat.person, profile=own)) if seat.mine else seat
        for seat in st.session_state.get("night_seats", ())
    )


def people() -> list[Person]:
    return [seat.person for seat in seats()]


def rule() -> str:
    return str(st.session_state.get("night_rule", MEAN))


def set_rule(wanted: str) -> None:
    st.session_state["night_rule"] = wanted


def lists() -> str:
    """Return whose lists the movies must stand on, one of `WATCHLISTS`; "" where nobody has one."""
    has_lists = any(person.profile.watchlist for person in people())
    return str(st.session_state.get("night_lists", "")) if has_lists else ""


def set_lists(wanted: str) -> None:
    st.session_state["night_lists"] = wanted


def problems() -> list[str]:
    """Return what could not be read, a sentence each."""
    return list(st.session_state.get("night_problems", []))


def say(sentences: Iterable[str]) -> None:
    """Replace what could not be read; of many sentences only the first are kept."""
    said = list(sentences)
    if len(said) > _SAID:
        said[_SAID:] = [f"And {len(said) - _SAID} more could not be read."]
    st.session_state["night_problems"] = said


def add(person: Person, mine: bool = False) -> str | None:
    """Give somebody a seat, under a free name; return why not, if not."""
    taken = seats()
    if len(taken) >= MAX_PEOPLE:
        return _FULL
    most = limits().link_movies
    if sum(len(seat.person.profile.all_ids) for seat in taken) + len(person.profile.all_ids) > most:
        return f"The profiles of a movie night hold {most:,} movies at most, together."
    number = int(st.session_state.get("night_next", 0))
    st.session_state["night_next"] = number + 1
    name = night_link.free_name(person.name, (seat.person.name for seat in taken))
    _set((*taken, Seat(number, replace(person, name=name), mine)))
    return None


def invite(text: str) -> str:
    """Seat everybody whose link stands in a pasted text; return what could not be read of it."""
    found = night_link.pasted(text)
    said = [f"{problem[0].upper()}{problem[1:]}." for problem in found.problems]
    for person in found.people:
        twin = next((seat for seat in seats() if _is_same(seat.person, person.profile)), None)
        if twin is not None and not person.profile.is_empty:
            said.append(f"This profile is here already, as {twin.person.name}; it counts once.")
        elif problem := add(person):
            said.append(problem)
            break
    say(said)
    return "\n".join(found.unread)


def remove(number: int) -> None:
    _set(seat for seat in seats() if seat.number != number)


def rename(number: int, wanted: str) -> None:
    """Change a name; one that another person has gets a number."""
    others = [seat.person.name for seat in seats() if seat.number != number]
    name = night_link.free_name(wanted, others)
    _change(number, lambda person: replace(person, name=name))


def set_profile(number: int, profile: Profile) -> None:
    """Change somebody's profile, for this night only."""
    _change(number, lambda person: replace(person, profile=profile))


def join(wanted: bool) -> None:
    """Seat the session's own profile, or take it out."""
    _set(seat for seat in seats() if not seat.mine)
    if wanted:
        say(filter(None, [add(Person(session.name(), session.profile()), mine=True)]))


def _change(number: int, changed: Callable[[Person], Person]) -> None:
    _set(
        replace(seat, person=changed(seat.person)) if seat.number == number else seat
        for seat in seats()
    )


def _set(changed: Iterable[Seat]) -> None:
    st.session_state["night_seats"] = tuple(changed)


def query() -> list[tuple[str, str]]:
    """Return the parameters of the night's own link; without any profile of the sender's own."""
    found = people()
    data_set = [("dataset", d)] if (d := session.query().get("dataset")) else []
    return [*night_link.query(found, rule(), lists()), *data_set] if found else []


def is_too_long() -> bool:
    return night_link.length(query()) > night_link.MAX_LINK_CHARS


def read_address() -> None:
    """Take over the people of the address where that is news, at the top of the page.

    Whoever comes is brought into the ids of the session's data set; who or what cannot is said.
    """
    if (said := address.news(address.NIGHT)) is not None:
        _take_over(said)
    here = session.catalogue()
    if here is None or all(seat.person.profile.catalogue == here for seat in seats()):
        return
    kept, sentences = [], problems()
    opened = shared.source(session.dataset()).dataset
    for seat in seats():
        current = session.named_by(seat.person.profile)
        came, lost = night_link.carry_people([seat.person], opened, current)
        kept += [replace(seat, person=person) for person in came]
        sentences += lost
    _set(kept)
    say(sentences)


def _take_over(said: address.Query) -> None:
    _set(())
    unread = []
    asked = said.get("rule", [MEAN])[0]
    st.session_state["night_rule"] = asked if asked in RULES else MEAN
    if asked not in RULES:
        unread.append(f"The link asks for the rule '{asked[:30]}'; expected {', '.join(RULES)}.")
    lists_asked = said.get("lists", [""])[0]
    st.session_state["night_lists"] = lists_asked if lists_asked in WATCHLISTS else ""
    if lists_asked not in WATCHLISTS:
        expected = " or ".join(filter(None, WATCHLISTS))
        unread.append(f"The link asks for lists '{lists_asked[:30]}'; expected {expected}.")
    for value in list(dict.fromkeys(said.get("with", [])))[: night_link.MAX_PIECES]:
        try:
            person = night_link.from_entry(value)
        except LinkError as error:
            unread.append(f"{error}.")
            continue
        own = not person.profile.is_empty and _is_same(person, session.profile())
        if problem := add(person, mine=own and not any(seat.mine for seat in seats())):
            unread.append(problem)
            break
    say(unread)


def _is_same(person: Person, profile: Profile) -> bool:
    """Return whether a profile is a person's, of whose long list a link has the beginning only."""
    return link.encode(person.profile) == link.encode(profile)


def write_address() -> None:
    """Make the address say who comes; other parameters stay as they are."""
    parameters = [] if is_too_long() else query()
    wanted = {key: [v for k, v in parameters if k == key] for key in address.NIGHT}
    address.write(address.NIGHT, wanted)
