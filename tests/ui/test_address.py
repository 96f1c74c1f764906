"""Whose word the address is: the table of cases."""

import pytest

from recsys.ui.address import decide

A, B, C = ({"p": [token]} for token in "abc")
ECHO, STEP = False, True


@pytest.mark.parametrize(
    ("case", "written", "went", "said", "changed", "taken"),
    [
        ("a session begins with a link", [], ECHO, A, False, True),
        ("a session begins with nothing", [], ECHO, {}, False, False),
        ("the browser says what was written", [A], ECHO, A, False, False),
        ("a step leads to what is there", [A, B], STEP, B, False, False),
        ("the person changed the session", [A], ECHO, A, True, False),
        ("a slow browser, one address behind", [A, B], ECHO, A, False, False),
        ("a slow browser, several behind", [A, B, C], ECHO, A, False, False),
        ("a slow browser, and another change", [A, B], ECHO, A, True, False),
        ("back", [A, B], STEP, A, False, True),
        ("back, before the change before it was written", [A, B], STEP, A, True, True),
        ("forward", [B, A], STEP, B, False, True),
        ("back to before a reload", [B], STEP, A, False, True),
        ("the menu opens a page without parameters", [A], ECHO, {}, False, False),
        ("back to a page without parameters", [A], STEP, {}, False, False),
        ("an address of the person's own making", [A, B], ECHO, C, False, True),
        ("the same, while the person changes something", [A, B], ECHO, C, True, False),
        ("one value more", [A], ECHO, {"p": ["a", "x"]}, False, True),
        ("back to an earlier order of two people", [A, B], STEP, {"with": ["b", "a"]}, False, True),
    ],
)
def test_whose_word_the_address_is(case, written, went, said, changed, taken):
    assert decide(written, went, said, changed) is taken, case
