"""Which of the model's movies may stand in a list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.titles.forms import fold
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError
from recsys.profile.profile import Profile

ANY, ONLY, WITHOUT = WATCHLIST = ("", "only", "without")


@dataclass(frozen=True)
class Filters:
    """Which movies may be recommended; nothing set means all of them."""

    genres: tuple[str, ...] = ()
    """Only movies of at least one of these genres (case does not matter)."""
    without_genres: tuple[str, ...] = ()
    """No movie of any of these genres; they go before `genres`."""
    year_from: int | None = None
    year_to: int | None = None
    min_likes: int = 0
    """Only movies that at least so many people like."""
    text: str = ""
    """Only titles that contain it (case and accents do not matter)."""
    include_rated: bool = False
    """Also list movies that the profile rates."""
    watchlist: str = ""
    """One of `WATCHLIST`: movies on the profile's watchlist or not, only those, none of those."""


NO_FILTERS = Filters()


class Catalogue:
    """Genres, release years, likes and titles of the model's movies, by position.

    Parameters
    ----------
    details : DataFrame indexed by movie_id
        `title`, `genres` (tuple) and `year` (Int64) of at least the model's movies.
    likes : int64, shape (n_movies,)
    """

    def __init__(self, movies: Vocabulary, details: pd.DataFrame, likes: NDArray[np.int64]) -> None:
        listed = details.loc[movies.ids]
        self._movies = movies
        self._likes = likes
        self._titles = listed["title"]
        self._years = listed["year"].fillna(0).to_numpy(np.int64)
        self._listed = listed["genres"].tolist()
        folded = {own: frozenset(g.casefold() for g in own) for own in set(self._listed)}
        self._genres = [folded[own] for own in self._listed]
        self.genres = sorted({g for genres in self._listed for g in genres})

    def genres_of(self, row: int) -> tuple[str, ...]:
        """Return a movie's genres as the data set lists them."""
        return tuple(self._listed[row])

    @property
    def years(self) -> tuple[int, int]:
        """First and last release year; 0 where no year is known."""
        known = self._years[self._years > 0]
        return (int(known.min()), int(known.max())) if len(known) else (0, 0)

    def fitting(self, filters: Filters) -> tuple[Filters, tuple[str, ...]]:
        """Return the filters with only what movies here have, and the genres that none has.

        No more likes are asked for than the most liked movie has.
        """
        spelt = {genre.casefold(): genre for genre in self.genres}

        def known(genres: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(spelt[_plain(g)] for g in genres if _plain(g) in spelt)

        asked = (*filters.genres, *filters.without_genres)
        return (
            replace(
                filters,
                genres=known(filters.genres),
                without_genres=known(filters.without_genres),
                min_likes=min(filters.min_likes, int(self._likes.max(initial=0))),
            ),
            tuple(dict.fromkeys(g for g in asked if _plain(g) not in spelt)),
        )

    def allowed(self, profile: Profile, filters: Filters = NO_FILTERS) -> NDArray[np.bool_]:
        """Return for each movie whether it may be listed, shape (n_movies,).

        Raises
        ------
        ConfigError
            The filters name a genre that no movie has, or no way to use the watchlist.
        """
        allowed = np.ones(len(self._movies), dtype=bool)
        rated = () if filters.include_rated else profile.movie_ids
        allowed[self._movies.idx_of_known([*profile.not_interested, *profile.seen, *rated])] = False
        if filters == NO_FILTERS:
            return allowed
        if filters.watchlist not in WATCHLIST:
            raise ConfigError(
                f"watchlist '{filters.watchlist}' is unknown; use {ONLY} or {WITHOUT}, or leave it"
            )
        if filters.watchlist != ANY:
            listed = np.zeros(len(self._movies), dtype=bool)
            listed[self._movies.idx_of_known(profile.watchlist)] = True
            allowed &= listed if filters.watchlist == ONLY else ~listed
        if filters.genres:
            allowed &= self._has_genre(filters.genres)
        if filters.without_genres:
            allowed &= ~self._has_genre(filters.without_genres)
        if filters.year_from is not None:
            allowed &= self._years >= filters.year_from
        if filters.year_to is not None:
            allowed &= (self._years <= filters.year_to) & (self._years > 0)
        if filters.min_likes:
            allowed &= self._likes >= filters.min_likes
        if wanted := fold(filters.text):
            allowed &= np.array([wanted in title for title in self._folded_titles])
        return allowed

    def _has_genre(self, genres: Iterable[str]) -> NDArray[np.bool_]:
        known = {g.casefold() for g in self.genres}
        wanted = {_plain(genre): genre for genre in genres}
        for folded, genre in wanted.items():
            if folded not in known:
                raise ConfigError(
                    f"genre '{genre}' is unknown; use one of {', '.join(self.genres)}"
                )
        return np.array([not wanted.keys().isdisjoint(genres) for genres in self._genres])

    @cached_property
    def _folded_titles(self) -> list[str]:
        return [fold(title) for title in self._titles]


def _plain(genre: str) -> str:
    return genre.strip().casefold()
