"""The parts of the Explore page, each a heading, a sentence computed from the data, a picture."""

from collections.abc import Callable
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from recsys import explore
from recsys.data.dataset import Dataset
from recsys.errors import RecsysError
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import explore as explore_charts
from recsys.ui.charts import tables, theme
from recsys.ui.screens.parts import action, download_csv, or_no_ratings
from recsys.ui.words import explore as explore_words
from recsys.ui.words import report as words

Draw = Callable[[pd.DataFrame], alt.Chart]
FEW_RANKED, MANY_RANKED = 10, 30
_RANKED = "how-many-ranked"
ORDER_NAMES = {"likes": "Likes", "ratings": "Ratings", "mean": "Best rated"}


def headline(dataset: Dataset) -> None:
    with or_no_ratings():
        found = shared.summary(session.dataset())
        with st.grid(4, min_column_width=150):
            st.metric("Ratings", f"{found.ratings:,}", border=True)
            st.metric("People", f"{found.users:,}", border=True)
            st.metric("Movies rated", f"{found.movies_rated:,}", border=True)
            st.metric("Ratings that are likes", f"{found.likes_share:.1%}", border=True)
    with st.expander("What reading the data found", icon=":material/fact_check:"):
        st.markdown("\n".join(f"- {plain(said)}" for said in words.findings(dataset.report)))
        for line in dataset.report.rejected:
            st.text(f"line {line.line:,}: {line.text} ({line.reason})")


def ranking(dataset: Dataset) -> None:
    """Rank movies by likes, ratings or a careful mean, within genre and years."""
    st.header("What everybody likes")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.segmented_control(
            "Rank by",
            ORDER_NAMES,
            format_func=ORDER_NAMES.__getitem__,
            default="likes",
            required=True,
        )
        genre = st.selectbox(
            "Genre",
            explore.genres_of(dataset),
            index=None,
            placeholder="Any genre",
            width=180,
            key="rank-genre",
        )
        shown_first = int(st.session_state.get(_RANKED, FEW_RANKED))
        n = st.number_input("How many movies", 5, 500, shown_first, step=5, width=150)
        least = st.number_input("Ratings at least", 0, 100_000, 0, step=10, width=150)
        years = _year_range(dataset)
    by = order or "likes"
    try:
        table = shared.popularity(session.dataset(), by, genre, int(least), **years)
    except RecsysError as error:
        st.warning(plain(str(error)))
        return
    takeaway = explore_words.takeaway_popularity(table, by)
    st.markdown(plain(takeaway))
    if by == "mean":
        st.caption(
            "Best rated means by the stars a movie has at least, with 97.5 % certainty, so that "
            "a handful of ratings cannot win."
        )
    top = table.head(int(n))
    if top.empty:
        return
    shown = tables.popularity_table(top)
    _chart_and_table(lambda _: explore_charts.popularity_bars(top, by), takeaway, shown, "ranks")
    if n < min(MANY_RANKED, len(table)):
        more = {_RANKED: MANY_RANKED}
        action(f"Show {MANY_RANKED}", "more-ranks", st.session_state.update, more)


def _year_range(dataset: Dataset) -> dict[str, int]:
    known = dataset.movies["year"].dropna()
    if known.empty or known.min() == known.max():
        return {}
    first, last = int(known.min()), int(known.max())
    low, high = st.slider("Release years", first, last, (first, last), width=260)
    asked = {"year_from": (low, first), "year_to": (high, last)}
    return {name: year for name, (year, bound) in asked.items() if year != bound}


def at_a_glance(min_rating: float) -> None:
    """Draw the whole catalogue by genre, decade and movie, once the person opens it."""
    with st.expander(
        "The catalogue at a glance", icon=":material/grid_view:", key="glance", on_change="rerun"
    ) as opened:
        # Plotly's 4.7 MB of script travel only to whoever looks.
        if not opened.open:
            return
        table = explore.catalogue(shared.popularity(session.dataset()))
        yours = {m for m, stars in session.profile().ratings if stars >= min_rating}
        takeaway = explore_words.takeaway_catalogue(table, yours)
        st.markdown(plain(takeaway))
        if len(table):
            st.plotly_chart(
                explore_charts.treemap(table, yours, theme.current()),
                width="stretch",
                theme=None,
                config={"displayModeBar": False},
                key="treemap",
                alt=f"Treemap of genres, decades and movies by likes. {takeaway}",
            )
        st.caption(
            "As large as its likes; a movie stands under the first genre the data set names. Tap a "
            "part to look into it and the bar on top to go back; your likes carry a heart."
        )
        if st.toggle("The same as a table", key="glance-table"):
            st.dataframe(tables.catalogue_table(table), hide_index=True)


def title_search() -> None:
    """Search titles, forgiving or exactly as typed."""
    st.header("Search")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input(
            "Words from the title",
            type="search",
            placeholder="star wars: episode v | space odyssey | titanic",
            help="Put | between alternatives. Small typos and the order of words do not matter.",
        )
        exact = st.toggle("Exactly as typed", help="Plain text anywhere in the title, as it is.")
    if not query or not query.strip():
        return
    try:
        found = shared.search_index(session.dataset()).search(query, n=100, exact=exact)
    except RecsysError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(f"{count(len(found), 'movie')} found{' at least' if len(found) == 100 else ''}.")
    if len(found):
        st.dataframe(tables.popularity_table(found), hide_index=True)


def how_people_rate(dataset: Dataset) -> None:
    """Show how ratings are spread over stars, people, movies, years, genres and time."""
    st.header("How people rate")
    found = shared.distributions(session.dataset())
    takeaway = explore_words.takeaway_ratings(found.ratings)
    st.markdown(plain(takeaway))
    _chart_and_table(explore_charts.rating_histogram, takeaway, found.ratings, "ratings")
    pictures: dict[str, tuple[str, Draw, pd.DataFrame]] = {}
    if found.per_user is not None and found.user_spread is not None:
        pictures["Ratings per person"] = (
            explore_words.takeaway_ratings_per(found.user_spread, "user"),
            partial(explore_charts.classes, per="user"),
            found.per_user,
        )
    pictures |= {
        "Ratings per movie": (
            explore_words.takeaway_ratings_per(found.movie_spread, "movie"),
            partial(explore_charts.classes, per="movie"),
            found.per_movie,
        ),
        "The long tail": (
            explore_words.takeaway_long_tail(found.tail_summary),
            explore_charts.tail_curve,
            found.tail,
        ),
        "Release years": (
            explore_words.takeaway_years(found.years),
            explore_charts.years,
            found.years,
        ),
    }
    if found.activity is not None:
        pictures["Over time"] = (
            explore_words.takeaway_activity(found.activity),
            explore_charts.over_time,
            found.activity,
        )
    pictures["Genres"] = (
        explore_words.takeaway_genres(found.genres),
        explore_charts.genres,
        found.genres,
    )
    if found.per_user is None or found.activity is None:
        st.caption("This host has no ratings, so what was not counted beforehand is left out.")
    title = st.pills(
        "Look at", list(pictures), default=next(iter(pictures)), required=True, format_func=plain
    )
    takeaway, draw, table = pictures[str(title)]
    st.markdown(plain(takeaway))
    if len(table):
        _chart_and_table(draw, takeaway, table, str(title).lower().replace(" ", "-"))


def like_threshold(dataset: Dataset) -> None:
    """Show live what the like rule keeps and loses, down to the people who vanish."""
    st.header("What counts as a like")
    st.markdown(
        "Cinefold learns from likes: ratings of 3 stars or more. Whoever gave no such rating "
        "vanishes from the model; nothing is missing in the data then, the rule took them out, "
        "and from there on a person's id is no longer their row number plus one. Move the "
        "threshold to see what it would keep."
    )
    stars = st.slider(
        "A like has at least", 0.5, 5.0, 3.0, step=0.5, format="%.1f ★", key="threshold"
    )
    with or_no_ratings():
        _threshold(dataset, stars)


def _threshold(dataset: Dataset, stars: float) -> None:
    steps = shared.threshold_effect(session.dataset())
    row = steps.loc[(steps["min_rating"] - stars).abs().idxmin()]
    st.markdown(plain(explore_words.takeaway_threshold(row)))
    with st.grid(3, min_column_width=160):
        st.metric("Likes kept", f"{row['likes']:,}", f"{-row['likes_lost']:,}", border=True)
        st.metric("People kept", f"{row['users_kept']:,}", f"{-row['users_lost']:,}", border=True)
        st.metric("Movies kept", f"{row['movies_kept']:,}", f"{-row['movies_lost']:,}", border=True)
    for user_id in row["lost_user_ids"][:5]:
        own = explore.ratings_of_user(dataset, user_id)
        parts = ", ".join(f"{int(r.ratings)} × {r.stars:g}" for r in own.itertuples())
        total = count(int(own["ratings"].sum()), "rating")
        st.markdown(f"- Person {user_id:d}: {total} ({plain(parts)} stars)")
    with st.expander("Every threshold as a table"):
        st.dataframe(tables.threshold_table(steps), hide_index=True)


def _chart_and_table(draw: Draw, takeaway: str, table: pd.DataFrame, name: str) -> None:
    file = f"cinefold-{name}.csv"
    as_chart, as_table = st.tabs(["Chart", "Table"], key=f"tabs-{file}", on_change="rerun")
    if as_chart.open:
        as_chart.altair_chart(draw(table), width="stretch", alt=takeaway)
    if as_table.open:
        with as_table:
            st.dataframe(table, hide_index=True)
            download_csv(lambda: table, file)
