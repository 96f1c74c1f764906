"""The map's figures, worked out by hand, and what happens to its file."""

from dataclasses import replace

import numpy as np
import pytest

from recsys import disk, paths
from recsys.data.vocabulary import Vocabulary
from recsys.errors import ArtifactError
from recsys.map import store as map_store
from recsys.map.projection import MovieMap, fitted, map_key, middle, principal, project, share_kept
from recsys.model.config import NOTEBOOK
from recsys.model.model import Model, TrainReport

# Directions 0°, 10°, 40°, 90°: each one's two nearest are known by eye.
ANGLES = np.radians([0, 10, 40, 90])
FAN = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)]).astype(np.float32)


def model_of(factors, likes=None):
    count = len(factors)
    likes = np.arange(count, 0, -1) if likes is None else np.array(likes)
    report = TrainReport("made", "f" * 64, 9, count, int(likes.sum()), (1.0,), 0.1)
    return Model(
        NOTEBOOK, report, Vocabulary(range(1, count + 1)), np.float32(factors), likes.astype(int)
    )


@pytest.fixture
def model():
    return model_of(np.random.default_rng(0).normal(size=(40, 6)))


def test_share_kept_by_hand():
    line = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]])
    # The nearest by direction: 1, 0, 1, 2. On the line, ties taken aside: all within the two.
    assert share_kept(FAN, line, 2, n=1) == 1
    # Shuffled along the line as 0, 3, 1, 2 each movie's nearest spot belongs to another movie.
    shuffled = np.array([[0.0, 0], [2.1, 0], [3.3, 0], [1, 0]])
    # Nearest spots: of 0 → 3, of 1 → 3, of 2 → 1, of 3 → 0; wanted 1, 0, 1, 2: one of four.
    assert share_kept(FAN, shuffled, 1, n=1) == 0.25


def test_share_kept_with_movies_in_one_spot_and_with_none():
    assert share_kept(FAN, np.zeros((4, 2)), 3, n=3) == 1
    assert share_kept(FAN[:1], np.zeros((1, 2)), 3) == 1


def test_the_middle_stays_with_the_majority():
    points = np.array([[0.0, 0], [0, 1], [1, 0], [100, 100]])
    assert np.linalg.norm(middle(points)) < 1.5
    # Weighted enough, the far one is the middle; of two the heavier one.
    np.testing.assert_allclose(middle(points, np.array([1.0, 1, 1, 9])), [100, 100], atol=1e-3)
    np.testing.assert_allclose(middle(points[:1]), [0, 0], atol=1e-6)


def test_a_map_holds_the_most_liked_and_places_the_others_among_similar_ones(model):
    made = project(model, most=20)
    assert made.rows.tolist() == list(range(20))
    laid_out = made.place(model, [3, 30])
    np.testing.assert_array_equal(laid_out[0], made.points[3])
    cosines = model.units(np.arange(20)) @ model.units(30)
    near = made.points[np.argsort(-cosines)[:5]]
    # No point has a smaller summed distance to the five than the one chosen.
    total = np.linalg.norm(near - laid_out[1], axis=1).sum()
    for step in np.array([[0.5, 0], [-0.5, 0], [0, 0.5], [0, -0.5]]):
        assert np.linalg.norm(near - laid_out[1] - step, axis=1).sum() > total - 1e-6


def test_positions_fit_and_the_nearest_are_the_nearest(model):
    made = project(model)
    assert np.abs(made.points).max() == pytest.approx(100, rel=1e-5)
    assert 0 <= made.kept <= made.kept_wider <= 1
    distance = np.linalg.norm(made.points - made.points[7], axis=1)
    distance[7] = np.inf
    expected = made.rows[np.argsort(distance)[:5]]
    assert made.nearest(made.points[7], 5, but=int(made.rows[7])).tolist() == expected.tolist()


@pytest.mark.parametrize("factors", [np.ones((1, 3)), np.eye(2), np.zeros((5, 2)), np.ones((6, 1))])
def test_tiny_catalogues_have_a_map(factors):
    made = project(model_of(factors))
    assert np.isfinite(made.points).all()
    assert made.nearest(np.zeros(2), 3).shape[0] == min(3, len(made.rows))
    assert np.isfinite(made.place(model_of(factors), [0])).all()


def test_principal_axes_do_not_depend_on_the_sign_the_library_chose():
    points = principal(FAN)
    assert points.shape == (4, 2)
    np.testing.assert_allclose(np.abs(principal(FAN[:, ::-1])), np.abs(points), atol=1e-5)
    assert fitted(np.empty((0, 2))).shape == (0, 2)


def test_a_map_read_again_is_the_one_that_was_made(model, monkeypatch, tmp_path):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    assert map_store.load(model) is None
    made, problem = map_store.stored_or_made(model)
    assert problem is None
    again = map_store.load(model)
    np.testing.assert_array_equal(again.points, made.points)
    np.testing.assert_array_equal(again.rows, made.rows)
    assert (again.kept, again.kept_wider) == (made.kept, made.kept_wider)
    assert [p.name for p in paths.maps_home().iterdir()] == [map_store.path_of(model).name]


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "text", "pickle", "far", "rows"])
def test_a_damaged_map_is_made_anew(model, monkeypatch, tmp_path, damage):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    made, _ = map_store.stored_or_made(model)
    folder = map_store.path_of(model)
    path = folder / "points.npy"
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[-1] ^= 0xFF
        path.write_bytes(content)
    elif damage in ("far", "rows"):
        wrong = replace(made, points=made.points * 9) if damage == "far" else made
        wrong = replace(wrong, rows=made.rows + 9) if damage == "rows" else wrong
        map_store.save(model, wrong)
    elif damage == "pickle":
        np.save(path, np.array([{}], dtype=object))
        disk.seal(folder)
    else:
        path.write_bytes({"cut": content[:-40], "empty": b"", "text": b"no map"}[damage])
    with pytest.raises(ArtifactError, match="made anew"):
        map_store.load(model)
    mended, problem = map_store.stored_or_made(model)
    assert "made anew" in problem
    np.testing.assert_array_equal(mended.points, made.points)
    np.testing.assert_array_equal(map_store.load(model).points, made.points)


def test_another_models_map_is_not_taken(model, monkeypatch, tmp_path):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    map_store.stored_or_made(model)
    other = replace(model, item_factors=model.item_factors[::-1].copy())
    assert map_key(other) != map_key(model)
    with pytest.raises(ArtifactError, match="another model"):
        map_store.load(other)


def test_a_folder_that_cannot_be_written_leaves_a_map_in_memory(model, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("RECSYS_HOME", str(blocked))
    made, problem = map_store.stored_or_made(model)
    assert isinstance(made, MovieMap)
    assert "RECSYS_HOME" in problem
