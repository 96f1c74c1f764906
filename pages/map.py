"""The taste map: where every movie lies, where you stand, and what pulls a movie to you."""

import numpy as np
import streamlit as st

from recsys.map import person as taste
from recsys.map.person import Mark, Taste
from recsys.ui import frame, session, shared_map
from recsys.ui.border import plain
from recsys.ui.charts import map as map_data
from recsys.ui.charts import theme
from recsys.ui.elements.taste_map.taste_map import taste_map
from recsys.ui.screens import map as map_view
from recsys.ui.screens.recommendations import steering
from recsys.ui.words import map as words

LISTED = 20

ready = frame.recommender()
example = map_view.example(ready)
profile = session.profile() if example is None else example.profile

st.title("Taste map")
made = shared_map.movie_map(session.dataset())
person = Taste(ready, made, profile)
listed = steering.recommend(ready, profile, LISTED).movie_ids
marks = person.marks(listed)
you = person.stands_at()
if example is None:
    names = {
        "you": "You",
        taste.FAVOURITE: "your favourites, each in its colour",
        taste.DISLIKE: "what you disliked",
        taste.RECOMMENDED: "recommended for you" if person.has_likes else "what most people like",
    }
else:
    map_view.say_example(example)
    names = {
        "you": example.name,
        taste.FAVOURITE: "favourites, each in its colour",
        taste.DISLIKE: "disliked",
        taste.RECOMMENDED: "recommended",
    }

st.markdown(
    "Every dot is a movie, close to those that the same people love. Tap one to see it; drag to "
    "move; zoom with the buttons, two fingers, or the wheel after a tap."
)
steering.note(ready)
with st.container(horizontal=True, vertical_alignment="bottom"):
    map_view.finder()
    colour = st.segmented_control(
        "Colour by",
        [map_data.DECADE, map_data.GENRE],
        default=map_data.DECADE,
        required=True,
        key="map-colour",
    )

movie_id = map_view.picked()
chosen = standing = None
if movie_id is not None and movie_id in ready.model.movies:
    standing = person.picked(movie_id)
    x, y = made.place(ready.model, [ready.model.movies.idx_of(movie_id)])[0].tolist()
    chosen = Mark(movie_id, ready.dataset.title(movie_id), taste.RECOMMENDED, x, y)

beside = None
if you is not None:
    nearest = made.nearest(np.array(you), 1)
    beside = ready.dataset.title(int(ready.model.movies.ids[nearest[0]])) if len(nearest) else None

found = shared_map.named_regions(session.dataset())
left, right = st.columns([7, 3], gap="medium")
with left:
    drawn, groups, alike = shared_map.points(session.dataset(), colour)
    colours = theme.current()
    taste_map(
        map_data.drawing(
            drawn,
            groups,
            map_data.region_names(found),
            map_data.box(made),
            marks,
            you,
            chosen,
            standing.lines if standing else (),
            own=colours.colours_of(profile.movie_ids),
            names=names,
            colour=colour,
            turn=map_view.look_ups(),
            colours=colours,
            alt=map_data.map_takeaway(
                made, you, marks, beside, words.whose(example.name if example else None)
            ),
        ),
        key=map_view.KEY,
        on_pick=map_view.picked_on_the_map,
    )
    if standing and standing.lines:
        st.caption(
            "A line from each rated movie to the picked one, in its own colour: the thicker, the "
            "more it says. Dashed: it speaks against the movie."
        )
    if person.has_likes:
        whom = "You stand" if example is None else f"“{plain(example.name)}” stands"
        st.caption(
            f"{whom} in the middle of the ten movies that fit best, rated ones included; a movie "
            "that fits better pulls harder."
        )
    if said := words.neighbours(alike, colour.lower()):
        st.caption(plain(said))
    st.caption(plain(words.honest(made, len(ready.model.movies))))
with right:
    if chosen is not None and standing is not None:
        map_view.panel(ready, made, chosen, standing, example)
    map_view.regions(found)

map_view.map_in_words(ready, made, marks, names, chosen)
