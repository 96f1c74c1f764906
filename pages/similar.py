"""Similar movies: five for each favourite as in the notebook, or any number for any movie."""

import streamlit as st

from recsys.model.similar import default_method
from recsys.ui import frame, session
from recsys.ui.border import plain_table
from recsys.ui.charts import similar as charts
from recsys.ui.charts import tables
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.screens import similar as similar_view
from recsys.ui.screens.parts import download_csv
from recsys.ui.screens.recommendations import why

PER_PAGE = 20
MOST_ROWS = 1_000
MOST_BARS = 200
SENTENCES = {
    "cosine": "",
    "shrunk": "Movies that few people like come out lower, as theirs would be mostly chance.",
}

ready = frame.recommender()
profile = session.profile()

st.title("Similar movies")
st.markdown(
    "Two movies are similar when the same people like them: 1 = loved by the same people, 0 = no "
    f"link. {SENTENCES[default_method(ready.model)]}"
)

picked = choose_a_movie("similar-to", "Movies similar to")
with st.container(horizontal=True, vertical_alignment="bottom"):
    most = max(min(MOST_ROWS, len(ready.model.movies) - 1), 5)
    n = int(st.number_input("How many for each", 1, most, 5, width=160))
    only_new = st.toggle("Leave out what you know", help="What you rated, have seen or hid")

favourites = [picked] if picked else list(ready.usable(profile).liked_ids)
if not favourites:
    st.info("Pick a movie above, or add favourites to your profile to see their neighbours here.")
    frame.link_to("profile", "Build your profile")
    similar_view.two_movies(ready, profile)
    frame.end()

per_page = max(min(PER_PAGE, MOST_ROWS // n), 1)
pages = -(-len(favourites) // per_page)
shown = st.pagination(pages, key="similar-page") if pages > 1 else 1
favourites = favourites[per_page * (shown - 1) : per_page * shown]

if only_new:
    neighbours = similar_view.without_known(ready, favourites, n, profile)
else:
    neighbours = tables.similar_groups(ready, favourites, n)
as_table, as_chart = st.tabs(["Table", "Chart"])
with as_table:
    plain_table(*tables.shaded_groups(neighbours))
with as_chart:
    bars = neighbours.head(MOST_BARS)
    if len(bars) < len(neighbours):
        st.caption(f"The first {len(bars):,} of {len(neighbours):,}; the table has them all.")
    takeaway = tables.similar_takeaway(bars)
    st.altair_chart(charts.similarity_bars(bars), width="stretch", alt=takeaway)
why.ask_why(ready, tables.named_once(neighbours))
download_csv(neighbours, "cinefold-similar.csv")

if not picked:
    similar_view.joint(ready, profile, n)
similar_view.two_movies(ready, profile)
