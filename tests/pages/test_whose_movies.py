"""A data set with ids of its own beside MovieLens': profiles go over by title and year."""

import pytest
from components import change, pick
from entry import APP, page_file
from made import release_100k
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.profile import Profile

GOLDENEYE, MATRIX, HEAT = 10, 2571, 6
"""MovieLens' ids; in the other data set 10 is The Matrix and 30 is Heat."""
MINE = Profile.of({GOLDENEYE: 5, MATRIX: 4, HEAT: 4.5})


@pytest.fixture
def app(small, recsys_home):
    folder = release_100k(recsys_home / "datasets" / "ml-100k")
    yield AppTest.from_file(APP, default_timeout=60)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def said(app):
    return "\n".join(str(e.value) for e in (*app.info, *app.warning))


def chosen(app, name):
    """Choose a data set on Explore."""
    app.switch_page(page_file("explore")).run()
    box = next(s for s in app.selectbox if s.label == "Data set")
    return box.select(name).run()


def test_a_link_does_not_take_goldeneye_for_the_matrix(app):
    app.query_params["p"] = link.encode(MINE)
    app.query_params["dataset"] = "ml-100k"
    app.run()
    assert not app.exception
    assert app.session_state["profile"].stars == {10: 4.0, 30: 4.5}
    assert "GoldenEye (1995)" in said(app)
    # A link keeps what the person has, in MovieLens' ids, as long as nothing changes here.
    assert app.query_params["p"] == link.encode(MINE)


def test_what_cannot_come_along_waits_and_joins_again_with_what_changed(app):
    app.query_params["p"] = link.encode(MINE)
    app.query_params["dataset"] = "ml-100k"
    app.run()
    change(app, "rate", 10, 1.5)
    expected = {GOLDENEYE: 5.0, MATRIX: 1.5, HEAT: 4.5}
    assert link.decode(app.query_params["p"]).stars == expected
    chosen(app, "ml-latest-small")
    assert app.session_state["profile"].stars == expected


def test_the_data_set_changes_again_and_again_and_the_profile_comes_back_whole(app):
    app.query_params["p"] = link.encode(MINE)
    app.query_params["dataset"] = "ml-latest-small"
    app.run()
    for _ in range(2):
        chosen(app, "ml-100k")
        assert app.session_state["profile"].stars == {10: 4.0, 30: 4.5}
        assert app.query_params["dataset"] == "ml-100k"
        chosen(app, "ml-latest-small")
        assert app.session_state["profile"] == MINE
        assert "dataset" not in app.query_params
        assert "GoldenEye" not in said(app)
    assert not app.exception


def test_what_is_added_there_comes_along_on_the_way_back(app):
    app.query_params["dataset"] = "ml-100k"
    app.run()
    pick(app, 30)
    assert app.session_state["profile"].stars == {30: 4.0}
    chosen(app, "ml-latest-small")
    assert app.session_state["profile"] == Profile.of({HEAT: 4.0})


def test_nobody_of_a_movie_night_is_read_as_somebody_elses_movies(app):
    app.query_params["with"] = [
        f"Ann~{link.encode(MINE)}",
        f"Bo~{link.encode(Profile.of({MATRIX: 5}))}",
    ]
    app.query_params["dataset"] = "ml-100k"
    app.run().switch_page(page_file("night")).run()
    assert not app.exception
    found = {
        seat.person.name: seat.person.profile.stars for seat in app.session_state["night_seats"]
    }
    assert found == {"Ann": {10: 4.0, 30: 4.5}, "Bo": {10: 5.0}}
    assert "GoldenEye (1995)" in said(app)


def test_a_token_whose_ids_nobody_knows_is_said_and_not_used(app):
    app.query_params["p"] = link.encode(Profile.of({10: 5}, catalogue="0badcafe"))
    app.run()
    assert not app.exception
    assert app.session_state["profile"].is_empty
    assert "numbered" in said(app)
