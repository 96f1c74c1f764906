"""The empty start: what one may begin one's own profile with, and example profiles to look at."""

import streamlit as st

from recsys.profile.examples import examples_for
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.elements.tiles.tiles import Tile, tiles
from recsys.ui.screens.parts import action
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.screens.profile import importing as import_view
from recsys.ui.words import welcome

STARTERS = 12


def start() -> None:
    """Say what this is, and let somebody begin; nothing of it needs a model."""
    st.title(welcome.HEADLINE)
    st.markdown(welcome.SENTENCE)
    profile_editor.picker()
    if import_view.is_asked_for():
        import_view.bring()
    starters()


def starters() -> None:
    """Show what most people like as tiles; one that is tapped joins the profile."""
    table = shared.popularity(session.dataset())
    table = table[table["named"] & (table["likes"] > 0)].head(STARTERS)
    shown = [
        Tile(int(movie.Index), movie.title, tuple(movie.genres)) for movie in table.itertuples()
    ]
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Or tap some that you love:", width="content")
        if not import_view.is_asked_for():
            import_view.ask_for_it()
    tiles(shown, "starters", profile_editor.add)


def examples(ready: Recommender) -> None:
    """Draw the example profiles; a click makes one the person's own, to be undone if wanted."""
    found = examples_for(ready.model.movies)
    if not found or ready.dataset.catalogue:
        return
    st.markdown("Just looking? Borrow a taste:")
    with st.container(horizontal=True, gap="small"):
        for example in found:
            action(
                example.name,
                f"example-{example.name}",
                session.set_profile,
                example.profile,
                kind="secondary",
                help=example.description,
            )
