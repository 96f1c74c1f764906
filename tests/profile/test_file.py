"""The downloaded profile holds everything; files of before the watchlist are read as they were."""

import json

from hypothesis import given

from recsys.profile.file import profile_json, profile_of_json
from recsys.profile.profile import Profile
from tests.profile.test_link import profiles


@given(profiles(("", "0a1b2c3d")))
def test_a_profile_survives_its_file(profile):
    if not profile.is_empty:
        assert profile_of_json(profile_json(profile)) == (profile, ())


def test_a_file_of_before_the_watchlist_is_read():
    old = {
        "cinefold": 1,
        "profile": [{"movie_id": 6, "stars": 4}],
        "not_interested": [],
        "seen": [],
    }
    assert profile_of_json(json.dumps(old)) == (Profile(((6, 4.0),)), ())


def test_what_is_impossible_in_a_watchlist_is_said_and_the_rest_counts():
    text = json.dumps({"cinefold": 1, "seen": [5], "watchlist": [7, 5, "x", 8, 7, True]})
    profile, said = profile_of_json(text)
    assert profile == Profile(seen=(5,), watchlist=(7, 8))
    assert said == ("4 entries were left out: movie 5 stands twice; the first counts.",)
