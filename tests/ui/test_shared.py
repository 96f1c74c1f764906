"""What sessions share: one budget, whole data sets leave, one making, nothing left locked."""

import gc
import shutil
import sys
import threading
import weakref

import numpy as np
import pytest

from recsys import paths
from recsys.data.registry import open_dataset
from recsys.loading import Source
from recsys.ui import shared as shared_module
from recsys.ui.shared import Shared, weigh


def block(kilobytes):
    return np.zeros(kilobytes * 1000, dtype=np.uint8)


def test_what_two_values_have_in_common_weighs_once():
    common = block(100)
    assert 200_000 <= weigh([(common, block(50)), (common, block(50))]) < 202_000


def test_a_long_list_is_estimated():
    texts = [f"{number:050}" for number in range(10_000)]
    assert weigh([texts]) == pytest.approx(sys.getsizeof(texts) + sum(map(sys.getsizeof, texts)))


def test_the_data_set_used_least_recently_leaves_with_all_that_was_made_of_it():
    shared = Shared(budget=350_000)
    for key in [("a", "source"), ("b", "source"), ("a", "table")]:
        shared.have(key, lambda: block(100))
    shared.get(("b", "source"))
    shared.have(("c", "source"), lambda: block(100))
    assert shared.get(("a", "source")) is None
    assert shared.get(("a", "table")) is None
    assert shared.get(("b", "source")) is not None
    assert shared.get(("c", "source")) is not None


def test_of_the_one_data_set_that_is_left_only_what_is_made_anew_leaves():
    shared = Shared(budget=250_000)
    for what in ("source", "old", "new"):
        shared.have(("a", what), lambda: block(100))
    assert shared.get(("a", "old")) is None
    assert shared.get(("a", "source")) is not None
    assert shared.get(("a", "new")) is not None


def test_what_is_made_of_ratings_beyond_the_budget_has_half_of_it():
    shared = Shared(budget=150_000)
    shared.have(("a", "source"), lambda: block(400))
    for what in ("x", "y", "z"):
        shared.have(("a", what), lambda: block(30))
    kept = [shared.get(("a", what)) is not None for what in ("source", "x", "y", "z")]
    assert kept == [True, False, True, True]


def test_a_small_data_set_does_not_drive_out_one_beyond_the_budget_but_another_such_does():
    shared = Shared(budget=150_000)
    shared.have(("large", "source"), lambda: block(400))
    shared.have(("small", "source"), lambda: block(50))
    assert shared.get(("small", "source")) is not None
    assert shared.get(("large", "source")) is not None
    shared.have(("other", "source"), lambda: block(300))
    assert shared.get(("small", "source")) is None
    assert shared.get(("large", "source")) is None
    assert shared.get(("other", "source")) is not None


def test_a_second_data_set_drives_out_the_first_and_what_is_in_use_goes_on(small):
    one = Source(open_dataset("ml-latest-small"))
    shared = Shared(budget=weigh([one, small]) // 8)
    shared.have(("one", "source"), lambda: one)
    held = shared.have(("one", "recommender", "default"), lambda: small)
    before = held.recommend({1196: 5.0}).movie_ids
    two = Source(open_dataset("ml-latest-small"))
    shared.have(("two", "source"), lambda: two)
    assert shared.get(("one", "source")) is None
    assert shared.get(("one", "recommender", "default")) is None
    assert shared.get(("two", "source")) is two
    assert held.recommend({1196: 5.0}).movie_ids == before


def test_two_sessions_make_a_thing_once_and_the_second_is_told_to_wait():
    shared, told, made, found = Shared(), threading.Event(), [], []

    def make():
        made.append(1)
        assert told.wait(20)
        return block(1)

    def first():
        found.append(shared.have(("a", "x"), make))

    one = threading.Thread(target=first)
    one.start()
    while not made:
        one.join(0.01)
    found.append(shared.have(("a", "x"), make, told.set))
    one.join(20)
    assert len(made) == 1
    assert found[0] is found[1]


def test_an_interruption_leaves_nothing_behind_and_nothing_locked():
    shared = Shared()

    def click():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shared.have(("a", "x"), click)
    assert shared.get(("a", "x")) is None
    assert shared.have(("a", "x"), lambda: 5, click) == 5


class Circle:
    """Something that only the search for garbage can let go of."""

    def __init__(self):
        self.titles = [f"movie {i}" for i in range(100_000)]
        self.self = self


def test_what_is_large_is_set_apart_from_the_search_for_garbage():
    shared = Shared(budget=10**9)
    gc.unfreeze()
    shared.have(("a", "source"), lambda: list(map(str, range(100_000))))
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
    shared.have(("a", "small"), lambda: [1])
    assert gc.get_freeze_count() == 0


def test_what_leaves_is_let_go_of_although_it_was_set_apart():
    shared = Shared(budget=weigh([Circle()]) * 3 // 2)
    first = weakref.ref(shared.have(("a", "source"), Circle))
    assert first() is not None
    shared.have(("b", "source"), Circle)
    assert first() is None


def test_a_server_gets_ready_what_is_kept_and_trains_nothing(monkeypatch, tmp_path):
    kept = Shared()
    monkeypatch.setattr(shared_module, "everything", kept)
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    shared_module.prepare("ml-latest-small")
    ready = shared_module.trained_already("ml-latest-small")
    assert shared_module.recommender("ml-latest-small") is ready
    mine = shutil.copytree(paths.EMBEDDED_DATA / "ml-latest-small", tmp_path / "mine")
    shared_module.prepare(str(mine))
    assert shared_module.trained_already(str(mine)) is None
    shared_module.prepare("no such data set")
    assert not list((tmp_path / "models").glob("*"))
