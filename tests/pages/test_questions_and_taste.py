"""Examples, questions and the taste portrait, without a browser."""

import components
import pytest
from components import change, look_below
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.data.registry import open_dataset
from recsys.profile import link
from recsys.profile.examples import examples
from recsys.profile.profile import Profile

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile, page=None):
    app.query_params["p"] = link.encode(profile)
    app.run()
    return app.switch_page(page_file(page)).run() if page else app


def questions(app):
    return [card["movie_id"] for card in components.questions(app)]


def text(app):
    return "\n".join(block.value for block in (*app.markdown, *app.caption, *app.info))


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.name)
def test_an_example_is_one_click_and_can_be_undone(app, example):
    app.run()
    app.button(key=f"example-{example.name}").click().run()
    assert not app.exception
    assert app.session_state["profile"] == example.profile
    assert app.title[0].value == "Recommended for you"
    app.button(key="undo").click().run()
    assert app.session_state["profile"].is_empty


def test_examples_exist_in_the_embedded_data_and_differ():
    movies = open_dataset("ml-latest-small").movies
    for example in examples():
        assert set(example.profile.movie_ids) <= set(movies.index[movies["named"]])
    assert len({example.profile for example in examples()}) == len(examples()) >= 6
    assert any(stars < 3 for e in examples() for stars in e.profile.stars.values())


@pytest.mark.ml1m
def test_examples_exist_in_movielens_1m(ml1m_path):
    movies = open_dataset(ml1m_path).movies
    assert all(set(example.profile.movie_ids) <= set(movies.index) for example in examples())


def test_questions_can_be_asked_before_anything_is_rated(app):
    app.run()
    assert questions(app) == []
    app.button(key="ask-me").click().run()
    assert len(questions(app)) == 3


def because(app):
    """Return the titles of the rows by reason, or None where none stand."""
    keys = [e.proto.id for e in app.get("bidi_component") if e.proto.component_name == "movie_list"]
    if not any(key.endswith("because-movies") for key in keys):
        return None
    return components.given(app, "movie_list", "because-movies")["movies"]


def test_rows_by_reason_are_made_once_somebody_looks_and_follow_the_profile_from_then_on(app):
    opened(app, FAVOURITES)
    assert because(app) is None
    look_below(app)
    found = because(app)
    headings = [movie["heading"] for movie in found if movie["heading"]]
    assert len(found) == 3 * len(headings) > 0
    assert all(heading.startswith("More because of ") for heading in headings)
    assert not {m["movie_id"] for m in found} & {m["movie_id"] for m in components.cards(app)}
    change(app, "remove", 1196)
    assert because(app)
    assert not [m for m in because(app) if "Empire Strikes Back" in m["heading"]]


def test_a_rating_joins_the_profile_and_only_its_own_question_is_replaced(app):
    look_below(opened(app, FAVOURITES))
    first = questions(app)
    assert len(first) == 3
    assert not set(first) & set(FAVOURITES.movie_ids)
    components.question(app, "rate", first[1], 2)
    assert not app.exception
    assert app.session_state["profile"] == FAVOURITES.rate(first[1], 2.0)
    assert questions(app)[:2] == [first[0], first[2]]
    assert first[1] not in questions(app)
    assert app.query_params["p"] == link.encode(app.session_state["profile"])


def test_havent_seen_leaves_the_profile_alone_and_is_not_asked_again(app):
    look_below(opened(app, FAVOURITES))
    asked = []
    for _ in range(6):
        movie = questions(app)[0]
        assert movie not in asked
        asked.append(movie)
        components.question(app, "unseen", movie)
    assert app.session_state["profile"] == FAVOURITES
    assert app.query_params["p"] == link.encode(FAVOURITES)
    assert not set(asked) & set(questions(app))
    assert app.button(key="undo").disabled
    app.button(key="ask-again").click().run()
    assert questions(app)[0] == asked[0]


def test_not_interested_keeps_a_movie_off_the_list(app):
    look_below(opened(app, FAVOURITES))
    movie = questions(app)[0]
    components.question(app, "hide", movie)
    assert app.session_state["profile"].not_interested == (movie,)
    assert movie not in questions(app)


def test_undo_brings_questions_for_the_profile_it_leads_to(app):
    look_below(opened(app, FAVOURITES))
    first = questions(app)
    components.question(app, "rate", first[0], 5)
    app.button(key="undo").click().run()
    assert app.session_state["profile"] == FAVOURITES
    look_below(app)
    assert questions(app) == first


def test_questions_are_chosen_once_somebody_looks_and_stand_until_then(app):
    opened(app, FAVOURITES)
    assert questions(app) == []
    look_below(app)
    first = questions(app)
    assert len(first) == 3
    change(app, "remove", 364)
    assert questions(app) == first
    look_below(app)
    changed = questions(app)
    assert len(changed) == 3
    # Nobody asks for what stands there.
    assert look_below(app) is app
    assert questions(app) == changed


def test_the_portrait_names_people_favourites_and_ranks(app):
    opened(app, FAVOURITES, "taste")
    assert not app.exception
    said = text(app)
    assert "people like: 108 people of 671" in said
    assert "of your 5 favourites" in said
    assert [h.value for h in app.header] == [
        "What you love",
        "Your most unusual favourite",
        "People whose taste is like yours",
        "Does it know you?",
    ]
    assert "come back among the first 10" in said or "comes back among the first 10" in said
    assert "With 5 movies this can be luck (" in said
    assert "cosine" not in said
    assert "Wilson" not in said


def test_a_favourite_that_is_rarest_and_oddest_is_named_once(app, small):
    liked = (260, 1196, 1210)
    rare = int(small.model.movies.ids[small.model.by_popularity[3_000]])
    opened(app, Profile(tuple((m, 5.0) for m in (*liked, rare))), "taste")
    said = next(m.value for m in app.markdown if "fewest people like" in m.value)
    assert "It is also the one most unlike the others" in said


def test_an_empty_profile_sees_what_it_will_look_like(app):
    opened(app, Profile(), "taste")
    assert not app.exception
    assert "With the Star Wars fan's taste it looks like this" in text(app)
    assert next(h.value for h in app.header) == "What you love"
    assert "of your 3 favourites" in text(app)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile(), "Rate at least one movie"),
        (Profile.of({1196: 1, 296: 0.5}), "Rate at least one movie"),
        (Profile.of({1196: 5}).weigh(1196, 0), "Rate at least one movie"),
        (Profile.of({999_999_999: 5}), "do not count here"),
        (Profile.of({1196: 5}), "at least 3 favourites"),
        (Profile.of({1196: 5, 296: 4, 924: 4, 999_999_999: 5}), "do not count here"),
    ],
)
def test_small_and_odd_profiles_are_told_what_is_needed(app, profile, said):
    opened(app, profile, "taste")
    assert not app.exception
    assert said in text(app)


def test_two_thousand_favourites_make_a_portrait(app, small):
    ids = [int(m) for m in small.model.movies.ids[:2_000]]
    opened(app, Profile(tuple((m, 4.0) for m in ids)), "taste")
    assert not app.exception
    assert "of your 2,000 hidden favourites" in text(app)
