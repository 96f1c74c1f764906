"""The one place with caches: what all sessions of this process share, read-only.

A model is trained with a progress bar, which `st.cache_resource` cannot show from inside a cached
function, so trained recommenders lie in a small registry of their own.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import streamlit as st

from recsys import explore, loading
from recsys.data.registry import open_dataset
from recsys.data.releases import DEFAULT_DATASET
from recsys.data.tables.columns import Columns
from recsys.data.titles.search import SearchIndex
from recsys.model.als import Progress
from recsys.people.overlap import Likers
from recsys.profile.importing.importer import Importer
from recsys.recommend.recommender import Recommender

MAX_MODELS = 4
Key = tuple[str, str]


@dataclass
class Registry:
    """Recommenders by data set and preset; the least recently used one leaves first."""

    ready: OrderedDict[Key, Recommender] = field(default_factory=OrderedDict)
    notices: dict[Key, str] = field(default_factory=dict)
    _making: dict[Key, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> Recommender | None:
        with self._guard:
            if key in self.ready:
                self.ready.move_to_end(key)
            return self.ready.get(key)

    def put(self, key: Key, recommender: Recommender) -> None:
        with self._guard:
            self.ready[key] = recommender
            while len(self.ready) > MAX_MODELS:
                self.ready.popitem(last=False)

    @contextmanager
    def making(self, key: Key, on_wait: Callable[[], None]) -> Iterator[None]:
        """Let one session make a model while others that want the same one wait."""
        with self._guard:
            lock = self._making.setdefault(key, threading.Lock())
        while not lock.acquire(timeout=0.2):
            on_wait()
        try:
            yield
        finally:
            lock.release()


@st.cache_resource(show_spinner=False)
def registry() -> Registry:
    return Registry()


@st.cache_resource(show_spinner="Reading the ratings …", max_entries=3)
def source(dataset: str) -> loading.Source:
    path, columns = own_files().get(dataset, (dataset, None))
    return loading.Source(open_dataset(path, columns))


@st.cache_resource(show_spinner=False)
def own_files() -> dict[str, tuple[Path, Columns | None]]:
    """Return the files that people brought along and their choice of columns, by data set name."""
    return {}


def register(path: Path, columns: Columns | None) -> str:
    """Return the name under which `source` opens an own file with this choice of columns."""
    name = f"{path}" if columns is None else f"{path} {columns}"
    own_files()[name] = (path, columns)
    return name


def title(dataset: str, movie_id: int) -> str:
    """Return a movie's title, from the embedded data where the data set lacks the movie."""
    own = source(dataset).dataset
    embedded = source(DEFAULT_DATASET).dataset
    if movie_id in own.movies.index or movie_id not in embedded.movies.index:
        return own.title(movie_id)
    return embedded.title(movie_id)


@st.cache_resource(show_spinner=False, max_entries=3)
def popularity(dataset: str) -> pd.DataFrame:
    return explore.popularity(source(dataset).dataset)


@st.cache_resource(show_spinner=False, max_entries=20)
def ranks(
    dataset: str,
    by: str,
    genre: str | None,
    min_ratings: int,
    year_from: int | None = None,
    year_to: int | None = None,
) -> pd.DataFrame:
    opened = source(dataset).dataset
    return explore.popularity(
        opened, by=by, genre=genre, min_ratings=min_ratings, year_from=year_from, year_to=year_to
    )


@st.cache_resource(show_spinner=False, max_entries=50)
def movie_card(dataset: str, movie_id: int) -> explore.MovieCard:
    return explore.movie_card(source(dataset).dataset, movie_id)


@st.cache_resource(show_spinner=False, max_entries=20)
def compared(dataset: str, movie_ids: tuple[int, ...]) -> pd.DataFrame:
    return explore.compare(source(dataset).dataset, movie_ids)


@st.cache_resource(show_spinner=False, max_entries=3)
def pickable(dataset: str) -> dict[str, int]:
    """Return the titles the picker offers, most liked first, with their ids."""
    table = popularity(dataset)
    table = table[table["named"] & (table["likes"] > 0)]
    return dict(zip(table["title"], map(int, table.index), strict=True))


@st.cache_resource(show_spinner=False, max_entries=3)
def all_titles(dataset: str) -> dict[str, int]:
    """Return the titles of all named movies, most liked first, with their ids."""
    table = popularity(dataset)
    table = table[table["named"]]
    return dict(zip(table["title"], map(int, table.index), strict=True))


@st.cache_resource(show_spinner=False, max_entries=3)
def search_index(dataset: str) -> SearchIndex:
    return SearchIndex(popularity(dataset))


@st.cache_resource(show_spinner=False, max_entries=3)
def importer(dataset: str) -> Importer:
    return Importer(source(dataset).dataset)


@st.cache_resource(show_spinner="Counting who likes what …", max_entries=3)
def likers(dataset: str) -> Likers:
    return Likers(source(dataset).interactions)


@st.cache_resource(show_spinner=False, max_entries=3)
def summary(dataset: str) -> explore.Summary:
    opened = source(dataset)
    return explore.summarize(opened.dataset, opened.interactions)


@st.cache_resource(show_spinner=False, max_entries=3)
def threshold_effect(dataset: str) -> pd.DataFrame:
    return explore.threshold_effect(source(dataset).dataset)


@dataclass(frozen=True, eq=False)
class Distributions:
    """How a data set's ratings are spread; the tables of `recsys.explore`."""

    ratings: pd.DataFrame
    per_user: pd.DataFrame
    per_movie: pd.DataFrame
    years: pd.DataFrame
    genres: pd.DataFrame
    activity: pd.DataFrame
    tail: pd.DataFrame
    user_spread: explore.RatingSpread
    movie_spread: explore.RatingSpread
    tail_summary: explore.TailSummary


@st.cache_resource(show_spinner="Counting …", max_entries=3)
def distributions(dataset: str) -> Distributions:
    opened = source(dataset).dataset
    return Distributions(
        ratings=explore.rating_distribution(opened),
        per_user=explore.ratings_per(opened, "user"),
        per_movie=explore.ratings_per(opened, "movie"),
        years=explore.year_distribution(opened),
        genres=explore.genre_distribution(opened),
        activity=explore.activity(opened),
        tail=explore.long_tail(opened),
        user_spread=explore.rating_spread(opened, "user"),
        movie_spread=explore.rating_spread(opened, "movie"),
        tail_summary=explore.tail_summary(opened),
    )


def recommender(dataset: str, preset_name: str = "default") -> Recommender:
    """Return the shared recommender, trained behind a progress bar if it never was."""
    key = (dataset, preset_name)
    known = registry().get(key)
    if known is not None:
        return known
    opened = source(dataset)
    with training_bar() as (on_progress, on_wait), registry().making(key, on_wait):
        ready = registry().get(key)
        if ready is None:
            ready = loading.recommender(
                opened,
                loading.config_for(opened.dataset, preset_name),
                on_progress,
                on_wait,
                on_notice=lambda notice: registry().notices.__setitem__(key, notice),
            )
            registry().put(key, ready)
    return ready


def notice(dataset: str, preset_name: str = "default") -> str | None:
    """Return what went wrong on disk when the model was made, if anything."""
    return registry().notices.get((dataset, preset_name))


@contextmanager
def training_bar() -> Iterator[tuple[Callable[[Progress], None], Callable[[], None]]]:
    """Show a progress bar while a model is trained, then take it away.

    The next click of the person arrives as an exception out of the callbacks; the training then
    ends and leaves nothing behind.
    """
    place = st.empty()

    def on_progress(progress: Progress) -> None:
        place.progress(
            progress.iteration / progress.iterations,
            text=f"Learning from the ratings: pass {progress.iteration:,} of "
            f"{progress.iterations:,}",
        )

    def on_wait() -> None:
        place.progress(0.0, text="Another training is under way; yours is next")

    try:
        yield on_progress, on_wait
    finally:
        place.empty()
