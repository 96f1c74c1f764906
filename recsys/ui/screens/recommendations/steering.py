"""Every list that a person sees is steered by their filters and dials, and says so."""

import streamlit as st

from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendations
from recsys.recommend.settings import Settings
from recsys.ui import frame, session
from recsys.ui.border import plain
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.words import filters as filter_words


def recommend(ready: Recommender, profile: Profile, n: int = 20) -> Recommendations:
    """Return a list with the session's filters and dials; genres unknown here do not count."""
    settings = session.settings()
    filters, _ = ready.catalogue.fitting(settings.filters)
    return ready.recommend(profile, n, filters, settings.popularity, settings.diversity)


def note(ready: Recommender) -> None:
    """Say in one line what steers the list, with the way to change or reset it; nothing at rest."""
    settings = session.settings()
    if settings == Settings():
        return
    filters = filters_view.fitting(ready)
    said = [text for text, _ in filter_words.parts(filters)]
    if filters.include_rated:
        said.append("what you rated too")
    said += [
        f"{name} dial at {at:g}"
        for name, at in (("popularity", settings.popularity), ("variety", settings.diversity))
        if at
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Steered: {plain(' · '.join(said))}", width="content")
        frame.link_to("recommendations", "Change", ":material/tune:")
        filters_view.reset_button()
