"""Where Cinefold keeps what it writes, and where its embedded data set lies."""

import os
import sysconfig
from pathlib import Path

import platformdirs

_CHECKOUT = Path(__file__).resolve().parents[1]
EMBEDDED_DATA = (
    _CHECKOUT / "data"
    if (_CHECKOUT / "pyproject.toml").is_file()
    else Path(sysconfig.get_path("data")) / "share" / "cinefold"
)
"""In a checkout, or where `pip install` puts what is no code."""
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
