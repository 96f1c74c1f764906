"""What would it take: the smallest change that brings a movie in or throws it out, to apply."""

import streamlit as st

from recsys.errors import RecsysError
from recsys.explain import what_would_it_take as change
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.ui import address, session, shared
from recsys.ui.border import plain
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.screens.parts import action, remembered, show_rows
from recsys.ui.screens.recommendations import what_if as whatif_view
from recsys.ui.words import what_if as words

_APPLIED = "applied-change"
_PICKED = "take"


def read_address() -> None:
    """Take over the movie that the address asks about, where that is news."""
    if (said := address.news(address.WHAT_IF)) is None:
        return
    text = said.get("movie", [""])[-1]
    st.session_state[_PICKED] = int(text) if text.isdecimal() and len(text) < 12 else None
    if text:
        st.session_state[whatif_view.VIEW] = whatif_view.TAKE


def write_address() -> None:
    """Make the address say which movie is asked about, while it is."""
    asked = st.session_state.get(whatif_view.VIEW) == whatif_view.TAKE
    picked = st.session_state.get(_PICKED) if asked else None
    address.write(address.WHAT_IF, {"movie": [str(picked)]} if picked is not None else {})


def change_finder(ready: Recommender) -> None:
    """Let the person pick a movie and show what moves it, with one click to do it."""
    st.header("What would it take?")
    st.markdown(
        f"Pick any movie: this finds the smallest change of your ratings that brings it into your "
        f"top {change.TOP} of all movies, filters aside, or takes it out if it stands there."
    )
    _applied(ready)
    titles = shared.known_titles(session.dataset())
    picked = choose_a_movie(_PICKED, "Movie to bring in or throw out", titles)
    if picked is None:
        return
    try:
        found = _answer(ready, picked)
    except RecsysError as error:
        st.info(plain(f"Nothing to find: {error}."))
        return
    st.markdown(f"**{plain(words.what_it_takes(found))}**")
    if not found.edits and found.closest:
        after = ready.explain(picked, change.apply(session.profile(), found.closest))
        st.markdown(
            f"{plain(words.said(found.closest))}: that takes it furthest, to rank "
            f"{after.rank:,} of the movies you have not rated."
        )
    if found.edits:
        rows = [(e.title, _stars(e.before), _stars(e.after)) for e in found.edits]
        show_rows(rows, "Your rating of", "Now", "Then")
        action("Change my ratings so", "apply-change", _apply, found, icon="check", kind="primary")
    st.caption(plain(words.how_found(found)))


def _answer(ready: Recommender, movie_id: int) -> change.Answer:
    profile = session.profile()

    def search() -> change.Answer:
        with st.spinner("Computing every change …", show_time=True):
            return change.smallest_change(ready, movie_id, profile)

    return remembered("take-answer", (session.dataset(), profile, movie_id), search)


def _stars(stars: float | None) -> str:
    return "not rated" if stars is None else f"{stars:g} ★"


def _apply(found: change.Answer) -> None:
    before = session.profile()
    after = change.apply(before, found.edits)
    st.session_state[_APPLIED] = (found.movie_id, before, after)
    st.session_state[_PICKED] = None
    session.set_profile(after)


def _undo(before: Profile) -> None:
    st.session_state.pop(_APPLIED, None)
    session.set_profile(before)


def _applied(ready: Recommender) -> None:
    """Say what an applied change did, as long as the profile is the one it made."""
    movie_id, before, after = st.session_state.get(_APPLIED, (0, None, None))
    if after is None or after != session.profile() or movie_id not in ready.model.movies:
        return
    listed = ready.recommend(after, change.TOP).recommendations
    rank = next((r.rank for r in listed if r.movie_id == movie_id), None)
    stands = f"stands at rank {rank}" if rank else f"is not in your top {change.TOP} any more"
    st.success(
        f"Done: {plain(ready.dataset.title(movie_id))} now {plain(stands)}.",
        icon=":material/check:",
    )
    action("Undo this change", "undo-change", _undo, before, icon="undo", kind="secondary")
