import pytest

from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui.words.reasons import SAYS_NOTHING, about_movie, agreement, reason


def bars(*values):
    return [Contribution(i, f"M{i}", value) for i, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((0.3,), "Because of M1"),
        ((0.1, 0.3), "Mostly because of M2"),
        ((0.2, 0.15, 0.15), "Mainly because of M1 and M2"),
        ((0.3, -0.02), "Because of M1"),
        ((0.3, -0.03), "Because of M1; M2 speaks against it"),
        ((0.2, 0.1, -0.1), "Mostly because of M1; M3 speaks against it"),
        ((-0.1, -0.2), "M2 speaks against it"),
        ((0.1, 0.09, -0.1, -0.1), "M4 speaks against it"),
        ((0.0006, 0.0001, -0.0017), SAYS_NOTHING),
        ((0.004,), SAYS_NOTHING),
        ((0.006,), "Because of M1"),
        ((0.0,), SAYS_NOTHING),
        ((), SAYS_NOTHING),
    ],
)
def test_the_sentence_follows_from_the_numbers(values, sentence):
    assert reason(bars(*values)) == sentence


def test_what_is_nothing_depends_on_what_a_listed_movie_gets():
    assert reason(bars(0.02), best=0.5) == SAYS_NOTHING
    assert reason(bars(0.02), best=0.3) == "Because of M1"


def test_counting_and_agreement():
    assert count(1, "movie") == "1 movie"
    assert count(1234, "person", "people") == "1,234 people"
    assert agreement([1, 2, 3], [3, 4, 1]) == 2


def test_a_movie_in_a_line():
    assert about_movie(("Action", "Sci-Fi"), 1) == "Action · Sci-Fi · 1 like"
    assert about_movie(()) == "no genre known"


def test_two_of_many_are_not_called_the_main_reason():
    many = [Contribution(n, f"Movie {n}", 0.01) for n in range(20)]
    assert reason(many) == "Because of many of your favourites, Movie 0 most"
