"""Every page through the entrypoint, without a browser."""

from decimal import Decimal

import pytest
from components import (
    cards,
    change,
    details,
    left,
    pick,
    picker,
    pickers,
    press,
    rated,
    tap,
    tiles,
)
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys import evaluate, explore
from recsys.data import registry as datasets
from recsys.errors import ConfigError
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import shared
from recsys.ui.border import plain

EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
PAGES = {
    "profile": "Recommended for you",
    "what_if": "What if?",
    "similar": "Similar movies",
    "map": "Taste map",
    "night": "Movie night",
    "explore": "Explore the data",
    "model": "The model",
    "about": "About Cinefold",
}


@pytest.fixture
def app(small):
    """Return a started app; `small` sees to a trained model on disk."""
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, token):
    app.query_params["p"] = token
    return app.run()


def all_text(app):
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("token", ["", link.encode(FAVOURITES), "1damaged"])
def test_every_page_stands_with_an_empty_a_full_and_a_damaged_profile(app, page, token):
    if token:
        app.query_params["p"] = token
    app.run()
    app.switch_page(page_file(page)).run()
    assert not app.exception
    assert not app.error
    assert str(app.caption[-1].value).startswith("Data: MovieLens latest-small")
    welcome = page == "profile" and token != link.encode(FAVOURITES)
    expected = "Find your next movie, and see exactly why" if welcome else PAGES[page]
    assert app.title[0].value == expected
    assert bool(app.warning) == (token == "1damaged")


def test_picking_and_rating_changes_profile_address_and_list(app):
    app.run()
    pick(app, 1196)
    assert app.session_state["profile"] == Profile.of({1196: 4.0})
    assert app.title[0].value == "Recommended for you"
    assert app.header[0].value == "Your 1 movie"
    before = cards(app)
    assert len(before) == 10

    assert [(movie["title"], movie["stars"]) for movie in rated(app)] == [(EMPIRE, 4.0)]
    change(app, "rate", 1196, 5)
    assert app.session_state["profile"] == Profile.of({1196: 5.0})
    assert app.query_params["p"] == link.encode(Profile.of({1196: 5.0}))
    assert cards(app) != before


def test_a_tile_that_is_tapped_joins_and_can_be_removed(app):
    app.run()
    most_liked = explore.popularity(datasets.open_dataset("ml-latest-small")).head(12)
    assert [tile["movie_id"] for tile in tiles(app)] == list(most_liked.index)
    tap(app, 356)
    assert app.session_state["profile"].movie_ids == (356,)
    change(app, "remove", 356)
    assert app.session_state["profile"].is_empty
    assert "p" not in app.query_params


@pytest.mark.parametrize("movie_id", ["356", None, 8, 99999999, [356], 356.0, True])
def test_what_no_tile_says_changes_nothing(app, movie_id):
    app.run()
    tap(app, movie_id)
    assert len(tiles(app)) == 12
    assert "p" not in app.query_params
    assert not app.exception


def test_the_start_stands_before_a_model_is_there(app, monkeypatch):
    def trained(name):
        raise ConfigError("no model today")

    monkeypatch.setattr(shared, "recommender", trained)
    app.run()
    assert app.title[0].value == "Find your next movie, and see exactly why"
    assert pickers(app) == ["Find a movie"]
    assert len(tiles(app)) == 12
    assert "no model today" in app.error[0].value


def test_hiding_a_movie_takes_it_off_the_list_and_offers_a_way_back(app):
    opened(app, link.encode(FAVOURITES))
    movie_id = cards(app)[0]["movie_id"]
    press(app, "hide", movie_id)
    assert app.session_state["profile"].not_interested == (movie_id,)
    assert movie_id not in [card["movie_id"] for card in cards(app)]
    app.button(key=f"restore-{movie_id}").click().run()
    assert app.session_state["profile"].not_interested == ()


def test_a_recommendation_that_was_seen_is_rated_on_the_spot(app):
    opened(app, link.encode(FAVOURITES))
    movie_id = cards(app)[0]["movie_id"]
    press(app, "rate", movie_id, 4.5)
    assert app.session_state["profile"] == FAVOURITES.rate(movie_id, 4.5)
    assert movie_id not in [card["movie_id"] for card in cards(app)]


@pytest.mark.parametrize(
    ("action", "value", "said"),
    [("hide", None, "You hid {}."), ("see", None, "You have seen {}."),
     ("rate", 3.5, "You gave {} 3.5 stars.")],
)  # fmt: skip
def test_what_leaves_the_list_is_said_where_it_stood_and_undone_there(app, action, value, said):
    opened(app, link.encode(FAVOURITES))
    assert left(app) is None
    before = cards(app)
    third = before[2]
    press(app, action, third["movie_id"], value)
    assert left(app) == {
        "below": cards(app)[2]["movie_id"],
        "text": said.format(third["title"]),
    }
    press(app, "undo", left(app)["below"])
    assert app.session_state["profile"] == FAVOURITES
    assert [card["movie_id"] for card in cards(app)] == [card["movie_id"] for card in before]
    assert left(app) is None


def test_another_change_ends_what_is_said_of_the_one_before(app):
    opened(app, link.encode(FAVOURITES))
    press(app, "hide", cards(app)[0]["movie_id"])
    assert left(app) is not None
    change(app, "rate", 1196, 4)
    assert left(app) is None


@pytest.mark.parametrize(
    ("action", "movie_id"),
    [("hide", 1196), ("hide", "1"), ("hide", None), ("why", -1), ("drop", 1), ("why", [1])],
)
def test_what_no_button_says_changes_nothing(app, action, movie_id):
    opened(app, link.encode(FAVOURITES))
    press(app, action, movie_id)
    assert app.session_state["profile"] == FAVOURITES
    assert not app.exception
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("action", "movie_id", "value"),
    [("rate", 1196, "5"), ("rate", 1196, None), ("rate", 1196, 7), ("rate", 1196, float("nan")),
     ("rate", 1, 5), ("weigh", 1196, 2), ("weigh", 1196, "9"), ("weigh", 1196, [1]),
     ("remove", 1, None), ("drop", 1196, None), ("remove", "1196", None)],
)  # fmt: skip
def test_what_no_control_of_a_rating_says_changes_nothing(app, action, movie_id, value):
    opened(app, link.encode(FAVOURITES))
    change(app, action, movie_id, value)
    assert app.session_state["profile"] == FAVOURITES
    assert not app.exception


def test_every_card_holds_numbers_that_add_up_and_says_more_once_it_is_open(app):
    opened(app, link.encode(FAVOURITES))
    for card in cards(app):
        values = [Decimal(text.replace("\N{MINUS SIGN}", "-")) for _, _, text in card["parts"]]
        assert len(values) == 5
        assert sum(values) == Decimal(card["total"].replace("\N{MINUS SIGN}", "-"))
    first = cards(app)[0]["movie_id"]
    assert details(app) == {}
    press(app, "why", first)
    assert not app.exception
    told = details(app)
    assert list(told) == [str(first)]
    assert len(told[str(first)]["notes"]) == 4
    assert [site for site, _ in told[str(first)]["elsewhere"]] == ["IMDb", "TMDB", "Letterboxd"]


def test_the_profile_follows_to_every_page_and_back(app):
    token = link.encode(FAVOURITES)
    opened(app, token)
    for page in PAGES:
        app.switch_page(page_file(page)).run()
        assert app.session_state["profile"] == FAVOURITES
        assert app.query_params["p"] == token


def test_a_damaged_link_gets_a_notice_and_keeps_the_profile_one_has(app):
    opened(app, link.encode(FAVOURITES))
    app.query_params["p"] = "1" + "A" * 20
    app.run()
    assert "cut off or changed" in app.warning[0].value
    assert app.session_state["profile"] == FAVOURITES


def test_an_unknown_movie_stays_in_the_profile_and_is_said(app):
    token = link.encode(Profile.of({1196: 5, 99999999: 5}))
    opened(app, token)
    assert "99999999" in app.info[0].value
    assert app.session_state["profile"].movie_ids == (1196, 99999999)
    assert app.query_params["p"] == token


def test_dislikes_only_are_answered_with_what_is_popular(app):
    opened(app, link.encode(Profile.of({1196: 1})))
    assert "this is what most people like" in all_text(app)


def test_retraining_is_compared_with_the_instant_list(app):
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("model")).run()
    next(b for b in app.button if b.label == "Retrain with me and compare").click().run()
    assert not app.exception
    labels = {metric.label: metric.value for metric in app.metric}
    assert labels["Instant"].endswith("ms")
    assert labels["Retrained"].endswith("s")
    shared, of, n = labels["In both lists"].split()
    assert (of, n) == ("of", "20")
    assert 0 <= int(shared) <= 20


def test_two_pages_that_share_an_entry_of_the_menu_lead_to_each_other(app):
    app.run()
    for page, labels in (("map", ["Your taste", "Taste map"]), ("model", ["About", "The model"])):
        app.switch_page(page_file(page)).run()
        assert [link.label for link in app.get("page_link")[:2]] == labels
    app.switch_page(page_file("night")).run()
    assert "Taste map" not in [link.label for link in app.get("page_link")]


def test_similar_movies_stand_under_their_favourite(app):
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("similar")).run()
    movies = app.table[0].value["Movie"].tolist()
    assert len(movies) == 5 * 6
    assert movies[0] == plain(EMPIRE)


def test_without_favourites_similar_movies_show_a_finished_example(app, small):
    app.run()
    app.switch_page(page_file("similar")).run()
    first = small.similar(356, 5)
    assert app.header[0].value == "Forrest Gump (1994)"
    assert [tile["title"] for tile in tiles(app)] == [movie.title for movie in first]
    tap(app, first[0].movie_id)
    assert app.header[0].value == plain(first[0].title)


def test_explore_begins_with_a_favourite_and_ten_bars(app):
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("explore")).run()
    assert picker(app, "Look up a movie")["chosen"] == EMPIRE
    assert "How many movies" in [field.label for field in app.number_input if field.value == 10]
    app.button(key="more-ranks").click().run()
    assert "How many movies" in [field.label for field in app.number_input if field.value == 30]
    app.text_input[0].set_value("empire strkes bak").run()
    assert app.dataframe[0].value["Movie"].iloc[0] == EMPIRE


def test_explore_searches_and_agrees_with_the_command_line(app):
    app.run()
    app.switch_page(page_file("explore")).run()
    assert app.metric[0].value == "100,004"
    app.text_input[0].set_value("matrix the").run()
    assert app.dataframe[0].value["Movie"].iloc[0] == "The Matrix (1999)"
    app.text_input[0].set_value("|").run()
    assert "no letter or digit" in app.warning[0].value


def test_the_ranks_follow_their_filters(app):
    app.run()
    app.switch_page(page_file("explore")).run()
    app.get_by_key("rank-genre").select("Film-Noir").run()
    assert not app.exception
    first = explore.popularity(datasets.open_dataset("ml-latest-small"), genre="Film-Noir").iloc[0]
    assert f"{first['title']} leads" in all_text(app)


def test_the_like_threshold_shows_who_vanishes(app):
    app.run()
    app.switch_page(page_file("explore")).run()
    app.get_by_key("threshold").set_value(5.0).run()
    assert "vanish from the model" in all_text(app)
    assert "- Person" in all_text(app)


def test_an_unknown_data_set_in_the_link_is_said(app):
    app.query_params["dataset"] = "ml-9000"
    app.run()
    assert "ml-9000" in app.warning[0].value
    assert not app.exception


def test_a_data_set_that_cannot_be_used_is_one_sentence(app, monkeypatch):
    monkeypatch.setenv("RECSYS_DATASET", "/nowhere/ratings")
    app.run()
    assert "neither an installed data set" in app.error[0].value
    assert not app.exception


def test_the_model_page_runs_and_keeps_an_evaluation(app):
    app.run()
    app.switch_page(page_file("model")).run()
    app.multiselect[0].set_value(["default", "popularity"]).run()
    next(b for b in app.button if b.label == "Run").click().run(timeout=180)
    assert not app.exception
    table = app.dataframe[0].value
    assert set(table["Model"]) == {"default", "popularity"}
    assert "The default model is" in all_text(app)
    assert "134 people held out, seed 0" in all_text(app)
    noticed = app.dataframe[1].value.set_index("Model")
    assert noticed.loc["popularity", "Heard of, of ten"] == 10
    assert (
        noticed.loc["popularity", "Two lists differ by"]
        < noticed.loc["default", "Two lists differ by"]
    )


def test_the_model_page_tells_the_groups_of_people_apart(app, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))  # What shipped, not what another test found.
    app.run()
    app.switch_page(page_file("model")).run()
    assert "402 people held out, 3 groups (seeds 0, 1, 2)" in all_text(app)
    by_group = app.dataframe[0].value.set_index("Model").loc["default", "By group of people"]
    assert len(by_group.split(", ")) == 3
    assert not app.exception


def test_an_open_card_names_the_measured_chance_and_the_model_page_where_it_is_from(app, small):
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("profile")).run()
    first = small.recommend(FAVOURITES, 10).recommendations[0]
    press(app, "why", first.movie_id)
    report = small.model.report
    kept = evaluate.load_chances(report.dataset, report.fingerprint, small.model.config.to_dict())
    said = f"About {round(100 * kept.of(first.score, 5))} of 100 movies listed with such a score"
    assert any(note.startswith(said) for note in details(app)[str(first.movie_id)]["notes"])
    app.switch_page(page_file("model")).run()
    assert kept.command in [code.value for code in app.code]
    assert not app.exception


def test_where_no_chance_was_measured_none_is_said(app, small, monkeypatch):
    monkeypatch.setattr(evaluate, "load_chances", lambda *_: None)
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("profile")).run()
    first = small.recommend(FAVOURITES, 10).recommendations[0]
    press(app, "why", first.movie_id)
    notes = details(app)[str(first.movie_id)]["notes"]
    assert len(notes) == 3
    assert not any("of 100" in note for note in notes)
    app.switch_page(page_file("model")).run()
    assert "not measured yet" in all_text(app)


def test_other_settings_are_trained_and_compared(app):
    opened(app, link.encode(FAVOURITES))
    app.switch_page(page_file("model")).run()
    inputs = {field.label: field for field in app.number_input}
    inputs["Factors"].set_value(8)
    inputs["Iterations"].set_value(2)
    next(b for b in app.button if b.label == "Train").click().run(timeout=120)
    assert not app.exception
    assert "Trained in" in all_text(app)
    assert len(app.table[-1].value) == 20


def test_the_treemap_is_drawn_only_once_it_is_opened(app):
    app.switch_page(page_file("explore")).run()
    assert not app.get("plotly_chart")
    app.session_state["glance"] = True
    app.run()
    assert len(app.get("plotly_chart")) == 1
    assert not app.exception
