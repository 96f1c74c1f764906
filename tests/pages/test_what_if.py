"""Why, what drives the list, without, and what would it take, through the entrypoint."""

import threading

import pytest
from components import pick, pickers
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.explain.stability import Voices
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.recommend.settings import Settings
from recsys.ui import background, shared

EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
TAKE = "Movie to bring in or throw out"
VIEWS = ["What drives it", "Without", "What would it take?"]


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile, view):
    app.query_params["p"] = link.encode(profile)
    app.run()
    app.switch_page(page_file("what_if")).run()
    return app.get_by_key("view").set_value(view).run()


def all_text(app):
    kinds = (app.header, app.subheader, app.markdown, app.caption, app.info, app.success)
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
    app.query_params["genre"] = "Film-Noir"
    app.query_params["not-genre"] = "Film-Noir"
    opened(app, FAVOURITES, view)
    assert app.session_state["settings"].filters.genres == ("Film-Noir",)
    assert not app.exception
    assert not app.error


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
    for view in VIEWS[:2]:
        opened(app, many, view)
        assert not app.exception
    assert app.get_by_key("without").value == []


def wait_for_the_small_models(app):
    for thread in threading.enumerate():
        if thread.name.startswith("ensemble"):
            thread.join(120)
    return app.run()


def test_the_address_asks_about_a_movie_and_follows_the_choice(app, small):
    last = small.recommend(FAVOURITES, 9).recommendations[-1]
    app.query_params["p"] = link.encode(FAVOURITES)
    app.query_params["movie"] = str(last.movie_id)
    app.run()
    app.switch_page(page_file("what_if"))
    app.query_params["movie"] = str(last.movie_id)
    app.run()
    assert app.get_by_key("view").value == "What would it take?"
    assert "out of the top 10" in all_text(app)
    pick(app, 318, TAKE)
    assert app.query_params["movie"] == "318"
    app.get_by_key("view").set_value("Without").run()
    assert "movie" not in app.query_params


@pytest.mark.parametrize("asked", ["99999999", "-1", "x", "1" * 5000, "٣"])
def test_a_movie_that_cannot_be_asked_about_leaves_the_field_empty(app, asked):
    app.run()
    app.switch_page(page_file("what_if"))
    app.query_params["movie"] = asked
    app.run()
    assert not app.exception
    assert pickers(app) == [TAKE]


def test_stability_comes_in_the_background_and_orders_the_list(app, small):
    shared.everything.clear()
    app.query_params["p"] = link.encode(FAVOURITES)
    app.run()
    app.switch_page(page_file("model")).run()
    assert "are being trained in the background" in all_text(app)
    assert "by-mean" not in [toggle.key for toggle in app.toggle]
    wait_for_the_small_models(app)
    assert not app.exception
    models = background.small_models("ml-latest-small").result
    voices = Voices(small, models)
    found = voices.found_in(FAVOURITES)
    own = small.recommend(FAVOURITES, 20)
    table = next(t.value for t in app.table if "In their top 20" in t.value.columns)
    assert list(table["In their top 20"]) == [f"{found.get(m, 0)} of 5" for m in own.movie_ids]
    app.toggle(key="by-mean").set_value(True).run()
    assert not app.exception
    first = voices.recommend(FAVOURITES, 1).recommendations[0]
    table = next(t.value for t in app.table if "Mean score" in t.value.columns)
    assert table["Mean score"].iloc[0] == f"{first.score:.3f}"
    pick(app, first.movie_id, "Why is it here?")
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
    app.session_state["settings"] = Settings(popularity=-0.5)
    app.run()
    assert "before your dials move anything" in all_text(app)
