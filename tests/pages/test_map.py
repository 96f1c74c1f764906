"""The map and the Similar page's new parts, without a browser."""

import re

import pytest
from components import pick, picker, pickers
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import shared

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
MATRIX, MATRIX_ID = "The Matrix (1999)", 2571


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=120)


def opened(app, profile, page="map"):
    if not profile.is_empty:
        app.query_params["p"] = link.encode(profile)
    app.run()
    app.switch_page(page_file(page)).run()
    assert not app.exception
    return app


def said(app):
    return "\n".join(str(e.value) for kind in (app.markdown, app.caption, app.info) for e in kind)


def find(app, title):
    return pick(app, shared.pickable("ml-latest-small")[title], "Find on the map")


@pytest.mark.parametrize(
    "profile",
    [Profile(), FAVOURITES, Profile.of({1: 0.5, 296: 1}), Profile.of({99_999_999: 5.0}),
     FAVOURITES.weigh(1196, 0).exclude(364).see(296)],
    ids=["empty", "favourites", "dislikes", "unknown", "weights"],
)  # fmt: skip
def test_the_map_stands_with_every_profile_and_a_picked_movie(app, profile):
    opened(app, profile)
    assert app.title[0].value == "Taste map"
    assert re.search(r"\d+\.\d % are among its 10 nearest here", said(app))
    find(app, MATRIX)
    assert not app.exception
    assert app.subheader[0].value == MATRIX
    words = app.table[-1].value
    assert words.iloc[0]["What"] == "picked"
    assert (words["What"] == f"near {MATRIX}").sum() == 6


def test_a_movie_is_rated_seen_hidden_and_removed_from_the_map(app):
    opened(app, FAVOURITES)
    find(app, MATRIX)
    assert "Score **" in said(app)
    app.feedback(key="map-stars-2571").set_value(3).run()
    assert app.session_state["profile"] == FAVOURITES.rate(2571, 4.0)
    assert app.query_params["p"] == link.encode(FAVOURITES.rate(2571, 4.0))
    assert "You gave it 4 ★" in said(app)
    app.button(key="map-seen").click().run()
    assert app.session_state["profile"].seen == (2571,)
    app.button(key="map-hide").click().run()
    assert app.session_state["profile"].not_interested == (2571,)
    assert "You hid it" in said(app)
    app.button(key="map-remove").click().run()
    assert app.session_state["profile"] == FAVOURITES
    assert app.subheader[0].value == MATRIX


def test_a_neighbour_can_be_picked_in_turn(app):
    opened(app, FAVOURITES)
    find(app, MATRIX)
    near = next(b for b in app.button if b.key and b.key.startswith("map-near-"))
    title = near.label
    near.click().run()
    assert app.subheader[0].value == title


def test_two_thousand_favourites_have_a_map(app, small):
    ids = small.model.movies.ids[:2000]
    opened(app, Profile(tuple((int(m), 4.0) for m in ids)))
    find(app, MATRIX)
    assert not app.exception
    assert len(app.table[-1].value) == 100


def test_the_joint_list_and_the_comparison_say_their_numbers(app, small):
    opened(app, FAVOURITES, "similar")
    headers = [h.value for h in app.header]
    assert headers == ["Similar to all your favourites", "Two movies side by side"]
    text = said(app)
    assert re.search(r"\d+ of the \d+ people who liked Star Wars.* also liked Pulp Fiction", text)
    assert re.search(r"are the same \(\d+\.\d % of all \d+\)|none is the same", text)
    joint = app.table[1].value
    assert len(joint) == 5
    assert set(pickers(app)) == {
        *("Movies similar to", "Why would I like one of these?", "First movie", "Second movie"),
    }
    pick(app, MATRIX_ID, "First movie")
    assert picker(app, "First movie")["chosen"] == MATRIX
    pick(app, MATRIX_ID, "Second movie")
    assert "Both are the same movie" in said(app)


@pytest.mark.parametrize(
    "profile", [Profile(), Profile.of({1: 1.0, 296: 0.5}), Profile.of({1196: 5.0})]
)
def test_similar_stands_with_few_or_no_favourites(app, profile):
    opened(app, profile, "similar")
    assert [h.value for h in app.header] == ["Two movies side by side"]


def test_any_number_of_similar_movies_and_none_that_one_knows(app):
    opened(app, FAVOURITES, "similar")
    app.number_input[0].set_value(1000).run()
    assert not app.exception
    assert len(app.table[0].value) == 1001
    app.number_input[0].set_value(30).run()
    app.toggle[0].set_value(True).run()
    known = {"Pulp Fiction (1994)", "Titanic (1997)"}
    shown = app.table[0].value
    plain = shown[shown["Similarity"] != ""]
    assert len(plain) == 150
    assert not known & set(plain["Movie"])
