"""Recommendations: the whole list, with filters, each movie explained on request."""

import pandas as pd
import streamlit as st

from recsys.filters import Filters
from recsys.ui import frame, results, state, tables

frame.through_the_entrypoint()

ready = frame.recommender()
profile = state.profile()

st.title("Recommended for you")

with st.container(horizontal=True, vertical_alignment="bottom"):
    n = st.selectbox("How many", [10, 20, 50, 100], index=1, width=120)
    genre = st.selectbox(
        "Genre", ready.catalogue.genres, index=None, placeholder="Any genre", width=200
    )
    first, last = ready.catalogue.years
    years = st.slider("Release years", first, last, (first, last), width=320)
    include_rated = st.toggle("Also list what you rated")

filters = Filters(
    genres=(genre,) if genre else (),
    year_from=years[0] if years[0] > first else None,
    year_to=years[1] if years[1] < last else None,
    include_rated=include_rated,
)
result = ready.recommend(profile, n, filters)

if result.basis == "popularity":
    st.info(
        "You have no favourite that the model knows yet, so this is what most people like. "
        "Rate a movie with three stars or more to get a list of your own."
    )
    st.page_link("pages/profile.py", label="Build your profile", query_params=state.query())
if not result.recommendations:
    st.warning("No movie is left with these filters. Choose another genre or more years.")

results.recommendation_list(result, ready)

if result.recommendations:
    table = pd.DataFrame(
        [(r.rank, r.movie_id, r.title, r.score) for r in result.recommendations],
        columns=["rank", "movie_id", "title", "score"],
    )
    st.download_button(
        "Download this list",
        tables.safe_csv(table),
        "cinefold-recommendations.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
