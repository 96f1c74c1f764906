"""What a visitor of a public host is offered, without a browser."""

import pytest
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.errors import ConfigError
from recsys.limits import PUBLIC
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import shared

TOKEN = link.encode(Profile.of({1196: 5, 296: 4, 924: 4}))


@pytest.fixture
def public(small, monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    monkeypatch.setattr(shared, "turns", shared.Turns())


def opened(page):
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["p"] = TOKEN
    return app.run().switch_page(page_file(page)).run()


def number(app, label):
    return next(field for field in app.number_input if field.label == label)


def button(app, label):
    return [button for button in app.button if button.label == label]


def test_what_takes_a_gigabyte_is_offered_at_home_only(small):
    assert button(opened("model"), "Run")


def test_what_takes_a_gigabyte_is_not_offered_to_strangers(public):
    app = opened("model")
    assert not app.exception
    assert not button(app, "Run")
    assert any("evaluate" in code.value for code in app.code)


def test_a_training_is_bounded_also_where_the_browser_is_not_asked(public):
    app = opened("model")
    assert number(app, "Factors").max == PUBLIC.factors
    assert number(app, "Iterations").max == PUBLIC.iterations
    usual = number(app, "Factors").value
    assert number(app, "Factors").set_value(512).run().number_input
    assert number(app, "Factors").value == usual <= PUBLIC.factors


def test_strangers_train_one_after_the_other(public):
    app = opened("model")
    retrain = button(app, "Retrain with me and compare")[0]
    retrain.click().run()
    assert not app.warning
    other = opened("model")
    button(other, "Retrain with me and compare")[0].click().run()
    assert not other.exception
    assert "try again in" in other.warning[0].value


def test_at_home_nobody_waits_for_a_turn():
    turns = shared.Turns()
    turns.take()
    turns.take()


def test_a_turn_is_refused_until_time_has_passed(public):
    turns = shared.Turns()
    turns.take()
    with pytest.raises(ConfigError, match=f"one training in {PUBLIC.training_seconds:g} seconds"):
        turns.take()
