"""Ratings however written: their value, their scale, and the stars worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.data.tables.ratings import (
    SCALES,
    are_thumbs,
    parse_rating,
    scale_of,
    stars_of,
    thumb_of,
)


@pytest.mark.parametrize(
    ("text", "value", "out_of"),
    [
        ("4", 4, None),
        (" 4,5 ", 4.5, None),
        (".5", 0.5, None),
        ("4.", 4, None),
        ("1e1", 10, None),
        ("-3", -3, None),
        ("4½", 4.5, None),
        ("½", 0.5, 5),
        ("★★★½", 3.5, 5),
        ("4 stars", 4, None),
        ("9/10", 9, 10),
        ("3 out of 5", 3, 5),
        ("90%", 90, 100),
        ("4½/5", 4.5, 5),
    ],
)
def test_a_rating_is_read_however_it_is_written(text, value, out_of):
    assert parse_rating(text) == (value, out_of)


@pytest.mark.parametrize("text", ["", "great", "nan", "inf", "1_0", "3/0", "=1+1", "4 4", "9" * 50])
def test_what_is_no_rating_is_none(text):
    assert parse_rating(text) is None


@pytest.mark.parametrize(
    ("text", "scale", "stars"),
    [
        ("1.25", 5, 1.5),
        ("1.2", 5, 1),
        ("0.1", 5, 0.5),
        ("0", 5, None),
        ("5.1", 5, None),
        ("7", 10, 3.5),
        ("0", 10, None),
        ("73", 100, 3.5),
        ("0", 100, 0.5),
        ("0", 1, 0.5),
        ("1", 1, 5),
        ("9/10", 5, 4.5),
        ("-1", 100, None),
        ("1e999", 100, None),
    ],
)
def test_a_rating_becomes_stars_on_its_scale(text, scale, stars):
    assert stars_of(parse_rating(text), scale) == stars


@given(st.text(max_size=12), st.sampled_from(SCALES))
def test_any_text_is_half_stars_or_nothing(text, scale):
    rating = parse_rating(text)
    stars = rating and stars_of(rating, scale)
    assert stars is None or stars in {half / 2 for half in range(1, 11)}


@pytest.mark.parametrize(
    ("heading", "numbers", "scale"),
    [
        ("rating", {}, 5),
        ("rating", {"4": 10, "5": 3}, 5),
        ("rating", {"4": 95, "7": 5}, 5),
        ("rating", {"4": 94, "7": 6}, 10),
        # Not rated: says nothing about the scale.
        ("rating", {"0": 1_000, "4": 94, "7": 6}, 10),
        ("rating", {"55": 6, "7": 5}, 100),
        ("rating", {"9/10": 50, "4": 1}, 5),
        ("rating", {"0": 1, "1": 1}, 1),
        ("rating", {"1": 19}, 5),
        ("rating", {"1": 20}, 1),
        ("Rating (1-10)", {"1": 20}, 10),
    ],
)
def test_the_scale_is_what_the_heading_says_or_the_ratings_show(heading, numbers, scale):
    assert scale_of(heading, numbers) == scale


@pytest.mark.parametrize(
    ("heading", "numbers", "thumbs"),
    [
        ("Thumbs Value", {"1": 1}, True),
        ("rating", {"0": 1, "1": 1, "2": 1}, True),
        ("rating", {"1": 12, "2": 9}, True),
        ("rating", {"1": 2, "2": 1}, False),
        ("rating", {"0": 1, "1": 1, "2": 1, "3": 1}, False),
        ("rating", {"0": 5, "1": 9}, False),
    ],
)
def test_thumbs_are_told_from_stars(heading, numbers, thumbs):
    assert are_thumbs(heading, numbers) == thumbs


def test_a_thumb_up_is_a_like_and_one_down_a_dislike():
    assert [thumb_of(text) for text in ("2", "up", "Thumbs up", "2.0")] == [4.5] * 4
    assert [thumb_of(text) for text in ("1", "down", "dislike")] == [1.5] * 3
    assert [thumb_of(text) for text in ("0", "", "x")] == [None] * 3
