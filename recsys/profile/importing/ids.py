"""The numbers by which IMDb and TMDB know a data set's movies, where it brings them."""

from collections import defaultdict

import pandas as pd

from recsys.profile.importing.match import MAX_CANDIDATES, Found

_SERVICES = {"imdb_id": "IMDb", "tmdb_id": "TMDB"}
"""Columns of `Dataset.movies` and whose ids they hold, the more reliable first."""


class IdIndex:
    """Movies by the ids of other services; looking up changes nothing."""

    def __init__(self, movies: pd.DataFrame) -> None:
        self._movies: dict[str, dict[int, list[int]]] = {}
        self._known: dict[str, set[int]] = {}
        for column in _SERVICES:
            given = movies.get(column)
            if given is None or given.isna().all():
                continue
            given = given.dropna()
            by_id: defaultdict[int, list[int]] = defaultdict(list)
            for movie_id, number in zip(given.index.tolist(), given.tolist(), strict=True):
                by_id[int(number)].append(int(movie_id))
            self._movies[column] = dict(by_id)
            self._known[column] = {int(movie_id) for movie_id in given.index}

    def find(self, ids: dict[str, int | None]) -> Found | None:
        """Find a movie by its ids (`imdb_id`, `tmdb_id`); None where they do not say.

        IMDb's goes before TMDB's. An id that no movie has is said.
        """
        asked = {c: n for c, n in ids.items() if n is not None and c in self._movies}
        for column, number in asked.items():
            found = self._movies[column].get(number, [])
            if len(found) == 1:
                return Found(found[0])
            if found:
                reason = f"several movies have this {_SERVICES[column]} id"
                return Found(None, tuple(found[:MAX_CANDIDATES]), reason)
        if not asked:
            return None
        return Found(None, reason=f"this data set has no movie with this {self._of(asked)} id")

    def has_another(self, movie_id: int, ids: dict[str, int | None]) -> bool:
        """Return whether a movie's own ids, none of which was asked for, are known."""
        return any(
            ids.get(column) is not None and movie_id in known
            for column, known in self._known.items()
        )

    @staticmethod
    def _of(asked: dict[str, int]) -> str:
        return _SERVICES[next(iter(asked))]
