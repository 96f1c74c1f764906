"""Rate these next: a few movies whose rating would improve the list most."""

import streamlit as st

from recsys.people.questions import next_questions
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.screens.profile import editor as profile_editor

AT_ONCE = 3
_UNSEEN, _ASKED, _OPEN = "unseen", "questions", "questions_open"


def rate_next(ready: Recommender) -> None:
    """Draw the questions; each answer changes the profile or the next question at once."""
    asked = _questions(ready)
    unseen = _unseen()
    if not (asked or unseen):
        return
    st.subheader("Rate these next")
    who = "people like you" if session.profile().ratings else "many people"
    st.caption(f"Movies that {who} know, and whose rating would improve your list most.")
    with st.grid(AT_ONCE, min_column_width=300, gap="small"):
        for movie_id in asked:
            _card(movie_id, ready.dataset.title(movie_id))
    if unseen:
        st.button(
            f"Ask again about {count(len(unseen), 'unseen movie')}",
            key="ask-again",
            type="tertiary",
            icon=":material/replay:",
            on_click=_ask_again,
        )


def offer(ready: Recommender) -> None:
    """Offer the questions to somebody who has not begun; they open for the session."""
    if st.session_state.get(_OPEN) or _unseen():
        rate_next(ready)
        return
    st.button(
        "Rather be asked? Answer a few questions",
        key="ask-me",
        type="tertiary",
        icon=":material/quiz:",
        on_click=_open,
    )


def _open() -> None:
    st.session_state[_OPEN] = True


def _card(movie_id: int, title: str) -> None:
    key = f"question-{movie_id}"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(title)}**")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.feedback("stars", key=key, on_change=_rate, args=(movie_id, key))
            st.button(
                "Haven't seen",
                key=f"unseen-{movie_id}",
                type="tertiary",
                help=f"Ask about another movie than {plain(title)}; your list stays as it is",
                on_click=_not_seen,
                args=(movie_id,),
            )
            st.button(
                "Not interested",
                key=f"uninterested-{movie_id}",
                type="tertiary",
                help=f"Never recommend {plain(title)}",
                on_click=_exclude,
                args=(movie_id,),
            )


def _questions(ready: Recommender) -> list[int]:
    """Return what to ask about: what stands there already, and new ones in the free places.

    A profile that changed elsewhere gets new questions; an answer only replaces its own.
    """
    place = (session.dataset(), session.profile())
    known_place, asked = st.session_state.get(_ASKED, (None, []))
    if place != known_place:
        asked = []
    if len(asked) < AT_ONCE:
        crowd = shared.crowd(session.dataset())
        free = AT_ONCE - len(asked)
        found = next_questions(ready.model, crowd, session.profile(), free, _unseen(), asked)
        asked = [*asked, *found]
        st.session_state[_ASKED] = (place, asked)
    return asked


def _unseen() -> tuple[int, ...]:
    """Return what the person has not seen; kept for this session only."""
    held = session.profile().all_ids
    return tuple(m for m in st.session_state.get(_UNSEEN, ()) if m not in held)


def _rate(movie_id: int, key: str) -> None:
    given = st.session_state.get(key)
    if given is not None:
        profile_editor.add(movie_id, float(given) + 1)
        _answered(movie_id)


def _exclude(movie_id: int) -> None:
    profile_editor.exclude(movie_id)
    _answered(movie_id)


def _not_seen(movie_id: int) -> None:
    st.session_state[_UNSEEN] = (*_unseen(), movie_id)
    _answered(movie_id)


def _ask_again() -> None:
    st.session_state[_UNSEEN] = ()
    st.session_state.pop(_ASKED, None)


def _answered(movie_id: int) -> None:
    """Keep the other questions where they are."""
    _, asked = st.session_state.get(_ASKED, (None, []))
    place: tuple[str, Profile] = (session.dataset(), session.profile())
    st.session_state[_ASKED] = (place, [m for m in asked if m != movie_id])
