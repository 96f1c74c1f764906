"""A clean cache and environment for what the server answers itself."""

import pytest

from recsys.ui import shared


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    shared.everything.clear()
    for variable in ("RECSYS_DATASET", "RECSYS_FRAME", "RECSYS_PUBLIC"):
        monkeypatch.delenv(variable, raising=False)
    yield
    shared.everything.clear()
