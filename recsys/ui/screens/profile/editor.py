"""The left side of the profile page: find a movie, rate and weigh it, take it away, undo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from recsys.errors import RecsysError
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend.results import Ignored
from recsys.ui import session
from recsys.ui.border import plain
from recsys.ui.elements.picker.picker import find_a_movie
from recsys.ui.elements.rating_list.rating_list import Rated, rating_list

PER_PAGE, SHOWN_HIDDEN, SHOWN_IGNORED = 8, 50, 10
SEEN_ONLY = "Seen"
"""The choice beside the weights that drops a rating and keeps the movie off the list."""
_PICKER = "picker"


def picker(place_key: str = _PICKER) -> None:
    """Draw the searchable control; what is picked joins the profile at once."""
    find_a_movie(place_key, add, taken=session.profile().movie_ids)


def add(movie_id: int, stars: float = session.FIRST_STARS) -> None:
    session.set_profile(session.profile().rate(movie_id, stars))


def remove(movie_id: int) -> None:
    session.set_profile(session.profile().forget([movie_id]))


def exclude(movie_id: int) -> None:
    session.set_profile(session.profile().exclude(movie_id))


def clear() -> None:
    session.set_profile(Profile())


def favourites(titles: Callable[[int], str], is_like: Callable[[float], bool]) -> None:
    """Draw the rated movies, the newest first, a page at a time, each with its controls."""
    profile = session.profile()
    rated = profile.ratings[::-1]
    pages = -(-len(rated) // PER_PAGE)
    page = st.pagination(pages, key="favourites-page") if pages > 1 else 1
    rating_list(
        [
            Rated(
                movie_id,
                titles(movie_id),
                stars,
                f"{profile.weight(movie_id):g}",
                "" if is_like(stars) else " (a dislike)",
            )
            for movie_id, stars in rated[PER_PAGE * (page - 1) : PER_PAGE * page]
        ],
        [*((f"{w:g}", f"× {w:g}") for w in reversed(WEIGHTS)), (SEEN_ONLY, SEEN_ONLY)],
        "ratings",
        {"rate": _rate, "weigh": _weigh, "remove": lambda movie_id, _: remove(movie_id)},
    )


def _rate(movie_id: int, stars: object) -> None:
    if isinstance(stars, int | float):
        with _said():
            session.set_profile(session.profile().rate(movie_id, float(stars)))


def _weigh(movie_id: int, wanted: object) -> None:
    if wanted == SEEN_ONLY:
        session.set_profile(session.profile().see(movie_id))
    elif wanted in [f"{w:g}" for w in WEIGHTS]:
        with _said():
            session.set_profile(session.profile().weigh(movie_id, float(str(wanted))))


@contextmanager
def _said() -> Iterator[None]:
    """Say why a change is impossible: what a browser asks for may be anything."""
    try:
        yield
    except RecsysError as error:
        st.toast(plain(str(error)))


def undo_and_redo() -> None:
    """Draw undo, redo and clear, where there is something to do."""
    history = session.history()
    if not (history.past or history.future or not history.present.is_empty):
        return
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            type="tertiary",
            shortcut="Mod+Z",
            disabled=not history.past,
            on_click=lambda: session.enter(session.history().undo()),
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            type="tertiary",
            shortcut="Mod+Shift+Z",
            disabled=not history.future,
            on_click=lambda: session.enter(session.history().redo()),
        )
        st.button(
            "Clear all",
            key="clear",
            icon=":material/delete:",
            type="tertiary",
            disabled=history.present.is_empty,
            on_click=clear,
        )


def excluded(titles: Callable[[int], str]) -> None:
    """List what is kept out of every list, each with a way back."""
    profile = session.profile()
    for name, icon, movie_ids in (
        ("Not interested", "visibility_off", profile.not_interested),
        ("Seen, not rated", "visibility", profile.seen),
    ):
        if not movie_ids:
            continue
        with st.expander(f"{name} ({len(movie_ids)})", icon=f":material/{icon}:"):
            for movie_id in movie_ids[:SHOWN_HIDDEN]:
                st.button(
                    f"Show {plain(titles(movie_id))} again",
                    key=f"restore-{movie_id}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=remove,
                    args=(movie_id,),
                )
            if len(movie_ids) > SHOWN_HIDDEN:
                st.caption(f"And {len(movie_ids) - SHOWN_HIDDEN:,} more.")


def ignored(movies: tuple[Ignored, ...], titles: Callable[[int], str]) -> None:
    """Say which movies of the profile do not count here, and why; they stay in the profile."""
    if not movies:
        return
    lines = [f"- {plain(titles(movie.movie_id))}: {plain(movie.reason)}" for movie in movies]
    if len(lines) > SHOWN_IGNORED:
        lines[SHOWN_IGNORED:] = [f"- and {len(lines) - SHOWN_IGNORED:,} more"]
    st.info(
        "These stay in your profile and in your link, but do not count here:\n\n"
        + "\n".join(lines),
        icon=":material/info:",
    )
