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

LISTED = 20

ready = frame.recommender()
profile = session.profile()

st.title("Taste map")
made = shared_map.movie_map(session.dataset())
person = Taste(ready, made, profile)
listed = steering.recommend(ready, profile, LISTED).movie_ids
marks = person.marks(listed)
you = person.stands_at()
names = {
    "you": "you",
    taste.FAVOURITE: "your favourites",
    taste.DISLIKE: "your dislikes",
    taste.RECOMMENDED: "recommended for you" if person.has_likes else "what most people like",
}

st.markdown(
    "Every dot is a movie; tap one to see it. Drag to move; zoom with the buttons, two fingers, or "
    "the wheel after a tap."
    if person.has_likes
    else "Every dot is a movie, close to those that the same people like. Tap one and give it "
    "stars: your place and your recommendations appear."
)
steering.note(ready)
with st.container(horizontal=True, vertical_alignment="bottom"):
    map_view.finder()
    colour = st.segmented_control(
        "Colour by", [map_data.GENRE, map_data.DECADE], default=map_data.GENRE, key="map-colour"
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

left, right = st.columns([7, 3], gap="medium")
with left:
    drawn, groups = shared_map.points(session.dataset(), colour or map_data.GENRE)
    taste_map(
        map_data.drawing(
            drawn,
            groups,
            marks,
            you,
            chosen,
            standing.lines if standing else (),
            names=names,
            colour=colour or map_data.GENRE,
            turn=map_view.look_ups(),
            colours=theme.current(),
            alt=map_data.map_takeaway(made, you, marks, beside),
        ),
        key=map_view.KEY,
        on_pick=map_view.picked_on_the_map,
    )
    if standing and standing.lines:
        st.caption(
            "Lines lead from what you rated to the picked movie, as thick as what each adds to its "
            "score; blue speaks for it, orange against it."
        )
with right:
    if chosen is not None and standing is not None:
        map_view.panel(ready, made, chosen, standing)
    else:
        st.info("Tap a dot, or find a movie, to see it here.", icon=":material/touch_app:")

if person.has_likes:
    st.caption(
        "You stand in the middle of the ten movies that score highest for you, those you rated "
        "included, each by its score: where the summed distance to them is least."
    )
st.caption(plain(map_data.honest(made, len(ready.model.movies))))
map_view.map_in_words(ready, made, marks, names, chosen)
