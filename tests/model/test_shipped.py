"""What ships with the app is what the app would make of its embedded data."""

import numpy as np
import pytest

import recsys
from recsys import paths
from recsys.data.registry import open_dataset
from recsys.map import store as maps
from recsys.map.projection import NEAREST, share_kept
from recsys.model import store
from recsys.model.config import preset

EMBEDDED = "ml-latest-small"
PROFILES = [
    {1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5},
    {6: 5, 50: 4.5, 318: 1},
    {2571: 4},
]


@pytest.fixture(scope="module")
def embedded():
    return open_dataset(EMBEDDED)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a home in which nothing was ever made."""
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def shipped(home, embedded):
    """Return the model that ships."""
    config = preset("default", ratings=len(embedded.ratings))
    found = store.load(EMBEDDED, embedded.fingerprint, config)
    assert found is not None
    assert not (home / "models").exists()
    return found


def test_the_model_is_what_training_makes(shipped, embedded, monkeypatch):
    monkeypatch.setattr(paths, "SHIPPED_MODELS", paths.home() / "nothing")
    made = recsys.load(EMBEDDED)
    assert np.array_equal(made.model.movies.ids, shipped.movies.ids)
    assert np.array_equal(made.model.likes_per_movie, shipped.likes_per_movie)
    # Other processors round otherwise.
    apart = np.linalg.norm(made.model.item_factors - shipped.item_factors)
    assert apart <= 0.01 * np.linalg.norm(shipped.item_factors)
    ready = recsys.Recommender(shipped, embedded)
    for profile in PROFILES:
        ours, theirs = (
            [movie.movie_id for movie in one.recommend(profile, 10).recommendations]
            for one in (made, ready)
        )
        assert len(set(ours) & set(theirs)) >= 9
        assert ours[0] == theirs[0]


def test_the_map_is_of_that_model_and_keeps_what_it_says(shipped):
    found = maps.load(shipped)
    assert found is not None
    units = shipped.units(found.rows)
    assert share_kept(units, found.points, NEAREST) == pytest.approx(found.kept, abs=0.005)


def test_a_warm_start_finds_the_user_factors(shipped):
    users = store.load_user_factors(shipped)
    assert users.shape == (shipped.report.users, shipped.item_factors.shape[1])


@pytest.mark.parametrize("file", ["item_factors.npy", "manifest.json"])
def test_a_damaged_copy_at_home_does_not_hide_it(shipped, file):
    folder = store.save(shipped)
    content = bytearray((folder / file).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / file).write_bytes(content)
    found = store.load(EMBEDDED, shipped.report.fingerprint, shipped.config)
    assert np.array_equal(found.item_factors, shipped.item_factors)
