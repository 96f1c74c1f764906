"""What is trained and how a profile is folded in: frozen, validated, named presets."""

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.typed import made
from recsys.errors import ConfigError, UnknownIdError


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ConfigError(f"{name} is {value:g}; expected a value from {low:g} to {high:g}")


HU, SPARK = "hu", "spark"
"""What is minimised. "hu" is Hu, Koren and Volinsky's: a like's confidence is alpha × weight, λ is
the same for every row. "spark" is that of `pyspark.ml.recommendation.ALS`: confidence 1 + alpha ×
weight, and λ is multiplied by the number of the row's likes (Zhou et al. 2008, section 3.1)."""


def _check_objective(name: str) -> None:
    if name not in (HU, SPARK):
        raise ConfigError(f"objective is '{name}'; expected {HU} or {SPARK}")


@dataclass(frozen=True)
class StarWeights:
    """How stars become a weight: 1 + slope × (stars − anchor).

    Raises
    ------
    ConfigError
        A value is out of its bounds.
    """

    slope: float = 0.0
    """Change of the weight for one star more; 0 makes every like equal."""
    anchor: float = 4.0
    """The stars whose weight is exactly 1."""

    def __post_init__(self) -> None:
        _check("slope", self.slope, -100, 100)
        _check("anchor", self.anchor, -100, 100)

    def __call__(self, stars: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1.0 + self.slope * (stars - self.anchor)


STARS_AS_WEIGHT = StarWeights(slope=1.0, anchor=1.0)
"""The weight is the number of stars itself, as in the notebook."""


@dataclass(frozen=True)
class TrainConfig:
    """Hyperparameters of the factorisation, named as in `implicit`.

    Raises
    ------
    ConfigError
        A value is out of its bounds.
    """

    factors: int = 128
    """Length of a movie's and a user's vector, 1 to 512."""
    regularization: float = 50.0
    """Weight of the penalty on long vectors, above 0 and at most 10,000."""
    alpha: float = 2.0
    """Confidence of a like whose weight is 1; what is not a like has confidence 1."""
    iterations: int = 15
    """Alternating passes over users and movies, 1 to 200."""
    min_rating: float = DEFAULT_MIN_RATING
    """The fewest stars that count as a like, 0.5 to 5."""
    star_weights: StarWeights = field(default_factory=StarWeights)
    """How the stars of a like scale its confidence."""
    user_damping: float = 0.0
    """A like's confidence falls with its user's number of likes to this power, 0 to 1."""
    movie_damping: float = 0.0
    """The same for the movie's number of likes: what everybody likes says little, 0 to 1."""
    seed: int = 0
    """Seed of the starting factors; same seed, same model."""
    objective: str = HU
    """`HU`, or `SPARK`, which knows no damping."""

    def __post_init__(self) -> None:
        _check("factors", self.factors, 1, 512)
        _check("regularization", self.regularization, 1e-6, 10_000)
        _check("alpha", self.alpha, 1e-3, 1_000)
        _check("iterations", self.iterations, 1, 200)
        _check("min_rating", self.min_rating, 0.5, 5)
        _check("user_damping", self.user_damping, 0, 1)
        _check("movie_damping", self.movie_damping, 0, 1)
        _check("seed", self.seed, 0, 2**32 - 1)
        _check_objective(self.objective)
        if self.objective == SPARK and (self.user_damping or self.movie_damping):
            raise ConfigError("Spark's objective knows no damping; set both dampings to 0")


@dataclass(frozen=True)
class FoldInConfig:
    """How a profile with n likes enters the solve (see `recsys.model.foldin`).

    A short profile is trusted less than a long one: its regularisation is
    `regularization × (1 + boost / (1 + (n / pivot)²))`, and its `alpha` likewise. In Spark's
    objective the regularisation has n in place of that 1, so boost counts likes.

    Raises
    ------
    ConfigError
        A value is out of its bounds.
    """

    regularization: float
    """λ for a long profile."""
    alpha: float
    """Confidence of a like of weight 1 in a long profile."""
    star_weights: StarWeights = field(default_factory=StarWeights)
    """How stars scale a like's confidence."""
    regularization_boost: float = 0.0
    """How much larger λ is for a very short profile (0: the same)."""
    alpha_boost: float = 0.0
    """How much larger alpha is for a very short profile (0: the same)."""
    pivot: float = 30.0
    """Number of likes at which half of the boost is left."""
    movie_damping: float = 0.0
    """A rating's confidence falls with its movie's number of likes to this power."""
    popularity: float = 0.0
    """For a very short profile all scores are multiplied by (likes of the movie)^popularity."""
    popularity_pivot: float = 5.0
    """Number of likes at which half of that exponent is left."""
    dislike_alpha: float = 0.0
    """Confidence of a dislike half a star below the threshold; 0 leaves dislikes out."""
    dislike_slope: float = 0.0
    """Growth of that confidence for each star further down."""
    dislike_preference: float = 0.0
    """What the model should answer for a disliked movie is minus this."""
    objective: str = HU
    """That of the factors; see `SPARK`."""

    def __post_init__(self) -> None:
        _check("regularization", self.regularization, 1e-6, 10_000)
        _check("alpha", self.alpha, 1e-3, 1_000)
        _check("regularization_boost", self.regularization_boost, 0, 100_000)
        _check("alpha_boost", self.alpha_boost, 0, 1_000)
        _check("pivot", self.pivot, 0.1, 10_000)
        _check("movie_damping", self.movie_damping, 0, 1)
        _check("popularity", self.popularity, 0, 2)
        _check("popularity_pivot", self.popularity_pivot, 0.1, 10_000)
        _check("dislike_alpha", self.dislike_alpha, 0, 1_000)
        _check("dislike_slope", self.dislike_slope, 0, 100)
        _check("dislike_preference", self.dislike_preference, 0, 100)
        _check_objective(self.objective)

    def objective_regularization_for(self, n: int) -> float:
        """Return λ as the objective alone has it."""
        # Without a like no list is made of the profile; λ stays positive all the same.
        return self.regularization * (max(n, 1) if self.objective == SPARK else 1)

    def regularization_for(self, n: int) -> float:
        boost = self.regularization_boost * _fade(n, self.pivot)
        return self.objective_regularization_for(n) + self.regularization * boost

    def alpha_for(self, n: int) -> float:
        return self.alpha * (1 + self.alpha_boost * _fade(n, self.pivot))

    def popularity_for(self, n: int) -> float:
        return self.popularity * _fade(n, self.popularity_pivot)


def _fade(n: int, pivot: float) -> float:
    return 1.0 / (1.0 + (n / pivot) ** 2)


@dataclass(frozen=True)
class ModelConfig:
    """A trained configuration and the fold-in that goes with it."""

    train: TrainConfig
    foldin: FoldInConfig
    preset: str = "custom"
    """Where the settings come from: a preset's name or "custom"."""

    def to_dict(self) -> dict[str, object]:
        """Return the settings ready for JSON, and for the name that a model is kept under.

        The objective stands there only if it is not `HU`: what was kept before there was another
        keeps its name.
        """
        settings = asdict(self)
        for part in (settings["train"], settings["foldin"]):
            if part["objective"] == HU:
                del part["objective"]
        return settings

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> "ModelConfig":
        """Rebuild a configuration from `to_dict`.

        Raises
        ------
        TypeError, ValueError
            It is none.
        ConfigError
            A value is out of its bounds.
        """
        config: ModelConfig = made(cls, data)
        return config


NOTEBOOK = ModelConfig(
    TrainConfig(
        factors=100, regularization=0.01, alpha=1.0, iterations=15, star_weights=STARS_AS_WEIGHT
    ),
    FoldInConfig(regularization=0.01, alpha=1.0, star_weights=STARS_AS_WEIGHT),
    preset="notebook",
)
"""The notebook's settings, with a fold-in of exactly the same objective."""

PRESETS = ("default", "notebook")
"""Those that are trained here; `SPARK` names the one that Spark trains."""
_DEFAULTS = Path(__file__).with_name("defaults.json")
_SPARK = Path(__file__).with_name("spark.json")


def preset(name: str, seed: int = 0, ratings: int = 0) -> ModelConfig:
    """Return a preset's configuration with the given seed.

    Parameters
    ----------
    ratings : int
        Size of the data set; "default" has tuned settings for each range of sizes
        (`defaults.json`, with the commands that found them). 0 stands for the embedded data set.

    Raises
    ------
    UnknownIdError
        No preset of that name.
    """
    if name not in (*PRESETS, SPARK):
        raise UnknownIdError(f"preset '{name}' is unknown; use one of {', '.join(PRESETS)}")
    config = NOTEBOOK
    if name == SPARK:
        config = _spark()
    elif name == "default":
        config = next(tuned for below, tuned in _tuned_sizes() if ratings < below)
    return replace(config, train=replace(config.train, seed=seed))


@cache
def _spark() -> ModelConfig:
    tuned = json.loads(_SPARK.read_text(encoding="utf-8"))
    return ModelConfig.from_dict({**tuned["config"], "preset": SPARK})


@cache
def _tuned_sizes() -> tuple[tuple[float, ModelConfig], ...]:
    sizes = json.loads(_DEFAULTS.read_text(encoding="utf-8"))["sizes"]
    return tuple(
        (
            float(size["ratings_below"] or "inf"),
            ModelConfig.from_dict({**size["config"], "preset": "default"}),
        )
        for size in sizes
    )
