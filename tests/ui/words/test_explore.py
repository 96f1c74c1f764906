"""Explore's sentences, against the numbers worked out by hand in tests/explore/test_explore.py."""

import made
import pytest
from made import read

from recsys import explore
from recsys.data.dataset import Dataset
from recsys.ui.words import explore as words


@pytest.fixture
def data(tmp_path):
    return read(made.csv_release(tmp_path))


def test_a_card(data):
    assert words.takeaway_card(explore.movie_card(data, 10)) == (
        "The Matrix (1999) is number 1 of 4 by likes: 50.0 % of its 2 ratings are likes, "
        "3.50 stars on average."
    )
    assert words.takeaway_card(explore.movie_card(data, 40)) == "Nobody rated Alien (1979)."


def test_distributions(data):
    assert words.takeaway_ratings(explore.rating_distribution(data)) == (
        "1 star is given most often, 20.0 % of 5 ratings; 60.0 % count as likes."
    )
    assert words.takeaway_ratings_per(explore.rating_spread(data, "movie"), "movie") == (
        "Half of the 3 movies have at most 2 ratings, while the most rated movie has 2."
    )
    assert words.takeaway_ratings_per(explore.rating_spread(data, "user"), "user") == (
        "Half of the 3 users gave at most 2 ratings, while the most active user gave 2."
    )
    assert words.takeaway_years(explore.year_distribution(data)).endswith(
        "half of all ratings go to movies of 1999 or older."
    )


def test_activity(data):
    assert words.takeaway_activity(explore.activity(data)) == (
        "The busiest month is December 2000, with 4 ratings by 2 users, 80.0 % of all."
    )
    quarters = explore.activity(data, period="quarter")
    assert "The busiest quarter is the last of 2000" in words.takeaway_activity(quarters)
    assert "2000, with 4 ratings" in words.takeaway_activity(explore.activity(data, period="year"))
    timeless = Dataset("x", data.source, data.ratings.assign(timestamp=0), data.movies)
    assert "does not say when" in words.takeaway_activity(explore.activity(timeless))


def test_the_long_tail(tmp_path):
    """Likes 6, 3, 1: the first of three movies holds 60 %."""
    ratings = [(u, m, 5.0, 1) for m, n in ((10, 6), (20, 3), (30, 1)) for u in range(1, n + 1)]
    tail = explore.tail_summary(read(made.csv_release(tmp_path, ratings)))
    assert words.takeaway_long_tail(tail) == (
        "The most liked tenth, 1 movie, holds 60.0 % of all likes; half of them go to 1 of "
        "3 movies."
    )


def test_the_threshold(data):
    effect = explore.threshold_effect(data)
    assert words.takeaway_threshold(effect.loc[5]) == (
        "From 3 stars up, 3 ratings (60.0 %) are likes; 1 user (3) vanishes from the model."
    )
    assert words.takeaway_threshold(effect.loc[9]) == (
        "From 5 stars up, 1 rating (20.0 %) is a like; 2 users (2, 3) and 2 movies vanish from "
        "the model."
    )
    assert "keeps at least one" in words.takeaway_threshold(effect.loc[0])


def test_comparison(data):
    assert words.takeaway_compare(explore.compare(data, [30, 10, 40])) == (
        "Heat (1995) has both the most likes, 1, and the highest mean, 4.00 stars."
    )


def test_popularity(data):
    assert words.takeaway_popularity(explore.popularity(data)) == (
        "The Matrix (1999) leads 4 movies with 1 like, 33.3 % of all likes among them."
    )
    by_mean = words.takeaway_popularity(explore.popularity(data, by="mean"), "mean")
    assert "97.5 % certainty, given 2 ratings" in by_mean
    none = explore.popularity(data, year_from=2050)
    assert words.takeaway_popularity(none) == "No movie fits these filters."


def test_the_catalogue_at_a_glance(data):
    """Three likes, one each under no genre, Action and Comedy."""
    table = explore.catalogue(explore.popularity(data))
    assert words.takeaway_catalogue(table, [10, 99]) == (
        "(no genre) holds most of the 3 likes, 33.3 %; the largest decade of a genre is "
        "(no genre) of the 1990s, 33.3 %. 1 movie of your 1 here is of Action."
    )
    assert words.takeaway_catalogue(table[:0], []) == "No movie has a like."
