"""The parts of the map page beside the map: the picked movie, and the map in words."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from recsys.map import person as taste
from recsys.map.person import Mark, Picked
from recsys.map.projection import MovieMap
from recsys.recommend.recommender import Recommender
from recsys.ui import session
from recsys.ui.border import Markdown, plain, plain_table
from recsys.ui.charts import map as map_data
from recsys.ui.elements.picker.picker import find_a_movie
from recsys.ui.screens.parts import action
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.words.reasons import SCORE_MEANING, about_movie, reason

KEY = "taste-map"
NEAREST_SHOWN = 6
MOST_ROWS = 100


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


def panel(ready: Recommender, made: MovieMap, mark: Mark, standing: Picked) -> None:
    """Show the picked movie: what it is, how it stands, what to do with it, what lies beside."""
    movie_id = mark.movie_id
    st.subheader(plain(mark.title))
    genres = ready.dataset.movies.at[movie_id, "genres"]
    likes = int(ready.model.likes_per_movie[ready.model.movies.idx_of(movie_id)])
    st.caption(plain(about_movie(genres, likes)))
    st.markdown(_standing(movie_id, standing), help=SCORE_MEANING)
    _actions(movie_id, mark.title)
    st.markdown("**Nearest on the map**")
    own = ready.model.movies.idx_of(movie_id)
    with st.container(gap=None):
        for row in made.nearest(np.array([mark.x, mark.y]), NEAREST_SHOWN, but=own):
            near = int(ready.model.movies.ids[row])
            title = ready.dataset.title(near)
            action(title, f"map-near-{near}", pick, near, icon="near_me")


def _standing(movie_id: int, standing: Picked) -> Markdown:
    profile, said = session.profile(), ""
    if movie_id in profile.stars:
        said = f"You gave it {profile.stars[movie_id]:g} ★. "
    elif movie_id in profile.not_interested:
        said = "You hid it, so it is never recommended. "
    elif movie_id in profile.seen:
        said = "You have seen it, so it is not recommended again. "
    if standing.score is None:
        return Markdown(
            f"{said}Rate a movie with three stars or more to see how this one fits you."
        )
    because = plain(reason(standing.contributions))
    return Markdown(
        f"{said}Score **{standing.score:.3f}** for you, rank **{standing.rank:,}** of "
        f"{standing.of:,}. {because}."
    )


def _actions(movie_id: int, title: str) -> None:
    profile, key = session.profile(), f"map-stars-{movie_id}"
    stars = profile.stars.get(movie_id)
    shown = None if stars is None else max(round(stars + 0.01), 1) - 1
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    st.caption(f"Your stars for {plain(title)}")
    st.feedback("stars", key=key, on_change=_rate, args=(movie_id, key))
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


def _rate(movie_id: int, key: str) -> None:
    stars = st.session_state[key]
    if stars is None:
        profile_editor.remove(movie_id)
    else:
        profile_editor.add(movie_id, float(stars) + 1)


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
