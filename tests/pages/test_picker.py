"""The picker without its browser half: what is sent there, what it sends, and a large catalogue."""

import json

import pytest
from components import change, pick
from entry import APP
from streamlit.testing.v1 import AppTest

from recsys.ui import shared
from recsys.ui.elements.picker import picker

pytestmark = pytest.mark.usefixtures("small")
EMBEDDED = "ml-latest-small"


@pytest.fixture
def app(monkeypatch):
    """Return the app with a catalogue too large to travel to the browser."""
    monkeypatch.setattr(picker, "MAX_LISTED", 5_000)
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.fixture
def listed():
    """Return the app with the embedded catalogue."""
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.mark.parametrize(
    "sent", [None, "1196", 1196.0, 1196.5, True, -1, 99_999_999, [1196], {"picked": 1196}, "<b>"]
)
def test_what_is_no_movie_of_the_catalogue_is_ignored(listed, sent):
    pick(listed, sent)
    assert not listed.exception
    assert "p" not in listed.query_params


def test_a_movie_is_picked_once(listed):
    pick(listed, 1196)
    pick(listed, 296)
    assert listed.session_state["profile"].stars == {1196: 4.0, 296: 4.0}
    change(listed, "rate", 1196, 2)
    pick(listed, 1196)
    assert listed.session_state["profile"].stars == {1196: 2.0, 296: 4.0}
    assert "is there already" in listed.toast[0].value


def test_the_titles_travel_most_liked_first_and_the_same_at_every_run():
    first, second = (picker._catalogue(EMBEDDED, "picker") for _ in range(2))
    assert first == second
    head, _, body = first.partition(b"\n")
    sent = json.loads(body)
    assert dict(zip(sent["titles"], sent["ids"], strict=True)) == shared.pickable(EMBEDDED)
    assert sent["titles"][0] == "Forrest Gump (1994)"
    other, key = json.loads(picker._catalogue(EMBEDDED, "other").partition(b"\n")[0])
    assert [other, "picker"] == json.loads(head)
    assert key == "other"


def search(app, query):
    return app.text_input(key="picker").set_value(query).run()


def hits(app):
    return [b.label for b in app.button if b.key.startswith("picker-hit-")]


def test_a_large_catalogue_is_searched_and_the_pick_joins_the_profile(app):
    assert app.text_input(key="picker").label == "Find a movie"
    assert "picker" not in {box.key for box in app.selectbox}
    search(app, "empire stirkes")
    assert hits(app)[0].startswith("Star Wars\\: Episode V")
    app.button(key="picker-hit-1196").click().run()
    assert app.session_state["profile"].stars == {1196: 4.0}
    assert app.text_input(key="picker").value == ""
    assert hits(app) == []
    search(app, "empire strikes")
    assert app.button(key="picker-hit-1196").disabled
    assert not app.exception


@pytest.mark.parametrize(
    ("query", "movie_id"),
    [("matrix the", 2571), ("amelie", 4973), ("leon professional", 293), ("se7en", 47)],
)
def test_a_large_catalogue_is_searched_as_forgivingly_as_on_explore(app, query, movie_id):
    search(app, query)
    assert f"picker-hit-{movie_id}" in {b.key for b in app.button}


@pytest.mark.parametrize("query", ["zzzzzz", "…", "<b>*xqz*</b>", "   ", "|"])
def test_a_query_that_fits_nothing_is_answered(app, query):
    search(app, query)
    assert hits(app) == []
    assert not app.exception
    said = [c.value for c in app.caption if c.value.startswith("No movie fits")]
    assert len(said) == (1 if query.strip() else 0)
