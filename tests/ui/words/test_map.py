"""Places on the map in words."""

from recsys.ui.words.map import where


def test_places_in_words():
    assert [where(x, y) for x, y in ((0, 0), (50, 50), (-50, 0), (0, -50), (0, 21), (21, -21))] == [
        "middle", "upper right", "left", "bottom", "top", "lower right",
    ]  # fmt: skip
