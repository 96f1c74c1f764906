"""Similar movies: five for each favourite as in the notebook, or any number for any movie."""

import streamlit as st

from recsys.similar import default_method
from recsys.ui import cache, charts, frame, state, tables, why

frame.through_the_entrypoint()

PER_PAGE = 20
SENTENCES = {
    "cosine": "The number is the cosine of the two movies' factors.",
    "shrunk": (
        "The number is the cosine of the two movies' factors, taken down for movies that few "
        "people like, where it is mostly chance."
    ),
}

ready = frame.recommender()
profile = state.profile()

st.title("Similar movies")
st.markdown(
    "Two movies are similar when the same people like them: 1 is the same direction in the model, "
    f"0 nothing in common. {SENTENCES[default_method(ready.model)]}"
)

titles = cache.pickable(state.dataset())
with st.container(horizontal=True, vertical_alignment="bottom"):
    picked = st.selectbox(
        "Movies similar to",
        list(titles),
        index=None,
        placeholder="Type any title" if profile.ratings else "Type a title",
    )
    n = st.number_input("How many for each", 1, 50, 5, width=160)

favourites = [m for m in profile.movie_ids if m in ready.model.movies]
if picked:
    favourites = [titles[picked]]
if not favourites:
    st.info("Pick a movie above, or add favourites to your profile to see their neighbours here.")
    st.page_link("pages/profile.py", label="Build your profile", query_params=state.query())
    st.stop()

pages = -(-len(favourites) // PER_PAGE)
shown = st.pagination(pages, key="similar-page") if pages > 1 else 1
favourites = favourites[PER_PAGE * (shown - 1) : PER_PAGE * shown]

neighbours = tables.similar_groups(ready, favourites, int(n))
as_table, as_chart = st.tabs(["Table", "Chart"])
with as_table:
    st.table(tables.shaded_groups(neighbours), hide_index=True)
with as_chart:
    st.altair_chart(
        charts.similarity_bars(neighbours),
        width="stretch",
        alt=tables.similar_takeaway(neighbours),
    )
why.ask(
    ready,
    tables.named_once(neighbours),
    "Why would I like one of these?",
    "Any movie of this page",
    "similar",
)
st.download_button(
    "Download as CSV",
    tables.safe_csv(neighbours),
    "cinefold-similar.csv",
    "text/csv",
    icon=":material/download:",
    on_click="ignore",
)
