"""Maps, one a data set: laid out before anybody asks, and once for all who do."""

import streamlit as st

from recsys.limits import limits
from recsys.map import store as map_store
from recsys.map.groups import Groups, Purity, by_decade, purity
from recsys.map.projection import MovieMap
from recsys.map.regions import Region, regions
from recsys.ui import shared
from recsys.ui.background import Work, work
from recsys.ui.border import plain
from recsys.ui.charts import map as map_data

Found = tuple[MovieMap, str | None]
REST_SECONDS, PUBLIC_REST_SECONDS = 0.02, 0.05
"""After each of the steps, of which one takes about 0.006 s, while nobody waits for the map."""


def begin(dataset: str) -> Work[Found]:
    """Return the making of a map, from disk or anew, begun now unless it was begun before.

    It goes on in a thread of the server's own when who wanted it leaves, and gently, with most of
    a processor left to the pages, as long as nobody waits for it.
    """
    ready = shared.recommender(dataset)
    rest = REST_SECONDS if limits().heavy else PUBLIC_REST_SECONDS

    def make(begun: Work[Found]) -> Found:
        def on_step(done: int, total: int) -> None:
            begun.done = done / total
            begun.awaited.wait(rest)

        return map_store.stored_or_made(
            ready.model, on_step, not ready.dataset.private, ready.dataset.bundled
        )

    return work(dataset, "map", make)


def movie_map(dataset: str) -> MovieMap:
    """Return the map of a data set's model; who has to wait sees how far it is."""
    begun, waited = begin(dataset), False
    begun.awaited.set()
    place = st.empty()
    try:
        while not begun.finished.wait(0.1):
            waited = True
            place.progress(begun.done, text=f"Drawing the map: {begun.done:.0%}")
    finally:
        place.empty()
    if begun.result is None:
        raise begun.error or RuntimeError("the map was not made")
    found, problem = begun.result
    if problem and waited:
        st.toast(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/save:")
    return found


@shared.kept()
def points(dataset: str, colour: str) -> tuple[map_data.Points, Groups, Purity | None]:
    """Return what `charts.map.points` does, and how often neighbours are of one group."""
    made = movie_map(dataset)
    drawn, groups = map_data.points(shared.recommender(dataset), made, colour)
    return drawn, groups, purity(made.dots, groups)


@shared.kept()
def named_regions(dataset: str) -> tuple[Region, ...]:
    """Return the regions of the map, those with the most telling name first."""
    ready, made = shared.recommender(dataset), movie_map(dataset)
    movies = ready.dataset.movies.loc[ready.model.movies.ids[made.rows[: len(made.dots)]]]
    return regions(made.dots, by_decade(movies["year"]).of_each(), list(movies["genres"]))
