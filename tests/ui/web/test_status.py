"""What the server says of itself to whoever watches it."""

import json
from collections import deque
from types import SimpleNamespace

import pytest
from asgi import ask
from starlette.applications import Starlette
from starlette.routing import Route

import recsys
from recsys.ui import runs, shared
from recsys.ui.web import status


@pytest.fixture
def app():
    return Starlette(routes=[Route("/api/status", status.status)])


def test_before_anything_is_trained(app):
    answer = ask(app, "/api/status")
    said = json.loads(answer.body)
    assert answer.headers["cache-control"] == "no-store"
    assert said["version"] == recsys.__version__
    assert said["dataset"] == "ml-latest-small"
    assert said["model"] is None
    assert 10_000_000 < said["memory_bytes"] < 100_000_000_000
    assert said["uptime_seconds"] >= 0
    assert said["sessions"] == 0


def test_the_model_that_is_served(app, small, monkeypatch):
    monkeypatch.setattr(shared, "trained_already", lambda name: small)
    said = json.loads(ask(app, "/api/status").body)["model"]
    assert said["preset"] == "default"
    assert said["factors"] == small.model.item_factors.shape[1]
    assert said["movies"] == len(small.model.movies.ids)


def test_no_path_is_told(app, monkeypatch, tmp_path):
    monkeypatch.setenv("RECSYS_DATASET", str(tmp_path / "mine.csv"))
    body = ask(app, "/api/status").text
    assert json.loads(body)["dataset"] == "mine.csv"
    assert str(tmp_path) not in body


def test_runs_a_second_are_those_of_the_last_minute(monkeypatch):
    now = 1_000.0
    monkeypatch.setattr(runs, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(runs, "_begun", deque())
    for _ in range(30):
        runs.note()
    assert runs.a_second(10) == 3
    assert runs.a_second(600) == 0.5
    now = 1_061.0
    assert runs.a_second(600) == 0
