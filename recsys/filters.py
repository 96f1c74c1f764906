"""Which of the model's movies may stand in a list."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.profile import Profile
from recsys.vocabulary import Vocabulary


@dataclass(frozen=True)
class Filters:
    """Which movies may be recommended; nothing set means all of them."""

    genre: str | None = None
    """Only movies of this genre (case does not matter)."""
    year_from: int | None = None
    year_to: int | None = None
    include_rated: bool = False
    """Also list movies that the profile rates."""


class Catalogue:
    """Genres and release years of the model's movies, by position.

    Parameters
    ----------
    movies : Vocabulary
        The model's movies.
    details : DataFrame indexed by movie_id
        `genres` (tuple) and `year` (Int64) of at least these movies.
    """

    def __init__(self, movies: Vocabulary, details: pd.DataFrame) -> None:
        listed = details.loc[movies.ids]
        self._movies = movies
        self._years = listed["year"].fillna(0).to_numpy(np.int64)
        self._genres = [frozenset(g.casefold() for g in genres) for genres in listed["genres"]]
        self.genres = sorted({g for genres in listed["genres"] for g in genres})

    @property
    def years(self) -> tuple[int, int]:
        """First and last release year; 0 where no year is known."""
        known = self._years[self._years > 0]
        return (int(known.min()), int(known.max())) if len(known) else (0, 0)

    def allowed(self, profile: Profile, filters: Filters) -> NDArray[np.bool_]:
        """Return for each movie whether it may be listed, shape (n_movies,).

        Raises
        ------
        ConfigError
            The filters name a genre that no movie has.
        """
        allowed = np.ones(len(self._movies), dtype=bool)
        rated = () if filters.include_rated else profile.movie_ids
        hidden = np.array([*profile.not_interested, *profile.seen, *rated], dtype=np.int64)
        if len(hidden):
            allowed[self._movies.idx(hidden[self._movies.known(hidden)])] = False
        if filters.genre is not None:
            allowed &= self._has_genre(filters.genre)
        if filters.year_from is not None:
            allowed &= self._years >= filters.year_from
        if filters.year_to is not None:
            allowed &= (self._years <= filters.year_to) & (self._years > 0)
        return allowed

    def _has_genre(self, genre: str) -> NDArray[np.bool_]:
        wanted = genre.strip().casefold()
        if wanted not in {g.casefold() for g in self.genres}:
            raise ConfigError(f"genre '{genre}' is unknown; use one of {', '.join(self.genres)}")
        return np.array([wanted in genres for genres in self._genres])
