import dataclasses
import json
import os

import numpy as np
import pytest

from recsys import disk, loading, paths
from recsys.errors import ArtifactError
from recsys.model import store
from recsys.model.config import preset


@pytest.fixture(autouse=True)
def nothing_ships(small, tmp_path, monkeypatch):
    """Leave what is kept at home to itself."""
    monkeypatch.setattr(paths, "SHIPPED_MODELS", tmp_path / "nothing")


@pytest.fixture
def kept(small, tmp_path, monkeypatch):
    """Return a model and the folder it was just saved to."""
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    return small.model, store.save(small.model)


def load(model):
    return store.load(model.report.dataset, model.report.fingerprint, model.config)


def test_what_is_saved_comes_back_read_only(kept):
    model, _ = kept
    again = load(model)
    assert again.config == model.config
    assert again.report == model.report
    np.testing.assert_array_equal(again.item_factors, model.item_factors)
    np.testing.assert_array_equal(again.movies.ids, model.movies.ids)
    with pytest.raises(ValueError, match="read-only"):
        again.item_factors[0] = 0


def test_saving_again_replaces_and_leaves_nothing_behind(kept):
    model, folder = kept
    assert store.save(model) == folder
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_missing_model_is_none(kept):
    model, _ = kept
    assert store.load("other", model.report.fingerprint, model.config) is None
    assert store.load(model.report.dataset, "f" * 64, model.config) is None


def test_any_flipped_byte_is_noticed(kept):
    model, folder = kept
    rng = np.random.default_rng(0)
    for path in folder.iterdir():
        content = path.read_bytes()
        for position in {0, len(content) - 1, *rng.integers(0, len(content), 12).tolist()}:
            flipped = bytearray(content)
            flipped[position] ^= 1
            path.write_bytes(flipped)
            with pytest.raises(ArtifactError, match="trained anew"):
                load(model)
        path.write_bytes(content)
    assert load(model) is not None


def test_a_missing_file_another_format_or_another_model_is_refused(kept):
    model, folder = kept
    manifest = folder / "manifest.json"
    original = manifest.read_text()

    def rewrite(**changes):
        manifest.write_text(json.dumps({**json.loads(original), **changes}))
        disk.seal(folder)

    rewrite(format=99)
    with pytest.raises(ArtifactError, match="format 99"):
        load(model)
    other = dataclasses.replace(model.config, preset="custom").to_dict()
    rewrite(config=other)
    with pytest.raises(ArtifactError, match="another's"):
        load(model)
    rewrite(report={})
    with pytest.raises(ArtifactError, match="not readable"):
        load(model)
    (folder / "movie_ids.npy").unlink()
    with pytest.raises(ArtifactError, match="lacks a file"):
        load(model)


def test_a_damaged_model_is_trained_anew_with_a_message(kept, small):
    model, folder = kept
    (folder / "item_factors.npy").write_bytes(b"garbage")
    heard = []
    source = loading.Source(small.dataset)
    again = loading.recommender(source, model.config, on_notice=heard.append)
    assert "checksums" in heard[0]
    np.testing.assert_array_equal(again.model.item_factors, model.item_factors)
    assert load(model) is not None


def test_an_unwritable_home_means_working_from_memory_and_saying_so(small, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("RECSYS_HOME", str(blocked))
    heard = []
    source = loading.Source(small.dataset)
    ready = loading.recommender(source, preset("default"), on_notice=heard.append)
    assert len(ready.recommend({1196: 5.0}, n=3).recommendations) == 3
    assert "RECSYS_HOME" in heard[-1]
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [("notebook", "notebook-172a9fbb5d11"), ("default", "default-e896f88f50c3")],
)
def test_models_kept_before_there_was_another_objective_keep_their_names(name, kept_as):
    assert store.folder_of("d", "0" * 64, preset(name)).name == f"d-{'0' * 12}-{kept_as}"
    assert "objective" not in json.dumps(preset(name).to_dict())


def test_a_model_of_sparks_objective_comes_back_as_it_is(small, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    config = preset("spark")
    train = dataclasses.replace(config.train, factors=small.model.config.train.factors)
    model = dataclasses.replace(small.model, config=dataclasses.replace(config, train=train))
    store.save(model)
    assert load(model).config == model.config
    assert load(model).config.foldin.objective == "spark"
