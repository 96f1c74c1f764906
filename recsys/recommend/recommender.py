"""The recommender: one trained model, one data set's titles, any number of profiles."""

import time
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys.data.dataset import Dataset
from recsys.errors import ConfigError, DataError
from recsys.model.foldin import FoldIn, System, system_of
from recsys.model.leave_out import counterfactuals, rank_among
from recsys.model.model import Model
from recsys.model.ranking import best
from recsys.model.similar import similar_movies
from recsys.profile.profile import Profile
from recsys.recommend import dials
from recsys.recommend.filters import NO_FILTERS, Catalogue, Filters
from recsys.recommend.results import (
    Contribution,
    Explanation,
    Ignored,
    RatedMovie,
    Recommendation,
    Recommendations,
    SimilarMovie,
)

ProfileLike = Profile | Mapping[int, float]


class Recommender:
    """Scores, explains and ranks; holds no state of any person, so threads may share it.

    Parameters
    ----------
    model : Model
    dataset : Dataset
        The data set the model was trained on.
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
        solved, _ = self.solve(self._own(profile))
        return pd.Series(solved.scores(), index=self._index(), name="score", dtype=np.float64)

    def contributions(self, profile: ProfileLike) -> pd.DataFrame:
        """Return what each rated movie adds to each score.

        Returns
        -------
        DataFrame, movies of the model × movies of the profile
            Rows sum to `scores`; a rated movie that the model does not know adds 0.
        """
        profile = self._own(profile)
        solved, known = self.solve(profile)
        table = pd.DataFrame(solved.contributions(), self._index(), known, dtype=np.float64)
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
        profile = self._own(profile)
        solved, known = self.solve(profile)
        allowed = self.catalogue.allowed(profile, filters)
        from_profile = bool((solved.system.pull > 0).any())
        wanted = solved.scores() if from_profile else self.model.likes_per_movie
        eligible = np.where(allowed, wanted, -np.inf)
        turned = None
        if from_profile and (popularity or diversity):
            turned = dials.turn(self.model, solved, eligible, n, popularity, diversity)
        rows = best(eligible, n) if turned is None else turned.rows
        contributions = solved.exactly(rows, solved.weights)
        facts = zip(
            self.model.movies.ids[rows].tolist(),
            self._titles[rows].tolist(),
            contributions.sum(axis=1).tolist(),
            self.bars(profile, known, contributions),
            strict=True,
        )
        listed = tuple(
            Recommendation(rank, movie_id, title, score, bars)
            for rank, (movie_id, title, score, bars) in enumerate(facts, start=1)
        )
        return Recommendations(
            profile=tuple(
                RatedMovie(movie_id, self.dataset.title(movie_id), stars)
                for movie_id, stars in profile.ratings
            ),
            mode="fold-in",
            basis="profile" if from_profile else "popularity",
            seconds=time.perf_counter() - started,
            recommendations=listed if turned is None else turned.put_on(listed),
            ignored=self.ignored(profile),
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
        profile = self._own(profile)
        solved, known = self.solve(profile)
        contributions = solved.exactly(np.array([row]), solved.weights)
        return Explanation(
            movie_id=movie_id,
            title=str(self._titles[row]),
            score=float(contributions.sum()),
            rank=rank_among(self, row, solved.scores(), profile),
            contributions=self.bars(profile, known, contributions)[0],
            without=counterfactuals(self, row, profile),
        )

    def similar(
        self, movie_id: int, n: int = 5, method: str | None = None
    ) -> tuple[SimilarMovie, ...]:
        """Return the `n` movies most similar to one; see `recsys.model.similar.similar_movies`."""
        return similar_movies(self.model, self._titles, movie_id, n, method)

    def ignored(self, profile: Profile) -> tuple[Ignored, ...]:
        """Return the profile's movies that cannot count here, each with the reason."""
        known = self.model.movies.known(profile.movie_ids).tolist()
        return tuple(
            Ignored(movie_id, self._reason(movie_id))
            for movie_id, is_known in zip(profile.movie_ids, known, strict=True)
            if not is_known
        )

    def _own(self, profile: ProfileLike) -> Profile:
        """Return a profile of the data set's own ids; others would name other movies."""
        own = Profile.of(profile, self.dataset.catalogue)
        if own.catalogue == self.dataset.catalogue or own.is_empty:
            return own
        raise DataError(
            f"the profile's ids are not those of {self.dataset.name}, where they name other "
            "movies; carry the profile over by title (recsys.profile.carry)"
        )

    def _reason(self, movie_id: int) -> str:
        if movie_id not in self.dataset.movies.index:
            return f"{self.dataset.name} has no movie with this id"
        least = self.model.config.train.min_rating
        return f"nobody in {self.dataset.name} gave it {least:g} stars or more"

    def _index(self) -> pd.Index:
        return pd.Index(self.model.movies.ids, name="movie_id")

    def known(self, profile: Profile) -> list[tuple[int, float]]:
        """Return the ratings of the profile that the model knows, in the profile's order."""
        known = self.model.movies.known(self._own(profile).movie_ids).tolist()
        return [rating for rating, is_known in zip(profile.ratings, known, strict=True) if is_known]

    def system(self, profile: Profile, n_likes: int | None = None) -> System:
        """Return what the profile brings into the solve; see `recsys.model.foldin.system_of`."""
        return self._system(profile, self.known(profile), n_likes)

    def _system(
        self, profile: Profile, known: list[tuple[int, float]], n_likes: int | None = None
    ) -> System:
        idx = self.model.movies.idx([movie_id for movie_id, _ in known])
        times = dict(profile.weights)
        weights = [times.get(movie_id, 1.0) for movie_id, _ in known] if times else None
        return system_of(self.model, idx, [stars for _, stars in known], n_likes, weights)

    def solve(self, profile: Profile) -> tuple[FoldIn, list[int]]:
        """Return the profile, folded in, and the movies behind its columns."""
        known = self.known(profile)
        return FoldIn(self.model, self._system(profile, known)), [movie_id for movie_id, _ in known]

    def bars(
        self, profile: Profile, known: list[int], contributions: NDArray[np.float64]
    ) -> list[tuple[Contribution, ...]]:
        """Return each row's bars, largest first; what the model does not know adds 0."""
        counted = set(known)
        unknown = [movie_id for movie_id in profile.movie_ids if movie_id not in counted]
        names = [(movie_id, self.dataset.title(movie_id)) for movie_id in (*known, *unknown)]
        values = np.pad(contributions, ((0, 0), (0, len(unknown)))) if unknown else contributions
        order = np.argsort(-values, axis=1, kind="stable").tolist()
        return [
            tuple(Contribution(names[j][0], names[j][1], row[j]) for j in columns)
            for row, columns in zip(values.tolist(), order, strict=True)
        ]
