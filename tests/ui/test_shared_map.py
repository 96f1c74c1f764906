"""The map behind the page: begun before anybody asks, and never begun again."""

import asyncio
import threading

import pytest
from streamlit.runtime.scriptrunner import StopException

from recsys.ui import shared, shared_map
from recsys.ui.web import server

NAME = "a data set of this test"


class Layout:
    """Takes the place of the layout, and goes on when it is told to."""

    def __init__(self):
        self.begun, self.half = 0, threading.Event()
        self.go_on = threading.Event()

    def __call__(self, model, on_step, keep, bundle):
        self.begun += 1
        on_step(1, 2)
        self.half.set()
        assert self.go_on.wait(20)
        on_step(2, 2)
        return "the map", None


class Place:
    """Takes the place of the progress bar; whoever looks at it leaves at once."""

    def __init__(self):
        self.said = []

    def progress(self, share, text):
        self.said.append(text)
        raise StopException

    def empty(self):
        pass


@pytest.fixture
def layout(monkeypatch, small):
    made = Layout()
    monkeypatch.setattr(shared, "recommender", lambda dataset: small)
    monkeypatch.setattr(shared_map.map_store, "stored_or_made", made)
    yield made
    made.go_on.set()
    shared.everything.forget(NAME)


def test_who_leaves_and_comes_back_finds_the_same_layout_further(monkeypatch, layout):
    place = Place()
    monkeypatch.setattr(shared_map.st, "empty", lambda: place)
    with pytest.raises(StopException):
        shared_map.movie_map(NAME)
    assert layout.half.wait(20)
    with pytest.raises(StopException):
        shared_map.movie_map(NAME)
    assert place.said[-1] == "Drawing the map: 50%"
    layout.go_on.set()
    assert shared_map.begin(NAME).finished.wait(20)
    assert shared_map.movie_map(NAME) == "the map"
    assert layout.begun == 1


@pytest.mark.parametrize(("public", "rest"), [("0", 0.02), ("1", 0.05)])
def test_it_rests_after_each_step_until_somebody_waits_and_more_on_a_public_host(
    monkeypatch, layout, public, rest
):
    monkeypatch.setenv("RECSYS_PUBLIC", public)
    begun = shared_map.begin(NAME)
    assert layout.half.wait(20)
    assert not begun.awaited.is_set()
    rests = []
    monkeypatch.setattr(begun.awaited, "wait", rests.append)
    layout.go_on.set()
    assert begun.finished.wait(20)
    assert rests == [rest]


def test_the_server_begins_it_when_the_first_model_is_there_and_not_before(monkeypatch, layout):
    looks = iter([None, None, "ready"])
    found = []
    monkeypatch.setattr(shared, "trained_already", lambda dataset: found.append(1) or next(looks))
    monkeypatch.setenv("RECSYS_DATASET", NAME)
    assert not layout.begun
    asyncio.run(server.prepare_map(pause=0))
    assert len(found) == 3
    assert layout.half.wait(20)
    assert layout.begun == 1
