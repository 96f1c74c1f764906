"""Foreign text within a sentence."""

import pytest

from recsys.text import excerpt, size


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1\t2\t3", "1 2 3"), ("a\nb\r\nc", "a b  c"), ("a\u00a0b", "a b"), ("a\x07b", "a�b")],
)
def test_what_parts_words_is_a_space_and_the_rest_a_sign(text, shown):
    assert excerpt(text) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 MB"), (239_000_000, "239 MB"), (999_499_999, "999 MB"), (999_500_000, "1.0 GB")],
)
def test_bytes_are_written_as_disks_are_sold(number, shown):
    assert size(number) == shown
