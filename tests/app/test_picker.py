"""The picker of a catalogue too large to travel to the browser: a search while one types."""

import pytest
from streamlit.testing.v1 import AppTest

from recsys.ui import picker

pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setattr(picker, "MAX_LISTED", 5_000)
    return AppTest.from_file("../../streamlit_app.py", default_timeout=60).run()


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
