"""Maps that are ready, one a data set; whoever comes first sees it being laid out."""

import streamlit as st

from recsys.map import store as map_store
from recsys.map.groups import Groups
from recsys.map.projection import MovieMap
from recsys.ui import shared
from recsys.ui.background import Work, work
from recsys.ui.border import plain
from recsys.ui.charts import map as map_data

Found = tuple[MovieMap, str | None]


def movie_map(dataset: str) -> MovieMap:
    """Return the map of a data set's model, from memory, from disk, or made now.

    The layout goes on in the background when the person leaves; who comes back finds it further.
    """
    ready = shared.recommender(dataset)

    def make(begun: Work[Found]) -> Found:
        def on_step(done: int, total: int) -> None:
            begun.done = done / total

        return map_store.stored_or_made(ready.model, on_step, not ready.dataset.private)

    begun, waited = work(dataset, "map", make), False
    place = st.empty()
    try:
        while not begun.finished.wait(0.1):
            waited = True
            place.progress(begun.done, text=f"Laying out the movies: {begun.done:.0%}")
    finally:
        place.empty()
    if begun.result is None:
        raise begun.error or RuntimeError("the map was not made")
    found, problem = begun.result
    if problem and waited:
        st.toast(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/save:")
    return found


@shared.kept()
def points(dataset: str, colour: str) -> tuple[map_data.Points, Groups]:
    """Return what `recsys.ui.charts.map.points` does, worked out once for all sessions."""
    return map_data.points(shared.recommender(dataset), movie_map(dataset), colour)
