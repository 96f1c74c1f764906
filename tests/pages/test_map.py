"""The map and the Similar page's new parts, without a browser."""

import re

import numpy as np
import pytest
from components import pick, picker, pickers, star
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.map import store as map_store
from recsys.profile import link
from recsys.profile.examples import examples
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
    assert "It stands here because the people who love it also love " in said(app)
    words = app.table[-1].value
    assert words.iloc[0]["What"] == "picked"
    assert (words["What"] == f"near {MATRIX}").sum() == 6


def test_a_movie_is_rated_seen_hidden_and_removed_from_the_map(app):
    opened(app, FAVOURITES)
    find(app, MATRIX)
    assert re.search(r"For you it is number \*\*\d+\*\* of [\d,]+\. Main", said(app))
    star(app, 2571, 3.5)
    assert app.session_state["profile"] == FAVOURITES.rate(2571, 3.5)
    assert app.query_params["p"] == link.encode(FAVOURITES.rate(2571, 3.5))
    assert "You gave it 3.5 ★" in said(app)
    for movie_id, stars in ((1, 5.0), (2571, 99.0), (2571, -1), (2571, "five"), ("x", None)):
        star(app, movie_id, stars)
        assert not app.exception
        assert app.session_state["profile"] == FAVOURITES.rate(2571, 3.5)
    app.button(key="map-seen").click().run()
    assert app.session_state["profile"].seen == (2571,)
    app.button(key="map-hide").click().run()
    assert app.session_state["profile"].not_interested == (2571,)
    assert "You hid it" in said(app)
    app.button(key="map-remove").click().run()
    assert app.session_state["profile"] == FAVOURITES
    assert app.subheader[0].value == MATRIX
    app.button(key="map-close").click().run()
    assert not app.subheader


def test_a_neighbour_can_be_picked_in_turn(app):
    opened(app, FAVOURITES)
    find(app, MATRIX)
    near = next(b for b in app.button if b.key and b.key.startswith("map-near-"))
    title = near.label
    near.click().run()
    assert app.subheader[0].value == title


def test_without_a_rating_the_map_is_an_examples_and_says_so_until_one_has_a_rating(app):
    opened(app, Profile())
    [romantic] = [one for one in examples() if one.name == "Romantic at heart"]
    assert "**An example.** This is the map of “Romantic at heart”" in said(app)
    rows = app.table[-1].value
    favourites = rows[rows["What"] == "favourites, each in its colour"]
    assert len(favourites) == sum(stars >= 3 for stars in romantic.profile.stars.values())
    assert (rows["What"] == "disliked").sum() == 1
    find(app, MATRIX)
    assert "For “Romantic at heart” it is number" in said(app)
    assert app.session_state["profile"].is_empty if "profile" in app.session_state else True
    star(app, 2571, 5.0)
    assert "An example" not in said(app)
    assert "You stand in the middle" in said(app)


def test_the_regions_and_how_alike_neighbours_are_are_said_with_figures(app, small):
    opened(app, FAVOURITES)
    assert app.segmented_control(key="map-colour").value == "Decade"
    # Which regions there are hangs on the last digits of the layout, so on the machine: what holds
    # on each is that a decade's lift is that of the movies it has there and in all.
    regions = re.findall(
        r"\*\*(.+)\*\*: (\d[\d.]*) times as many as elsewhere "
        r"\((\d+) of the (\d+) movies",
        said(app),
    )
    assert len(regions) > 5
    found = re.search(
        r"Of the ten dots nearest to a dot, (\d+\.\d) % are of its decade; "
        r"of ten picked at random it would be (\d+\.\d) %", said(app)
    )  # fmt: skip
    # Independently: by all distances, over the 1,500 movies with the most likes.
    made = map_store.stored_or_made(small.model)[0]
    points = made.points[:1500]
    years = small.dataset.movies.loc[small.model.movies.ids[made.rows[:1500]], "year"]
    decades = np.maximum(years.to_numpy(dtype=int) // 10, years.min() // 10)
    first = sorted(set(decades))[-8]
    decades = np.maximum(decades, first)
    of_one_decade = [region for region in regions if re.fullmatch(r"\d{4}s", region[0])]
    assert of_one_decade
    for name, lift, here, of in of_one_decade:
        elsewhere = (10 * decades == int(name[:4])).sum() - int(here)
        by_hand = (int(here) / int(of)) / (elsewhere / (1500 - int(of)))
        assert float(lift) == pytest.approx(by_hand, abs=0.051 if "." in lift else 0.51)
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    near = np.argpartition(distances, 10, axis=1)[:, :10]
    assert float(found[1]) == pytest.approx(100 * (decades[near] == decades[:, None]).mean(), abs=1)
    same = decades[:, None] == decades[None]
    assert float(found[2]) == pytest.approx(100 * (same.sum() - 1500) / (1500 * 1499), abs=0.06)


def test_two_thousand_favourites_have_a_map(app, small):
    ids = small.model.movies.ids[:2000]
    opened(app, Profile(tuple((int(m), 4.0) for m in ids)))
    find(app, MATRIX)
    assert not app.exception
    assert len(app.table[-1].value) == 100


def test_the_joint_list_and_the_comparison_say_their_numbers(app, small):
    opened(app, FAVOURITES, "similar")
    headers = [h.value for h in app.header]
    assert headers[-2:] == ["Similar to all your favourites", "Two movies side by side"]
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
    assert [h.value for h in app.header][-1] == "Two movies side by side"
    assert not app.exception


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
