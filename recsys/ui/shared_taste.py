"""What questions and portraits need of all people of a data set: shared, read-only."""

import streamlit as st

from recsys.people.like_minded import People, people_of
from recsys.people.portrait import Sides, sides_of
from recsys.people.sample import Crowd, crowd_of
from recsys.recommend.recommender import Recommender
from recsys.ui import shared


@st.cache_resource(show_spinner=False, max_entries=2)
def crowd(dataset: str, _ready: Recommender) -> Crowd:
    return crowd_of(_ready.dataset, _ready.model)


@st.cache_resource(show_spinner="Reading what everybody likes …", max_entries=2)
def tastes(dataset: str, _ready: Recommender) -> tuple[Sides, People]:
    likes = shared.source(dataset).interactions
    return sides_of(_ready.dataset, _ready.model, likes), people_of(likes)
