"""Build your profile: pick and rate on the left, see recommendations on the right."""

import streamlit as st

from recsys.ui import frame, session
from recsys.ui.border import plain
from recsys.ui.screens.model import retraining
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.screens.profile import importing as import_view
from recsys.ui.screens.profile import questions as questions_view
from recsys.ui.screens.profile import sharing
from recsys.ui.screens.profile import start as start_view
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.screens.recommendations import results, steering
from recsys.ui.words import reasons as wording

profile = session.profile()

if profile.is_empty:
    frame.dataset()
    start_view.start()
    # Below the start: whoever comes first can begin while a model is trained.
    ready = frame.recommender()
    start_view.examples(ready)
    questions_view.offer(ready)
    import_view.import_ratings()
    profile_editor.undo_and_redo()
    frame.end()

st.title("Your profile")
st.markdown("Move a slider, add a movie or take one away: the list follows at once.")
ready = frame.recommender()
left, right = st.columns([5, 7], gap="large")

with left:
    profile_editor.picker()
    import_view.import_ratings()
    profile_editor.undo_and_redo()
    if profile.ratings:
        st.subheader(f"Your ratings ({len(profile.ratings)})")
        profile_editor.favourites(ready.model.is_like)
    profile_editor.excluded()
    profile_editor.ignored(ready.ignored(ready.usable(profile)))
    sharing.share()

with right:
    if not profile.ratings:
        start_view.starters()
        questions_view.offer(ready)
    else:
        st.header("Recommended for you")
        mode = retraining.mode_switch()
        steering.note(ready)
        result = steering.recommend(ready, profile, n=10)
        if result.basis == "popularity":
            st.caption(
                "None of your ratings is a like that the model knows, so this is what most "
                "people like. Rate a movie with three stars or more."
            )
        moved = None
        if mode == retraining.RETRAIN and result.basis == "profile":
            result, ready = retraining.retrain_and_compare(result, ready)
        elif moved := steering.moved(ready, result):
            st.caption(plain(wording.moved(moved.values())))
        if not result.recommendations:
            filters_view.nothing_left(ready, ready.catalogue.fitting(session.settings().filters)[0])
        results.recommendation_list(result, ready, moved)

if profile.ratings:
    # The page's own recommender: after a retraining `ready` is another one.
    questions_view.rate_next(frame.recommender())
