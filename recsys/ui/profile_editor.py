"""The left side of the profile page: find a movie, rate it, take it away, share."""

import json

import streamlit as st

from recsys.errors import RecsysError
from recsys.profile import Profile
from recsys.results import Ignored
from recsys.ui import cache, state
from recsys.ui.clipboard import copy_link_button

_PICKER = "picker"


def picker(place_key: str = _PICKER) -> None:
    """Draw the searchable list; what is picked joins the profile at once."""
    titles = cache.pickable(state.dataset())
    taken = set(state.profile().movie_ids)
    st.selectbox(
        "Find a movie",
        [title for title, movie_id in titles.items() if movie_id not in taken],
        index=None,
        key=place_key,
        placeholder="Type a title, for example “empire”",
        icon=":material/search:",
        on_change=_add_picked,
        args=(place_key,),
    )


def _add_picked(place_key: str) -> None:
    titles = cache.pickable(state.dataset())
    if (title := st.session_state[place_key]) in titles:
        add(titles[title])
    st.session_state[place_key] = None


def add(movie_id: int, stars: float = state.FIRST_STARS) -> None:
    _change(state.profile().rate(movie_id, stars))


def remove(movie_id: int) -> None:
    _change(state.profile().forget([movie_id]))


def exclude(movie_id: int) -> None:
    _change(state.profile().exclude(movie_id))


def clear() -> None:
    _change(Profile())


def _rate(movie_id: int) -> None:
    try:
        _change(state.profile().rate(movie_id, float(st.session_state[_rating_key(movie_id)])))
    except RecsysError as error:
        st.toast(str(error))


def _change(profile: Profile) -> None:
    state.set_profile(profile)


def _rating_key(movie_id: int) -> str:
    return f"rating-{movie_id}"


def favourites(titles: dict[int, str], min_rating: float) -> None:
    """Draw every rated movie with its half-star control and a way to take it out."""
    for movie_id, stars in reversed(state.profile().ratings):
        _rating_row(movie_id, titles[movie_id], stars, min_rating)


def _rating_row(movie_id: int, title: str, stars: float, min_rating: float) -> None:
    key = _rating_key(movie_id)
    if st.session_state.get(key) != stars:
        st.session_state[key] = stars
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.slider(
            f"{title} · Your rating{'' if stars >= min_rating else ' (a dislike)'}",
            min_value=0.5,
            max_value=5.0,
            step=0.5,
            format="%.1f ★",
            key=key,
            on_change=_rate,
            args=(movie_id,),
        )
        st.button(
            "Remove",
            key=f"remove-{movie_id}",
            icon=":material/close:",
            type="tertiary",
            help=f"Take {title} out of your profile",
            on_click=remove,
            args=(movie_id,),
        )


def excluded(titles: dict[int, str]) -> None:
    """List what the person is not interested in, each with a way back."""
    hidden = state.profile().not_interested
    if not hidden:
        return
    with st.expander(f"Not interested ({len(hidden)})", icon=":material/visibility_off:"):
        for movie_id in hidden:
            st.button(
                f"Show {titles[movie_id]} again",
                key=f"restore-{movie_id}",
                type="tertiary",
                icon=":material/undo:",
                on_click=remove,
                args=(movie_id,),
            )


def ignored(movies: tuple[Ignored, ...], titles: dict[int, str]) -> None:
    """Say which movies of the profile do not count here, and why; they stay in the profile."""
    if not movies:
        return
    lines = "\n".join(f"- {titles[movie.movie_id]}: {movie.reason}" for movie in movies)
    st.info(
        f"These stay in your profile and in your link, but do not count here:\n\n{lines}",
        icon=":material/info:",
    )


def share() -> None:
    """Draw the ways to keep the profile or pass it on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_link_button(state.query(), key="copy-link")
        st.download_button(
            "Download",
            data=_as_json(state.profile()),
            file_name="cinefold-profile.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button("Clear all", icon=":material/delete:", type="tertiary", on_click=clear)


def _as_json(profile: Profile) -> str:
    content = {
        "cinefold": 1,
        "profile": [{"movie_id": m, "stars": s} for m, s in profile.ratings],
        "not_interested": list(profile.not_interested),
    }
    return json.dumps(content, indent=1)
