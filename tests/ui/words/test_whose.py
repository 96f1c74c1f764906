"""Whose movies are on the screen, in words."""

import pytest

from recsys.ui.words import whose


@pytest.mark.parametrize(
    ("of", "above", "rated"),
    [
        ("", "Recommended for you", "Your 1 movie"),
        ("Ana", "Recommended for Ana", "Ana's 1 movie"),
        (whose.SOMEBODY, "Recommended from this link", "Somebody's 1 movie"),
        ("민지 🎬", "Recommended for 민지 🎬", "민지 🎬's 1 movie"),
    ],
)
def test_headings_name_whose_movies_they_are(of, above, rated):
    assert whose.headline(of) == above
    assert whose.ratings_heading(of, 1) == rated


def test_the_number_of_movies_is_counted():
    assert whose.ratings_heading("", 2_000) == "Your 2,000 movies"
    assert whose.ratings_heading("Ana", 0) == "Ana's 0 movies"


def test_a_link_may_say_no_name():
    assert whose.opened("Ana") == "Ana's movies, opened from a link."
    assert whose.opened("") == "Movies opened from a link."
    assert whose.changed("Ana") == "You changed Ana's movies; this is a copy now."
    assert whose.changed("") == "You changed the movies of a link; this is a copy now."
