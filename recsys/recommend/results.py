"""What the recommender answers with: plain frozen records, ready for JSON."""

from dataclasses import dataclass, replace

from recsys.profile.carry import Carried


@dataclass(frozen=True)
class RatedMovie:
    """One rating of the profile."""

    movie_id: int
    title: str
    stars: float


@dataclass(frozen=True)
class Contribution:
    """What one rated movie adds to a score; negative: it speaks against the movie."""

    movie_id: int
    title: str
    contribution: float


@dataclass(frozen=True)
class Recommendation:
    """One line of the list."""

    rank: int
    movie_id: int
    title: str
    score: float
    """How strongly the profile speaks for the movie, 0 to about 1; not stars."""
    contributions: tuple[Contribution, ...]
    """One for every rated movie, largest first; they sum to `score`."""
    popularity_term: float = 0.0
    """What the popularity dial added; see `recsys.recommend.dials`."""
    diversity_term: float = 0.0
    """What the diversity dial took, 0 or less."""

    @property
    def value(self) -> float:
        """The score and what the dials added: what a list made from a profile is ordered by."""
        return self.score + self.popularity_term + self.diversity_term


@dataclass(frozen=True)
class Ignored:
    """A movie of the profile that did not count, and why."""

    movie_id: int
    reason: str


@dataclass(frozen=True)
class Recommendations:
    """A list for one profile."""

    profile: tuple[RatedMovie, ...]
    mode: str
    """"fold-in" or "retrain"."""
    basis: str
    """"profile", or "popularity" where the profile has no like that the model knows."""
    seconds: float
    """From the profile to this list, training included where there was one."""
    recommendations: tuple[Recommendation, ...]
    ignored: tuple[Ignored, ...]

    @property
    def movie_ids(self) -> tuple[int, ...]:
        """The list's movies, best first."""
        return tuple(movie.movie_id for movie in self.recommendations)

    def with_lost(self, carried: Carried) -> "Recommendations":
        """Return the list with what could not come into its data set among the ignored."""
        lost = (Ignored(movie.movie_id, movie.reason) for movie in carried.lost)
        return replace(self, ignored=(*self.ignored, *lost))


@dataclass(frozen=True)
class SimilarMovie:
    """One neighbour of a movie."""

    rank: int
    movie_id: int
    title: str
    similarity: float
    """−1 to 1; see `recsys.model.similar` for the two methods."""


@dataclass(frozen=True)
class Counterfactual:
    """The explained movie as it would stand if one rated movie were not in the profile."""

    movie_id: int
    """The rated movie taken away."""
    title: str
    score: float
    rank: int


@dataclass(frozen=True)
class Explanation:
    """Why one movie has the score it has."""

    movie_id: int
    title: str
    score: float
    rank: int
    """Among all movies of the model that the person has not rated; 1 is best."""
    contributions: tuple[Contribution, ...]
    without: tuple[Counterfactual, ...]
