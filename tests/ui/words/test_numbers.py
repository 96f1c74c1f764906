"""Numbers beside their sum add up as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.ui.words.numbers import adding_up, decimals_for, signed

PARTS = st.lists(st.floats(-2, 2), min_size=1, max_size=40)


def read(text):
    return Decimal(text.replace("\N{MINUS SIGN}", "-"))


@given(PARTS, st.integers(1, 6))
def test_what_is_printed_adds_up_and_is_within_a_step(parts, decimals):
    printed, total = adding_up(parts, decimals)
    assert sum(map(read, printed)) == read(total)
    step = Decimal(1).scaleb(-decimals)
    for text, value in zip(printed, parts, strict=True):
        assert abs(read(text) - Decimal(value)) < step * Decimal("1.000001")
    assert abs(read(total) - sum(map(Decimal, parts))) <= step / 2 * Decimal("1.000001")


def test_a_list_whose_rounded_parts_would_not_add_up():
    assert adding_up([0.1904, 0.1124, 0.0994, -0.0082]) == (
        ["+0.191", "+0.112", "+0.099", "\N{MINUS SIGN}0.008"],
        "0.394",
    )


@pytest.mark.parametrize(
    ("total", "parts", "decimals"), [(0.478, [0.19], 3), (-0.001, [0.0004, -0.0014], 4), (0, [], 3)]
)
def test_small_numbers_are_told_apart_from_nothing(total, parts, decimals):
    assert decimals_for(total, parts) == decimals


def test_nothing_has_no_sign():
    assert signed(-0.0001) == "0.000"
