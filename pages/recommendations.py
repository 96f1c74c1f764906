"""Recommendations: the whole list, with filters, each movie explained on request."""

import pandas as pd
import streamlit as st

from recsys.ui import dials_view, filters_view, frame, results, state, steering, tables

frame.through_the_entrypoint()

ready = frame.recommender()
profile = state.profile()

st.title("Recommended for you")

with st.container(horizontal=True, vertical_alignment="bottom"):
    n = st.selectbox("How many", [10, 20, 50, 100], index=1, width=120)
    filters_view.filters_button(ready)
    filters_view.reset_button()
filters = filters_view.in_force(ready)
dials_view.dials(ready)

result = steering.recommend(ready, profile, n)

if result.basis == "popularity":
    st.info(
        "You have no favourite that the model knows yet, so this is what most people like. "
        "Rate a movie with three stars or more to get a list of your own; the dials work then."
    )
    st.page_link("pages/profile.py", label="Build your profile", query_params=state.query())
if not result.recommendations:
    filters_view.nothing_left(ready, filters)

results.recommendation_list(result, ready)

if result.recommendations:
    table = pd.DataFrame(
        [
            (r.rank, r.movie_id, r.title, r.score, r.popularity_term, r.diversity_term)
            for r in result.recommendations
        ],
        columns=["rank", "movie_id", "title", "score", "popularity_term", "diversity_term"],
    )
    st.download_button(
        "Download this list",
        tables.safe_csv(table),
        "cinefold-recommendations.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
