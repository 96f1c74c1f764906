"""Similar movies: five for each favourite as in the notebook, or any number for any movie."""

import streamlit as st

from recsys.model.similar import default_method
from recsys.ui import frame, session, shared
from recsys.ui.border import plain_table
from recsys.ui.charts import similar as charts
from recsys.ui.charts import tables
from recsys.ui.elements.elsewhere.elsewhere import links_out
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.screens import similar as similar_view
from recsys.ui.screens.parts import download_csv
from recsys.ui.screens.recommendations import why

PER_PAGE = 20
MOST_ROWS = 1_000
MOST_BARS = 200
# For somebody without favourites.
EXAMPLES = 2
CAUTION = {
    "cosine": "",
    "shrunk": " Where few people like a movie the number is taken down, for it is mostly chance.",
}

st.title("Similar movies")
ready = frame.recommender()
profile = session.profile()
st.markdown(
    "Movies are similar when the same people love them: 1 means loved by the same people, 0 means "
    f"no link.{CAUTION[default_method(ready.model)]} Tap a movie to go on from there."
)

picked = choose_a_movie(similar_view.PICKED, "Movies similar to")
if picked:
    links_out(ready.dataset, picked, "similar-elsewhere")
with st.container(horizontal=True, vertical_alignment="bottom"):
    most = max(min(MOST_ROWS, len(ready.model.movies) - 1), 5)
    n = int(st.number_input("How many for each", 1, most, 5, width=160))
    only_new = st.toggle("Leave out what you know", help="What you rated, have seen or hid")

favourites = [picked] if picked else list(ready.usable(profile).liked_ids)
if not favourites:
    st.caption(
        "You have no favourites yet, so this is what lies near the movies that most people like."
    )
    frame.link_to("profile", "Add your favourites")
    favourites = list(shared.known_titles(session.dataset()).values())[:EXAMPLES]

per_page = max(min(PER_PAGE, MOST_ROWS // n), 1)
pages = -(-len(favourites) // per_page)
shown = st.pagination(pages, key="similar-page") if pages > 1 else 1
favourites = favourites[per_page * (shown - 1) : per_page * shown]

if only_new:
    neighbours = similar_view.without_known(ready, favourites, n, profile)
else:
    neighbours = tables.similar_groups(ready, favourites, n)
as_movies, as_table, as_chart = st.tabs(["Movies", "Table", "Chart"])
with as_movies:
    similar_view.as_tiles(ready, neighbours)
with as_table:
    plain_table(*tables.shaded_groups(neighbours))
with as_chart:
    bars = neighbours.head(MOST_BARS)
    if len(bars) < len(neighbours):
        st.caption(f"The first {len(bars):,} of {len(neighbours):,}; the table has them all.")
    takeaway = tables.similar_takeaway(bars)
    st.altair_chart(charts.similarity_bars(bars), width="stretch", alt=takeaway)
why.ask_why(ready, tables.named_once(neighbours))
download_csv(lambda: neighbours, "cinefold-similar.csv")

if not picked:
    similar_view.joint(ready, profile, n)
similar_view.two_movies(ready, profile)
