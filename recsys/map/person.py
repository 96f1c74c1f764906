"""A person on the map: their movies, their list, where they stand, what pulls a movie to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recsys.map.projection import MovieMap, middle
from recsys.model.foldin import FoldIn
from recsys.model.ranking import best
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Contribution

FAVOURITE, DISLIKE, RECOMMENDED = "favourite", "dislike", "recommended"
STANDS_AMONG = 10
MOST_LINES = 15


@dataclass(frozen=True)
class Mark:
    """A movie that is drawn with a symbol of its own."""

    movie_id: int
    title: str
    role: str
    """FAVOURITE, DISLIKE or RECOMMENDED."""
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """What one rated movie adds to the score of a picked movie, drawn between the two."""

    movie_id: int
    title: str
    contribution: float
    x: float
    y: float


@dataclass(frozen=True)
class Picked:
    """One movie as the profile sees it."""

    score: float | None
    """None where the profile has no like that the model knows."""
    rank: int | None
    """Among the movies that could be recommended; 1 is best."""
    of: int
    """How many movies could be."""
    contributions: tuple[Contribution, ...]
    """Of every rated movie, largest first; they sum to the score."""
    lines: tuple[Line, ...]
    """The ratings that add or take most, at most `MOST_LINES`, largest first."""


class Taste:
    """One profile on the map of a recommender's model."""

    def __init__(self, ready: Recommender, made: MovieMap, profile: Profile) -> None:
        self._ready, self._map, self._profile = ready, made, profile
        self._told = ready.usable(profile)
        self._solved = FoldIn.of(ready.model, self._told)
        self.has_likes = self._told.has_likes

    def marks(self, recommended: Sequence[int]) -> tuple[Mark, ...]:
        """Return the rated movies that the model knows, then the recommended ones."""
        rated = zip(self._told.movie_ids, self._told.stars, strict=True)
        is_like = self._ready.model.is_like
        roles = [(m, FAVOURITE if is_like(stars) else DISLIKE) for m, stars in rated]
        roles += [(m, RECOMMENDED) for m in recommended]
        rows = self._ready.model.movies.idx([m for m, _ in roles])
        points = self._map.place(self._ready.model, rows.tolist())
        return tuple(
            Mark(m, self._ready.dataset.title(m), role, float(x), float(y))
            for (m, role), (x, y) in zip(roles, points, strict=True)
        )

    def stands_at(self) -> tuple[float, float] | None:
        """Return where the person stands: in the middle of the ten movies that score highest.

        Rated movies count as well, each by its score; the middle is the point with the least
        summed distance (`recsys.map.projection.middle`). None without a like that the model knows.
        """
        if not self.has_likes:
            return None
        rows = best(self._scores, STANDS_AMONG)
        rows = rows[self._scores[rows] > 0]
        if not len(rows):
            return None
        points = self._map.place(self._ready.model, rows.tolist())
        x, y = middle(points, self._scores[rows].astype(np.float64))
        return float(x), float(y)

    def picked(self, movie_id: int) -> Picked:
        """Return a movie's score, rank and the ratings behind them.

        Raises
        ------
        UnknownIdError
            The model does not know the movie.
        """
        row = self._ready.model.movies.idx_of(movie_id)
        competes = self._ready.catalogue.allowed(self._profile)
        competes[row] = True
        of = int(competes.sum())
        if not self.has_likes:
            return Picked(None, None, of, (), ())
        parts = self._solved.exactly(np.array([row]), self._solved.weights)
        rank = self._ready.rank(row, self._scores, self._profile)
        bars = self._ready.bars(self._told, parts)[0]
        return Picked(float(parts.sum()), rank, of, bars, self._lines(bars, movie_id))

    def _lines(self, bars: Sequence[Contribution], movie_id: int) -> tuple[Line, ...]:
        drawn = [bar for bar in bars if bar.contribution and bar.movie_id != movie_id]
        drawn = sorted(drawn, key=lambda bar: -abs(bar.contribution))[:MOST_LINES]
        rows = self._ready.model.movies.idx([bar.movie_id for bar in drawn])
        points = self._map.place(self._ready.model, rows.tolist())
        return tuple(
            Line(bar.movie_id, bar.title, bar.contribution, float(x), float(y))
            for bar, (x, y) in zip(drawn, points, strict=True)
        )

    @cached_property
    def _scores(self) -> NDArray[np.float32]:
        return self._solved.scores()
