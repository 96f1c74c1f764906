"""How stable a list is: what models that differ only by chance make of the same profile."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.model.foldin import FoldIn
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.model.usable import Usable
from recsys.recommend.filters import NO_FILTERS, Filters
from recsys.recommend.recommender import ProfileLike, Recommender
from recsys.recommend.results import Explanation, Recommendation, Recommendations

TOP = 20
"""Length of each model's list in which a movie counts as found."""


class Voices:
    """Several models of one data set that answer for the same profile.

    The recommender lends its titles and filters.

    Raises
    ------
    ConfigError
        A model is of other movies, or there is none.
    """

    def __init__(self, ready: Recommender, models: Sequence[Model]) -> None:
        if not models:
            raise ConfigError("there is no model to compare with; give at least one")
        for model in models:
            if not np.array_equal(model.movies.ids, ready.model.movies.ids):
                raise ConfigError("the models know other movies; train them on the same ratings")
        self._ready = ready
        self._models = tuple(models)

    def __len__(self) -> int:
        return len(self._models)

    def found_in(
        self, profile: ProfileLike, filters: Filters = NO_FILTERS, top: int = TOP
    ) -> Mapping[int, int]:
        """Return in how many of the models' lists each movie stands, by movie_id.

        Movies that stand in none are left out.
        """
        profile = self._ready.own_profile(profile)
        allowed = self._ready.catalogue.allowed(profile, filters)
        found: Counter[int] = Counter()
        for solved in self._solved(self._ready.usable(profile)):
            rows = best(solved.scores(), top, allowed)
            found.update(self._ready.model.movies.ids[rows].tolist())
        return found

    def recommend(
        self, profile: ProfileLike, n: int = TOP, filters: Filters = NO_FILTERS
    ) -> Recommendations:
        """Return the `n` movies with the highest mean score; their bars are the models' means.

        Without a like that counts the list is the recommender's own, by popularity.
        """
        profile = self._ready.own_profile(profile)
        own = self._ready.recommend(profile, n, filters)
        if own.basis != "profile":
            return own
        told = self._ready.usable(profile)
        solved = self._solved(told)
        rows = best(_mean_score(solved), n, self._ready.catalogue.allowed(profile, filters))
        contributions = _mean_contributions(solved, rows)
        ids = self._ready.model.movies.ids[rows].tolist()
        bars = self._ready.bars(told, contributions)
        listed = tuple(
            Recommendation(rank, m, self._ready.dataset.title(m), float(row.sum()), bar)
            for rank, (m, row, bar) in enumerate(zip(ids, contributions, bars, strict=True), 1)
        )
        return replace(own, recommendations=listed)

    def explain(self, movie_id: int, profile: ProfileLike) -> Explanation:
        """Return the mean score of a movie, its rank by mean score, and the mean bars.

        `without` is empty: what one rating's leaving does is asked of one model.

        Raises
        ------
        UnknownIdError
            The models do not know the movie.
        """
        profile = self._ready.own_profile(profile)
        row = self._ready.model.movies.idx_of(movie_id)
        told = self._ready.usable(profile)
        solved = self._solved(told)
        contributions = _mean_contributions(solved, np.array([row]))
        return Explanation(
            movie_id=movie_id,
            title=self._ready.dataset.title(movie_id),
            score=float(contributions.sum()),
            rank=self._ready.rank(row, _mean_score(solved), profile),
            contributions=self._ready.bars(told, contributions)[0],
            without=(),
        )

    def _solved(self, told: Usable) -> list[FoldIn]:
        return [FoldIn.of(model, told) for model in self._models]


def _mean_score(solved: Sequence[FoldIn]) -> NDArray[np.float32]:
    return np.mean([each.scores() for each in solved], axis=0, dtype=np.float32)


def _mean_contributions(solved: Sequence[FoldIn], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.mean([each.exactly(rows, each.weights) for each in solved], axis=0)
