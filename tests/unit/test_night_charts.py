import pytest

from recsys.night import LEAST_MISERY, MEAN, NightMovie, Word
from recsys.results import Contribution
from recsys.ui import night_charts


def word(name, appeal, part, deciding, *adds):
    parts = tuple(Contribution(i, f"Movie {i}", value) for i, value in enumerate(adds, 1))
    return Word(name, appeal, part, deciding, parts)


ANN = word('A"nn', 1.0, 0.5, True, 0.6, 0.5, -0.1)
BO = word("Bo", -0.2, -0.1, True, *[0.1] * 4, -0.3, -0.3)
MOVIE = NightMovie(1, 7, "Alien", 0.4, (ANN, BO))
NAMES = ['A"nn', "Bo"]


def rows(chart):
    (data,) = chart.to_dict()["datasets"].values()
    return data


def test_under_the_mean_one_bar_of_parts_sums_to_the_value():
    found = rows(night_charts.people_bars(MOVIE, MEAN, NAMES))
    assert [row["part"] for row in found] == pytest.approx([50, -10])
    assert sum(row["part"] for row in found) == pytest.approx(100 * MOVIE.value)
    assert {row["row"] for row in found} == {"all"}


def test_under_the_other_rules_everybody_has_a_bar_and_who_decides_stands_out():
    faded = NightMovie(
        1, 7, "Alien", -0.2, (word("Ann", 1, 0, False), word("Bo", -0.2, -0.2, True))
    )
    found = rows(night_charts.people_bars(faded, LEAST_MISERY, ["Ann", "Bo"]))
    assert [row["part"] for row in found] == pytest.approx([100, -20])
    assert [row["strength"] for row in found] == [0.4, 1.0]


def test_legend_labels_hold_any_name():
    legend = night_charts.people_bars(MOVIE, MEAN, NAMES).to_dict()["encoding"]["color"]["legend"]
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
    chart = night_charts.favourite_bars(MOVIE, NAMES, dark=True)
    assert len(rows(chart)) == 8


def test_alternative_text_tells_who_wants_it_how_much_and_why():
    assert night_charts.people_takeaway(MOVIE, LEAST_MISERY) == (
        'Alien: 40 % by the rule least misery; A"nn 100 % (decides), Bo −20 % (decides)'
    )
    assert night_charts.favourite_takeaway(NightMovie(1, 7, "Alien", 1, (ANN,))) == (
        'Favourites behind the appeal of Alien: A"nn 100 % (Movie 1 +60, Movie 2 +50, Movie 3 -10)'
    )
