"""The parts of the Similar page about several movies at once."""

import pandas as pd
import streamlit as st

from recsys.explain.joint import Neighbourhoods, neighbourhoods, similar_to_all
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import similar as similar_charts
from recsys.ui.charts import tables
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.elements.tiles.tiles import Tile, tiles
from recsys.ui.screens.parts import or_no_ratings, show_rows, title_of
from recsys.ui.words.overlap import in_people

PICKED = "similar-to"
MOST_SHOWN, MOST_TILES = 30, 12


def as_tiles(ready: Recommender, neighbours: pd.DataFrame) -> None:
    """Draw groups of similar movies as tiles; one that is tapped is what the page is about next."""

    def look_at(movie_id: int) -> None:
        st.session_state[PICKED] = movie_id

    for number, (favourite, group) in enumerate(neighbours.groupby("favourite", sort=False)):
        st.header(plain(str(favourite)))
        shown = [
            Tile(m, ready.dataset.title(m), ready.catalogue.genres_of(ready.model.movies.idx_of(m)))
            for m in map(int, group["movie_id"].head(MOST_TILES))
        ]
        tiles(shown, f"similar-{number}", look_at)


def joint(ready: Recommender, profile: Profile, n: int) -> None:
    """List what is similar to all favourites together."""
    told = ready.usable(profile)
    if told.n_likes < 2:
        return
    st.header("Similar to all your favourites")
    weighted = (told.weights[told.liked] != 1).any()
    st.caption(
        f"The number is the mean similarity to your {told.n_likes:,} favourites"
        f"{', each as often as you let it count' if weighted else ''}; what you rated, have seen "
        "or hid is left out. Closest and farthest say which favourite carries it and which does "
        "not."
    )
    found = similar_to_all(ready, profile, n)
    if not found:
        st.info("No movie is left: you have rated, seen or hidden all of them.")
        return
    rows = [
        (
            m.title,
            f"{m.similarity:.2f}",
            f"{m.closest} ({m.closest_similarity:.2f})",
            f"{m.farthest} ({m.farthest_similarity:.2f})",
        )
        for m in found
    ]
    show_rows(rows, "Movie", "Similarity", "Closest to", "Farthest from")


def two_movies(ready: Recommender, profile: Profile) -> None:
    """Compare two movies: by the people who like them, and by their neighbourhoods."""
    st.header("Two movies side by side")
    pickable = list(shared.pickable(session.dataset()).values())
    likes = [m for m in ready.usable(profile).liked_ids if m in pickable][:2]
    rest = [m for m in pickable[:2] if m not in likes]
    first, second, *_ = [*likes, *rest, None, None]
    left, right = st.columns(2)
    with left:
        one = choose_a_movie("first-movie", "First movie", default=first, can_clear=False)
    with right:
        other = choose_a_movie("second-movie", "Second movie", default=second, can_clear=False)
    n = st.slider("Neighbours of each", 5, 100, 25, step=5, width=240)
    if one is None or other is None:
        return
    if one == other:
        st.info("Both are the same movie; choose two different ones.")
        return
    names = title_of(one), title_of(other)
    _people(one, other, *names)
    if one in ready.model.movies and other in ready.model.movies:
        _shared(neighbourhoods(ready, one, other, n), *names)


def _people(first: int, second: int, one: str, other: str) -> None:
    st.subheader("In people")
    found = None
    with or_no_ratings():
        found = shared.likers(session.dataset()).overlap(first, second)
    if found is None:
        return
    st.markdown(plain(in_people(found, one, other)))
    if not found.first_likes or not found.second_likes:
        return
    with st.grid(4, min_column_width=150):
        st.metric("Liked both", f"{found.both:,}", border=True)
        st.metric("By chance", f"{found.by_chance:,.1f}", border=True)
        st.metric(
            "Times chance",
            f"{found.lift:.1f} ×",
            border=True,
            help="Liked both ÷ by chance. By chance: likes of the one × likes of the other ÷ all "
            "people.",
        )
        st.metric(
            "Given their habits",
            f"{found.by_activity:,.1f}",
            border=True,
            help="By chance too, but each person keeps their number of likes: who likes a thousand "
            "movies likes both more often than who likes ten.",
        )


def _shared(found: Neighbourhoods, one: str, other: str) -> None:
    st.subheader("In neighbours")
    said = similar_charts.neighbourhood_takeaway(found, one, other)
    st.markdown(plain(said))
    chart = similar_charts.neighbourhood_chart(found, one, other)
    st.altair_chart(chart, width="stretch", alt=said)
    with st.expander("The same as a table"):
        shown = found.movies[:MOST_SHOWN]
        names = {"both": "both", "first": one, "second": other}
        rows = [(m.title, names[m.of], f"{m.first:.2f}", f"{m.second:.2f}") for m in shown]
        show_rows(rows, "Movie", "Neighbour of", f"To {one}", f"To {other}")
        if len(found.movies) > len(shown):
            st.caption(f"And {len(found.movies) - len(shown):,} more.")


def without_known(
    ready: Recommender, favourites: list[int], n: int, profile: Profile
) -> pd.DataFrame:
    """Return `tables.similar_groups` without what the person rated, has seen or hid."""
    known = set(profile.settled_ids)
    found = tables.similar_groups(ready, favourites, n + len(known))
    found = found[~found["movie_id"].isin(known)]
    found = found.groupby("favourite", sort=False).head(n).reset_index(drop=True)
    found["rank"] = found.groupby("favourite", sort=False).cumcount() + 1
    return found
