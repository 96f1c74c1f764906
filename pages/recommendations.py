"""Recommendations: the whole list, with filters, what drives it and what would change it."""

from operator import attrgetter

import pandas as pd
import streamlit as st

from recsys.ui import frame, session
from recsys.ui.screens.parts import download_csv
from recsys.ui.screens.recommendations import dials as dials_view
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.screens.recommendations import stability as stability_view
from recsys.ui.screens.recommendations import steering, why
from recsys.ui.screens.recommendations import what_if as whatif_view
from recsys.ui.screens.recommendations import what_would_it_take as change_view

ready = frame.recommender()
profile = session.profile()

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
    frame.link_to("profile", "Build your profile")
if not result.recommendations:
    filters_view.nothing_left(ready, filters)

view = whatif_view.choice()
why.any_movie(ready)

if view == whatif_view.DRIVERS:
    whatif_view.all_at_once(result)
elif view == whatif_view.WITHOUT:
    whatif_view.list_without(ready, filters)
elif view == whatif_view.TAKE:
    change_view.change_finder(ready)
    whatif_view.by_score_note()
else:
    result = stability_view.recommendations(result, ready, n, filters)

if result.recommendations and view == whatif_view.LIST:
    columns = ["rank", "movie_id", "title", "score", "popularity_term", "diversity_term"]
    table = pd.DataFrame(map(attrgetter(*columns), result.recommendations), columns=columns)
    download_csv(table, "cinefold-recommendations.csv", "Download this list")
