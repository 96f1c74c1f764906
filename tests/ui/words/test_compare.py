"""Two people's tastes in words."""

import pytest
from tiny import tiny_recommender

from recsys.people.compare import compare
from recsys.people.likeness import Alike
from recsys.profile.profile import Profile
from recsys.ui.words.compare import likeness, sentences


@pytest.fixture(scope="module")
def ready():
    return tiny_recommender()


def test_sentences_say_the_numbers(ready):
    mine, theirs = Profile.of({1: 4, 2: 5, 4: 2}), Profile.of({1: 4.5, 2: 5, 4: 5})
    said = sentences(compare(mine, theirs, ready), "You", "Bo")
    assert said[1:] == [
        "3 movies are rated by both, 1.2 stars apart on average.",
        "Both love Movie 2 and Movie 1.",
        "Opinions differ most about Movie 4: 2 against 5 stars.",
    ]
    assert said[0].startswith(
        "It is too early to say how alike you and Bo are: that takes 5 ratings of each. So far 3 "
        "of each one's 3 best"
    )
    said = sentences(compare(mine, mine, ready), "You", "Bo")
    assert said[1] == "3 movies are rated by both, with the same stars each time."
    one = sentences(compare(mine, Profile.of({1: 3.5}), ready), "You", "Bo")
    assert one[1:] == ["1 movie is rated by both, 0.5 stars apart."]


def test_that_nothing_can_be_compared_is_said(ready):
    found = compare(Profile(), Profile.of({2: 3, 5: 5}), ready)
    assert sentences(found, "You", "Bo") == [
        "What you and Bo would like cannot be compared: one of the two has no like that the model "
        "knows.",
        "No movie is rated by both.",
    ]


@pytest.mark.parametrize(
    ("shared", "ratings", "words"),
    [
        (20, 50, "very much alike"),
        (11, 50, "very much alike"),
        (10, 50, "much in common"),
        (7, 50, "much in common"),
        (3, 50, "something in common"),
        (2, 50, "little in common"),
        (0, 50, "little in common"),
        (14, 49, "very much alike"),
        (13, 5, "much in common"),
        (8, 5, "something in common"),
        (4, 5, "little in common"),
        (20, 4, "too early to say"),
    ],
)
def test_agreement_in_words_depends_on_how_much_was_told(shared, ratings, words):
    assert likeness(Alike("a", "b", shared, 20, 0.0, ratings)) == words
    assert likeness(Alike("a", "b", 0, 0, None)) == "little in common"


def test_how_much_was_told_is_that_of_the_one_who_told_less(ready):
    mine, theirs = Profile.of({1: 4, 2: 5, 4: 2}), Profile.of({1: 4.5, 2: 5})
    found = compare(mine, theirs, ready)
    assert found.alike is not None
    assert found.alike.ratings == 2
