"""The router: which pages there are, and what is done before one of them runs."""

from pathlib import Path

import streamlit as st

from recsys.ui import frame, memory, session

ASSETS = Path(__file__).parent / "assets"

# Each page's address is its file's name.
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
    frame.file_of("profile"),
    title="Cinefold",
    url_path="start",
    default=True,
    visibility="hidden",
)
pages = [
    st.Page(frame.file_of(name), title=title, icon=f":material/{icon}:", url_path=name, help=help)
    for name, title, icon, help in MENU
]

page = st.navigation([start, *pages], position="top")
st.set_page_config(
    page_title="Cinefold" if page.title == "Cinefold" else f"{page.title} · Cinefold",
    page_icon=ASSETS / "icon.png",
    layout="wide",
)
st.logo(ASSETS / "logo.svg", size="large")
session.read_address()
session.carry_over()
memory.begin()
session.write_address()
frame.run(page)
