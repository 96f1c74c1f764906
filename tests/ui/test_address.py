"""Who has the last word, the session or the address: every case of `decide`."""

import pytest

from recsys.ui.address import decide

ONE, TWO, THREE, FRIENDS = ({"p": [token]} for token in ("1one", "1two", "1three", "1friends"))
ELSEWHERE = {"p": ["1two"], "dataset": ["ml-1m"]}

CASES = [
    # what is said, what is known (the last one stands), went back or forward, taken over?
    ("a link opens a session", ONE, [], False, True),
    ("a session begins without a link", {}, [], False, False),
    ("the address is what was written", TWO, [ONE, TWO], False, False),
    ("a browser is one change behind", ONE, [ONE, TWO], False, False),
    ("a browser is two changes behind", ONE, [ONE, TWO, THREE], False, False),
    ("the menu opens a page without parameters", {}, [ONE], False, False),
    ("a link never seen here", FRIENDS, [ONE, TWO], False, True),
    ("back, at once after a change", ONE, [ONE, TWO], True, True),
    ("forward again", TWO, [TWO, ONE], True, True),
    ("back to before the first movie", {}, [{}, ONE], True, True),
    ("back to another page with the same profile", TWO, [ONE, TWO], True, False),
    ("back to another data set", TWO, [TWO, ELSEWHERE], True, True),
    ("an old data set in a slow browser", ELSEWHERE, [TWO, ELSEWHERE, TWO], False, False),
    ("back to a night that is too long for a link", {}, [{}], True, False),
]


@pytest.mark.parametrize(("said", "known", "went", "taken"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_the_address_is_taken_over_where_it_is_news(said, known, went, taken):
    assert decide(said, known, went) is taken
