"""The About page: the environment a model is trained and served in."""

import os
import platform
import shutil
from importlib.metadata import version

from recsys.errors import RecsysError
from recsys.ui import session, shared

LIBRARIES = ("streamlit", "implicit", "scipy", "numpy", "pandas", "plotly", "altair")


def terms() -> tuple[str, str] | None:
    """Return terms and citation of a bundle, as its maker wrote them; None where there is none."""
    try:
        bundle = shared.source(session.dataset()).dataset.bundle
    except RecsysError:
        return None
    return None if bundle is None else (bundle.terms, bundle.citation)


def environment() -> list[tuple[str, str]]:
    """Return what runs here as (what, value) pairs."""
    return [
        ("Python", platform.python_version()),
        *((name, version(name)) for name in LIBRARIES),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Cores", f"{_cores()}"),
        ("Memory", _memory()),
        ("GPU", "NVIDIA, not used" if shutil.which("nvidia-smi") else "none"),
    ]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> str:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "unknown"
    return f"{total / 1024**3:.1f} GiB"
