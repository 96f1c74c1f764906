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
pages = [
    st.Page(
        frame.file_of(entry.page),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.address,
        default=entry == START,
        help=entry.help or None,
        visibility="visible" if entry.is_in_menu else "hidden",
    )
    for entry in (*MENU, START)
]

page = st.navigation(pages, position="top")
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
