"""Explore: what everybody likes, search, one movie, several movies, and what the data hold."""

import streamlit as st

from recsys.errors import RecsysError
from recsys.ui import frame, session, shared
from recsys.ui.screens.explore import chooser as dataset_chooser
from recsys.ui.screens.explore import data as explore_view
from recsys.ui.screens.explore import movies as movie_view

st.title("Explore the data")
dataset_chooser.choose()
try:
    dataset = shared.source(session.dataset()).dataset
except RecsysError as error:
    st.error(f"The data set {session.dataset_label()} cannot be used: {error}")
    frame.end()

explore_view.headline(dataset)
explore_view.ranks(dataset)
explore_view.search()
movie_view.one_movie(frame.trained_already())
movie_view.comparison(dataset)
explore_view.distributions(dataset)
explore_view.like_threshold(dataset)
