"""The address and the session, where the browser is late or something else than ours."""

import random
import shutil

import made
import pytest
from components import change
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile

EMBEDDED, OTHER, FOREIGN = "ml-latest-small", "another", "ml-100k"
FAVOURITES = Profile.of({1196: 5, 260: 4})


@pytest.fixture
def app(small, recsys_home):
    """Return a started app beside a second installed data set."""
    folder = recsys_home / "datasets" / OTHER
    folder.mkdir(parents=True)
    made.csv_release(folder)
    made.release_100k(foreign := recsys_home / "datasets" / FOREIGN)
    yield AppTest.from_file(APP, default_timeout=60)
    shutil.rmtree(folder)
    shutil.rmtree(foreign)


def choose(app, name):
    before = app.session_state["dataset"]
    app.selectbox(key=f"dataset-choice-{before}").select(name).run()
    assert not app.exception


def test_the_data_set_can_be_changed_again_and_again(app):
    app.query_params["p"] = link.encode(FAVOURITES)
    app.run()
    app.switch_page(page_file("explore")).run()
    for name in (OTHER, EMBEDDED, OTHER, EMBEDDED, OTHER):
        choose(app, name)
        assert app.session_state["dataset"] == name
        wanted = OTHER if name == OTHER else None
        assert app.query_params.get("dataset") == wanted
        assert app.metric[0].value == ("5" if name == OTHER else "100,004")


def test_a_browser_that_is_behind_does_not_bring_the_old_data_set_back(app):
    app.query_params["dataset"] = OTHER
    app.query_params["p"] = link.encode(FAVOURITES)
    app.run()
    app.switch_page(page_file("explore")).run()
    choose(app, EMBEDDED)
    app.query_params["dataset"] = OTHER
    app.run()
    assert app.session_state["dataset"] == EMBEDDED
    assert "dataset" not in app.query_params


def test_a_browser_that_is_behind_does_not_take_back_what_was_done(app):
    token = link.encode(FAVOURITES)
    app.query_params["p"] = token
    app.query_params["genre"] = "Drama"
    app.run()
    change(app, "rate", 260, 2)
    app.query_params["p"] = token
    change(app, "rate", 1196, 3)
    for _ in range(3):
        app.query_params["p"] = token
        app.run()
    assert app.session_state["profile"] == Profile.of({1196: 3, 260: 2})
    assert app.query_params["genre"] == "Drama"


def test_what_cannot_come_into_another_data_set_is_kept_with_all_of_a_long_watchlist(app):
    long = FAVOURITES.want(random.Random(3).sample(range(2_000, 290_000), 4_000))
    app.session_state["kept"] = f"p={link.encode(long, whole=True)}&dataset={FOREIGN}"
    app.query_params["p"] = token = link.encode(long)
    app.query_params["dataset"] = FOREIGN
    app.run()
    assert len(app.session_state["profile"].watchlist) < 10
    assert app.session_state["decided"]
    app.switch_page(page_file("explore")).run()
    choose(app, EMBEDDED)
    assert app.session_state["profile"] == long
    assert app.query_params["p"] == token


def test_going_on_with_the_remembered_profile_restores_its_data_set(app):
    app.session_state["kept"] = f"p={link.encode(FAVOURITES)}&dataset={OTHER}"
    app.run()
    app.button(key="back-to-mine").click().run()
    assert app.session_state["profile"] == FAVOURITES
    assert app.session_state["dataset"] == OTHER
    assert app.query_params["dataset"] == OTHER
