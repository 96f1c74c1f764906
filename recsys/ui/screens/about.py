"""The About page: the environment a model is trained and served in."""

import os
import platform
import shutil
from importlib.metadata import version

LIBRARIES = ("streamlit", "implicit", "scipy", "numpy", "pandas", "plotly", "altair")


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
