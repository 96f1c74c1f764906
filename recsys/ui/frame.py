"""What surrounds every page: messages about the link and the model, and the footer."""

import runpy
import threading
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from recsys.errors import RecsysError
from recsys.recommend.recommender import Recommender
from recsys.ui import memory, session, shared, way_back
from recsys.ui.border import plain

ENTRYPOINT = Path(__file__).resolve().parents[2] / "streamlit_app.py"
_run = threading.local()


def run(page: StreamlitPage) -> None:
    """Run a page from the entrypoint, between the messages and the footer."""
    _run.through_the_entrypoint = True
    try:
        # One place for all of them, or what follows would move and lose what is being typed.
        with st.container(gap=None):
            # Early, so that a reload right after a change loses nothing.
            memory.remember()
            way_back.keep()
            memory.banner()
            messages()
        page.run()
        footer()
    finally:
        _run.through_the_entrypoint = False


def through_the_entrypoint() -> None:
    """Begin a page: hand a bare run over to the entrypoint.

    Until `st.navigation` has been called once in a process, Streamlit takes `pages/` for the menu.
    The first request to a fresh server, which a shared link may well be, then runs a page's file
    bare if it has the name asked for, and shows "Page not found" if no file has.
    """
    if not getattr(_run, "through_the_entrypoint", False):
        runpy.run_path(str(ENTRYPOINT))
        st.stop()


def end() -> NoReturn:
    """End the page here; it still says whose data these are."""
    footer()
    st.stop()


def recommender(preset: str = "default") -> Recommender:
    """Return the session's recommender, or end the page with a sentence that says why not."""
    try:
        return shared.recommender(session.dataset(), preset)
    except RecsysError as error:
        st.error(plain(f"The data set {session.dataset_label()} cannot be used: {error}"))
        end()


def trained_already(preset: str = "default") -> Recommender | None:
    """Return the session's recommender if some session has needed it before."""
    return shared.registry().get((session.dataset(), preset))


def messages() -> None:
    """Say what was wrong with the link or with the folder for models."""
    for said in session.link_problems():
        st.warning(
            f"{plain(said[0].upper() + said[1:])}. You can go on with what is shown here.",
            icon=":material/link_off:",
        )
    if problem := session.dataset_problem():
        st.warning(plain(problem), icon=":material/database_off:")
    if problem := shared.notice(session.dataset()):
        st.info(plain(problem), icon=":material/save:")


def footer() -> None:
    st.caption(
        f"Data: {plain(session.dataset_label())}. MovieLens by GroupLens, University of Minnesota "
        "(Harper and Konstan 2015), is for non-commercial use. Not affiliated with GroupLens."
    )
