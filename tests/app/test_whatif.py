"""Why, what drives the list, without, and what would it take, through the entrypoint."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from recsys import link
from recsys.profile import Profile

APP = str(Path(__file__).resolve().parents[2] / "streamlit_app.py")
EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
VIEWS = ["List", "What drives it", "Without", "What would it take?"]


@pytest.fixture
def app(small):
    return AppTest.from_file(APP, default_timeout=60)


def opened(app, profile, view):
    app.query_params["p"] = link.encode(profile)
    app.run()
    app.switch_page("pages/recommendations.py").run()
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
    app.selectbox[1].select("Film-Noir")
    app.slider[0].set_range(2015, 2016).run()
    assert not app.exception
    assert "No movie is left" in app.warning[0].value


def test_any_movie_is_explained_in_full(app):
    opened(app, FAVOURITES, "List")
    app.get_by_key("why-any").select("The Shawshank Redemption (1994)").run()
    app.get_by_key("explain-any").click().run()
    assert not app.exception
    text = all_text(app)
    assert re.search(
        r"Rank [\d,]+ of [\d,]+ movies that you have not rated, with a score of 0\.\d+", text
    )
    assert "How sure is the model?" in text
    assert "people like it" in text
    assert "It hangs most on" in text or "No single rating decides" in text
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
    app.get_by_key("take").select(small.recommend(FAVOURITES, 9).recommendations[-1].title).run()
    assert not app.exception
    assert "out of the top 10" in all_text(app)
    app.get_by_key("apply-change").click().run()
    assert app.session_state["profile"] != FAVOURITES
    assert "is not in your top 10 any more" in all_text(app)
    app.get_by_key("undo-change").click().run()
    assert app.session_state["profile"] == FAVOURITES


def test_what_it_takes_says_why_a_rated_movie_is_refused(app):
    opened(app, FAVOURITES, "What would it take?")
    app.get_by_key("take").select(EMPIRE).run()
    assert "you rated" in all_text(app)


def test_two_thousand_favourites_have_every_view(app, small):
    rows = small.model.by_popularity[:2000]
    many = Profile.of({int(m): 4.0 for m in small.model.movies.ids[rows]})
    for view in VIEWS[:3]:
        opened(app, many, view)
        assert not app.exception
    assert app.get_by_key("without").value == []
