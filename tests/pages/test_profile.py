"""The profile page: undo, weights, moves, import and files, without a browser."""

import pytest
from components import cards, change, rated, unfold
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.settings import Settings
from recsys.ui.screens.profile import editor as profile_editor

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
EXPORT = b"""Date,Name,Year,Letterboxd URI,Rating
2021-03-01,Se7en,1995,https://boxd.it/29qU,4.5
2021-03-02,Pulp Fiction,1994,https://boxd.it/29Nw,2
2021-03-05,Hamlet,2000,https://boxd.it/2xyz,2.5
2021-03-06,<b>Dune</b>,2021,https://boxd.it/2xyz,2.5
"""


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile):
    app.query_params["p"] = link.encode(profile)
    return app.run()


def badges(app):
    return [card["badge"] for card in cards(app) if card["badge"]]


def test_every_change_can_be_undone_and_redone(app):
    opened(app, FAVOURITES)
    assert app.button(key="undo").disabled
    assert app.button(key="redo").disabled
    change(app, "rate", 1196, 2)
    change(app, "remove", 296)
    app.button(key="clear").click().run()
    assert app.session_state["profile"].is_empty
    for _ in range(3):
        app.button(key="undo").click().run()
    assert app.session_state["profile"] == FAVOURITES
    assert app.query_params["p"] == link.encode(FAVOURITES)
    for _ in range(3):
        app.button(key="redo").click().run()
    assert app.session_state["profile"].is_empty
    assert not app.exception


def test_a_change_says_what_moved_in_the_list(app):
    opened(app, FAVOURITES)
    assert badges(app) == []
    change(app, "weigh", 364, "3")
    assert app.session_state["profile"].weight(364) == 3
    assert badges(app)
    said = next(c.value for c in app.markdown if c.value.startswith("Since your last change"))
    assert any(word in said for word in ("new", "up", "down"))


def test_a_movie_can_be_seen_without_a_rating_and_come_back(app):
    opened(app, FAVOURITES)
    change(app, "see", 364)
    assert app.session_state["profile"].seen == (364,)
    assert link.decode(link.encode(app.session_state["profile"])).seen == (364,)
    app.button(key="restore-364").click().run()
    assert app.session_state["profile"] == FAVOURITES.forget([364])


def test_an_export_is_matched_reported_chosen_added_and_undone(app):
    opened(app, FAVOURITES)
    unfold(app, "bring").file_uploader[0].upload("ratings.csv", EXPORT, "text/csv").run()
    assert not app.exception
    text = "\n".join(m.value for m in app.markdown)
    assert "From Letterboxd\\: 2 ratings, 1 for you to decide, 1 left out." in text
    assert app.dataframe[0].value["Title"].tolist() == ["<b>Dune</b>"]
    choice = next(s for s in app.selectbox if s.label.startswith("Hamlet"))
    choice.select(3598).run()
    app.button(key="import-add").click().run()
    expected = {1196: 5, 296: 2, 924: 4, 1721: 4, 364: 5, 47: 4.5, 3598: 2.5}
    assert app.session_state["profile"].stars == expected
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == FAVOURITES


def test_an_unreadable_file_is_one_sentence(app):
    app.run()
    unfold(app, "bring").file_uploader[0].upload(
        "x.zip", b"PK\x03\x04 broken", "application/zip"
    ).run()
    assert not app.exception
    assert "damaged" in app.error[0].value


def test_a_large_profile_is_shown_a_page_at_a_time(app, small):
    ids = [int(m) for m in small.model.movies.ids[:450]]
    opened(app, Profile(tuple((m, 4.0) for m in ids)))
    assert not app.exception
    newest = ids[::-1][: profile_editor.PER_PAGE]
    assert [movie["movie_id"] for movie in rated(app)] == newest


def test_a_qr_code_is_drawn_where_the_link_fits():
    from recsys.ui.screens.profile.sharing import qr_png

    assert qr_png("https://example.org/?p=1iasC9").startswith(b"\x89PNG")
    assert qr_png("x" * 4_000) is None


def test_name_and_settings_stand_in_the_link_and_come_back(app):
    app.query_params["p"] = link.encode(FAVOURITES)
    app.query_params["name"] = "Ann & Bob"
    app.query_params["genre"] = "Drama"
    app.query_params["diversity"] = "0.4"
    app.query_params["with"] = "a page's own"
    app.run()
    assert app.session_state["settings"] == Settings(Filters(("Drama",)), diversity=0.4)
    assert app.text_input(key="name-field").value == "Ann & Bob"
    app.text_input(key="name-field").set_value("  Ann\x07 ").run()
    assert app.query_params["name"] == "Ann�"
    app.switch_page(page_file("about")).run()
    assert app.query_params["genre"] == "Drama"
    assert app.query_params["diversity"] == "0.4"
    assert app.query_params["with"] == "a page's own"


def test_an_impossible_setting_in_the_link_is_said_and_the_profile_kept(app):
    app.query_params["p"] = link.encode(FAVOURITES)
    app.query_params["popularity"] = "<b>much"
    app.run()
    assert "The link says popularity=" in app.warning[0].value
    assert "<b>" not in app.warning[0].value
    assert app.session_state["profile"] == FAVOURITES
    assert "popularity" not in app.query_params


def test_quick_changes_outlive_a_browser_that_is_several_addresses_behind(app):
    opened(app, FAVOURITES)
    for stars in (2, 3, 4):
        change(app, "rate", 1196, stars)
    # A run for another reason, whose request still carries the address of the beginning.
    app.query_params["p"] = link.encode(FAVOURITES)
    app.run()
    assert app.session_state["profile"] == FAVOURITES.rate(1196, 4)
    assert app.query_params["p"] == link.encode(FAVOURITES.rate(1196, 4))
