"""A person's list: seen alone, left out or marked, on the page and in the link."""

import pytest
from components import cards, left, press, rated, unfold
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.file import profile_json
from recsys.profile.history import History
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


def switch(app, whose="mine"):
    return app.selectbox(key=f"list-of-{whose}")


def ids(app):
    return [card["movie_id"] for card in cards(app)]


def captions(app):
    return " ".join(caption.value for caption in app.caption)


def test_without_a_list_nothing_is_drawn_of_one(app):
    opened(app, FAVOURITES)
    assert not [box for box in app.selectbox if str(box.key).startswith("list-of-")]
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


def test_what_is_taken_off_is_undone_where_it_stood(app):
    whole = FAVOURITES.want(LISTED)
    opened(app, whole, list="only")
    first = ids(app)[0]
    press(app, "keep", first)
    assert first not in ids(app)
    assert "is off your list" in left(app)["text"]
    press(app, "undo", ids(app)[0])
    assert app.session_state["profile"] == whole
    assert ids(app)[0] == first


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

    def open_list():
        # What a browser would report with every run.
        app.session_state["watchlist"] = True
        app.run()

    opened(app, whole)
    labels = [e.label for e in app.expander if "list to watch" in e.label]
    assert labels == ["Your list to watch (4)"]
    assert not [b for b in app.button if b.key == "clear-list"]
    open_list()
    app.button(key=f"unwant-{LISTED[0]}").click().run()
    assert app.session_state["profile"].watchlist == LISTED[1:]
    open_list()
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
    listed = tuple(int(m) for m in small.model.movies.ids[:350])
    opened(app, Profile(watchlist=listed[:150]), list="only")
    for _ in range(4):
        app.button(key="more-movies").click().run()
    assert len(cards(app)) == 150
    # What is kept of a list that no link holds whole is kept apart.
    app.session_state["history"] = History(Profile(watchlist=listed))
    app.session_state["profile"] = Profile(watchlist=listed)
    app.run()
    assert not app.exception
    assert len(cards(app)) == 300


def test_a_friends_list_is_called_theirs(app):
    opened(app, FAVOURITES.want(LISTED), name="Ann")
    app.session_state["kept"] = ""
    app.run()
    assert switch(app, "theirs").options == ["All movies", "Their list", "Not on their list"]
    assert "On their list" in {card["mark"] for card in cards(app)}


def test_other_pages_say_that_only_the_list_is_seen(app):
    opened(app, FAVOURITES.want(LISTED), list="only")
    app.switch_page(page_file("what_if")).run()
    assert "only your list" in captions(app)


PASTED = "Heat (1995)\nThe Matrix (1999)\n\nGigli (2003)\nThe Film That Nobody Made (2021)\n"


def pasted(app, text):
    unfold(app, "bring").text_area(key="import-pasted").set_value(text)
    next(b for b in app.button if b.label == "Find these").click().run()
    assert not app.exception
    return app


def markdown(app):
    return "\n".join(str(m.value) for m in app.markdown)


def test_pasted_titles_are_found_named_added_and_offered(app):
    pasted(opened(app, FAVOURITES), PASTED)
    assert "3 movies of your list are here; 1 is not\\: The Film That Nobody Made (2021)" in (
        markdown(app)
    )
    assert app.button(key="import-add").label == "Add 3 listed movies"
    app.button(key="import-add").click().run()
    assert app.session_state["profile"] == FAVOURITES.want([6, 2571, GIGLI])
    assert app.text_area(key="import-pasted").value == ""
    assert {b.key for b in app.button if b.label == "See only my list"} == {
        "see-above",
        "see-below",
    }
    app.button(key="see-above").click().run()
    assert sorted(ids(app)) == [6, 2571]
    assert not [b for b in app.button if b.label == "See only my list"]
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == FAVOURITES


def test_the_offer_goes_with_the_next_change(app):
    pasted(opened(app, FAVOURITES), PASTED)
    app.button(key="import-add").click().run()
    press(app, "hide", ids(app)[0])
    assert not [b for b in app.button if b.label == "See only my list"]


def test_who_begins_with_a_list_sees_only_it(app):
    app.run()
    app.button(key="start-list").click().run()
    pasted(app, PASTED)
    app.button(key="import-add").click().run()
    assert not app.exception
    assert switch(app).value == "only"
    assert sorted(ids(app)) == [6, 2571]
    assert "You have rated nothing yet" in captions(app)


def test_of_a_list_that_is_settled_nothing_is_added(app):
    pasted(opened(app, Profile.of({6: 4}).see(2571)), "Heat (1995)\nThe Matrix (1999)")
    assert "2 movies of your list you have rated, seen or hidden already" in captions(app)
    app.button(key="import-add").click().run()
    assert app.session_state["profile"].watchlist == ()
    assert not [b for b in app.button if b.label == "See only my list"]
    assert [t.value for t in app.toast] == ["Nothing new\\: all of it was here already."]


def test_outside_text_in_a_pasted_list_stays_text(app):
    pasted(opened(app, FAVOURITES), "![x](https://example.org/x.png) (2021)\n<b>Dune</b> (2021)")
    assert "![x](" not in markdown(app)
    assert "<b>" not in markdown(app)


def test_an_empty_paste_does_nothing(app):
    pasted(opened(app, FAVOURITES), "  \n ")
    assert not app.error
    assert not [b for b in app.button if b.key == "import-add"]


def test_doubtful_lines_of_many_are_decided_a_page_at_a_time(app, small):
    movies = small.dataset.movies
    single = movies[movies["title"].str.fullmatch(r"[A-Z][a-z]+ \(\d{4}\)")]
    names = single["title"].str.slice(0, -7).drop_duplicates().head(45)
    pasted(opened(app, FAVOURITES), "\n".join(names))
    doubtful = app.session_state["imported"].doubtful
    assert len(doubtful) > 30
    first = app.selectbox(key=f"doubt-0-{doubtful[0].title}")
    first.select(doubtful[0].candidates[0]).run()
    app.session_state["import-page"] = 2
    app.run()
    last = len(doubtful) - 1
    box = app.selectbox(key=f"doubt-{last}-{doubtful[last].title}")
    box.select(doubtful[last].candidates[0]).run()
    certain = len(app.session_state["imported"].watchlist)
    assert app.button(key="import-add").label == f"Add {certain + 2} listed movies"
    app.button(key="import-add").click().run()
    assert not app.exception
    chosen = {doubtful[0].candidates[0], doubtful[last].candidates[0]}
    assert chosen <= set(app.session_state["profile"].watchlist)


def test_the_likeliest_of_all_doubtful_lines_is_taken_on_request(app):
    pasted(opened(app, FAVOURITES), "Heat\nParasite\nArrival")
    doubtful = app.session_state["imported"].doubtful
    assert len(doubtful) == 3
    assert app.button(key="import-add").disabled
    app.button(key="import-likeliest").click().run()
    boxes = [app.selectbox(key=f"doubt-{n}-{d.title}").value for n, d in enumerate(doubtful)]
    assert boxes == [d.candidates[0] for d in doubtful]
    app.selectbox(key=f"doubt-0-{doubtful[0].title}").select(0).run()
    assert app.button(key="import-add").label == "Add 2 listed movies"


def test_our_own_file_brings_its_list_back(app):
    whole = FAVOURITES.want(LISTED)
    app.run()
    unfold(app, "bring").file_uploader[0].upload(
        "cinefold.json", profile_json(whole).encode(), "application/json"
    )
    app.run()
    assert app.button(key="import-add").label == "Add 5 ratings and 4 listed movies"
    app.button(key="import-add").click().run()
    assert app.session_state["profile"] == whole
