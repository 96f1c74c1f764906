"""The empty start: example profiles to look at, and what everybody likes to begin one's own."""

import streamlit as st

from recsys.profile.examples import examples_for
from recsys.recommend.recommender import Recommender
from recsys.ui import session
from recsys.ui.border import plain
from recsys.ui.screens.parts import action
from recsys.ui.screens.profile import editor as profile_editor

FIRST_STARTERS, MORE_STARTERS = 8, 24
_MORE = "starters_shown"


def example_profiles(ready: Recommender) -> None:
    """Draw the example profiles; a click makes one the person's own, to be undone if wanted."""
    found = examples_for(ready.model.movies)
    if not found or ready.dataset.catalogue:
        return
    st.subheader("Just looking? Borrow a taste")
    with st.grid("auto", min_column_width=150, gap="small"):
        for example in found:
            with st.container(gap=None):
                st.button(
                    plain(example.name),
                    key=f"example-{example.name}",
                    width="stretch",
                    on_click=session.set_profile,
                    args=(example.profile,),
                )
                st.caption(plain(example.description))


def starters(ready: Recommender) -> None:
    """Show what everybody likes as buttons that add a movie to the profile."""
    st.header("What everybody likes")
    st.caption(
        f"The most liked movies in {plain(session.dataset_label())}. Tap those you love; two or "
        "three are enough for a first list."
    )
    shown = int(st.session_state.get(_MORE, FIRST_STARTERS))
    with st.grid("auto", min_column_width=150, gap="small"):
        for movie_id in ready.model.movies.ids[ready.model.by_popularity[:shown]].tolist():
            st.button(
                plain(ready.dataset.title(movie_id)),
                key=f"starter-{movie_id}",
                icon=":material/add:",
                width="stretch",
                wrap=True,
                on_click=profile_editor.add,
                args=(movie_id,),
            )
    if shown < min(MORE_STARTERS, len(ready.model.movies)):
        more = {_MORE: MORE_STARTERS}
        action("Show more", "more-starters", st.session_state.update, more, icon="expand_more")
