"""Cinefold: the router and the frame around every page."""

from pathlib import Path

import streamlit as st

from recsys.ui import frame, state

ASSETS = Path(__file__).parent / "recsys" / "ui" / "assets"

# Every address differs from its file's name: a fresh server would run a page bare, without this
# frame, when the first request names a file in pages/.
MENU = [
    ("build_profile", "profile", "Your profile", "person", "Pick and rate movies, see what fits."),
    ("recommended_movies", "recommendations", "Recommendations", "thumb_up", "The whole list."),
    ("similar_movies", "similar", "Similar movies", "hub", "Movies the same people like."),
    ("explore_data", "explore", "Explore", "bar_chart", "What everybody likes, and search."),
    ("model_report", "model", "Model", "tune", "How the model was trained, to check."),
    ("about_cinefold", "about", "About", "info", "What this is, data and licence."),
]

start = st.Page(
    "pages/build_profile.py",
    title="Cinefold",
    url_path="start",
    default=True,
    visibility="hidden",
)
pages = [
    st.Page(f"pages/{file}.py", title=title, icon=f":material/{icon}:", url_path=path, help=help)
    for file, path, title, icon, help in MENU
]

page = st.navigation([start, *pages], position="top")
st.set_page_config(
    page_title="Cinefold" if page.title == "Cinefold" else f"{page.title} · Cinefold",
    page_icon=ASSETS / "icon.png",
    layout="wide",
)
st.logo(ASSETS / "logo.svg", size="large")
state.read_address()
state.write_address()
frame.messages()
page.run()
frame.footer()
