"""What surrounds every page: messages about the link and the model, and the footer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from recsys.data.dataset import Dataset
from recsys.errors import RecsysError
from recsys.recommend.recommender import Recommender
from recsys.ui import memory, menu, session, shared
from recsys.ui.border import plain
from recsys.ui.elements.connection.connection import keep_connection
from recsys.ui.screens import parts

SHOWN_LOST = 5
_AT = "at"
PAGES = Path(__file__).resolve().parents[2] / "pages"


def file_of(page: str) -> str:
    """Return a page's file, by its name."""
    return str(PAGES / f"{page}.py")


def link_to(page: str, label: str, icon: str | None = None, **more: str) -> None:
    """Draw a link to another page that carries the session along, and `more` parameters."""
    query = {**session.query(), **more}
    st.page_link(file_of(page), label=plain(label), icon=icon, query_params=query)


def run(page: StreamlitPage, top: DeltaGenerator) -> None:
    """Run a page between the messages, which stand in `top`, and the footer."""
    if st.session_state.get(_AT) != page.url_path:
        st.session_state[_AT] = page.url_path
        parts.close_dialog()
    # One place for all of them, or what follows would move and lose what is being typed.
    with top:
        # Early, so that a reload right after a change loses nothing.
        memory.remember(page.url_path)
        memory.banner(page.url_path)
        messages()
    pair(page.url_path)
    page.run()
    footer()


def pair(address: str) -> None:
    """Draw the links between two pages that share one entry of the menu, if it is one of them."""
    if not (entries := menu.pair(address)):
        return
    with st.container(horizontal=True, gap="small"):
        for entry in entries:
            link_to(entry.page, entry.title, f":material/{entry.icon}:")


def end() -> NoReturn:
    """End the page here; it still says whose data these are."""
    footer()
    st.stop()


def recommender() -> Recommender:
    """Return the session's recommender, or end the page with a sentence that says why not."""
    # A place that is always there: what follows keeps its own when the waiting has ended.
    with _usable(), st.empty():
        return shared.recommender(session.dataset())


def dataset() -> Dataset:
    """Return the session's data set, or end the page with a sentence that says why not."""
    with _usable(), st.empty():
        return shared.source(session.dataset()).dataset


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except RecsysError as error:
        st.error(plain(f"The data set {session.dataset_label()} cannot be used: {error}"))
        end()


def messages() -> None:
    """Say what was wrong with the link or with the folder for models."""
    for said in session.link_problems():
        st.warning(
            f"{plain(said[0].upper() + said[1:])}. You can go on with what is shown here.",
            icon=":material/link_off:",
        )
    if (moved := session.moved()) is not None and moved.lost:
        more = len(moved.lost) - SHOWN_LOST
        said = "; ".join([*moved.lost[:SHOWN_LOST], *([f"and {more:,} more"] if more > 0 else [])])
        st.info(
            plain(
                f"These do not count here and stay in your profile for another data set: {said}."
            ),
            icon=":material/swap_horiz:",
        )
    if problem := session.dataset_problem():
        st.warning(plain(problem), icon=":material/database_off:")
    if problem := shared.notice(session.dataset()):
        st.info(plain(problem), icon=":material/save:")


def footer() -> None:
    with st.container(gap=None):
        # Last: only what has been drawn is heard.
        keep_connection()
        st.caption(
            f"Data: {plain(session.dataset_label())}. MovieLens by GroupLens, University of "
            "Minnesota (Harper and Konstan 2015), is for non-commercial use. Not affiliated with "
            "GroupLens."
        )
