"""The router: what is done before one of the pages runs."""

from pathlib import Path

import streamlit as st

from recsys.ui import frame, memory, runs, session
from recsys.ui.menu import MENU, START, browser_title

ASSETS = Path(__file__).parent / "assets"

runs.note()
# Before the menu: a page that has no icon of its own yet gets that of its entry, and the browser
# fetches it from Google.
st.set_page_config(page_icon=ASSETS / "icon.png", layout="wide")
start = st.Page(
    frame.file_of("profile"),
    title=START.title,
    url_path=START.address,
    default=True,
    visibility="hidden",
)
pages = [
    st.Page(
        frame.file_of(entry.address),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.address,
        help=entry.help,
    )
    for entry in MENU
]

page = st.navigation([start, *pages], position="top")
st.set_page_config(page_title=browser_title(page.title))
st.logo(ASSETS / "logo.svg", size="large")
top = st.container(gap=None, key="top")
with top.container(gap=None):
    # Whoever comes first waits here while the ratings are read.
    session.read_address()
    session.carry_over()
    memory.begin()
    session.write_address()
frame.run(page, top)
