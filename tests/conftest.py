"""Fixtures for every layer. All that the tests write goes to one temporary RECSYS_HOME."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Times are for benchmarks: a machine that is busy makes no test fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config):
    for variable in ("RECSYS_HOME", "RECSYS_DATASET"):
        os.environ.pop(variable, None)


@pytest.fixture(autouse=True, scope="session")
def recsys_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("recsys-home")
    os.environ["RECSYS_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def ml1m_path() -> Path:
    """Return the MovieLens 1M archive; without it such tests are skipped, in CI they fail."""
    given = os.environ.get("RECSYS_ML1M", "")
    if given and Path(given).exists():
        return Path(given)
    message = "set RECSYS_ML1M to GroupLens' ml-1m.zip to run the tests on MovieLens 1M"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def small():
    """Return a recommender trained on the embedded data."""
    import recsys

    return recsys.load("ml-latest-small")


@pytest.fixture(scope="session")
def small_bundle(small, tmp_path_factory):
    """Return a bundle of the embedded data, without anybody's ratings."""
    from recsys import bundle, loading

    folder = tmp_path_factory.mktemp("bundles") / "embedded"
    bundle.make(folder, loading.Source(small.dataset, small.model.min_rating), small.model)
    return folder


@pytest.fixture(scope="session")
def small_notebook():
    """Return a recommender with the notebook's configuration, on the embedded data."""
    import recsys

    return recsys.load("ml-latest-small", preset="notebook")
