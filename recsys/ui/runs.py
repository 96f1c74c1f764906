"""How often the script of this process has run lately, for whoever watches the server."""

import time
from collections import deque

WINDOW = 60.0
"""Seconds over which runs are counted."""
_begun: deque[float] = deque(maxlen=100_000)


def note() -> None:
    """Count a run that begins now."""
    _begun.append(time.monotonic())


def a_second(uptime: float) -> float:
    """Return the runs a second of the last minute.

    Parameters
    ----------
    uptime : float
        Seconds since the server began; a younger one has fewer to count over.
    """
    since = time.monotonic() - WINDOW
    recent = sum(begun >= since for begun in list(_begun))
    return recent / max(1.0, min(WINDOW, uptime))
