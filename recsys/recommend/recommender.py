"""The recommender: one trained model, one data set's titles, any number of profiles."""

import time
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.errors import ConfigError, DataError
from recsys.model.foldin import FoldIn, leave_each_out
from recsys.model.model import Model
from recsys.model.ranking import ahead
from recsys.model.similar import nearest
from recsys.model.usable import Usable
from recsys.profile.profile import Profile
from recsys.recommend import dials
from recsys.recommend.filters import NO_FILTERS, Catalogue, Filters
from recsys.recommend.results import (
    Contribution,
    Counterfactual,
    Explanation,
    Ignored,
    RatedMovie,
    Recommendation,
    Recommendations,
    SimilarMovie,
)

ProfileLike = Profile | Mapping[int, float]
Bars = tuple[Contribution, ...]


class Recommender:
    """Scores, explains and ranks with a model and the data set that it was trained on.

    Holds no state of any person, so threads may share it.
    """

    def __init__(self, model: Model, dataset: Dataset) -> None:
        self.model = model
        self.dataset = dataset
        self.catalogue = Catalogue(model.movies, dataset.movies, model.likes_per_movie)
        self._titles = dataset.movies.loc[model.movies.ids, "title"].to_numpy()

    def scores(self, profile: ProfileLike) -> pd.Series:
        """Return one score for every movie of the model, seen ones included.

        Returns
        -------
        Series of float, indexed by movie_id
            0 to about 1: how strongly the profile speaks for the movie.

        Raises
        ------
        DataError
            The profile has impossible stars or ids.
        """
        solved = FoldIn.of(self.model, self.usable(profile))
        return pd.Series(solved.scores(), index=self._index(), name="score", dtype=np.float64)

    def contributions(self, profile: ProfileLike) -> pd.DataFrame:
        """Return what each rated movie adds to each score.

        Returns
        -------
        DataFrame, movies of the model × movies of the profile
            Rows sum to `scores`; a rated movie that the model does not know adds 0.
        """
        profile = self.own_profile(profile)
        told = self.model.usable(profile)
        solved = FoldIn.of(self.model, told)
        parts = solved.scores_from(solved.weights)
        table = pd.DataFrame(parts, self._index(), told.movie_ids, dtype=np.float64)
        return table.reindex(columns=list(profile.movie_ids), fill_value=0.0)

    def recommend(
        self,
        profile: ProfileLike,
        n: int = 20,
        filters: Filters = NO_FILTERS,
        popularity: float = 0.0,
        diversity: float = 0.0,
    ) -> Recommendations:
        """Return the `n` movies with the highest scores, each fully explained.

        Without a single like that the model knows, the list is ordered by popularity instead and
        `basis` says so; the dials then do nothing.

        Parameters
        ----------
        popularity, diversity : float
            The dials of `recsys.recommend.dials`, −1 to 1 and 0 to 1.

        Raises
        ------
        DataError
            The profile has impossible stars or ids.
        ConfigError
            `n` is below 1, a dial out of its bounds, or a genre of the filters does not exist.
        """
        if n < 1:
            raise ConfigError(f"n is {n}; expected at least 1 recommendation")
        dials.check(popularity, diversity)
        started = time.perf_counter()
        profile = self.own_profile(profile)
        told = self.model.usable(profile)
        solved = FoldIn.of(self.model, told)
        allowed = self.catalogue.allowed(profile, filters)
        wanted = solved.scores() if told.has_likes else self.model.likes_per_movie
        eligible = np.where(allowed, wanted, -np.inf)
        at = (popularity, diversity) if told.has_likes else (0.0, 0.0)
        arranged = dials.rerank(self.model, solved, eligible, n, *at)
        rows = arranged.rows
        contributions = solved.exactly(rows, solved.weights)
        facts = zip(
            self.model.movies.ids[rows].tolist(),
            self._titles[rows].tolist(),
            contributions.sum(axis=1).tolist(),
            self.bars(told, contributions),
            arranged.popularity.tolist(),
            arranged.diversity.tolist(),
            strict=True,
        )
        listed = tuple(Recommendation(rank, *movie) for rank, movie in enumerate(facts, start=1))
        return Recommendations(
            profile=tuple(
                RatedMovie(movie_id, self.dataset.title(movie_id), stars)
                for movie_id, stars in profile.ratings
            ),
            mode="fold-in",
            basis="profile" if told.has_likes else "popularity",
            seconds=time.perf_counter() - started,
            recommendations=listed,
            ignored=self.ignored(told),
        )

    def explain(self, movie_id: int, profile: ProfileLike) -> Explanation:
        """Return why a movie has its score, rated or not, recommended or not.

        Raises
        ------
        UnknownIdError
            The model does not know the movie.
        DataError
            The profile has impossible stars or ids.
        """
        row = self.model.movies.idx_of(movie_id)
        profile = self.own_profile(profile)
        told = self.model.usable(profile)
        solved = FoldIn.of(self.model, told)
        contributions = solved.exactly(np.array([row]), solved.weights)
        return Explanation(
            movie_id=movie_id,
            title=str(self._titles[row]),
            score=float(contributions.sum()),
            rank=self.rank(row, solved.scores(), profile),
            contributions=self.bars(told, contributions)[0],
            without=self._without_each(row, profile, told),
        )

    def similar(
        self, movie_id: int, n: int = 5, method: str | None = None
    ) -> tuple[SimilarMovie, ...]:
        """Return the `n` movies most similar to one; see `recsys.model.similar.nearest`.

        Raises
        ------
        UnknownIdError
            The model does not know the movie.
        """
        rows, found = nearest(self.model, self.model.movies.idx_of(movie_id), n, method)
        return tuple(
            SimilarMovie(rank, int(self.model.movies.ids[row]), str(self._titles[row]), value)
            for rank, (row, value) in enumerate(zip(rows, found.tolist(), strict=True), start=1)
        )

    def usable(self, profile: ProfileLike) -> Usable:
        """Return what of a profile counts here: the one way from a profile into the model."""
        return self.model.usable(self.own_profile(profile))

    def ignored(self, told: Usable) -> tuple[Ignored, ...]:
        """Return the profile's movies that cannot count here, each with the reason."""
        name, listed = self.dataset.name, self.dataset.movies.index
        no_likes = f"nobody in {name} gave it {self.model.min_rating:g} stars or more"
        absent = f"{name} has no movie with this id"
        return tuple(Ignored(m, no_likes if m in listed else absent) for m in told.unknown)

    def rank(self, row: int, scores: NDArray[np.float32], profile: Profile) -> int:
        """Return a movie's rank among those that the person has not rated or hidden; 1 is best."""
        return 1 + int(ahead(scores, scores[row], self.catalogue.allowed(profile)))

    def _without_each(self, row: int, profile: Profile, told: Usable) -> tuple[Counterfactual, ...]:
        allowed = self.catalogue.allowed(profile)
        exact, ranks = np.empty(len(told.idx)), np.empty(len(told.idx), dtype=np.int64)
        for places, scores, exactly in leave_each_out(self.model, told, row):
            # A movie taken out of the profile competes again itself.
            back = [(told.idx[places], np.ones(len(places), dtype=np.int64))]
            exact[places] = exactly
            ranks[places] = 1 + ahead(scores, scores[row], allowed, back)
        facts = zip(told.movie_ids, exact.tolist(), ranks.tolist(), strict=True)
        return tuple(Counterfactual(m, self.dataset.title(m), s, rank) for m, s, rank in facts)

    def own_profile(self, profile: ProfileLike) -> Profile:
        """Return a profile of the data set's own ids; others would name other movies.

        Raises
        ------
        DataError
            The ids are another data set's, or the profile has impossible stars or ids.
        """
        own = Profile.of(profile, self.dataset.catalogue)
        if own.catalogue == self.dataset.catalogue or own.is_empty:
            return own
        raise DataError(
            f"the profile's ids are not those of {self.dataset.name}, where they name other "
            "movies; carry the profile over by title (recsys.profile.carry)"
        )

    def _index(self) -> pd.Index:
        return pd.Index(self.model.movies.ids, name="movie_id")

    def bars(self, told: Usable, contributions: NDArray[np.float64]) -> list[Bars]:
        """Return each row's bars, largest first; what the model does not know adds 0.

        Parameters
        ----------
        contributions : float64, shape (rows, n)
            A column for each movie of `told`.
        """
        ids = (*told.movie_ids, *told.unknown)
        titles = [self.dataset.title(movie_id) for movie_id in ids]
        values = np.hstack([contributions, np.zeros((len(contributions), len(told.unknown)))])
        order = np.argsort(-values, axis=1, kind="stable").tolist()
        return [
            tuple(Contribution(ids[j], titles[j], row[j]) for j in columns)
            for row, columns in zip(values.tolist(), order, strict=True)
        ]
