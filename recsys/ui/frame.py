"""What surrounds every page: messages about the link and the model, and the footer."""

from pathlib import Path
from typing import NoReturn

import streamlit as st

from recsys.errors import RecsysError
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.charts.tables import escape

_PAGES = Path(__file__).resolve().parents[2] / "pages"


def page(name: str) -> Path:
    """Return the file of a page."""
    return _PAGES / f"{name}.py"


def link_to(name: str, label: str, icon: str | None = None) -> None:
    """Draw a link to a page that carries along what the session holds."""
    st.page_link(page(name), label=label, icon=icon, query_params=session.query())


def end() -> NoReturn:
    """End the page here; it still says whose data these are."""
    footer()
    st.stop()


def recommender(preset: str = "default") -> Recommender:
    """Return the session's recommender, or end the page with a sentence that says why not."""
    try:
        return shared.recommender(session.dataset(), preset)
    except RecsysError as error:
        st.error(f"The data set {session.dataset_label()} cannot be used: {error}")
        end()


def trained_already(preset: str = "default") -> Recommender | None:
    """Return the session's recommender if some session has needed it before."""
    return shared.registry().get((session.dataset(), preset))


def messages() -> None:
    """Say what was wrong with the link or with the folder for models."""
    for said in session.link_problems():
        st.warning(
            f"{escape(said[0].upper() + said[1:])}. You can go on with what is shown here.",
            icon=":material/link_off:",
        )
    if problem := session.dataset_problem():
        st.warning(problem, icon=":material/database_off:")
    if problem := shared.notice(session.dataset()):
        st.info(problem, icon=":material/save:")


def footer() -> None:
    st.caption(
        f"Data: {session.dataset_label()}. MovieLens by GroupLens, University of Minnesota "
        "(Harper and Konstan 2015), is for non-commercial use. Not affiliated with GroupLens."
    )
