"""The parts of the Explore page about single movies: a card, and several side by side."""

import streamlit as st

from recsys import explore
from recsys.data.dataset import Dataset
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import explore as explore_charts
from recsys.ui.charts import tables
from recsys.ui.elements.picker.picker import choose_a_movie, choose_movies
from recsys.ui.words import explore as explore_words


def one_movie(ready: Recommender | None) -> None:
    """Show one movie's card."""
    st.header("A movie's card")
    titles = shared.all_titles(session.dataset())
    known = set(titles.values())
    first = next((m for m in (*session.profile().movie_ids, *titles.values()) if m in known), None)
    picked = choose_a_movie("look-up", "Look up a movie", titles, first, can_clear=False)
    if picked is None:
        return
    card = shared.movie_card(session.dataset(), picked)
    takeaway = explore_words.takeaway_card(card)
    st.markdown(plain(f"{' · '.join(card.genres) or 'No genre known'}. {takeaway}"))
    with st.grid(4, min_column_width=130):
        st.metric("Likes", f"{card.likes:,}", border=True)
        st.metric("Ratings", f"{card.ratings:,}", border=True)
        st.metric("Rank by likes", f"{card.rank_by_likes:,}", border=True)
        st.metric("Rank, best rated", f"{card.rank_by_mean:,}", border=True)
    left, right = st.columns(2)
    if card.ratings:
        left.altair_chart(explore_charts.rating_histogram(card.histogram), alt=takeaway)
    if card.over_time is None:
        right.caption("When it was rated takes the ratings themselves, which this host has not.")
    elif len(card.over_time):
        said = explore_words.takeaway_activity(card.over_time)
        right.altair_chart(explore_charts.over_time(card.over_time), alt=said)
    if ready is not None and card.movie_id in ready.model.movies:
        neighbours = ", ".join(s.title for s in ready.similar(card.movie_id, 5))
        st.markdown(f"Similar movies: {plain(neighbours)}.")
    with st.container(horizontal=True):
        if card.movielens_url:
            st.link_button("On MovieLens", card.movielens_url, icon=":material/open_in_new:")
        if card.imdb_url:
            st.link_button("Search on IMDb", card.imdb_url, icon=":material/open_in_new:")


def several_movies(dataset: Dataset) -> None:
    """Put up to five movies side by side."""
    st.header("Compare movies")
    titles = shared.all_titles(session.dataset())
    label = f"Add a movie, up to {explore.MAX_COMPARED}"
    first = list(titles.values())[:2]
    ids = choose_movies("compared", label, titles, first, explore.MAX_COMPARED)
    if not ids:
        st.caption("Pick movies to see them side by side.")
        return
    table = shared.compared(session.dataset(), tuple(ids))
    takeaway = explore_words.takeaway_compare(table)
    st.markdown(plain(takeaway))
    histograms = explore.compare_ratings(dataset, ids)
    if len(histograms):
        st.altair_chart(explore_charts.compared_ratings(histograms), alt=takeaway)
    st.dataframe(tables.comparison_table(table), hide_index=True)
