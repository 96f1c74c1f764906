"""Rate these next: a few movies whose rating would improve the list most."""

import streamlit as st

from recsys.people.questions import next_questions
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.screens.parts import action
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
        label = f"Ask again about {count(len(unseen), 'unseen movie')}"
        forgotten: dict[str, object] = {_UNSEEN: (), _ASKED: (None, [])}
        action(label, "ask-again", st.session_state.update, forgotten, icon="replay")


def offer(ready: Recommender) -> None:
    """Offer the questions to somebody who has not begun; they open for the session."""
    if st.session_state.get(_OPEN) or _unseen():
        rate_next(ready)
    else:
        label = "Rather be asked? Answer a few questions"
        action(label, "ask-me", st.session_state.update, {_OPEN: True}, icon="quiz")


def _card(movie_id: int, title: str) -> None:
    key = f"question-{movie_id}"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(title)}**")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.feedback("stars", key=key, on_change=_rate, args=(movie_id, key))
            said = f"Ask about another movie than {title}; your list stays as it is"
            action("Haven't seen", f"unseen-{movie_id}", _not_seen, movie_id, help=said)
            said = f"Never recommend {title}"
            action("Not interested", f"uninterested-{movie_id}", _exclude, movie_id, help=said)


def _questions(ready: Recommender) -> list[int]:
    """Return what to ask about: what stands there already, and new ones in the free places.

    A profile that changed elsewhere gets new questions; an answer only replaces its own.
    """
    place = (session.dataset(), session.profile())
    known_place, asked = st.session_state.get(_ASKED, (None, []))
    if place != known_place:
        asked = []
    if free := AT_ONCE - len(asked):
        crowd = shared.crowd(session.dataset())
        asked = [*asked, *next_questions(ready.model, crowd, place[1], free, _unseen(), asked)]
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


def _answered(movie_id: int) -> None:
    """Keep the other questions where they are."""
    _, asked = st.session_state.get(_ASKED, (None, []))
    place = (session.dataset(), session.profile())
    st.session_state[_ASKED] = (place, [m for m in asked if m != movie_id])
