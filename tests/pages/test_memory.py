"""Somebody else's link beside one's own profile, without a browser."""

import random

import pytest
from components import change
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import address, memory
from recsys.ui.words import whose

MINE = Profile.of({1196: 5, 260: 4})
FRIENDS = Profile.of({356: 5, 597: 4.5})
LONG = MINE.want(random.Random(3).sample(range(2_000, 290_000), 4_000))
"""With a watchlist for which no address has room."""


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
    assert r"\<i\>Ann's movies, opened from a link." in shown(app)
    assert app.session_state["profile"] == FRIENDS
    app.button(key="back-to-mine").click().run()
    assert app.session_state["profile"] == MINE
    assert app.query_params["p"] == link.encode(MINE)
    assert app.query_params["name"] == "Me"
    assert "opened from a link" not in shown(app)


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
    assert "you and Ann" in shown(app)


def test_nobody_is_asked_for_a_name_on_a_friends_profile(app):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    assert not app.text_input
    app.button(key="make-mine").click().run()
    assert app.text_input(key="name-field").value == "Me"


def test_a_change_of_a_friends_profile_is_a_copy_without_the_name_and_mine_is_left_alone(app):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    change(app, "remove", 597)
    assert app.session_state["profile"] == Profile.of({356: 5})
    assert app.query_params["p"] == link.encode(Profile.of({356: 5}))
    assert "name" not in app.query_params
    assert "You changed Ann's movies; this is a copy now." in shown(app)
    assert "decided" not in app.session_state
    assert not app.text_input


def test_undoing_the_change_leads_back_to_the_friend(app):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    change(app, "remove", 597)
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == FRIENDS
    assert app.query_params["name"] == "Ann"
    assert "Ann's movies, opened from a link." in shown(app)


@pytest.mark.parametrize(
    ("button", "profile", "after_undo"),
    [("make-mine", Profile.of({356: 5}), MINE), ("back-to-mine", MINE, Profile.of({356: 5}))],
)
def test_a_copy_is_kept_or_left_and_undo_leads_back(app, button, profile, after_undo):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    change(app, "remove", 597)
    app.button(key=button).click().run()
    assert (app.session_state["profile"], app.session_state["name"]) == (profile, "Me")
    assert app.session_state["decided"]
    assert "a copy now" not in shown(app)
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == after_undo


def test_a_change_makes_a_link_mine_where_there_is_nothing_to_lose(app):
    opened(app, kept=None, profile=FRIENDS, name="Ann")
    assert "Ann's movies, opened from a link." in shown(app)
    change(app, "remove", 597)
    assert app.session_state["decided"]
    assert "name" not in app.query_params
    assert "Ann's movies" not in shown(app)
    app.text_input(key="name-field").set_value("Me").run()
    assert app.query_params["name"] == "Me"


@pytest.mark.parametrize(
    ("kept", "name", "friend"),
    [
        (None, "", ""),
        (None, "Ann", "Ann"),
        (MINE, "", whose.SOMEBODY),
        (MINE, "Ann", "Ann"),
        (FRIENDS, "Ann", ""),
    ],
)
def test_whose_movies_are_on_the_screen(app, kept, name, friend, monkeypatch):
    opened(app, kept=kept, profile=FRIENDS, name=name)
    session = {key: app.session_state[key] for key in app.session_state}
    monkeypatch.setattr(memory.st, "session_state", session)
    assert memory.whose() == friend
    assert memory.is_anothers() == bool(friend)


@pytest.mark.parametrize("page", ["night", "explore", "model", "about"])
def test_pages_without_the_profile_do_not_say_whose_it_is(app, page):
    opened(app, kept=MINE, profile=FRIENDS, name="Ann")
    app.switch_page(page_file(page)).run()
    assert "opened from a link" not in shown(app)
    app.switch_page(page_file("taste")).run()
    assert "opened from a link" in shown(app)


def test_my_own_link_is_no_view(app):
    opened(app, kept=MINE, profile=MINE)
    assert "opened from a link" not in shown(app)
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


def kept_whole(profile):
    return f"p={link.encode(profile, whole=True)}"


def test_a_reload_restores_the_listed_movies_for_which_the_address_has_no_room(app):
    app.session_state["kept"] = kept_whole(LONG)
    app.query_params["p"] = token = link.encode(LONG)
    app.run()
    assert app.session_state["profile"] == LONG
    assert app.session_state["decided"]
    assert app.query_params["p"] == token
    assert "opened from a link" not in shown(app)


def test_what_is_done_before_the_browser_has_answered_counts(app):
    app.query_params["p"] = link.encode(LONG)
    app.run()
    assert app.session_state["profile"].watchlist == LONG.watchlist[:300]
    change(app, "rate", 260, 1)
    app.session_state["kept"] = kept_whole(LONG)
    app.run()
    assert app.session_state["profile"] == LONG.rate(260, 1)
    assert app.session_state["decided"]


@pytest.mark.parametrize("mine", [None, MINE, Profile.of({1196: 5}).want(LONG.watchlist)])
def test_a_friends_long_watchlist_gets_nothing_of_mine(app, mine):
    app.session_state["kept"] = kept_whole(mine) if mine else ""
    app.query_params["p"] = link.encode(LONG)
    app.run()
    assert app.session_state["profile"].watchlist == LONG.watchlist[:300]
    assert "opened from a link" in shown(app)


def test_another_tab_is_noticed_where_it_changed_what_no_address_has_room_for(app):
    app.session_state["kept"] = kept_whole(LONG)
    app.query_params["p"] = link.encode(LONG)
    app.run()
    theirs = LONG.unwant(LONG.watchlist[-1:])
    assert link.encode(theirs) == link.encode(LONG)
    app.session_state["kept"] = kept_whole(theirs)
    app.session_state["decided"], app.session_state["other_tab"] = False, True
    app.run()
    assert "Another tab has changed your profile" in shown(app)
    assert f"of 2 movies and {len(theirs.watchlist):,} on the watchlist." in shown(app)
    app.button(key="back-to-mine").click().run()
    assert app.session_state["profile"] == theirs


def test_going_back_keeps_the_listed_movies_for_which_the_address_has_no_room(app, monkeypatch):
    app.session_state["kept"] = kept_whole(LONG)
    app.query_params["p"] = before = link.encode(LONG)
    app.run()
    change(app, "rate", 260, 1)
    monkeypatch.setattr(address, "went_back", lambda: True)
    app.query_params["p"] = before
    app.run()
    assert app.session_state["profile"] == LONG
    # An address of before a reload: this session never wrote it.
    app.query_params["p"] = link.encode(LONG.rate(1196, 2))
    app.run()
    assert app.session_state["profile"] == LONG.rate(1196, 2)
