"""A person's list: seen alone, left out or marked, on the page and in the link."""

import pytest
from components import cards, press, rated
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
LISTED = (2571, 593, 318, 50)
"""The Matrix, The Silence of the Lambs, The Shawshank Redemption, The Usual Suspects."""
GIGLI = 6587
"""In the data, and nobody likes it."""
ABSENT = 999_999_999


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile, **parameters):
    for name, value in {"p": link.encode(profile), **parameters}.items():
        app.query_params[name] = value
    return app.run()


def switch(app):
    return app.selectbox(key="my-list")


def ids(app):
    return [card["movie_id"] for card in cards(app)]


def captions(app):
    return " ".join(caption.value for caption in app.caption)


def test_without_a_list_nothing_is_drawn_of_one(app):
    opened(app, FAVOURITES)
    assert not [box for box in app.selectbox if box.key == "my-list"]
    assert not any(card["mark"] for card in cards(app))
    assert not [e for e in app.expander if e.label.startswith("Your list")]


def test_movies_on_the_list_are_marked_seen_alone_or_left_out_and_the_link_says_so(app):
    opened(app, FAVOURITES.want(LISTED))
    marked = {card["movie_id"] for card in cards(app) if card["mark"] == "On your list"}
    assert marked == set(LISTED) & set(ids(app)) != set()
    switch(app).select("only").run()
    assert sorted(ids(app)) == sorted(LISTED)
    assert all(card["reason"] and not card["mark"] for card in cards(app))
    assert app.query_params["list"] == "only"
    assert "Steered" not in captions(app)
    switch(app).select("without").run()
    assert not set(LISTED) & set(ids(app))
    assert app.query_params["list"] == "without"
    switch(app).select("").run()
    assert "list" not in app.query_params
    assert not app.exception


def test_a_card_adds_its_movie_to_the_list_and_takes_it_off(app):
    opened(app, FAVOURITES)
    first = ids(app)[0]
    press(app, "keep", first)
    assert app.session_state["profile"].watchlist == (first,)
    assert cards(app)[0]["listed"]
    press(app, "keep", first)
    assert app.session_state["profile"] == FAVOURITES
    app.button(key="undo").click().run()
    assert app.session_state["profile"].watchlist == (first,)


def test_what_is_settled_leaves_the_list_and_undo_brings_it_back(app):
    whole = FAVOURITES.want(LISTED)
    opened(app, whole, list="only")
    press(app, "rate", LISTED[0], 4)
    press(app, "hide", LISTED[1])
    assert sorted(ids(app)) == sorted(LISTED[2:])
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == whole
    assert sorted(ids(app)) == sorted(LISTED)


def test_what_has_no_place_in_the_ranking_is_named_in_one_line(app, small):
    assert GIGLI in small.dataset.movies.index
    assert GIGLI not in small.model.movies
    opened(app, FAVOURITES.want([*LISTED, GIGLI, ABSENT]))
    assert "without a place" not in captions(app)
    switch(app).select("only").run()
    said = next(c.value for c in app.caption if "without a place" in c.value)
    assert "Gigli" in said
    assert f"these data do not have movie {ABSENT}" in said.replace("Movie", "movie")


def test_a_list_of_which_nothing_is_known_says_so(app):
    opened(app, FAVOURITES.want([ABSENT]), list="only")
    assert cards(app) == []
    assert "No movie on your list can be ranked" in app.warning[0].value


def test_a_list_that_ran_empty_says_what_to_do(app):
    opened(app, FAVOURITES.want(LISTED[:1]), list="only")
    press(app, "see", LISTED[0])
    assert cards(app) == []
    assert "Your list is empty" in app.warning[0].value
    app.button(key="reset-settings").click().run()
    assert cards(app)


def test_the_whole_list_stands_below_with_ways_off_it(app):
    whole = FAVOURITES.want(LISTED)
    opened(app, whole)
    assert [e.label for e in app.expander if "list to watch" in e.label] == [
        "Your list to watch (4)"
    ]
    app.button(key=f"unwant-{LISTED[0]}").click().run()
    assert app.session_state["profile"].watchlist == LISTED[1:]
    app.button(key="clear-list").click().run()
    assert app.session_state["profile"] == FAVOURITES
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == whole


def test_a_list_alone_is_shown_by_popularity_and_asks_for_favourites(app):
    opened(app, Profile(watchlist=LISTED), list="only")
    assert not app.exception
    assert rated(app) == []
    assert sorted(ids(app)) == sorted(LISTED)
    assert "You have rated nothing yet" in captions(app)
    assert [h.value for h in app.header if h.value.startswith("Your")] == ["Your favourites"]


def test_a_long_list_can_be_seen_whole(app, small):
    listed = tuple(int(m) for m in small.model.movies.ids[:150])
    opened(app, Profile.of({9999: 4}).forget([9999]).want(listed), list="only")
    for _ in range(4):
        app.button(key="more-movies").click().run()
    assert len(cards(app)) == 150


def test_a_friends_list_is_called_theirs(app):
    opened(app, FAVOURITES.want(LISTED), name="Ann")
    app.session_state["kept"] = ""
    app.run()
    assert switch(app).options == ["All movies", "Their list", "Not on their list"]
    assert "On their list" in {card["mark"] for card in cards(app)}


def test_other_pages_say_that_only_the_list_is_seen(app):
    opened(app, FAVOURITES.want(LISTED), list="only")
    app.switch_page(page_file("what_if")).run()
    assert "only your list" in captions(app)
