"""Who comes to the movie night: paste links, join, add somebody on the spot, edit."""

from collections.abc import Callable

import streamlit as st

from recsys.people.night import MAX_PEOPLE, Person
from recsys.profile.night_link import MAX_NAME
from recsys.profile.profile import Profile
from recsys.text import count
from recsys.ui import frame, keyed, memory, session, shared
from recsys.ui.charts.tables import escape
from recsys.ui.screens.night import party
from recsys.ui.screens.night.party import Seat

PER_PAGE = 20
_PASTE, _JOIN = "night-paste", "night-join"


def invite() -> None:
    """Draw the ways in: a field for links, my own profile, somebody without a link."""
    with st.form("night-invite", border=False):
        st.text_area(
            "Paste links to profiles",
            key=_PASTE,
            height=90,
            placeholder="One link a line: each person copies theirs with “Copy link”",
        )
        st.form_submit_button("Add from links", icon=":material/link:", on_click=_invite)
    for problem in party.problems():
        st.warning(escape(problem), icon=":material/link_off:")
    taken = party.seats()
    full = len(taken) >= MAX_PEOPLE
    mine = any(seat.mine for seat in taken)
    if not session.profile().is_empty or mine:
        st.toggle(
            _whose(),
            **keyed.showing(_JOIN, mine),
            disabled=full and not mine,
            on_change=lambda: party.join(bool(st.session_state[_JOIN])),
        )
    st.button(
        "Add somebody without a link",
        key="night-add",
        icon=":material/person_add:",
        disabled=full,
        help=f"{MAX_PEOPLE} people at most" if full else None,
        on_click=_add_somebody,
    )


def _whose() -> str:
    if memory.is_anothers():
        return f"{escape(session.name()) or 'The profile on top'} comes too"
    return "I am in, with my own profile"


def _invite() -> None:
    st.session_state[_PASTE] = party.invite(st.session_state[_PASTE] or "")


def _add_somebody() -> None:
    problem = party.add(Person("", Profile()), fresh=True)
    party.say([problem] if problem else [])


def _try_example() -> None:
    for person in party.EXAMPLE:
        party.add(person)


def example() -> None:
    """Draw the button that shows what a movie night looks like."""
    st.button(
        "Try it with three made-up people",
        key="night-example",
        icon=":material/theater_comedy:",
        on_click=_try_example,
    )


def seats(titles: Callable[[int], str]) -> None:
    """Draw everybody, each with name, ratings and the way out."""
    for seat in party.seats():
        _seat(seat, titles)


def _seat(seat: Seat, titles: Callable[[int], str]) -> None:
    profile = seat.person.profile
    you = " (you)" if seat.mine and not memory.is_anothers() else ""
    panel = st.expander(
        f"**{escape(seat.person.name)}**{you} · {count(len(profile.ratings), 'rating')}",
        expanded=seat.fresh,
        key=f"night-seat-{seat.number}",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _name(seat)
            st.button(
                "Take out",
                key=f"night-remove-{seat.number}",
                icon=":material/close:",
                type="tertiary",
                help=f"Take {seat.person.name} out of the movie night",
                on_click=party.remove,
                args=(seat.number,),
            )
        if seat.mine:
            frame.link_to("profile", "Change my ratings")
        else:
            _picker(seat)
            _ratings(seat, titles)


def _name(seat: Seat) -> None:
    key = f"night-name-{seat.number}"
    st.text_input(
        "Name",
        **keyed.showing(key, seat.person.name),
        max_chars=MAX_NAME,
        on_change=lambda: party.rename(seat.number, st.session_state[key] or ""),
    )


def _picker(seat: Seat) -> None:
    key = f"night-pick-{seat.number}"
    titles = shared.pickable(session.dataset())
    taken = set(seat.person.profile.movie_ids)

    def add() -> None:
        if (title := st.session_state[key]) in titles:
            changed = seat.person.profile.rate(titles[title], session.FIRST_STARS)
            party.set_profile(seat.number, changed)
        st.session_state[key] = None

    st.selectbox(
        f"Find a movie that {seat.person.name} likes",
        [title for title, movie_id in titles.items() if movie_id not in taken],
        index=None,
        key=key,
        placeholder="Type a title",
        icon=":material/search:",
        on_change=add,
    )


def _ratings(seat: Seat, titles: Callable[[int], str]) -> None:
    rated = seat.person.profile.ratings[::-1]
    pages = -(-len(rated) // PER_PAGE)
    page = st.pagination(pages, key=f"night-page-{seat.number}") if pages > 1 else 1
    for movie_id, stars in rated[PER_PAGE * (page - 1) : PER_PAGE * page]:
        _rating(seat, movie_id, titles(movie_id), stars)


def _rating(seat: Seat, movie_id: int, title: str, stars: float) -> None:
    key = f"night-rating-{seat.number}-{movie_id}"
    profile = seat.person.profile
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(
            f"{title} · {seat.person.name}'s rating",
            min_value=0.5,
            max_value=5.0,
            step=0.5,
            format="%.1f ★",
            **keyed.showing(key, stars),
            on_change=lambda: party.set_profile(
                seat.number, profile.rate(movie_id, float(st.session_state[key]))
            ),
        )
        st.button(
            "Remove",
            key=f"night-forget-{seat.number}-{movie_id}",
            icon=":material/close:",
            type="tertiary",
            help=f"Take {title} out",
            on_click=lambda: party.set_profile(seat.number, profile.forget([movie_id])),
        )
