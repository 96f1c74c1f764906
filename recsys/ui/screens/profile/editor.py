"""The left side of the profile page: find a movie, rate and weigh it, take it away, undo."""

from collections.abc import Callable, Sequence

import streamlit as st

from recsys.errors import RecsysError
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Ignored
from recsys.ui import session
from recsys.ui.border import plain
from recsys.ui.charts import theme
from recsys.ui.elements.copy_link.copy_link import copy_link_button
from recsys.ui.elements.picker.picker import find_a_movie
from recsys.ui.elements.rating_list.rating_list import Rated, rating_list
from recsys.ui.screens.parts import action, genres_of, title_of

PER_PAGE, SHOWN_HIDDEN, SHOWN_IGNORED = 60, 50, 10
_TIMES = {0: "not at all", 0.5: "half", 1: "as usual", 2: "double", 3: "three times"}


def picker() -> None:
    """Draw the searchable control; what is picked joins the profile at once."""
    find_a_movie("picker", add, taken=session.profile().movie_ids)


def add(movie_id: int, stars: float = session.FIRST_STARS) -> None:
    session.set_profile(session.profile().rate(movie_id, stars))


def remove(movie_id: int) -> None:
    session.set_profile(session.profile().forget([movie_id]))


def see(movie_id: int) -> None:
    session.set_profile(session.profile().see(movie_id))


def exclude(movie_id: int) -> None:
    session.set_profile(session.profile().exclude(movie_id))


def undo() -> None:
    session.enter(session.history().undo())


def favourites(ready: Recommender) -> None:
    """Draw the rated movies, the newest first, each with its controls."""
    profile = session.profile()
    rated = profile.ratings[::-1]
    pages = -(-len(rated) // PER_PAGE)
    page = st.pagination(pages, key="favourites-page") if pages > 1 else 1
    shown = rated[PER_PAGE * (page - 1) : PER_PAGE * page]
    colours = theme.current().colours_of(profile.movie_ids)
    titles = titles_of([movie_id for movie_id, _ in shown])
    rating_list(
        [
            Rated(
                movie_id,
                title,
                genres_of(ready, movie_id),
                colours[movie_id],
                stars,
                f"{profile.weight(movie_id):g}",
                "" if ready.model.is_like(stars) else " (a dislike)",
            )
            for (movie_id, stars), title in zip(shown, titles, strict=True)
        ],
        [(f"{w:g}", _TIMES.get(w, f"{w:g} times")) for w in reversed(WEIGHTS)],
        "ratings",
        {
            "rate": rate,
            "weigh": _weigh,
            "see": lambda movie_id, _: see(movie_id),
            "remove": lambda movie_id, _: remove(movie_id),
        },
    )


def titles_of(movie_ids: Sequence[int]) -> list[str]:
    return [title_of(movie_id) for movie_id in movie_ids]


def rate(movie_id: int, stars: object) -> None:
    """Take over stars that a browser reports, which may be anything."""
    if isinstance(stars, int | float):
        _try(lambda: session.profile().rate(movie_id, float(stars)))


def _weigh(movie_id: int, wanted: object) -> None:
    if wanted in [f"{w:g}" for w in WEIGHTS]:
        _try(lambda: session.profile().weigh(movie_id, float(str(wanted))))


def _try(change: Callable[[], Profile]) -> None:
    """Change the profile, or say why not: what a browser asks for may be anything."""
    try:
        session.set_profile(change())
    except RecsysError as error:
        st.toast(plain(str(error)))


def bar(said: str) -> None:
    """Draw what the last change did, undo and share; on a phone it stays at the bottom."""
    history = session.history()
    with st.container(
        key="bar", horizontal=True, vertical_alignment="center", gap="small", width="content"
    ):
        st.markdown(plain(said or " "), width="content")
        action(
            "Undo",
            "undo",
            undo,
            icon="undo",
            shortcut="Mod+Z",
            disabled=not history.past,
        )
        action(
            "Redo",
            "redo",
            lambda: session.enter(session.history().redo()),
            icon="redo",
            shortcut="Mod+Shift+Z",
            disabled=not history.future,
        )
        copy_link_button(session.query(), key="share", label="Share", primary=True)


def clear() -> None:
    """Draw the way back to an empty profile."""
    action("Clear all", "clear", session.set_profile, Profile(), icon="delete")


def excluded() -> None:
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
                label = f"Show {title_of(movie_id)} again"
                action(label, f"restore-{movie_id}", remove, movie_id, icon="undo")
            if len(movie_ids) > SHOWN_HIDDEN:
                st.caption(f"And {len(movie_ids) - SHOWN_HIDDEN:,} more.")


def ignored(movies: tuple[Ignored, ...]) -> None:
    """Say which movies of the profile do not count here, and why; they stay in the profile."""
    if not movies:
        return
    lines = [f"- {plain(title_of(movie.movie_id))}: {plain(movie.reason)}" for movie in movies]
    if len(lines) > SHOWN_IGNORED:
        lines[SHOWN_IGNORED:] = [f"- and {len(lines) - SHOWN_IGNORED:,} more"]
    st.info(
        "These stay in your profile and in your link, but do not count here:\n\n"
        + "\n".join(lines),
        icon=":material/info:",
    )
