import pytest

from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui.words.reasons import about_movie, agreement, reason


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
        ((0.0,), "Nothing in your ratings says why"),
        ((), "Nothing in your ratings says why"),
    ],
)
def test_the_sentence_follows_from_the_numbers(values, sentence):
    assert reason(bars(*values)) == sentence


def test_counting_and_agreement():
    assert count(1, "movie") == "1 movie"
    assert count(1234, "person", "people") == "1,234 people"
    assert agreement([1, 2, 3], [3, 4, 1]) == 2


def test_a_movie_in_a_line():
    assert about_movie(("Action", "Sci-Fi"), 1) == "Action · Sci-Fi · 1 like"
    assert about_movie(()) == "no genre known"
