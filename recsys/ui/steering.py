"""Every list that a person sees is steered by their filters and dials, and says so."""

import streamlit as st

from recsys import filter_words
from recsys.profile import Profile
from recsys.recommend import Recommender
from recsys.results import Recommendations
from recsys.settings import Settings
from recsys.ui import filters_view, state
from recsys.ui.tables import escape


def recommend(ready: Recommender, profile: Profile, n: int = 20) -> Recommendations:
    """Return a list with the session's filters and dials; genres unknown here do not count."""
    settings = state.settings()
    filters, _ = ready.catalogue.fitting(settings.filters)
    return ready.recommend(profile, n, filters, settings.popularity, settings.diversity)


def note() -> None:
    """Say in one line what steers the list, with the way to change or reset it; nothing at rest."""
    settings = state.settings()
    if settings == Settings():
        return
    said = [text for text, _ in filter_words.parts(settings.filters)]
    if settings.filters.include_rated:
        said.append("what you rated too")
    said += [
        f"{name} dial at {at:g}"
        for name, at in (("popularity", settings.popularity), ("variety", settings.diversity))
        if at
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Steered: {escape(' · '.join(said))}", width="content")
        st.page_link(
            "pages/recommendations.py",
            label="Change",
            icon=":material/tune:",
            query_params=state.query(),
        )
        filters_view.reset_button()
