"""Dials and filters through the entrypoint: state, address, list and words agree."""

import re

import pytest
from components import cards, texts
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys import evaluate
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.settings import Settings
from recsys.ui.words.dials import price

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})


@pytest.fixture
def app(small):
    started = AppTest.from_file(APP, default_timeout=60)
    # Filters and dials are drawn for those who open them.
    started.session_state["filters"] = True
    started.query_params["p"] = link.encode(FAVOURITES)
    return started


def recommendations(app):
    return app.run().switch_page(page_file("profile")).run()


def captions(app):
    return "\n".join(str(c.value) for c in app.caption)


def test_turning_a_dial_changes_list_and_address_and_says_its_price(app, small):
    recommendations(app)
    before = texts(app)
    assert "sure (" not in captions(app)
    app.slider(key="dial-popularity").set_value(-0.75).run()
    assert app.session_state["settings"] == Settings(popularity=-0.75)
    assert app.query_params["popularity"] == "-0.75"
    assert texts(app) != before
    report = small.model.report
    prices = evaluate.load_prices(report.dataset, report.fingerprint, small.model.config.to_dict())
    assert price(prices, "popularity", -0.75, 5) in captions(app)
    assert "less known" in captions(app)
    assert all("for being famous" in text or "little known" in text for text in texts(app))
    assert not app.exception


def test_a_price_is_that_for_the_likes_the_model_knows(app, small):
    strangers = {900_000 + n: 5.0 for n in range(60)}
    app.query_params["p"] = link.encode(Profile.of({1196: 5.0, **strangers}))
    app.query_params["popularity"] = "-0.75"
    recommendations(app)
    report = small.model.report
    prices = evaluate.load_prices(report.dataset, report.fingerprint, small.model.config.to_dict())
    assert min(prices.given) < 60
    assert price(prices, "popularity", -0.75, min(prices.given)) in captions(app)


def test_a_link_brings_the_dials_along_and_a_reload_keeps_them(app, small):
    app.query_params["diversity"] = "0.33"
    recommendations(app)
    assert app.slider(key="dial-diversity").value == 0.33
    assert "about" in captions(app)
    listed = small.recommend(FAVOURITES, 10, diversity=0.33)
    assert [card["movie_id"] for card in cards(app)] == list(listed.movie_ids)
    app.run()
    assert app.query_params["diversity"] == "0.33"


def test_filters_are_taken_said_and_reset(app):
    recommendations(app)
    app.multiselect(key="filter-genres").set_value(["Western"]).run()
    app.multiselect(key="filter-without_genres").set_value(["Comedy"]).run()
    app.slider(key="filter-years").set_value((1960, 1999)).run()
    app.number_input(key="filter-min_likes").set_value(20).run()
    app.text_input(key="filter-text").set_value("the").run()
    app.toggle(key="filter-include_rated").set_value(True).run()
    asked = Filters(("Western",), ("Comedy",), 1960, 1999, 20, "the", True)
    assert app.session_state["settings"] == Settings(asked)
    assert "only Western · no Comedy · 1960 to 1999 · at least 20 likes" in captions(app)
    assert app.query_params["from"] == "1960"
    assert cards(app)
    app.button(key="reset-settings").click().run()
    assert app.session_state["settings"] == Settings()
    assert app.multiselect(key="filter-genres").value == []
    assert "genre" not in app.query_params
    assert not [button for button in app.button if button.key == "reset-settings"]


def test_the_whole_range_of_years_is_no_filter(app):
    recommendations(app)
    app.slider(key="filter-years").set_value((1960, 1999)).run()
    slider = app.slider(key="filter-years")
    slider.set_value((slider.min, slider.max)).run()
    assert app.session_state["settings"] == Settings()


def test_where_nothing_passes_the_page_says_what_to_loosen(app):
    app.query_params["genre"] = "Western|Soap"
    app.query_params["min-likes"] = "300"
    recommendations(app)
    assert "Without “at least 300 likes”" in app.warning[0].value
    assert "no movies of the genre Soap" in captions(app)
    assert not cards(app)


@pytest.mark.parametrize("query", [{"from": "2500"}, {"to": "1"}, {"from": "1999", "to": "1950"},
                                   {"min-likes": "9999999"}, {"title": "*<b>$x$"}])  # fmt: skip
def test_impossible_filters_leave_a_useful_page(app, query):
    for name, value in query.items():
        app.query_params[name] = value
    recommendations(app)
    assert not app.exception
    assert app.warning
    app.switch_page(page_file("profile")).run()
    assert not app.exception
    assert app.warning


def test_a_link_that_asks_for_too_many_likes_filters_by_the_number_it_shows(app, small):
    most = int(small.model.likes_per_movie.max())
    app.query_params["min-likes"] = str(most + 1)
    recommendations(app)
    assert app.number_input(key="filter-min_likes").value == most
    assert f"only {most:,} are asked for" in app.warning[0].value
    wanted = small.recommend(FAVOURITES, 10, Filters(min_likes=most))
    assert [card["title"] for card in cards(app)] == [m.title for m in wanted.recommendations]


def test_all_dislikes_or_nothing_leaves_the_dials_without_effect_but_working(app):
    app.query_params["p"] = link.encode(Profile.of({1196: 1}))
    app.query_params["popularity"] = "-1"
    recommendations(app)
    assert "None of your ratings is a like" in captions(app)
    assert not app.exception


def test_the_profile_page_shows_the_same_list_and_says_what_steers_it(app, small):
    app.query_params["popularity"] = "-1"
    app.run()
    assert "Steered: popularity dial at -1" in captions(app)
    first = small.recommend(FAVOURITES, 10, popularity=-1).recommendations[0]
    assert cards(app)[0]["title"] == first.title
    app.button(key="reset-settings").click().run()
    assert "Steered" not in captions(app)
    assert "popularity" not in app.query_params


def test_without_a_measurement_the_page_offers_one_and_then_shows_it(app, monkeypatch, tmp_path):
    """The button measures, keeps and shows; here a small grid stands for the whole one."""
    from recsys import paths
    from recsys.evaluate import prices

    monkeypatch.setattr(paths, "SHIPPED_EVALUATIONS", tmp_path)
    monkeypatch.setattr(prices, "GRID", {"popularity": (-1, 0, 1), "diversity": (0, 1)})
    kept = []
    monkeypatch.setattr(evaluate, "load_prices", lambda *_: kept[0] if kept else None)
    monkeypatch.setattr(evaluate, "save", kept.append)
    app.query_params["popularity"] = "-1"
    recommendations(app)
    assert "not measured for this data set yet" in captions(app)
    app.button(key="measure-prices").click().run(timeout=120)
    assert not app.exception
    assert re.search("sure .*, films .* known", captions(app))


def test_why_says_what_the_dials_did_to_the_place(app):
    app.query_params["popularity"] = "-0.5"
    recommendations(app)
    assert not app.exception
    for card in cards(app):
        assert re.match("(Lowered|Raised|Little)", card["notes"][0]) or not card["notes"]
    assert any(card["notes"] for card in cards(app))
