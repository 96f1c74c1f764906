"""What a card says beside its bar."""

import pytest

from recsys.profile.profile import Profile
from recsys.ui.words.card import left


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile.of({7: 1}), "You gave Heat (1995) 1 star."),
        (Profile.of({7: 4.5}), "You gave Heat (1995) 4.5 stars."),
        (Profile().exclude(7), "You hid Heat (1995)."),
        (Profile().see(7), "You have seen Heat (1995)."),
        (Profile.of({8: 5}).exclude(9), ""),
    ],
)
def test_what_left_the_list_is_said_with_its_reason(profile, said):
    assert left("Heat (1995)", 7, profile) == said
