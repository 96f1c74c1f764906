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
_HERE = Path(__file__).resolve().parent
SHIPPED_EVALUATIONS = _HERE / "evaluate" / "results"
SHIPPED_MODELS, SHIPPED_MAPS = _HERE / "model" / "shipped", _HERE / "map" / "shipped"
"""Of the embedded data set, by `tools/write_shipped.py`: whoever comes first waits for neither."""

UNFINISHED = (".new-", ".old-")
"""How folders begin in which something is made or cleared away: nobody's name for anything."""


def home() -> Path:
    """Return the folder for everything the app writes: `RECSYS_HOME`, else the user's cache."""
    chosen = os.environ.get("RECSYS_HOME", "").strip()
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("cinefold"))


def folders(root: Path) -> list[Path]:
    """Return the folders that the app makes in a home."""
    names = (
        "bundles",
        "datasets",
        "downloads",
        "evaluations",
        "maps",
        "models",
        "parts",
        "processed",
        "uploads",
    )
    return [root / name for name in names]


def shown(path: Path) -> str:
    """Return a path as sentences name it, which visitors of a server read as well.

    What somebody brought is named by its file, what the app keeps by its place in RECSYS_HOME,
    what the host chose by its place beside that; anything else is as the person named it. What is
    still being made is named as it will be.
    """
    for place, part in enumerate(path.parts):
        if part.startswith(UNFINISHED):
            return "/".join(path.parts[place + 1 :]) or shown(Path(*path.parts[:place]))
    chosen = os.environ.get("RECSYS_DATASET", "")
    uploads = uploads_home()
    if uploads in path.parents:
        return path.name
    for root, name in ((home(), "RECSYS_HOME"), (EMBEDDED_DATA, "data")):
        if path.is_relative_to(root):
            return (Path(name) / path.relative_to(root)).as_posix()
    if chosen and path.is_relative_to(Path(chosen)):
        return path.relative_to(Path(chosen).parent).as_posix()
    return str(path)


def datasets_home() -> Path:
    return home() / "datasets"


def bundles_home() -> Path:
    return home() / "bundles"


def downloads_home() -> Path:
    return home() / "downloads"


def models_home() -> Path:
    return home() / "models"


def maps_home() -> Path:
    return home() / "maps"


def processed_home() -> Path:
    return home() / "processed"


def parts_home() -> Path:
    return home() / "parts"


def evaluations_home() -> Path:
    return home() / "evaluations"


def uploads_home() -> Path:
    return home() / "uploads"
