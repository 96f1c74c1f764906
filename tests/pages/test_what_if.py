"""Why, what drives the list, without, and what would it take, through the entrypoint."""

import re
import threading

import pytest
from components import pick, pickers, press, texts
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.explain.stability import Voices
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import background, shared

EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
TAKE = "Movie to bring in or throw out"
VIEWS = ["List", "What drives it", "Without", "What would it take?"]


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile, view):
    app.query_params["p"] = link.encode(profile)
    app.run()
    app.switch_page(page_file("recommendations")).run()
    if view != "List":
        app.get_by_key("view").set_value(view).run()
    return app


def all_text(app):
    kinds = (app.subheader, app.markdown, app.caption, app.info, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile.of({1196: 5}),
        Profile.of({1196: 1, 260: 0.5}),
        Profile.of({99999999: 5}),
        Profile.of({1196: 4, 296: 4}),
    ],
    ids=["none", "one", "dislikes", "unknown", "equal"],
)
def test_every_view_stands_with_every_kind_of_profile(app, profile, view):
    opened(app, profile, view)
    assert not app.exception
    assert not app.error
    assert all_text(app)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_when_the_filters_leave_nothing(app, view):
    opened(app, FAVOURITES, view)
    app.multiselect(key="filter-genres").set_value(["Film-Noir"]).run()
    app.multiselect(key="filter-without_genres").set_value(["Film-Noir"]).run()
    assert not app.exception
    assert len(app.warning) == 1


def test_any_movie_is_explained_in_full(app):
    opened(app, FAVOURITES, "List")
    assert "Movie to explain" not in pickers(app)
    app.session_state["why-any"] = 318
    app.get_by_key("why-not").click().run()
    assert not app.exception
    text = all_text(app)
    assert re.search(
        r"Rank [\d,]+ of [\d,]+ movies that you have not rated, with a score of 0\.\d+", text
    )
    assert "people in the data like it" in text
    assert "of your top 20" in text
    assert re.search(r"Without .* it would be number [\d,]+\.|No single rating decides", text)
    headings = [tuple(table.value.columns) for table in app.table]
    assert ("Movie", "Adds to the score") in headings
    without = next(t.value for t in app.table if "Without" in t.value.columns)
    assert len(without) == 5


def test_what_drives_the_list_names_the_strongest_reason(app, small):
    opened(app, FAVOURITES, "What drives it")
    assert app.get("vega_lite_chart")
    assert "is the strongest reason for" in all_text(app)
    app.get_by_key("brings-in").select(EMPIRE).run()
    assert not app.exception
    found = small.recommend(FAVOURITES, 20)
    for_it = sum(
        any(c.movie_id == 1196 and c.contribution > 0 for c in r.contributions)
        for r in found.recommendations
    )
    assert len(app.table[-1].value) == for_it


def test_leaving_a_favourite_out_changes_the_list_but_not_the_profile(app):
    opened(app, FAVOURITES, "Without")
    assert "All your ratings count" in all_text(app)
    app.get_by_key("without").set_value([EMPIRE]).run()
    assert not app.exception
    assert "Without 1 rating" in all_text(app)
    table = app.table[0].value
    entered = table["Change"].eq("comes in").sum()
    assert entered == table["Change"].eq("leaves").sum() > 0
    assert app.session_state["profile"] == FAVOURITES


def test_what_it_takes_is_applied_and_undone_with_one_click(app, small):
    opened(app, FAVOURITES, "What would it take?")
    pick(app, small.recommend(FAVOURITES, 9).recommendations[-1].movie_id, TAKE)
    assert not app.exception
    assert "out of the top 10" in all_text(app)
    app.get_by_key("apply-change").click().run()
    assert app.session_state["profile"] != FAVOURITES
    assert "is not in your top 10 any more" in all_text(app)
    app.get_by_key("undo-change").click().run()
    assert app.session_state["profile"] == FAVOURITES


def test_what_it_takes_says_why_a_rated_movie_is_refused(app):
    opened(app, FAVOURITES, "What would it take?")
    pick(app, 1196, TAKE)
    assert "you rated" in all_text(app)


def test_two_thousand_favourites_have_every_view(app, small):
    rows = small.model.by_popularity[:2000]
    many = Profile.of({int(m): 4.0 for m in small.model.movies.ids[rows]})
    for view in VIEWS[:3]:
        opened(app, many, view)
        assert not app.exception
    assert app.get_by_key("without").value == []


def wait_for_the_small_models(app):
    for thread in threading.enumerate():
        if thread.name.startswith("ensemble"):
            thread.join(120)
    return app.run()


def test_stability_comes_in_the_background_and_orders_the_list(app, small):
    shared.everything.clear()
    opened(app, FAVOURITES, "List")
    assert "are being trained in the background" in all_text(app)
    assert "by-mean" not in [toggle.key for toggle in app.toggle]
    wait_for_the_small_models(app)
    assert not app.exception
    models = background.small_models("ml-latest-small").result
    voices = Voices(small, models)
    found = voices.found_in(FAVOURITES)
    own = small.recommend(FAVOURITES, 20)
    badges = [re.search(r" in (\d) of 5 ", text) for text in texts(app)]
    assert [int(b[1]) for b in badges] == [found.get(m, 0) for m in own.movie_ids]
    app.toggle(key="by-mean").set_value(True).run()
    assert not app.exception
    first = voices.recommend(FAVOURITES, 1).recommendations[0]
    assert texts(app)[0].startswith(f"1. {first.title} score {first.score:.3f}")
    press(app, "why", first.movie_id)
    assert not app.exception
    assert f"mean score of {first.score:.3f}" in all_text(app)


def test_similar_movies_are_explained_too(app, small):
    app.query_params["p"] = link.encode(FAVOURITES)
    app.run()
    app.switch_page(page_file("similar")).run()
    neighbour = small.similar(1196, 1)[0]
    pick(app, neighbour.movie_id, "Why would I like one of these?")
    app.get_by_key("explain-similar").click().run()
    assert not app.exception
    found = small.explain(neighbour.movie_id, FAVOURITES)
    assert f"ank {found.rank:,} of" in all_text(app)


def test_weights_and_movies_seen_or_hidden_have_every_view(app):
    """Weightless, seen and hidden movies beside a like: every view stands."""
    profile = Profile.of({1196: 5, 296: 1, 924: 4}).weigh(924, 0).weigh(296, 3).see(1721)
    for view in VIEWS:
        opened(app, profile.exclude(364), view)
        assert not app.exception


def test_with_a_dial_turned_the_what_ifs_say_that_they_mean_the_order_by_score(app):
    opened(app, FAVOURITES, "Without")
    assert "before your dials move anything" not in all_text(app)
    app.slider(key="dial-popularity").set_value(-0.5).run()
    assert "before your dials move anything" in all_text(app)
