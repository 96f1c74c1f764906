"""How the server is doing, for whoever watches it: no profile, no path, nobody's name."""

import os
import time
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

import recsys
from recsys.data.releases import RELEASES
from recsys.ui import runs, session, shared

_BEGAN = time.monotonic()
_STATM = Path("/proc/self/statm")


def status(request: Request) -> Response:
    """Answer with the figures of this moment."""
    return JSONResponse(figures(), headers={"Cache-Control": "no-store"})


def figures() -> dict[str, object]:
    """Return version, data set, model, memory, age and load of this process."""
    uptime = time.monotonic() - _BEGAN
    return {
        "version": recsys.__version__,
        **_served(),
        "memory_bytes": _resident_bytes(),
        "uptime_seconds": round(uptime, 1),
        "sessions": _sessions(),
        "runs_per_second": round(runs.a_second(uptime), 3),
    }


def _served() -> dict[str, object]:
    name = session.start_dataset()
    ready = shared.trained_already(name)
    if ready is None:
        model = None
    else:
        train = ready.model.config.train
        model = {
            "preset": ready.model.config.preset,
            "factors": train.factors,
            "iterations": train.iterations,
            "movies": ready.model.report.movies,
            "likes": ready.model.report.likes,
        }
    return {"dataset": name if name in RELEASES else Path(name).name, "model": model}


def _resident_bytes() -> int | None:
    """Return the memory this process has, None where the system does not say it this way."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _sessions() -> int:
    if not runtime.exists():
        return 0
    found = runtime.get_instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])
    stats = found.get(ACTIVE_SESSIONS_FAMILY, ())
    return sum(int(stat.value) for stat in stats if isinstance(stat, GaugeStat))
