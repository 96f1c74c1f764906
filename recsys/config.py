"""What is trained and how a profile is folded in: frozen, validated, named presets."""

from dataclasses import asdict, dataclass, field, replace

from recsys.errors import ConfigError, UnknownIdError
from recsys.interactions import DEFAULT_MIN_RATING


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ConfigError(f"{name} is {value:g}; expected a value from {low:g} to {high:g}")


@dataclass(frozen=True)
class StarWeights:
    """How stars become a weight: 1 + slope × (stars − anchor)."""

    slope: float = 0.0
    """Change of the weight for one star more; 0 makes every like equal."""
    anchor: float = 4.0
    """The stars whose weight is exactly 1."""

    def __call__(self, stars: float) -> float:
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
    seed: int = 0
    """Seed of the starting factors; same seed, same model."""

    def __post_init__(self) -> None:
        _check("factors", self.factors, 1, 512)
        _check("regularization", self.regularization, 1e-6, 10_000)
        _check("alpha", self.alpha, 1e-3, 1_000)
        _check("iterations", self.iterations, 1, 200)
        _check("min_rating", self.min_rating, 0.5, 5)
        _check("seed", self.seed, 0, 2**32 - 1)


@dataclass(frozen=True)
class FoldInConfig:
    """How a profile of n rated movies enters the solve (see `recsys.foldin`).

    A short profile is trusted less than a long one: its regularisation is
    `regularization × (1 + boost / (1 + (n / pivot)²))`, and its `alpha` likewise.
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
    """Profile length at which half of the boost is left."""
    dislike_alpha: float = 0.0
    """Confidence of a dislike half a star below the threshold; 0 leaves dislikes out."""
    dislike_slope: float = 0.0
    """Growth of that confidence for each star further down."""
    dislike_preference: float = 0.0
    """What the model should answer for a disliked movie is minus this."""

    def regularization_for(self, n: int) -> float:
        return self.regularization * self._boosted(self.regularization_boost, n)

    def alpha_for(self, n: int) -> float:
        return self.alpha * self._boosted(self.alpha_boost, n)

    def _boosted(self, boost: float, n: int) -> float:
        return 1.0 + boost / (1.0 + (n / self.pivot) ** 2)


@dataclass(frozen=True)
class ModelConfig:
    """A trained configuration and the fold-in that goes with it."""

    train: TrainConfig
    foldin: FoldInConfig
    preset: str = "custom"
    """Where the settings come from: a preset's name or "custom"."""

    def to_dict(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict) -> "ModelConfig":  # type: ignore[type-arg]
        train, foldin = dict(data["train"]), dict(data["foldin"])
        train["star_weights"] = StarWeights(**train["star_weights"])
        foldin["star_weights"] = StarWeights(**foldin["star_weights"])
        return cls(TrainConfig(**train), FoldInConfig(**foldin), data["preset"])


PRESETS: dict[str, ModelConfig] = {
    "default": ModelConfig(
        TrainConfig(factors=128, regularization=50.0, alpha=2.0, iterations=15),
        FoldInConfig(
            regularization=50.0,
            alpha=2.0,
            star_weights=StarWeights(slope=0.2, anchor=4.0),
            regularization_boost=7.0,
            alpha_boost=2.0,
            dislike_alpha=1.5,
            dislike_slope=0.5,
            dislike_preference=0.5,
        ),
        preset="default",
    ),
    "notebook": ModelConfig(
        TrainConfig(
            factors=100,
            regularization=0.01,
            alpha=1.0,
            iterations=15,
            star_weights=STARS_AS_WEIGHT,
        ),
        FoldInConfig(regularization=0.01, alpha=1.0, star_weights=STARS_AS_WEIGHT),
        preset="notebook",
    ),
}


def preset(name: str, seed: int = 0) -> ModelConfig:
    """Return a preset's configuration with the given seed.

    Raises
    ------
    UnknownIdError
        No preset of that name.
    """
    if name not in PRESETS:
        raise UnknownIdError(f"preset '{name}' is unknown; use one of {', '.join(PRESETS)}")
    config = PRESETS[name]
    return replace(config, train=replace(config.train, seed=seed))
