"""A clean cache and environment for what the server answers; data sets of the tests' own."""

import shutil

import pytest
from made import csv_release, release_100k, write

from recsys.ui import shared

LONG = "A Very Long Title " * 6 + "Ends Here (2001)"
MOVIES = [
    (1, "기생충 (2019)", ("Drama",)),
    (2, "كفرناحوم (2018)", ("Drama",)),
    (3, "🎬🍿", ("Comedy",)),
    (4, LONG, ("Comedy",)),
    (5, "Amélie 🥐 (2001)", ("Comedy",)),
    (6, "Жёлтый <b>дом</b> (1999)", ("Drama",)),
]


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    shared.everything.clear()
    for variable in ("RECSYS_DATASET", "RECSYS_FRAME", "RECSYS_PUBLIC"):
        monkeypatch.delenv(variable, raising=False)
    yield
    shared.everything.clear()


@pytest.fixture
def install(recsys_home):
    """Return a function that installs a data set for one test, with what it was given to write."""
    made = []

    def installing(name, make):
        folder = recsys_home / "datasets" / name
        make(folder)
        made.append((name, folder))
        return name

    yield installing
    for _, folder in made:
        shutil.rmtree(folder)
    shared.everything.clear()


@pytest.fixture
def foreign_letters(install):
    ratings = [
        (user, movie, 5.0 if (user + movie) % 3 else 4.0, 978300760)
        for user in range(1, 13)
        for movie in range(1, 7)
        if (user + 2 * movie) % 5
    ]
    return install("letters", lambda folder: csv_release(folder, ratings, MOVIES))


@pytest.fixture
def other_ids(install):
    """MovieLens 100K numbers its movies differently; Heat is 30 there and 6 in MovieLens."""
    return install("other-ids", release_100k)


@pytest.fixture
def broken(install):
    return install("broken", lambda folder: write(folder / "ratings.csv", ["nothing", "of", "it"]))
