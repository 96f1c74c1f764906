"""Explore: search, what everybody likes, one movie, several movies, and what the data hold."""

import streamlit as st

from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.ui import frame, session, shared
from recsys.ui.screens.explore import chooser as dataset_chooser
from recsys.ui.screens.explore import data as explore_view
from recsys.ui.screens.explore import movies as movie_view

st.title("Explore the data")
search = st.container()
dataset_chooser.choose()
dataset = frame.dataset()

with search:
    explore_view.title_search()
explore_view.headline(dataset)
explore_view.ranking(dataset)
explore_view.at_a_glance(DEFAULT_MIN_RATING)
movie_view.one_movie(shared.trained_already(session.dataset()))
movie_view.several_movies(dataset)
explore_view.how_people_rate(dataset)
explore_view.like_threshold(dataset)
