"""For you: pick and rate on the left, see what fits and why on the right."""

import streamlit as st

from recsys.ui import frame, memory, session
from recsys.ui.border import plain
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.screens.profile import importing as import_view
from recsys.ui.screens.profile import questions as questions_view
from recsys.ui.screens.profile import sharing
from recsys.ui.screens.profile import start as start_view
from recsys.ui.screens.recommendations import list as list_view
from recsys.ui.words import whose as whose_words

profile = session.profile()

if profile.is_empty:
    frame.dataset()
    start_view.start()
    if session.history().past:
        profile_editor.bar("")
    # Below the start: whoever comes first can begin while a model is trained.
    ready = frame.recommender()
    start_view.examples(ready)
    questions_view.offer(ready)
    if not import_view.is_asked_for():
        import_view.bring()
    frame.end()

whose = memory.whose()
left, right = st.columns([4, 8], gap="large")
with left, st.container(key="rail"):
    profile_editor.picker()
    st.header(plain(whose_words.ratings_heading(whose, len(profile.ratings))))
    place = st.container(key="favourites", gap=None)
with right:
    st.title(plain(whose_words.headline(whose)))
    # Below the headline: the first one to come waits here while a model is trained.
    ready = frame.recommender()
    list_view.draw(ready)
with place:
    profile_editor.favourites(ready)
list_view.below(ready)
with st.container(key="keep"):
    st.header("Keep and share")
    sharing.share()
    import_view.bring()
    profile_editor.watchlist()
    profile_editor.excluded()
    profile_editor.ignored(ready.ignored(ready.usable(profile)))
    profile_editor.clear()
