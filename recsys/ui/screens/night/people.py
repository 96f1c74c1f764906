"""Who comes to the movie night: paste links, join, add somebody on the spot, edit."""

from collections.abc import Mapping

import streamlit as st

from recsys.profile.night_link import MAX_NAME
from recsys.profile.person import MAX_PEOPLE, Person
from recsys.profile.profile import Profile
from recsys.text import count
from recsys.ui import frame, keyed, memory, session
from recsys.ui.border import Markdown, plain
from recsys.ui.charts.night import square
from recsys.ui.elements.picker.picker import find_a_movie
from recsys.ui.elements.star_control.star_control import star_control
from recsys.ui.screens.night import party
from recsys.ui.screens.night.party import Seat
from recsys.ui.screens.parts import action, title_of

PER_PAGE = 20
_PASTE, _JOIN = "night-paste", "night-join"
_OPEN, _ADDING = "night_open", "adding"
"""Whose chip is open, a seat's number, or that of who is not there yet."""


def row(colour: Mapping[str, str]) -> None:
    """Draw everybody as a chip, and the way in for somebody else; each opens to a panel.

    Parameters
    ----------
    colour : mapping name → CSS colour
    """
    for seat in party.seats():
        you = " (you)" if seat.mine and not memory.is_anothers() else ""
        movies = count(len(seat.person.profile.ratings), "movie")
        name = f"{square(colour[seat.person.name])} **{plain(seat.person.name)}**{you}"
        _chip(Markdown(f"{name} · {movies}"), f"night-seat-{seat.number}", seat.number)
    _chip(plain("Add somebody"), "night-add-somebody", _ADDING, not party.seats())


def _chip(label: Markdown, key: str, what: object, primary: bool = False) -> None:
    is_open = st.session_state.get(_OPEN) == what
    st.button(
        label,
        key=key,
        type="primary" if primary else "secondary",
        icon=f":material/expand_{'less' if is_open else 'more'}:",
        icon_position="right",
        on_click=lambda: _open(None if is_open else what),
    )


def _open(what: object) -> None:
    st.session_state[_OPEN] = what


def panel() -> None:
    """Draw what belongs to the chip that is open."""
    what = st.session_state.get(_OPEN)
    seat = next((seat for seat in party.seats() if seat.number == what), None)
    # A place that is always there, or what follows would be drawn anew.
    with st.container(gap=None):
        if what == _ADDING or seat:
            with st.container(border=True):
                _seat(seat) if seat else _ways_in()


def problems() -> None:
    """Say what could not be read."""
    for problem in party.problems():
        st.warning(plain(problem), icon=":material/link_off:")


def _ways_in() -> None:
    """Draw the ways in: a field for links, my own profile, somebody without a link."""
    with st.form("night-invite", border=False):
        st.text_area(
            "Paste links to profiles",
            key=_PASTE,
            height=90,
            placeholder="One link a line: each person copies theirs with “Copy link”",
        )
        st.form_submit_button("Add from links", icon=":material/link:", on_click=_invite)
    taken = party.seats()
    full = len(taken) >= MAX_PEOPLE
    mine = any(seat.mine for seat in taken)
    if not session.profile().is_empty or mine:
        whose = "I am in, with my own profile"
        if memory.is_anothers():
            whose = f"{session.name() or 'The profile on top'} comes too"
        st.toggle(
            plain(whose),
            **keyed.showing(_JOIN, mine),
            disabled=full and not mine,
            on_change=lambda: party.join(bool(st.session_state[_JOIN])),
        )
    action(
        "Add somebody without a link",
        "night-add",
        _add_somebody,
        icon="person_add",
        kind="secondary",
        help=f"{MAX_PEOPLE} people at most" if full else "",
        disabled=full,
    )


def _invite() -> None:
    st.session_state[_PASTE] = unread = party.invite(st.session_state[_PASTE] or "")
    _open(_ADDING if unread else None)


def _add_somebody() -> None:
    problem = party.add(Person("", Profile()))
    party.say([problem] if problem else [])
    if not problem:
        # There is something to fill in.
        _open(party.seats()[-1].number)


def _try_example() -> None:
    for person in party.EXAMPLE:
        party.add(person)


def example(colour: Mapping[str, str]) -> None:
    """Say whose example list follows, and draw the button that seats them."""
    st.markdown("With three made-up people it looks like this:")
    with st.container(gap=None):
        for person in party.EXAMPLE:
            likes = title_of(person.profile.movie_ids[0])
            st.markdown(
                f"{square(colour[person.name])} **{plain(person.name)}** likes {plain(likes)}"
            )
    label, icon = "Try it with these three", "theater_comedy"
    action(label, "night-example", _try_example, icon=icon, kind="secondary")


def _seat(seat: Seat) -> None:
    number, person = seat.number, seat.person
    key = f"night-name-{number}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Name",
            **keyed.showing(key, person.name),
            max_chars=MAX_NAME,
            on_change=lambda: party.rename(number, st.session_state[key] or ""),
        )
        way_out = f"Take {person.name} out of the movie night"
        action(
            "Take out", f"night-remove-{number}", party.remove, number, icon="close", help=way_out
        )
    if seat.mine:
        frame.link_to("profile", "Change my ratings")
        return
    find_a_movie(
        f"night-pick-{number}",
        lambda movie_id: _rate(seat, movie_id, session.FIRST_STARS),
        taken=person.profile.movie_ids,
        label=f"Find a movie that {person.name} likes",
    )
    rated = person.profile.ratings[::-1]
    pages = -(-len(rated) // PER_PAGE)
    page = st.pagination(pages, key=f"night-page-{number}") if pages > 1 else 1
    for movie_id, stars in rated[PER_PAGE * (page - 1) : PER_PAGE * page]:
        _rating(seat, movie_id, stars)


def _rate(seat: Seat, movie_id: int, stars: float) -> None:
    party.set_profile(seat.number, seat.person.profile.rate(movie_id, stars))


def _rating(seat: Seat, movie_id: int, stars: float) -> None:
    key, title = f"night-rating-{seat.number}-{movie_id}", title_of(movie_id)
    whose = f"{seat.person.name}'s rating"
    st.markdown(plain(title))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        star_control(movie_id, title, stars, key, lambda m, given: _rate(seat, m, given), whose)
        action(
            "Remove",
            f"night-forget-{seat.number}-{movie_id}",
            lambda: party.set_profile(seat.number, seat.person.profile.forget([movie_id])),
            icon="close",
            help=f"Take {title} out",
        )
