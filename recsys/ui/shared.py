"""What all sessions of this process share, read-only: one cache with one budget of bytes.

A data set leaves with everything that was made of it; what a session holds stays with it.
"""

import ctypes
import gc
import inspect
import math
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial, wraps
from itertools import compress, islice
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakValueDictionary

import numpy as np
import pandas as pd
import streamlit as st
from scipy.sparse import csr_matrix
from streamlit.runtime.scriptrunner import get_script_run_ctx

from recsys import explore, loading
from recsys.data.interactions import build_interactions
from recsys.data.registry import open_dataset
from recsys.data.releases import DEFAULT_DATASET
from recsys.data.tables.columns import Columns
from recsys.data.titles.search import SearchIndex
from recsys.errors import ConfigError, NoRatingsError, RecsysError
from recsys.limits import limits
from recsys.model.als import OnProgress, OnWait, Progress
from recsys.people.like_minded import People, people_of
from recsys.people.overlap import Likers, Overlaps, read_overlaps
from recsys.people.portrait import Sides, sides_of
from recsys.people.sample import Crowd, crowd_of
from recsys.profile.importing.importer import Importer
from recsys.recommend.recommender import Recommender
from recsys.ui.border import plain

BUDGET = 400_000_000
"""Bytes; a free host has 690 MB for the whole process. Where ratings and model of one data set
leave less than half of it, all else has that half: every run would read and make it anew."""
MAX_ENTRIES = 256
"""Weighing walks over all of them."""
LARGE = 1_000_000
"""Bytes from which a value is worth setting apart."""
Key = tuple[Hashable, ...]
"""The data set, what of it, and with which settings."""
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Shared:
    """Values by key; the data set that was used least recently leaves first, as a whole."""

    budget: int = BUDGET
    _kept: OrderedDict[Key, object] = field(default_factory=OrderedDict)
    _making: "WeakValueDictionary[Key, threading.Lock]" = field(default_factory=WeakValueDictionary)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> Any:
        """Return what is kept under a key, or None."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def have(
        self, key: Key, make: Callable[[], T], on_wait: Callable[[], None] = lambda: None
    ) -> T:
        """Return what is kept under a key, made now if it is not there.

        Sessions that want the same make it once. An exception out of `make` or `on_wait`, as the
        next click of a person is one, leaves nothing behind and nothing locked.
        """
        if (found := self.get(key)) is not None:
            return found  # type: ignore[no-any-return]
        with self._guard:
            lock = self._making.get(key) or self._making.setdefault(key, threading.Lock())
        while not lock.acquire(timeout=0.2):
            on_wait()
        try:
            if (found := self.get(key)) is not None:
                return found  # type: ignore[no-any-return]
            made = make()
            with self._guard:
                self._kept[key] = made
                left = self._shrink(key)
            if left or weigh([made]) > LARGE:
                set_apart()
            return made
        finally:
            lock.release()

    def forget(self, dataset: str) -> None:
        """Let go of a data set and everything that was made of it."""
        with self._guard:
            self._drop(dataset)
        set_apart()

    def clear(self) -> None:
        with self._guard:
            self._kept.clear()

    def _shrink(self, newest: Key) -> int:
        """Let go of what is beyond the budget and return how many values left."""
        before = len(self._kept)
        while len(self._kept) > MAX_ENTRIES or weigh(self._kept.values()) > self._limit():
            recent = list(dict.fromkeys(key[0] for key in reversed(self._kept)))
            spare = [k for k in self._kept if k[1] not in ("source", "recommender") and k != newest]
            if len(recent) > 1 and len(self._kept) <= MAX_ENTRIES:
                self._drop(recent[-1])
            elif spare:
                del self._kept[spare[0]]
            else:
                break
        return before - len(self._kept)

    def _limit(self) -> float:
        """Return how many bytes may be kept, which the largest data set alone may be beyond."""
        parts: dict[Hashable, list[object]] = {}
        for (dataset, what, *_), kept in self._kept.items():
            if what in ("source", "recommender"):
                parts.setdefault(dataset, []).append(kept)
        largest = max(map(weigh, parts.values()), default=0)
        return max(self.budget, largest + self.budget / 2)

    def _drop(self, dataset: Hashable) -> None:
        for key in [key for key in self._kept if key[0] == dataset]:
            del self._kept[key]


def set_apart() -> None:
    """Take all that lives now out of Python's search for garbage, and what died out of memory.

    A search walks over every title and table there is; `runner.postScriptGC`, which searches after
    every run of every visitor, is off for the same reason. What lives includes visitors, so this is
    done again from time to time (`recsys/ui/web/server.py`).
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    with suppress(AttributeError, OSError, TypeError):  # only the GNU C library keeps so much back
        ctypes.CDLL(None).malloc_trim(0)


def weigh(values: Iterable[object]) -> int:
    """Return the bytes of all that hangs on some values, each thing once.

    Long lists and dictionaries of small things are estimated from their first 200.
    """
    seen: set[int] = set()
    waiting: list[tuple[object, float]] = [(value, 1.0) for value in values]
    total = 0.0
    while waiting:
        thing, times = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, np.ndarray):
            total += times * thing.nbytes
        elif isinstance(thing, pd.DataFrame | pd.Series):
            total += times * np.sum(thing.memory_usage(deep=True))
        elif isinstance(thing, csr_matrix):
            waiting += [(thing.data, times), (thing.indices, times), (thing.indptr, times)]
        elif isinstance(thing, Mapping | list | tuple | set | frozenset):
            total += times * sys.getsizeof(thing)
            some = list(islice(thing, 200))
            more = times * len(thing) / max(1, len(some))
            waiting += [(one, more) for one in some]
            if isinstance(thing, Mapping):
                waiting += [(thing[one], more) for one in some]
        elif not isinstance(thing, type) and not callable(thing):
            total += times * sys.getsizeof(thing)
            waiting += [(one, times) for one in getattr(thing, "__dict__", {}).values()]
    return int(total)


everything = Shared()
_own_files: dict[str, tuple[Path, Columns | None]] = {}
_notices: dict[str, str] = {}


def kept(
    say: str | None = None,
) -> Callable[[Callable[Concatenate[str, P], T]], Callable[Concatenate[str, P], T]]:
    """Share what a function of a data set's name returns; `say` stands there meanwhile."""

    def share(make: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
        asked = inspect.signature(make)

        @wraps(make)
        def having(dataset: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
            # Whether a default is left out or said, it is one thing, kept once.
            bound = asked.bind(dataset, *args, **kwargs)
            bound.apply_defaults()
            key = (dataset, make.__name__, *bound.args[1:], *sorted(bound.kwargs.items()))
            if (found := everything.get(key)) is not None:
                return found  # type: ignore[no-any-return]
            with st.spinner(plain(say)) if say and watched() else nullcontext():
                return everything.have(key, lambda: make(dataset, *args, **kwargs))

        return having

    return share


@kept("Reading the ratings …")
def source(dataset: str) -> loading.Source:
    if (own := _own_files.get(dataset)) is None:
        return loading.Source(open_dataset(dataset))
    return loading.Source(open_dataset(*own, private=True))


def register(path: Path, columns: Columns | None) -> str:
    """Return the name under which `source` opens an own file with this choice of columns.

    What was made of own files whose visit is over is forgotten.
    """
    for gone in [name for name, (file, _) in list(_own_files.items()) if not file.exists()]:
        _own_files.pop(gone, None)
        _notices.pop(gone, None)
        everything.forget(gone)
    # The page gets to see the name: nothing of it but the file says where it lies.
    file = "/".join(path.parts[-3:])
    name = file if columns is None else f"{file} {columns}"
    _own_files[name] = (path, columns)
    return name


def title(dataset: str, movie_id: int) -> str:
    """Return a movie's title, from the embedded data where the data set lacks the movie."""
    own = source(dataset).dataset
    if own.catalogue or movie_id in own.movies.index:
        return own.title(movie_id)
    embedded = source(DEFAULT_DATASET).dataset
    return (embedded if movie_id in embedded.movies.index else own).title(movie_id)


@kept()
def popularity(
    dataset: str,
    by: str = "likes",
    genre: str | None = None,
    min_ratings: int = 0,
    year_from: int | None = None,
    year_to: int | None = None,
) -> pd.DataFrame:
    opened = source(dataset).dataset
    return explore.popularity(
        opened, by=by, genre=genre, min_ratings=min_ratings, year_from=year_from, year_to=year_to
    )


@kept()
def movie_card(dataset: str, movie_id: int) -> explore.MovieCard:
    return explore.movie_card(source(dataset).dataset, movie_id)


@kept()
def compared(dataset: str, movie_ids: tuple[int, ...]) -> pd.DataFrame:
    return explore.compare(source(dataset).dataset, movie_ids)


class Titles(dict[str, int]):
    """Titles to pick from, with their ids; the mark tells them from others without a look.

    Parameters
    ----------
    too_few : Titles, optional
        Titles that have too few likes to be picked; who looks for one is told so.
    """

    def __init__(
        self, titles: Mapping[str, int] | Iterable[tuple[str, int]], too_few: "Titles | None" = None
    ) -> None:
        super().__init__(titles)
        self.too_few: Mapping[str, int] = too_few or {}

    @cached_property
    def mark(self) -> int:
        return hash((*self.items(), *self.too_few.items()))


@kept()
def pickable(dataset: str) -> Titles:
    """Return the titles the picker offers, most liked first, with their ids."""
    likes = popularity(dataset)["likes"]
    return _parted(dataset, lambda movie_ids: likes.loc[movie_ids] > 0)


@kept()
def known_titles(dataset: str) -> Titles:
    """Return the titles that can be picked of movies that the model knows, with their ids."""
    return _parted(dataset, recommender(dataset).model.movies.known)


def _parted(dataset: str, enough: Callable[[list[int]], Iterable[bool]]) -> Titles:
    """Return the titles of the movies that have likes enough, and beside them the others."""
    titles = all_titles(dataset)
    has = list(enough(list(titles.values())))
    others = Titles(compress(titles.items(), (not one for one in has)))
    return Titles(compress(titles.items(), has), others)


@kept()
def all_titles(dataset: str) -> Titles:
    """Return the titles of all named movies, most liked first, with their ids."""
    table = popularity(dataset)
    table = table[table["named"]]
    return Titles(zip(table["title"], map(int, table.index), strict=True))


@kept()
def search_index(dataset: str) -> SearchIndex:
    return SearchIndex(popularity(dataset))


@kept()
def importer(dataset: str) -> Importer:
    return Importer(source(dataset).dataset)


@kept("Counting who likes what …")
def likers(dataset: str) -> Likers | Overlaps:
    """Return who likes each movie, or what of it came in a bundle."""
    opened = source(dataset)
    if (bundle := opened.dataset.bundle) is not None:
        found = bundle.kept.part("overlaps", "what people like in common")
        if found is not None:
            return read_overlaps(found, recommender(dataset).model)
    return Likers(opened.interactions)


@kept()
def summary(dataset: str) -> explore.Summary:
    return explore.summarize(source(dataset).dataset)


@kept()
def threshold_effect(dataset: str) -> pd.DataFrame:
    return explore.threshold_effect(source(dataset).dataset)


@dataclass(frozen=True, eq=False)
class Distributions:
    """How a data set's ratings are spread; the tables of `recsys.explore`.

    None is what was not counted of ratings that are not here.
    """

    ratings: pd.DataFrame
    per_user: pd.DataFrame | None
    per_movie: pd.DataFrame
    years: pd.DataFrame
    genres: pd.DataFrame
    activity: pd.DataFrame | None
    tail: pd.DataFrame
    user_spread: explore.RatingSpread | None
    movie_spread: explore.RatingSpread
    tail_summary: explore.TailSummary


@kept("Counting …")
def distributions(dataset: str) -> Distributions:
    opened = source(dataset).dataset
    return Distributions(
        ratings=explore.rating_distribution(opened),
        per_user=_if_counted(lambda: explore.ratings_per(opened, "user")),
        per_movie=explore.ratings_per(opened, "movie"),
        years=explore.year_distribution(opened),
        genres=explore.genre_distribution(opened),
        activity=_if_counted(lambda: explore.activity(opened)),
        tail=explore.long_tail(opened),
        user_spread=_if_counted(lambda: explore.rating_spread(opened, "user")),
        movie_spread=explore.rating_spread(opened, "movie"),
        tail_summary=explore.tail_summary(opened),
    )


def _if_counted(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except NoRatingsError:
        return None


@kept()
def crowd(dataset: str) -> Crowd:
    ready = recommender(dataset)
    return crowd_of(ready.dataset, ready.model)


@kept("Reading what everybody likes …")
def sides(dataset: str) -> Sides:
    ready, opened = recommender(dataset), source(dataset)
    likes = opened.interactions if opened.dataset.counted is None else None
    return sides_of(ready.dataset, ready.model, likes)


@kept("Reading what everybody likes …")
def people(dataset: str) -> People:
    """Return the people of a data set, or those in its bundle, and what they like."""
    ready, opened = recommender(dataset), source(dataset)
    if opened.dataset.counted is None:
        return people_of(opened.interactions)
    movies = ready.model.movies
    return people_of(build_interactions(opened.dataset.sample, ready.model.min_rating, movies))


def trained_already(dataset: str) -> Recommender | None:
    """Return the shared recommender if some session has needed it before."""
    found = everything.get((dataset, "recommender"))
    return found if isinstance(found, Recommender) else None


def recommender(dataset: str, on_progress: OnProgress | None = None) -> Recommender:
    """Return the shared recommender, trained behind a progress bar if it never was.

    `on_progress` hears of the training where there is no page, and can end it.
    """
    if (known := trained_already(dataset)) is not None:
        return known
    opened = source(dataset)
    config = loading.configured(opened.dataset)
    if dataset in _own_files:
        turns.take()
    with training_bar(len(opened.dataset.ratings), on_progress) as (heard, on_wait):

        def make() -> Recommender:
            note = partial(_notices.__setitem__, dataset)
            return loading.recommender(opened, config, heard, on_wait, note)

        return everything.have((dataset, "recommender"), make, on_wait)


def prepare(dataset: str) -> None:
    """Get a recommender ready whose model is kept or ships; what is not is the first visitor's."""
    with suppress(RecsysError):
        opened = source(dataset)
        config = loading.configured(opened.dataset)
        if (model := loading.stored(opened, config, lambda _: None)) is not None:
            made = Recommender(model, opened.dataset)
            everything.have((dataset, "recommender"), lambda: made)


def notice(dataset: str) -> str | None:
    """Return what went wrong on disk when the model was made, if anything."""
    return _notices.get(dataset)


class Turns:
    """Who may begin a training that only they asked for; on a public host one a while."""

    def __init__(self) -> None:
        self._guard, self._last = threading.Lock(), -math.inf

    def take(self) -> None:
        """Take a turn.

        Raises
        ------
        ConfigError
            Somebody else has begun a training too short a while ago.
        """
        apart = limits().training_seconds
        with self._guard:
            now = time.monotonic()
            if (wait := self._last + apart - now) > 0:
                raise ConfigError(
                    f"this public host begins one training in {apart:g} seconds, and somebody was "
                    f"faster; try again in {math.ceil(wait)} seconds, or run Cinefold at home"
                )
            self._last = now


turns = Turns()


def watched() -> bool:
    """Return whether a page is being drawn here; a thread of the server's own has none."""
    return get_script_run_ctx(suppress_warning=True) is not None


@contextmanager
def training_bar(
    opinions: int, elsewhere: OnProgress | None = None
) -> Iterator[tuple[OnProgress, OnWait]]:
    """Show a progress bar while a model is trained, then take it away; none where no page is.

    `opinions` is the number of ratings learnt from; `elsewhere` hears in place of a page.

    The next click of the person arrives as an exception out of the callbacks; the training then
    ends and leaves nothing behind.
    """
    if not watched():
        yield elsewhere or (lambda progress: None), lambda: None
        return
    place = st.empty()

    def on_progress(progress: Progress) -> None:
        place.progress(
            progress.iteration / progress.iterations,
            text=f"Reading {opinions:,} opinions …",
        )

    def on_wait() -> None:
        place.progress(0.0, text="Another training is under way; yours is next")

    try:
        yield on_progress, on_wait
    finally:
        place.empty()
