from xml.etree import ElementTree

import pytest

from recsys.people.night import LEAST_MISERY, MEAN, Night, NightMovie, Vote
from recsys.recommend.results import Contribution
from recsys.ui.charts import night as night_charts
from recsys.ui.charts import theme


def word(name, appeal, part, deciding, *adds):
    parts = tuple(Contribution(i, f"Movie {i}", value) for i, value in enumerate(adds, 1))
    return Vote(name, appeal, part, deciding, parts)


ANN = word('A"nn', 1.0, 0.5, True, 0.6, 0.5, -0.1)
BO = word("Bo", -0.2, -0.1, True, *[0.1] * 4, -0.3, -0.3)
MOVIE = NightMovie(1, 7, "Alien", 0.4, (ANN, BO))
COLOUR = {'A"nn': "#111111", "Bo": "#222222"}


def rows(chart):
    (data,) = chart.to_dict()["datasets"].values()
    return data


def test_under_the_mean_one_bar_of_parts_sums_to_the_value():
    found = rows(night_charts.people_bars(MOVIE, MEAN, COLOUR))
    assert [row["part"] for row in found] == pytest.approx([50, -10])
    assert sum(row["part"] for row in found) == pytest.approx(100 * MOVIE.value)
    assert {row["row"] for row in found} == {"all"}


def test_under_the_other_rules_everybody_has_a_bar_and_who_decides_stands_out():
    faded = NightMovie(
        1, 7, "Alien", -0.2, (word("Ann", 1, 0, False), word("Bo", -0.2, -0.2, True))
    )
    found = rows(night_charts.people_bars(faded, LEAST_MISERY, {"Ann": "#1", "Bo": "#2"}))
    assert [row["part"] for row in found] == pytest.approx([100, -20])
    assert [row["strength"] for row in found] == [0.4, 1.0]


def test_everybody_has_the_colour_that_is_theirs():
    drawn = night_charts.people_bars(MOVIE, MEAN, {"Cy": "#333333", **COLOUR}).to_dict()
    assert drawn["encoding"]["color"]["scale"] == {
        "domain": list(COLOUR),
        "range": list(COLOUR.values()),
    }


def test_legend_labels_hold_any_name():
    legend = night_charts.people_bars(MOVIE, MEAN, COLOUR).to_dict()["encoding"]["color"]["legend"]
    assert (
        legend["labelExpr"] == '({"A\\"nn": "A\\"nn 100 %", "Bo": "Bo \\u221220 %"})[datum.label]'
    )


def test_each_persons_favourites_sum_to_the_appeal_and_the_rest_is_others():
    found = night_charts.favourite_rows(MOVIE.people, shown=3)
    assert [(name, title) for name, title, _ in found] == [
        ('A"nn', "Movie 1"),
        ('A"nn', "Movie 2"),
        ('A"nn', "Movie 3"),
        ("Bo", "Movie 1"),
        ("Bo", "Movie 5"),
        ("Bo", "Movie 6"),
        ("Bo", "3 others"),
    ]
    assert sum(adds for name, _, adds in found if name == "Bo") == pytest.approx(-0.2)
    chart = night_charts.favourite_bars(MOVIE, COLOUR, theme.DARK)
    assert len(rows(chart)) == 8


def test_alternative_text_tells_who_wants_it_how_much_and_why():
    assert night_charts.people_takeaway(MOVIE, LEAST_MISERY) == (
        'Alien: 40 % for all; A"nn 100 % (decides), Bo −20 % (decides)'
    )
    assert night_charts.favourite_takeaway(NightMovie(1, 7, "Alien", 1, (ANN,))) == (
        'Favourites behind the appeal of Alien: A"nn 100 % (Movie 1 +60, Movie 2 +50, Movie 3 -10)'
    )


def rects(svg):
    shapes = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
    return [
        (float(r.get("x")), float(r.get("width")), r.get("fill"), float(r.get("opacity")))
        for r in shapes
    ]


def test_the_cards_bar_lays_parts_end_to_end_and_what_speaks_against_left_of_zero():
    # 500 wide from −.1 to 1, so that .1 takes 500 / 11.
    step = pytest.approx
    track, ann, bo = rects(night_charts.bar_svg(MOVIE, MEAN, COLOUR, low=-0.1))
    assert track[:2] == (step(45.45, abs=0.01), step(454.55, abs=0.01))
    assert ann == (step(45.45, abs=0.01), step(227.27, abs=0.01), "#111111", 1.0)
    assert bo == (step(0, abs=0.01), step(45.45, abs=0.01), "#222222", 1.0)


def test_the_cards_bars_fade_but_for_who_decides():
    movie = NightMovie(
        1, 7, "Alien", -0.2, (word('A"nn', 1, 0, False), word("Bo", -0.2, -0.2, True))
    )
    night = Night(LEAST_MISERY, "profiles", (movie,), (), 1, ())
    assert night_charts.lowest(night) == -0.2
    _, ann, bo = rects(night_charts.bar_svg(movie, LEAST_MISERY, COLOUR, low=-0.25))
    assert ann == (100, 400, "#111111", 0.35)
    assert bo == (20, 80, "#222222", 1.0)
    assert night_charts.people_key(movie, LEAST_MISERY, COLOUR) == (
        ':color[■]{foreground="#111111"}\u00a0A"nn 100 % · '
        ':color[■]{foreground="#222222"}\u00a0**Bo −20 % decides**'
    )


def test_the_axis_begins_where_the_lowest_bar_ends():
    assert night_charts.lowest(Night(MEAN, "profiles", (MOVIE,), (), 1, ())) == -0.1
    assert night_charts.lowest(Night(MEAN, "profiles", (), (), 0, ())) == 0
