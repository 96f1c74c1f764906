"""The movie night page and the comparison, through the entrypoint, without a browser."""

import pytest
from components import cards, details, given, pick, press, star
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys.profile import link
from recsys.profile.night_link import entry
from recsys.profile.person import Person
from recsys.profile.profile import Profile
from recsys.ui.charts import theme
from recsys.ui.screens.night.party import EXAMPLE

ANN, BO, CY = EXAMPLE


@pytest.fixture
def app(small):
    """Return a started app; `small` sees to a trained model on disk."""
    return AppTest.from_file(APP, default_timeout=60)


def night(app, people=(), **parameters):
    app.query_params["with"] = [p if isinstance(p, str) else entry(p) for p in people]
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(page_file("night")).run()
    assert not app.exception
    return app


def open_chip(app, key="night-add-somebody"):
    app.button(key=key).click().run()
    assert not app.exception


def paste(app, text):
    if not any(area.key == "night-paste" for area in app.text_area):
        open_chip(app)
    app.text_area(key="night-paste").set_value(text)
    next(b for b in app.button if b.label == "Add from links").click().run()
    assert not app.exception


def parameter(app, key):
    """Return all values of a parameter; AppTest gives a single one bare."""
    values = app.query_params[key]
    return [values] if isinstance(values, str) else list(values)


def names(app):
    return [seat.person.name for seat in app.session_state["night_seats"]]


def favourites(app):
    return [tuple(one.values()) for one in given(app, "movie_list")["favourites"]]


def text(app):
    kinds = (app.header, app.markdown, app.caption, app.info, app.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_an_empty_night_shows_a_finished_example_that_can_be_taken_over(app):
    night(app)
    assert "With three made-up people it looks like this" in text(app)
    assert len(cards(app)) == 10
    assert "with" not in app.query_params
    app.button(key="night-example").click().run()
    assert not app.exception
    assert names(app) == ["Ann", "Bo", "Cy"]
    assert parameter(app, "with") == [entry(p) for p in EXAMPLE]
    assert parameter(app, "rule") == ["mean"]
    assert len(cards(app)) == 10


def test_links_tokens_and_what_is_damaged_pasted_at_once(app):
    night(app)
    token = link.encode(BO.profile)
    paste(app, f"https://x.org/?p={link.encode(ANN.profile)}&name=Ann\n{token} {token[:-1]}")
    assert names(app) == ["Ann", "Person 2"]
    assert "cut off or changed" in app.warning[0].value
    assert app.text_area(key="night-paste").value == token[:-1]
    paste(app, token)
    assert names(app) == ["Ann", "Person 2"]
    assert "here already, as Person 2" in app.warning[0].value


def test_a_damaged_person_of_the_link_is_said_and_the_others_stay(app):
    night(app, [ANN, "Bo~1damaged", CY], rule="median")
    assert names(app) == ["Ann", "Cy"]
    assert "the rule 'median'" in app.warning[0].value
    assert "Bo could not be read" in app.warning[1].value
    assert parameter(app, "with") == [entry(ANN), entry(CY)]
    assert parameter(app, "rule") == ["mean"]


def test_the_eighth_person_is_told_that_seven_fit(app):
    people = [f"P{i}~{link.encode(Profile.of({i + 1: 5}))}" for i in range(8)]
    night(app, people)
    assert names(app) == [f"P{i}" for i in range(7)]
    assert "7 people at most" in app.warning[0].value
    open_chip(app)
    assert app.button(key="night-add").disabled


def test_profiles_that_are_too_large_together_are_not_seated(app, monkeypatch):
    """As 28 links of 53 characters were, each of 10,000 movies."""
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    large = [Person(f"P{i}", Profile(seen=tuple(range(1, 3_000 + i)))) for i in range(3)]
    night(app, large)
    assert names(app) == ["P0"]
    assert "The profiles of a movie night hold 5,000 movies at most, together." in text(app)


def test_a_hundred_damaged_people_are_a_few_sentences(app):
    night(app, [*(f"P{i}~1x{i}" for i in range(100)), entry(ANN)])
    assert len(app.warning) == 5
    assert app.warning[4].value == "And 24 more could not be read."


def test_own_profile_joins_by_one_toggle_and_is_known_again_after_a_reload(app):
    night(app, [ANN], p=link.encode(BO.profile), name="Me")
    open_chip(app)
    app.toggle(key="night-join").set_value(True).run()
    assert names(app) == ["Ann", "Me"]
    assert parameter(app, "with") == [entry(ANN), f"Me~{link.encode(BO.profile)}"]
    again = AppTest.from_file(APP, default_timeout=60)
    night(again, parameter(app, "with"), p=link.encode(BO.profile), name="Me")
    open_chip(again)
    assert again.toggle(key="night-join").value
    again.toggle(key="night-join").set_value(False).run()
    assert names(again) == ["Ann"]


def test_own_profile_is_known_again_where_a_link_carries_only_the_beginning_of_its_list(app):
    whole = BO.profile.want(range(10_000, 40_000_000, 10_000))
    assert 0 < link.listed(whole) < len(whole.watchlist)
    app.session_state["kept"] = f"p={link.encode(whole, whole=True)}"
    night(app, [ANN, Person("Bo", whole)], p=link.encode(whole))
    assert app.session_state["profile"] == whole
    assert [seat.mine for seat in app.session_state["night_seats"]] == [False, True]


def test_a_profile_that_one_only_visits_is_not_called_ones_own(app):
    app.session_state["kept"] = ""
    night(app, [ANN], p=link.encode(BO.profile), name="Bo")
    open_chip(app)
    assert app.toggle(key="night-join").label == "Bo comes too"
    app.toggle(key="night-join").set_value(True).run()
    assert names(app) == ["Ann", "Bo"]
    assert "how alike Bo and Ann are" in text(app)
    mine = AppTest.from_file(APP, default_timeout=60)
    mine.session_state["kept"] = f"p={link.encode(BO.profile)}"
    night(mine, [ANN, BO], p=link.encode(BO.profile), name="Bo")
    open_chip(mine)
    assert mine.toggle(key="night-join").label == "I am in, with my own profile"
    assert "how alike you and Ann are" in text(mine)


def test_somebody_is_added_on_the_spot_rated_renamed_and_taken_out(app):
    night(app, [ANN])
    open_chip(app)
    app.button(key="night-add").click().run()
    assert names(app) == ["Ann", "Person 2"]
    assert "Person 2: no say in this list" in text(app)
    pick(app, 6, "Find a movie that Person 2 likes")
    star(app, 6, 5.0)
    app.text_input(key="night-name-1").set_value("Ann").run()
    assert not app.exception
    assert names(app) == ["Ann", "Ann 2"]
    assert parameter(app, "with")[1] == entry(Person("Ann 2", Profile.of({6: 5})))
    app.button(key="night-forget-1-6").click().run()
    app.button(key="night-remove-1").click().run()
    assert names(app) == ["Ann"]
    assert parameter(app, "with") == [entry(ANN)]


def test_one_chip_is_open_at_a_time_and_closes_again(app):
    night(app, [ANN, BO])
    assert not app.text_input
    open_chip(app, "night-seat-0")
    assert [field.value for field in app.text_input] == ["Ann"]
    open_chip(app, "night-seat-1")
    assert [field.value for field in app.text_input] == ["Bo"]
    open_chip(app, "night-seat-1")
    assert not app.text_input
    assert len(cards(app)) == 10


def test_each_person_has_the_first_free_colour_of_the_favourites(app):
    night(app, [Person("Nobody", Profile()), ANN, BO])
    first, second, third = theme.LIGHT.favourites[:3]
    assert [app.button(key=f"night-seat-{n}").label for n in range(3)] == [
        f':color[■]{{foreground="{first}"}} **Nobody** · 0 movies',
        f':color[■]{{foreground="{second}"}} **Ann** · 3 movies',
        f':color[■]{{foreground="{third}"}} **Bo** · 4 movies',
    ]
    assert favourites(app) == [(1, "Ann", second), (2, "Bo", third)]


@pytest.mark.parametrize("rule", ["least misery", "most pleasure"])
def test_rules_are_switched_and_stand_in_the_link(app, rule):
    night(app, EXAMPLE)
    before = cards(app)
    app.get_by_key("night-rule").set_value(rule).run()
    assert not app.exception
    assert parameter(app, "rule") == [rule]
    assert cards(app) != before
    for card in cards(app):
        deciding = [said for said in card["reason"].split(" · ") if said.endswith(" decides")]
        assert len(card["parts"]) == len(deciding) >= 1
        assert card["total"] == card["badge"].split(" · ")[0]


def test_why_shows_everybody_and_sums(app):
    night(app, EXAMPLE)
    first = cards(app)[0]
    told = details(app, "night-movies")[str(first["movie_id"])]["notes"]
    assert [note.partition(",")[0] for note in told] == ["Ann", "Bo", "Cy"]
    press(app, "favourites", first["movie_id"])
    assert not app.exception
    table = next(t.value for t in app.table if "Favourite" in t.value)
    column = table["Adds, % of appeal"].astype(float)
    assert table["Person"].unique().tolist() == ["Ann", "Bo", "Cy", "All"]
    sums = table["Favourite"] == "Appeal"
    for person in ("Ann", "Bo", "Cy"):
        own = table["Person"] == person
        assert column[own & ~sums].sum() == pytest.approx(column[own & sums].item(), abs=0.3)
    assert column[sums].mean() == pytest.approx(column.iloc[-1], abs=0.1)


def test_links_to_a_film_elsewhere_travel_once_its_card_is_open(app):
    night(app, EXAMPLE)
    first, *others = [str(card["movie_id"]) for card in cards(app)]
    assert details(app, "night-movies")[first]["elsewhere"] == []
    press(app, "why", int(first))
    told = details(app, "night-movies")
    assert [site for site, _ in told[first]["elsewhere"]] == ["IMDb", "TMDB", "Letterboxd"]
    assert all(told[other]["elsewhere"] == [] for other in others)


def test_two_people_are_compared(app):
    both = Profile.of({1: 5, 364: 2, 260: 5})
    night(app, [Person("Di_v", both), BO])
    assert "how alike Di\\_v and Bo are" in text(app)
    assert "Opinions differ most about The Lion King (1994)\\: 2 against 5 stars." in text(app)
    stars = next(
        t.value for t in app.table if t.value.columns.tolist() == ["Movie", "Di\\_v", "Bo"]
    )
    assert stars.iloc[0].tolist() == ["Toy Story (1995)", "5 ★", "4.5 ★"]


def test_nothing_left_and_nobody_with_a_like_are_sentences(app, small):
    everything = Profile(seen=tuple(int(i) for i in small.model.movies.ids))
    night(app, [ANN, Person("All", everything)])
    assert "No movie is left" in text(app)
    nobody = AppTest.from_file(APP, default_timeout=60)
    night(nobody, ["A~", "B~"])
    assert "Nobody here has a like that the model knows" in text(nobody)


def test_a_night_too_large_for_a_link_says_so_and_works(app, small):
    ids = small.model.movies.ids
    people = [
        Person(f"P{i}", Profile.of({int(m): 4.5 for m in ids[i::3][:2500]})) for i in range(3)
    ]
    night(app, people)
    assert "make a link of" in text(app)
    assert "with" not in app.query_params
    assert names(app) == ["P0", "P1", "P2"]


def with_list(person, *movie_ids):
    return Person(person.name, person.profile.want(movie_ids))


def test_a_night_is_chosen_from_everybodys_or_anybodys_list(app):
    both, one = 2571, 50
    people = [with_list(ANN, both, one), with_list(BO, both), CY]
    night(app, people)
    assert len(cards(app)) == 10
    switch = app.segmented_control(key="night-lists")
    assert switch.options == ["Any movie", "On everybody's list", "On anybody's list"]
    switch.set_value("everybody").run()
    assert len(cards(app)) == 1
    assert cards(app)[0]["title"] == "The Matrix (1999)"
    assert "Cy has no list; the lists of the others count." in text(app)
    assert parameter(app, "lists") == ["everybody"]
    app.segmented_control(key="night-lists").set_value("anybody").run()
    assert len(cards(app)) == 2
    app.segmented_control(key="night-lists").set_value("").run()
    assert "lists" not in app.query_params
    assert not app.exception


def test_a_nights_lists_come_with_its_address(app):
    night(app, [with_list(ANN, 2571), with_list(BO, 50)], lists="everybody")
    assert "No movie is on everybody's list." in text(app)
    assert "for 2 movies" in text(app)


def test_lists_that_nobody_has_or_that_make_no_sense_are_left_out(app):
    night(app, [ANN, BO], lists="everybody")
    assert not [c for c in app.segmented_control if c.key == "night-lists"]
    assert "lists" not in app.query_params
    assert len(cards(app)) == 10
    other = AppTest.from_file(APP, default_timeout=60)
    night(other, [with_list(ANN, 2571), BO], lists="<b>")
    assert "asks for lists" in text(other)
    assert "<b>" not in text(other)
