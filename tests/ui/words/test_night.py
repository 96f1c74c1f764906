"""The rules of a movie night in words."""

import pytest

from recsys.people.night import RULES
from recsys.ui.words import night


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_plain_name_and_says_what_counts(rule):
    assert night.LABELS[rule] != rule
    assert night.meaning(rule).startswith("100 % is what a person would like most")


def test_no_two_rules_read_alike():
    assert len({night.LABELS[rule] for rule in RULES}) == len(RULES)
    assert len({night.meaning(rule) for rule in RULES}) == len(RULES)
