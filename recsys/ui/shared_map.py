"""Maps that are ready, one a model; the first visitor sees it being laid out."""

from weakref import WeakKeyDictionary

import streamlit as st

from recsys.map import store as map_store
from recsys.map.groups import Groups
from recsys.map.projection import MovieMap
from recsys.model.model import Model
from recsys.recommend.recommender import Recommender
from recsys.ui import shared
from recsys.ui.border import plain
from recsys.ui.charts import map as map_data

_EVERY = 25


@st.cache_resource(show_spinner=False)
def _maps() -> "WeakKeyDictionary[Model, MovieMap]":
    """Return the maps of the models in memory; a map goes when its model goes."""
    return WeakKeyDictionary()


def movie_map(ready: Recommender) -> MovieMap:
    """Return the map of a recommender's model, from memory, from disk, or made now.

    The next click of the person arrives as an exception out of the progress bar; the work then
    ends and leaves nothing behind.
    """
    if (known := _maps().get(ready.model)) is not None:
        return known
    place = st.empty()

    def on_step(done: int, total: int) -> None:
        if done % _EVERY == 0:
            place.progress(done / total, text=f"Laying out the movies: {done / total:.0%}")

    def on_wait() -> None:
        place.progress(0.0, text="Laying out the movies for somebody else; yours is next")

    report = ready.model.report
    key = (f"map {report.dataset} {report.fingerprint}", ready.model.config.preset)
    try:
        with shared.registry().making(key, on_wait):
            found = _maps().get(ready.model)
            if found is None:
                place.progress(0.0, text="Laying out the movies")
                found, problem = map_store.stored_or_made(ready.model, on_step)
                _maps()[ready.model] = found
                if problem:
                    st.toast(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/save:")
    finally:
        place.empty()
    return found


def points(ready: Recommender, made: MovieMap, colour: str) -> tuple[map_data.Points, Groups]:
    """Return what `recsys.ui.charts.map.points` does, worked out once for all sessions."""
    report = ready.model.report
    return _points(
        f"{report.dataset} {report.fingerprint} {ready.model.config}", colour, ready, made
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _points(
    key: str, colour: str, _ready: Recommender, _made: MovieMap
) -> tuple[map_data.Points, Groups]:
    return map_data.points(_ready, _made, colour)
