"""Where Cinefold keeps what it writes, and where its embedded data set lies."""

import os
from pathlib import Path

import platformdirs

EMBEDDED_DATA = Path(__file__).resolve().parents[1] / "data"
SHIPPED_EVALUATIONS = Path(__file__).resolve().parent / "evaluate" / "results"


def home() -> Path:
    """Return the folder for everything the app writes: `RECSYS_HOME`, else the user's cache."""
    chosen = os.environ.get("RECSYS_HOME", "").strip()
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("cinefold"))


def datasets_home() -> Path:
    return home() / "datasets"


def models_home() -> Path:
    return home() / "models"


def maps_home() -> Path:
    return home() / "maps"


def processed_home() -> Path:
    return home() / "processed"


def evaluations_home() -> Path:
    return home() / "evaluations"


def uploads_home() -> Path:
    return home() / "uploads"
