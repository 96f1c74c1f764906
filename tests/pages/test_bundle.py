"""Every page on a host that has a bundle and no ratings: each useful, none with an error."""

import pytest
from components import cards, look_below, pick
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys import bundle, explore, loading
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import background, shared

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
TOKEN = link.encode(FAVOURITES)
PAGES = ("profile", "what_if", "taste", "similar", "map", "night", "explore", "model", "about")
NONE_HERE = "This takes people's ratings, and this host has none of"


@pytest.fixture
def served(small_bundle, monkeypatch):
    monkeypatch.setenv("RECSYS_DATASET", str(small_bundle))
    return str(small_bundle)


@pytest.fixture
def bare(small, tmp_path, monkeypatch):
    """Serve a bundle with nothing that it may lack."""
    counted = explore.count_ratings(small.dataset)
    needed = type(counted)(counted.fingerprint, counted.movies)
    bundle.write(tmp_path / "bare", small.dataset, small.model, needed)
    monkeypatch.setenv("RECSYS_DATASET", str(tmp_path / "bare"))
    return tmp_path / "bare"


@pytest.fixture
def sampled(small, tmp_path, monkeypatch):
    """Serve a bundle with a sample of people."""
    source = loading.Source(small.dataset, small.model.min_rating)
    bundle.make(tmp_path / "sampled", source, small.model, sample_people=100)
    monkeypatch.setenv("RECSYS_DATASET", str(tmp_path / "sampled"))


def opened(page, token=TOKEN):
    app = AppTest.from_file(APP, default_timeout=120)
    if token:
        app.query_params["p"] = token
    app.run()
    return app if page == "profile" else app.switch_page(page_file(page)).run()


def said(app):
    return [str(info.value) for info in app.info]


def headers(app):
    return [str(header.value) for header in app.header]


@pytest.mark.parametrize("kind", ["served", "bare"])
@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands(request, kind, page, token):
    request.getfixturevalue(kind)
    app = look_below(opened(page, token))
    assert not app.exception
    assert not app.error
    assert not app.warning


def test_the_list_is_that_of_the_data_set(served, small):
    app = opened("profile")
    listed = [card["movie_id"] for card in cards(app)]
    assert listed == list(small.recommend(FAVOURITES, len(listed)).movie_ids)
    pick(app, 1240)
    assert not app.exception
    assert 1240 in app.session_state["profile"].movie_ids


def test_questions_say_why_there_are_none(served):
    app = look_below(opened("profile"))
    assert "Rate these next" in headers(app)
    assert [text for text in said(app) if NONE_HERE in text]
    assert not [button for button in opened("profile", "").button if "Rather be" in button.label]


def test_taste_shows_everybodys_shares_and_says_that_nobody_is_here(served, small):
    app = opened("taste")
    assert {"What you love", "People whose taste is like yours"} <= set(headers(app))
    assert len([text for text in said(app) if NONE_HERE in text]) == 1


def test_similar_counts_people_who_like_both(served, small):
    app = opened("similar")
    metrics = {metric.label: metric.value for metric in app.metric}
    likes = shared.likers("ml-latest-small").overlap(1196, 296)
    assert metrics["Liked both"] == f"{likes.both:,}"
    assert metrics["Given their habits"] == f"{likes.by_activity:,.1f}"


def test_explore_shows_what_was_counted(served, small):
    app = opened("explore")
    metrics = {metric.label: metric.value for metric in app.metric}
    assert metrics["People"] == "671"
    assert metrics["People kept"] == "671"
    assert not said(app)
    assert any("takes the ratings themselves" in str(c.value) for c in app.caption)


def test_the_model_page_shows_what_was_measured_and_offers_no_training(served):
    app = opened("model")
    assert "Training loss" in headers(app)
    assert not [button for button in app.button if button.label in ("Run", "Train")]
    assert not [button for button in app.button if button.label.startswith("Retrain")]
    # Evaluating, retraining and other settings, each in its place.
    assert len([text for text in said(app) if NONE_HERE in text]) == 3
    assert len(app.dataframe) >= 2


def test_the_small_models_come_from_the_bundle(served):
    app = opened("model")
    making = background.small_models(served)
    assert making.finished.wait(60)
    assert making.error is None
    assert len(making.result) == 5
    app.run()
    assert not app.exception


def test_a_bundle_with_nothing_more_than_it_must_have_says_so(bare):
    app = opened("explore")
    assert any("was not counted beforehand" in str(c.value) for c in app.caption)
    assert len([text for text in said(app) if NONE_HERE in text]) == 2
    assert len([text for text in said(opened("taste")) if NONE_HERE in text]) == 2
    assert [text for text in said(opened("similar")) if NONE_HERE in text]


def test_a_sample_answers_for_all(sampled):
    app = opened("taste")
    assert not said(app)
    assert not app.exception
    app = opened("profile", "")
    ask = next(button for button in app.button if button.label.startswith("Rather be asked"))
    ask.click().run()
    assert "Rate these next" in headers(app)
    assert not said(app)
    assert not app.exception


def test_a_damaged_bundle_is_one_sentence_on_every_page(bare):
    next(bare.glob("models/*/item_factors.npy")).write_bytes(b"x")
    for page in ("similar", "map"):
        app = opened(page)
        assert not app.exception
        assert "checksums do not match" in app.error[0].value
