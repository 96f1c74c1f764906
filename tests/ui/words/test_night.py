"""The rules of a movie night and its cards in words."""

import pytest

from recsys.people.night import LEAST_MISERY, MEAN, RULES, NightMovie, Vote
from recsys.recommend.results import Contribution
from recsys.ui.words import night


def vote(name, appeal, part, deciding=True):
    return Vote(name, appeal, part, deciding, (Contribution(1, "Heat (1995)", appeal),))


AGREEING = NightMovie(1, 7, "Alien", 0.9, (vote("Ann", 1.0, 0.5), vote("Bo", 0.8, 0.4)))
DIVIDING = NightMovie(1, 7, "Alien", -0.2, (vote("Ann", 1.0, 0.0, False), vote("Bo", -0.2, -0.2)))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_plain_name_and_says_what_counts(rule):
    assert night.LABELS[rule] != rule
    assert night.meaning(rule).startswith("100 % is what a person would like most")


def test_no_two_rules_read_alike():
    assert len({night.LABELS[rule] for rule in RULES}) == len(RULES)
    assert len({night.meaning(rule) for rule in RULES}) == len(RULES)


def test_a_cards_line_says_everybodys_appeal_and_whose_decides():
    assert night.votes(AGREEING, MEAN) == "Ann 100 % · Bo 80 %"
    assert night.votes(DIVIDING, LEAST_MISERY) == "Ann 100 % · Bo −20 % decides"


def test_people_agree_up_to_a_fifth_and_are_divided_from_three_fifths_on():
    assert night.mood(AGREEING) == ["you agree"]
    assert night.mood(DIVIDING) == ["divides you"]
    between = NightMovie(1, 7, "Alien", 0.8, (vote("Ann", 1.0, 0.5), vote("Bo", 0.6, 0.3)))
    assert night.mood(between) == []
    assert night.mood(NightMovie(1, 7, "Alien", 1.0, (vote("Ann", 1.0, 1.0),))) == []


def test_what_is_printed_of_each_adds_up_to_the_value():
    three = NightMovie(
        1, 7, "Alien", 1.0, tuple(vote(name, 1.0, 1 / 3) for name in ("Ann", "Bo", "Cy"))
    )
    # Three times 33 would be 99.
    assert [text for _, _, text in night.parts(three)[0]] == ["+34 %", "+33 %", "+33 %"]
    assert night.parts(three)[1] == "100 %"
    # Only who decides adds anything; everybody keeps their place, and with it their colour.
    assert night.parts(DIVIDING) == (((2, -0.2, "−20 %"),), "−20 %")


def test_everybody_has_a_sentence_with_their_reason():
    assert night.opinions(DIVIDING) == (
        "Ann, 100 %: Because of Heat (1995).",
        "Bo, −20 %: Heat (1995) speaks against it.",
    )
