"""A taste in words, each sentence against its numbers."""

import pandas as pd
import pytest

from recsys.explain.known_to_model import Hidden
from recsys.ui.words import taste


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.244, "1 in 4"),
        (0.5, "1 in 2"),
        (0.67, "2 in 3"),
        (0.3, "3 in 10"),
        (0.1, "1 in 10"),
        (0.05, "1 in 20"),
        (0.004, "1 in 250"),
        (0.999, "nearly all"),
        (0, "none"),
    ],
)
def test_shares_are_said_as_fractions(share, said):
    assert taste.one_in(share) == said


def test_what_stands_out_is_said_of_favourites():
    table = pd.DataFrame(
        {
            "group": ["Adventure", "Drama", "Sci-Fi"],
            "yours": [0.6, 0.0, 0.2],
            "average": [0.244, 0.48, 0.19],
            "likes": [3, 0, 1],
        }
    )
    assert taste.stands_out(table, taste.of_genre, 5) == (
        "3 of your 5 favourites are adventure films; among everybody's favourites it is 1 in 4. "
        "None of your 5 favourites is a drama film; among everybody's favourites it is 1 in 2."
    )
    even = table.assign(yours=table["average"])
    assert taste.stands_out(even, taste.of_genre, 5).startswith("Your favourites are spread")
    assert taste.stands_out(table, taste.of_genre, 1).startswith("One favourite")


def test_groups_have_names_that_fit_into_a_sentence():
    assert taste.of_genre("Sci-Fi", many=True) == "Sci-Fi films"
    assert taste.of_genre("IMAX", many=False) == "an IMAX film"
    assert taste.of_decade("1990s", many=False) == "a film of the 1990s"
    assert taste.of_decade("1990s", many=True) == "films of the 1990s"
    assert taste.of_band("top 100", True) == "among the 100 best-loved movies"
    assert taste.of_band("101 to 500", True) == "number 101 to 500 of the best-loved movies"
    assert taste.of_band("after 2,000", True) == "not among the 2,000 best-loved movies"


@pytest.mark.parametrize(
    ("ranks", "popular", "meaning"),
    [
        ((3, 400), (50, 60), "goes beyond what is popular"),
        ((3, 400), (5, 60), "no better than popularity"),
        ((30, 400), (5, 60), "popularity is the better guess"),
    ],
)
def test_what_is_found_again_is_compared_with_what_everybody_likes(ranks, popular, meaning):
    hidden = [Hidden(i, "A", *pair) for i, pair in enumerate(zip(ranks, popular, strict=True))]
    said = taste.known(hidden, 10)
    assert meaning in said
    if ranks[0] == 3:
        # Wilson's interval of 1 of 2, from its formula.
        assert said.startswith("1 of your 2 hidden favourites comes back among the first 10.")
        assert said.endswith("With 2 movies this can be luck (9 to 91 %).")
