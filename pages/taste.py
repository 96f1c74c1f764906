"""Your taste: what the profile says about the person, from the data."""

from functools import partial

import streamlit as st

from recsys.explain.known_to_model import hide_each
from recsys.model.usable import told_of
from recsys.ui import frame, session, shared
from recsys.ui.screens import taste as taste_view
from recsys.ui.screens.profile import editor as profile_editor

ready = frame.recommender()
profile = session.profile()
titles = partial(shared.title, session.dataset())

st.title("Your taste")

if not told_of(ready.model, profile).n_likes:
    st.markdown(
        "A portrait is drawn from what you like. Rate at least one movie with "
        f"{ready.model.config.train.min_rating:g} stars or more; from three on it also says how "
        "well the model knows you."
    )
    frame.link_to("profile", "Rate movies", ":material/person:")
else:
    hidden = hide_each(ready, profile)
    taste_view.made_of(ready, profile)
    taste_view.unusual(ready, profile, hidden)
    taste_view.people_like_you(ready, profile, titles)
    taste_view.does_it_know_me(hidden)

profile_editor.ignored(ready.ignored(profile), titles)
