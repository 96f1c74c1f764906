"""Explore: what everybody likes, search, one movie, several movies, and what the data hold."""

import streamlit as st

from recsys.errors import RecsysError
from recsys.ui import cache, dataset_chooser, explore_view, frame, movie_view, state

frame.through_the_entrypoint()

st.title("Explore the data")
dataset_chooser.choose()
try:
    dataset = cache.source(state.dataset()).dataset
except RecsysError as error:
    st.error(f"The data set {state.dataset_label()} cannot be used: {error}")
    frame.end()

explore_view.headline(dataset)
explore_view.ranks(dataset)
explore_view.search()
movie_view.one_movie(frame.trained_already())
movie_view.comparison(dataset)
explore_view.distributions(dataset)
explore_view.like_threshold(dataset)
