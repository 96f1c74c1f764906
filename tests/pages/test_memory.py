"""Somebody else's link beside one's own profile, without a browser."""

import pytest
from components import change
from entry import APP
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile

MINE = Profile.of({1196: 5, 260: 4})
FRIENDS = Profile.of({356: 5, 597: 4.5})


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, *, kept, profile, name=""):
    """Open a link in a browser that remembers another profile."""
    app.session_state["kept"] = f"p={link.encode(kept)}&name=Me" if kept else ""
    if profile:
        app.query_params["p"] = link.encode(profile)
    if name:
        app.query_params["name"] = name
    return app.run()


def shown(app):
    return "\n".join(str(element.value) for element in app.markdown)


def test_a_friends_link_is_a_view_and_mine_comes_back_with_its_name(app):
    opened(app, kept=MINE, profile=FRIENDS, name="<i>Ann")
    assert r"You are looking at **\<i\>Ann’s profile**" in shown(app)
    assert app.session_state["profile"] == FRIENDS
    app.button(key="back-to-mine").click().run()
    assert app.session_state["profile"] == MINE
    assert app.query_params["p"] == link.encode(MINE)
    assert app.query_params["name"] == "Me"
    assert "You are looking at" not in shown(app)


def test_a_friends_profile_becomes_mine_when_asked_and_undo_brings_mine_back(app):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    assert "decided" not in app.session_state
    app.button(key="make-mine").click().run()
    assert app.query_params["name"] == "Me"
    assert app.session_state["profile"] == FRIENDS
    assert app.session_state["decided"]
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == MINE


def test_a_friends_profile_can_be_compared_with_mine(app):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    app.button(key="compare-mine").click().run()
    assert not app.exception
    assert "Ann" in shown(app).partition("Yours is untouched")[2]


def test_trying_something_on_a_friends_profile_leaves_mine_alone(app):
    opened(app, kept=MINE, profile=FRIENDS)
    change(app, "remove", 597)
    assert app.session_state["profile"] == Profile.of({356: 5})
    assert "decided" not in app.session_state
    assert "Yours is untouched" in shown(app)


def test_a_change_makes_a_link_mine_where_there_is_nothing_to_lose(app):
    opened(app, kept=None, profile=FRIENDS)
    assert "You are looking at **a profile**" in shown(app)
    change(app, "remove", 597)
    assert app.session_state["decided"]
    assert "You are looking at" not in shown(app)


def test_my_own_link_is_no_view(app):
    opened(app, kept=MINE, profile=MINE)
    assert "You are looking at" not in shown(app)
    assert app.session_state["decided"]


def test_an_empty_start_offers_what_the_browser_remembers(app):
    opened(app, kept=MINE, profile=None)
    assert "your profile of 2 movies" in shown(app)
    app.button(key="back-to-mine").click().run()
    assert app.session_state["profile"] == MINE


def test_what_the_browser_remembers_may_be_damaged(app):
    app.session_state["kept"] = "p=1damaged"
    app.run()
    assert not app.exception
    assert "Welcome back" not in shown(app)
