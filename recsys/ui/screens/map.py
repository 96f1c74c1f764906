"""The parts of the map page beside the map: the picked movie, the regions, the map in words."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from recsys.map import person as taste
from recsys.map.person import Mark, Picked
from recsys.map.projection import MovieMap
from recsys.map.regions import Region
from recsys.profile.examples import Example, examples_for
from recsys.recommend.recommender import Recommender
from recsys.ui import frame, session
from recsys.ui.border import Markdown, plain, plain_table
from recsys.ui.charts import map as map_data
from recsys.ui.elements.elsewhere.elsewhere import links_out
from recsys.ui.elements.picker.picker import find_a_movie
from recsys.ui.elements.star_control.star_control import star_control
from recsys.ui.screens.parts import action
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.words.map import called, lift
from recsys.ui.words.reasons import about_movie, reason

KEY = "taste-map"
NEAREST_SHOWN = 6
LIKE_IT = 3
MOST_ROWS = 100


def example(ready: Recommender) -> Example | None:
    """Return whose map is shown to somebody who has rated nothing yet.

    Of the example profiles the one with the fewest stars for a movie: it shows dislikes as well.
    """
    if session.profile().ratings or ready.dataset.catalogue:
        return None
    found = examples_for(ready.model.movies)
    return min(found, key=lambda one: min(one.profile.stars.values()), default=None)


def say_example(shown: Example) -> None:
    """Say that the map is an example's, and where one's own begins."""
    with st.container(border=True, gap="small", key="map-example"):
        st.markdown(
            f"**An example.** This is the map of “{plain(shown.name)}”: "
            f"{plain(shown.description)}. Give any movie stars, here or in your profile, and it "
            "becomes yours."
        )
        frame.link_to("profile", "Begin with your favourites", icon=":material/arrow_forward:")


def picked() -> int | None:
    """Return the movie that the person picked last, on the map or beside it."""
    found = st.session_state.get("map_picked")
    return found if isinstance(found, int) else None


def pick(movie_id: int, go_there: bool = False) -> None:
    st.session_state["map_picked"] = movie_id
    if go_there:
        st.session_state["map_turn"] = look_ups() + 1


def look_ups() -> int:
    """Return how often a movie was looked for in this session."""
    return int(st.session_state.get("map_turn", 0))


def picked_on_the_map() -> None:
    clicked = st.session_state[KEY].picked
    if clicked is not None:
        pick(int(clicked))


def finder() -> None:
    """Draw the searchable list that goes to a movie."""
    find_a_movie("map-finder", lambda found: pick(found, go_there=True), label="Find on the map")


def panel(
    ready: Recommender, made: MovieMap, mark: Mark, standing: Picked, shown: Example | None
) -> None:
    """Show the picked movie: what it is, its stars, why it stands here, what lies beside it.

    On a phone it is a sheet over the lower part of the window (`web/layout.css`).
    """
    movie_id = mark.movie_id
    with st.container(key="map-panel", gap="small"):
        with st.container(horizontal=True, vertical_alignment="top"):
            st.subheader(plain(mark.title), anchor=False)
            action("Close", "map-close", close, icon="close", help=f"Close {mark.title}")
        stars = session.profile().stars.get(movie_id)
        star_control(movie_id, mark.title, stars, "map-stars", profile_editor.add)
        genres = ready.dataset.movies.at[movie_id, "genres"]
        likes = int(ready.model.likes_per_movie[ready.model.movies.idx_of(movie_id)])
        st.caption(plain(about_movie(genres, likes)))
        links_out(ready.dataset, movie_id, "map-elsewhere")
        st.markdown(_standing(movie_id, standing, shown))
        if like_it := [found.title for found in ready.similar(movie_id, LIKE_IT)]:
            loved = plain(_listed(like_it))
            st.markdown(f"It stands here because the people who love it also love {loved}.")
        _actions(movie_id, mark.title)
        st.markdown("**Nearest on the map**")
        own = ready.model.movies.idx_of(movie_id)
        with st.container(gap=None):
            for row in made.nearest(np.array([mark.x, mark.y]), NEAREST_SHOWN, but=own):
                near = int(ready.model.movies.ids[row])
                title = ready.dataset.title(near)
                action(title, f"map-near-{near}", pick, near, icon="near_me")


def close() -> None:
    st.session_state["map_picked"] = None


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(", ".join(titles).rsplit(", ", 1)) if len(titles) > 1 else titles[0]


def _standing(movie_id: int, standing: Picked, shown: Example | None) -> Markdown:
    profile, said = session.profile(), ""
    if movie_id in profile.stars:
        said = f"You gave it {profile.stars[movie_id]:g} ★. "
    elif movie_id in profile.not_interested:
        said = "You hid it, so it is never recommended. "
    elif movie_id in profile.seen:
        said = "You have seen it, so it is not recommended again. "
    if standing.score is None:
        return Markdown(f"{said}Give a movie three stars or more to see how this one fits you.")
    whom = "you" if shown is None else plain(f"“{shown.name}”")
    because = plain(reason(standing.contributions))
    return Markdown(
        f"{said}For {whom} it is number **{standing.rank:,}** of {standing.of:,}. {because}."
    )


def _actions(movie_id: int, title: str) -> None:
    profile = session.profile()
    with st.container(horizontal=True, gap="small"):
        if movie_id in profile.all_ids:
            action(
                "Remove",
                "map-remove",
                profile_editor.remove,
                movie_id,
                icon="close",
                kind="secondary",
                help=f"Take {title} out of your profile",
            )
        if movie_id not in profile.seen:
            said = f"Do not recommend {title} again, without a rating"
            action("Seen it", "map-seen", profile_editor.see, movie_id, kind="secondary", help=said)
        if movie_id not in profile.not_interested:
            said = f"Not interested: never recommend {title}"
            action(
                "Hide", "map-hide", profile_editor.exclude, movie_id, kind="secondary", help=said
            )


def regions(found: Sequence[Region]) -> None:
    """List the regions and what their names rest on."""
    if not found:
        return
    st.markdown("**What lies where**")
    with st.container(gap=None):
        for region in found:
            st.markdown(f"**{plain(called(region))}**: {plain(lift(region))}")


def map_in_words(
    ready: Recommender,
    made: MovieMap,
    marks: Sequence[Mark],
    names: dict[str, str],
    chosen: Mark | None,
) -> None:
    """Show the same as a table: what is marked, and what lies beside the picked movie."""
    listed = [(mark, names[mark.role]) for mark in marks]
    if chosen is not None:
        own = ready.model.movies.idx_of(chosen.movie_id)
        near = made.nearest(np.array([chosen.x, chosen.y]), NEAREST_SHOWN, but=own)
        points = made.place(ready.model, near.tolist())
        beside = [
            Mark(int(m), ready.dataset.title(int(m)), taste.RECOMMENDED, float(x), float(y))
            for m, (x, y) in zip(ready.model.movies.ids[near], points, strict=True)
        ]
        nearby = [(mark, f"near {chosen.title}") for mark in beside]
        listed = [(chosen, "picked"), *nearby, *listed]
    with st.expander("The map in words", icon=":material/table_rows:"):
        st.caption(
            "Right and up are counted from the middle of the map, −100 to 100. They only say "
            "where to look."
        )
        plain_table(map_data.marks_table(ready, made, listed[:MOST_ROWS]))
        if len(listed) > MOST_ROWS:
            st.caption(f"And {len(listed) - MOST_ROWS:,} more.")
