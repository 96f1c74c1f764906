"""What several screens do alike: buttons that act, downloads, tables, answers kept, titles."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import pandas as pd
import streamlit as st

from recsys.errors import NoRatingsError
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.border import plain, plain_table
from recsys.ui.charts.tables import safe_csv

T = TypeVar("T")
Drawn = Callable[..., None]
_OPEN_DIALOG = "open_dialog"


def action(
    label: str,
    key: str,
    on_click: Callable[..., None],
    *args: object,
    icon: str | None = None,
    kind: Literal["primary", "secondary", "tertiary"] = "tertiary",
    help: str = "",
    disabled: bool = False,
    shortcut: str | None = None,
) -> None:
    """Draw a button that calls `on_click(*args)`; label and help are shown as they are."""
    st.button(
        plain(label),
        key=key,
        type=kind,
        icon=f":material/{icon}:" if icon else None,
        help=plain(help) or None,
        disabled=disabled,
        shortcut=shortcut,
        on_click=on_click,
        args=args,
    )


def dialog(
    title: str, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Drawn], Drawn]:
    """Return the decorator of what draws a dialog that `opens` opens."""
    return st.dialog(plain(title), width=width, on_dismiss=close_dialog)


def opens(draw: Drawn, label: str, key: str, *args: object, **look: Any) -> None:
    """Draw a button, with the `look` of a Streamlit one, that opens a dialog drawn for `args`.

    It stays open until it is closed, also where a run that somebody else asked for (what comes
    into view, another tab) follows the click at once.
    """
    st.button(plain(label), key=key, on_click=open_dialog, args=(key,), **look)
    if is_open(key) and not look.get("disabled"):
        draw(*args)


def open_dialog(key: str) -> None:
    """Let the run that follows find the dialog of this key open."""
    st.session_state[_OPEN_DIALOG] = key


def is_open(key: str) -> bool:
    """Return whether the dialog of this key is the one that is open."""
    return bool(st.session_state.get(_OPEN_DIALOG) == key)


def close_dialog() -> None:
    """Close the dialog that is open, if one is."""
    st.session_state.pop(_OPEN_DIALOG, None)


def download_csv(
    make: Callable[[], pd.DataFrame], file: str, label: str = "Download as CSV"
) -> None:
    """Draw the button that downloads a table, made for those who press it."""
    st.download_button(
        plain(label),
        lambda: safe_csv(make()),
        file,
        "text/csv",
        key=f"download-{file}",
        icon=":material/download:",
        on_click="ignore",
    )


def show_rows(rows: Iterable[Sequence[object]], *columns: str) -> None:
    """Draw rows as a table that shows its cells and headings as they are."""
    plain_table(pd.DataFrame(rows, columns=columns))


@contextmanager
def or_no_ratings() -> Iterator[None]:
    """Say in place of what is drawn that it takes ratings which this host does not have."""
    try:
        yield
    except NoRatingsError as error:
        say_no_ratings(error)


def say_no_ratings(error: NoRatingsError) -> None:
    """Say in one sentence that something takes ratings which this host does not have."""
    said = str(error)
    st.info(plain(f"{said[0].upper()}{said[1:]}."), icon=":material/database_off:")


def remembered(name: str, key: object, make: Callable[[], T]) -> T:
    """Return what the session made last under this name, made anew where its key is another."""
    kept: tuple[object, T] | None = st.session_state.get(name)
    if kept is None or kept[0] != key:
        kept = (key, make())
        st.session_state[name] = kept
    return kept[1]


def title_of(movie_id: int) -> str:
    """Return a movie's title, also where only another data set knows it."""
    return shared.title(session.dataset(), movie_id)


def genres_of(ready: Recommender, movie_id: int) -> tuple[str, ...]:
    """Return a movie's genres, none where neither the model nor its data know it."""
    if movie_id in ready.model.movies:
        return ready.catalogue.genres_of(ready.model.movies.idx_of(movie_id))
    movies = ready.dataset.movies
    return tuple(movies.at[movie_id, "genres"]) if movie_id in movies.index else ()
