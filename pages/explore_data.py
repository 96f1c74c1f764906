"""Explore: what everybody likes, keyword search, and what the data hold."""

import streamlit as st

from recsys import explore
from recsys.errors import RecsysError
from recsys.search import search
from recsys.ui import cache, charts, state, tables
from recsys.wording import count

try:
    source = cache.source(state.dataset())
except RecsysError as error:
    st.error(f"The data set {state.dataset()} cannot be used: {error}")
    st.stop()
popularity = cache.popularity(state.dataset())
summary = explore.summarize(source.dataset, source.interactions)

st.title("Explore the data")
with st.grid(4, min_column_width=150):
    st.metric("Ratings", f"{summary.ratings:,}", border=True)
    st.metric("People", f"{summary.users:,}", border=True)
    st.metric("Movies rated", f"{summary.movies_rated:,}", border=True)
    st.metric("Ratings that are likes", f"{summary.likes_share:.1%}", border=True)

st.header("What everybody likes")
n = st.slider("How many movies", 10, 200, 30, step=10)
top = popularity.head(n)
leader = top.iloc[0]
st.markdown(
    f"**{leader['title']}** leads with {leader['likes']:,} likes; "
    f"place {len(top)} has {top.iloc[-1]['likes']:,}."
)
as_chart, as_table = st.tabs(["Chart", "Table"])
with as_chart:
    st.altair_chart(
        charts.popularity_bars(top),
        width="stretch",
        alt=f"The {n} most liked movies, led by {leader['title']} with {leader['likes']:,} likes",
    )
with as_table:
    st.dataframe(tables.popularity_table(top), hide_index=True)

st.header("Search by keyword")
with st.container(horizontal=True, vertical_alignment="bottom"):
    query = st.text_input(
        "Words from the title",
        type="search",
        placeholder="star wars: episode v | space odyssey | titanic",
        help="Put | between alternatives.",
    )
    exact = st.toggle("Exactly as typed", help="Plain text anywhere in the title, as it is.")
if query.strip():
    try:
        found = search(popularity, query, exact=exact)
    except RecsysError as error:
        st.warning(str(error))
    else:
        st.markdown(f"{count(len(found), 'movie')} found.")
        if len(found):
            st.dataframe(tables.popularity_table(found), hide_index=True)

st.header("How people rate")
distribution = explore.rating_distribution(source.dataset, summary.min_rating)
favourite = distribution.loc[distribution["ratings"].idxmax()]
takeaway = (
    f"The most common rating is {favourite['stars']:g} stars ({favourite['share']:.1%} of all)."
)
st.markdown(takeaway)
st.altair_chart(charts.rating_histogram(distribution), width="stretch", alt=takeaway)

st.header("What counts as a like")
lost = summary.users_lost
st.markdown(
    f"Cinefold learns from likes: ratings of {summary.min_rating:g} stars or more. That keeps "
    f"**{summary.likes:,}** of {summary.ratings:,} ratings, **{summary.users_kept:,}** of "
    f"{summary.users:,} people and **{summary.movies_kept:,}** of {summary.movies_rated:,} rated "
    "movies."
)
if lost:
    st.markdown(
        f"{count(len(lost), 'person', 'people')} vanished: none of their ratings reaches "
        f"{summary.min_rating:g} stars. Nothing is missing in the data; the filter took them out, "
        "and from there on a person's id is no longer their row number plus one."
    )
    for user_id in lost[:5]:
        own = explore.ratings_of_user(source.dataset, user_id)
        parts = ", ".join(f"{int(r.ratings)} × {r.stars:g}" for r in own.itertuples())
        st.markdown(
            f"- Person {user_id}: {count(int(own['ratings'].sum()), 'rating')} ({parts} stars)"
        )
else:
    st.markdown("Nobody vanished: every person has at least one like.")

with st.expander("What other thresholds would keep"):
    thresholds = tuple(sorted(set(distribution["stars"])))
    steps = cache.like_filter_steps(state.dataset(), thresholds)
    st.dataframe(
        steps.rename(
            columns={
                "min_rating": "Stars at least",
                "likes": "Likes",
                "users_kept": "People kept",
                "users_lost": "People lost",
                "movies_kept": "Movies kept",
                "movies_lost": "Movies lost",
            }
        ),
        hide_index=True,
    )
