"""Rate these next: a few movies whose rating would improve the list most."""

import streamlit as st

from recsys.people.questions import next_questions
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.elements.in_view.in_view import when_in_view
from recsys.ui.elements.movie_list.movie_list import NOT_FOR_ME, NOT_SEEN, Card, movie_list
from recsys.ui.screens.parts import action, say_no_ratings
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.words.reasons import about_movie

AT_ONCE = 3
_UNSEEN, _ASKED, _OPEN = "unseen", "questions", "questions_open"
_LOOKED_AT = "questions_looked_at"
Place = tuple[str, Profile]
"""The data set and the profile that questions were chosen for."""


def rate_next(ready: Recommender) -> None:
    """Draw the questions; each answer changes the profile or the next question at once."""
    if not ready.dataset.has_people:
        st.header("Rate these next")
        say_no_ratings(ready.dataset.no_ratings())
        return
    asked = _questions(ready)
    unseen = _unseen()
    is_old = _chosen_for() != _place()
    if not (asked or unseen or is_old):
        return
    st.header("Rate these next")
    who = "people like you" if session.profile().ratings else "many people"
    st.caption(f"Movies that {who} know, and whose rating would improve your list most.")
    if asked:
        movie_list(
            [_card(movie_id, place, ready) for place, movie_id in enumerate(asked, start=1)],
            [NOT_SEEN, NOT_FOR_ME],
            "questions-list",
            {
                "rate": _rate,
                "unseen": lambda movie_id, _: _not_seen(movie_id),
                "hide": lambda movie_id, _: _exclude(movie_id),
            },
        )
    if unseen:
        label = f"Ask again about {count(len(unseen), 'unseen movie')}"
        again: dict[str, object] = {_UNSEEN: (), _ASKED: (None, []), _LOOKED_AT: _name(_place())}
        action(label, "ask-again", st.session_state.update, again, icon="replay")
    if is_old:
        # Choosing is a third of a run, and mostly they are far below what somebody looks at.
        when_in_view(_name(_place()), "questions-in-view", _look)


def offer(ready: Recommender) -> None:
    """Offer the questions to somebody who has not begun; they open for the session."""
    if not ready.dataset.has_people:
        return
    if st.session_state.get(_OPEN) or _unseen():
        rate_next(ready)
    else:
        wanted = {_OPEN: True, _LOOKED_AT: _name(_place())}
        label = "Rather be asked? Answer a few questions"
        action(label, "ask-me", st.session_state.update, wanted, icon="quiz")


def _card(movie_id: int, place: int, ready: Recommender) -> Card:
    row = ready.model.movies.idx_of(movie_id)
    genres = ready.catalogue.genres_of(row)
    about = about_movie(genres, int(ready.model.likes_per_movie[row]))
    title = ready.dataset.title(movie_id)
    return Card(movie_id, place, title, genres, about, ("unseen", "hide"), asks=True)


def _questions(ready: Recommender) -> list[int]:
    """Return what to ask about: what stands there already, and new ones in the free places.

    A profile that changed elsewhere gets new questions once somebody looks, and keeps the others
    until then; an answer only replaces its own.
    """
    place, before = _place(), _chosen_for()
    asked = st.session_state[_ASKED][1] if before and before[0] == place[0] else []
    asked = [movie_id for movie_id in asked if movie_id not in place[1].all_ids]
    if before != place:
        if st.session_state.get(_LOOKED_AT) != _name(place):
            return asked
        asked = []
    if free := AT_ONCE - len(asked):
        crowd = shared.crowd(place[0])
        asked = [*asked, *next_questions(ready.model, crowd, place[1], free, _unseen(), asked)]
    st.session_state[_ASKED] = (place, asked)
    return asked


def _place() -> Place:
    return session.dataset(), session.profile()


def _chosen_for() -> Place | None:
    return st.session_state.get(_ASKED, (None, []))[0]


def _name(place: Place) -> str:
    """Return what the browser is told of a place, which may be a file of the server's."""
    return str(hash(place))


def _look(name: str) -> None:
    st.session_state[_LOOKED_AT] = name


def _unseen() -> tuple[int, ...]:
    """Return what the person has not seen; kept for this session only."""
    held = session.profile().all_ids
    return tuple(m for m in st.session_state.get(_UNSEEN, ()) if m not in held)


def _rate(movie_id: int, stars: object) -> None:
    profile_editor.rate(movie_id, stars)
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
    st.session_state[_ASKED] = (_place(), [m for m in asked if m != movie_id])
