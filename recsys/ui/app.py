"""The router, and the frame around every page."""

from pathlib import Path

import streamlit as st

from recsys.ui import address, frame, memory, session

ASSETS = Path(__file__).parent / "assets"

MENU = [
    ("profile", "Your profile", "person", "Pick and rate movies, see what fits."),
    ("recommendations", "Recommendations", "thumb_up", "The whole list, with filters."),
    ("taste", "Your taste", "face", "What your ratings say about you."),
    ("similar", "Similar movies", "hub", "Movies that the same people like."),
    ("map", "Taste map", "map", "All movies as a map, and your place on it."),
    ("night", "Movie night", "groups", "One list for two to seven people."),
    ("explore", "Explore", "bar_chart", "What everybody likes, search, and the data."),
    ("model", "Model", "tune", "How the model was trained, to check."),
    ("about", "About", "info", "What this is, data and licence."),
]

start = st.Page(
    frame.page("profile"), title="Cinefold", url_path="start", default=True, visibility="hidden"
)
pages = [
    st.Page(frame.page(name), title=title, icon=f":material/{icon}:", url_path=name, help=help_text)
    for name, title, icon, help_text in MENU
]

page = st.navigation([start, *pages], position="top")
st.set_page_config(
    page_title="Cinefold" if page.title == "Cinefold" else f"{page.title} · Cinefold",
    page_icon=ASSETS / "icon.png",
    layout="wide",
)
st.logo(ASSETS / "logo.svg", size="large")
session.read_address()
memory.begin()
session.write_address()
# One place for all of them, or what follows would move and lose what is being typed.
with st.container(gap=None):
    # Early, so that a reload right after a change loses nothing.
    memory.remember()
    address.keep_steps()
    memory.banner()
    frame.messages()
page.run()
frame.footer()
