"""What is said of the newest release, held against the figures it is made of."""

from dataclasses import replace

import pytest

from recsys.data.download import Loaded
from recsys.data.releases import RELEASES
from recsys.data.room import Room
from recsys.model.als import Progress
from recsys.ui.words import newer as words

WANTED = RELEASES["ml-32m"]


def test_the_button_says_what_it_brings():
    assert words.label(WANTED) == "Get MovieLens 32M (87,585 movies, to 2023)"
    assert "32,000,204 ratings of 87,585 movies by 200,948 people" in words.brings(WANTED)
    assert "non-commercial" in words.brings(WANTED)


def test_needs_stand_beside_what_is_free():
    need = Room(3_700_000_000, 1_900_000_000)
    assert words.needs(WANTED, need, 8_000_000_000, 50_000_000_000, 0).startswith(
        "A download of 239 MB. It needs 1.9 GB on disk (50.0 GB are free), and 3.7 GB of memory "
        "(8.0 GB are free) while"
    )
    said = words.needs(WANTED, need, None, 50_000_000_000, 120_000_000)
    assert "239 MB, of which 120 MB are here" in said
    assert "3.7 GB of memory while" in said


@pytest.mark.parametrize(
    ("at", "share", "said"),
    [
        (None, 0, "Asking GroupLens"),
        (Loaded(60_000_000, 240_000_000), 0.25, "60 MB of 240 MB loaded"),
        (Loaded(60_000_000, None), 0, "60 MB loaded"),
        (Loaded(240_000_000, 240_000_000), 1, "compared with the published checksum"),
        (Progress(3, 15, 0.5, 30.0), 0.2, "Training: 3 of 15 rounds, 2 min to go"),
        (Progress(15, 15, 0.5, 30.0), 1, "under a minute to go"),
    ],
)
def test_how_far_it_is(at, share, said):
    found = words.far(WANTED, at)
    assert found[0] == share
    assert said in found[1]


def test_a_public_host_says_where_it_works():
    assert "Run Cinefold at home" in words.public(replace(WANTED))
