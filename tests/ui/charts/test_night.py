import pytest

from recsys.people.night import NightMovie, Vote
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


def test_alternative_text_tells_because_of_what_somebody_wants_it():
    assert night_charts.favourite_takeaway(NightMovie(1, 7, "Alien", 1, (ANN,))) == (
        'Favourites behind the appeal of Alien: A"nn 100 % (Movie 1 +60, Movie 2 +50, Movie 3 -10)'
    )
