"""The small models: their own seeds, kept on disk, and second to whoever else trains."""

import threading

import numpy as np
import pytest

from recsys import loading
from recsys.data.registry import open_dataset
from recsys.explain import ensemble
from recsys.model import als


@pytest.fixture(scope="module")
def source():
    return loading.Source(open_dataset("ml-latest-small"))


@pytest.fixture(scope="module")
def models(source, small):
    return ensemble.load_or_train(source, small.model.config, pause=0)


def test_five_models_of_other_seeds_know_the_same_movies(models, small):
    assert [m.config.train.seed for m in models] == [1, 2, 3, 4, 5]
    for model in models:
        np.testing.assert_array_equal(model.movies.ids, small.model.movies.ids)
        assert model.item_factors.dtype == np.float32
        assert model.item_factors.shape[1] == ensemble.FACTORS < small.model.item_factors.shape[1]
    assert not np.allclose(models[0].item_factors, models[1].item_factors)


def test_they_come_from_disk_the_second_time(source, models, small, monkeypatch):
    def fail(*_args, **_kwargs):
        raise AssertionError("it trained again")

    monkeypatch.setattr(loading, "train_model", fail)
    ready = []
    again = ensemble.load_or_train(source, small.model.config, ready.append)
    assert ready == [1, 2, 3, 4, 5]
    for first, second in zip(models, again, strict=True):
        np.testing.assert_array_equal(first.item_factors, second.item_factors)


def test_it_gives_way_to_somebody_who_waits(source, small, monkeypatch):
    """Two tries are given up because somebody waits; the third one is left in peace."""
    config = ensemble.small_configs(small.model.config)[0]
    waits = iter([True, True])
    monkeypatch.setattr(ensemble, "others_wait", lambda: next(waits, False))
    monkeypatch.setattr(loading.store, "save", lambda model: None)
    tries = []
    train = loading.train_model
    monkeypatch.setattr(
        loading, "train_model", lambda *a, **k: (tries.append(1), train(*a, **k))[1]
    )
    model = ensemble._train(source, config, pause=0)
    assert len(tries) == 3
    assert model.report.losses


def test_the_adapter_knows_that_somebody_waits(source, small):
    """While one training runs, a second one is seen to wait, and no longer once it had its turn."""
    config = ensemble.small_configs(small.model.config)[0].train
    stars = source.interactions.stars
    seen, waiting = [], threading.Event()
    other = threading.Thread(
        target=als.train, args=(stars, config), kwargs={"on_wait": waiting.set}
    )

    def on_progress(progress):
        if progress.iteration == 1:
            assert not als.others_wait()
            other.start()
            assert waiting.wait(20)
            seen.append(als.others_wait())

    als.train(stars, config, on_progress)
    other.join(60)
    assert seen == [True]
    assert not als.others_wait()
