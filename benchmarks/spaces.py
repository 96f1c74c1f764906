"""What `benchmarks/tune.py` searches: each model's hyperparameters and their ranges."""

from collections.abc import Callable

import optuna

from recsys.evaluate.baselines import Hyperparameters
from recsys.model.config import FoldInConfig, ModelConfig, StarWeights, TrainConfig

Suggest = Callable[[optuna.Trial], Hyperparameters]


def _log(trial: optuna.Trial, name: str, low: float, high: float) -> float:
    return float(f"{trial.suggest_float(name, low, high, log=True):.3g}")


def _flat(trial: optuna.Trial, name: str, low: float, high: float) -> float:
    return round(trial.suggest_float(name, low, high), 3)


def _bpr(trial: optuna.Trial) -> Hyperparameters:
    return {
        "factors": trial.suggest_categorical("factors", [32, 64, 128]),
        "learning_rate": _log(trial, "learning_rate", 0.005, 0.2),
        "regularization": _log(trial, "regularization", 0.001, 0.2),
        "iterations": trial.suggest_int("iterations", 20, 120, step=20),
        "bias": _flat(trial, "bias", 0, 2),
    }


def _irspack(trial: optuna.Trial) -> Hyperparameters:
    return {
        "factors": trial.suggest_categorical("factors", [64, 128, 256]),
        "alpha0": _log(trial, "alpha0", 0.03, 2),
        "regularization": _log(trial, "regularization", 0.0005, 0.3),
        "nu": _flat(trial, "nu", 0, 1),
        "iterations": trial.suggest_int("iterations", 4, 16),
    }


def _slim(trial: optuna.Trial) -> Hyperparameters:
    return {
        "regularization": _log(trial, "regularization", 0.03, 30),
        "l1": _log(trial, "l1", 0.0001, 0.03),
        "iterations": 20,
    }


def _edlae(trial: optuna.Trial) -> Hyperparameters:
    return {
        "regularization": _log(trial, "regularization", 1, 100_000),
        "dropout": round(1 - _log(trial, "kept", 0.001, 1), 6),
    }


def _autoencoder(trial: optuna.Trial) -> Hyperparameters:
    """Suggest all but `epochs`, which is found by stopping."""
    return {
        "hidden": trial.suggest_categorical("hidden", [200, 400]),
        "traits": trial.suggest_categorical("traits", [64, 128, 200]),
        "dropout": _flat(trial, "dropout", 0.3, 0.95),
        "learning_rate": _log(trial, "learning_rate", 0.0003, 0.005),
        "batch": trial.suggest_categorical("batch", [100, 200, 500]),
    }


def _mult_vae(trial: optuna.Trial) -> Hyperparameters:
    return {
        **_autoencoder(trial),
        "beta": _log(trial, "beta", 0.02, 2),
        "annealing": trial.suggest_categorical("annealing", [5, 10, 20]),
    }


def _rec_vae(trial: optuna.Trial) -> Hyperparameters:
    return {**_autoencoder(trial), "gamma": _log(trial, "gamma", 0.0005, 0.05)}


SPACES: dict[str, Suggest] = {
    "knn-cosine": lambda t: {"neighbours": t.suggest_int("neighbours", 10, 2000, log=True)},
    "knn-tfidf": lambda t: {"neighbours": t.suggest_int("neighbours", 10, 2000, log=True)},
    "knn-bm25": lambda t: {
        "neighbours": t.suggest_int("neighbours", 10, 2000, log=True),
        "k1": _log(t, "k1", 0.05, 200),
        "b": _flat(t, "b", 0, 1),
    },
    "bpr": _bpr,
    "ease": lambda t: {"regularization": _log(t, "regularization", 30, 100_000)},
    "edlae": _edlae,
    "slim": _slim,
    "irspack-ials": _irspack,
    "mult-vae": _mult_vae,
    "rec-vae": _rec_vae,
}


STARTS: dict[str, dict[str, float]] = {
    "mult-vae": {
        "hidden": 400,
        "traits": 200,
        "dropout": 0.5,
        "learning_rate": 0.001,
        "batch": 200,
        "beta": 0.2,
        "annealing": 20,
    },
    "rec-vae": {
        "hidden": 200,
        "traits": 200,
        "dropout": 0.5,
        "learning_rate": 0.001,
        "batch": 200,
        "gamma": 0.005,
    },
}
"""Where the search of the slow ones starts: the papers' settings, smaller networks and batches."""


def default_config(trial: optuna.Trial, factors: int) -> ModelConfig:
    """Suggest a configuration; training settings come from a grid so that models are reused."""
    train = TrainConfig(
        factors=factors,
        regularization=trial.suggest_categorical("regularization", [8, 15, 25, 35, 50]),
        alpha=trial.suggest_categorical("alpha", [0.8, 1.2, 2.0, 3.0]),
        user_damping=trial.suggest_categorical("user_damping", [0.3, 0.5]),
        movie_damping=trial.suggest_categorical("movie_damping", [0.35, 0.5]),
    )
    return ModelConfig(train, foldin_config(trial, train))


def foldin_config(
    trial: optuna.Trial,
    train: TrainConfig,
    most_ratio: float = 5,
    most_boost: float = 60,
    most_popularity: tuple[float, float] = (0.5, 12),
    digits: int = 1,
) -> FoldInConfig:
    """Suggest a fold-in around the settings of a training, λ rounded to so many digits.

    `most_popularity` is the largest power of popularity and the largest pivot that it fades with.
    """
    return FoldInConfig(
        regularization=round(
            train.regularization * _log(trial, "λ ratio", 0.4, most_ratio), digits
        ),
        alpha=round(train.alpha * _log(trial, "α ratio", 0.5, 3), 2),
        star_weights=StarWeights(slope=0.2, anchor=4.0),
        regularization_boost=_log(trial, "regularization_boost", 1, most_boost),
        alpha_boost=_flat(trial, "alpha_boost", 0, 3),
        pivot=_log(trial, "pivot", 8, 80),
        movie_damping=_flat(trial, "foldin movie_damping", 0, 0.8),
        popularity=_flat(trial, "popularity", 0, most_popularity[0]),
        popularity_pivot=_log(trial, "popularity_pivot", 2, most_popularity[1]),
        dislike_alpha=1.0,
        dislike_slope=0.5,
        dislike_preference=0.25,
        objective=train.objective,
    )


START = {
    "regularization": 35,
    "alpha": 1.2,
    "user_damping": 0.5,
    "movie_damping": 0.5,
    "λ ratio": 1.05,
    "α ratio": 1.76,
    "regularization_boost": 20.9,
    "alpha_boost": 1.264,
    "pivot": 9.86,
    "foldin movie_damping": 0.457,
    "popularity": 0.471,
    "popularity_pivot": 4.31,
}
"""Where the search for the default starts, so that few trials go far."""
