"""Your taste: what the profile says about the person, from the data."""

import streamlit as st

from recsys.ui import frame, session
from recsys.ui.screens import taste as taste_view
from recsys.ui.screens.profile import editor as profile_editor

ready = frame.recommender()
profile = session.profile()

st.title("Your taste")

if not ready.usable(profile).has_likes:
    st.markdown(
        "A portrait is drawn from what you like. Rate at least one movie with "
        f"{ready.model.min_rating:g} stars or more; from three on it also says how "
        "well the model knows you."
    )
    frame.link_to("profile", "Rate movies", ":material/person:")
    taste_view.example(ready)
else:
    taste_view.portrait(ready, profile)

profile_editor.ignored(ready.ignored(ready.usable(profile)))
