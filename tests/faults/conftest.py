"""Each fault test says how many trials it made and how they ended: `pytest tests/faults -rP`."""

import os

import kept
import pytest

MANY = os.environ.get("RECSYS_FAULTS") == "many"
"""50 kills and 500 damaged files, as in `docs/reliability.md`; else as many as CI has time for."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def mine(tmp_path_factory):
    """Return a small data set's folder."""
    return kept.source(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="session")
def truth(mine, tmp_path_factory):
    """Return what the app answers where nothing goes wrong."""
    before = os.environ["RECSYS_HOME"]
    os.environ["RECSYS_HOME"] = str(tmp_path_factory.mktemp("sound"))
    try:
        answer = kept.live(mine)
    finally:
        os.environ["RECSYS_HOME"] = before
    assert answer.said == ()
    return answer


@pytest.fixture
def many():
    return MANY
