"""Where a movie stands, in words, each sentence against its numbers."""

from dataclasses import replace

from recsys.explain.standing import standing
from recsys.profile.profile import Profile
from recsys.ui.words.standing import certainty, most_needed, place

FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 1.0}


def test_rank_certainty_and_the_decisive_rating_are_those_of_the_numbers(small):
    found = small.explain(1210, FAVOURITES)
    where = standing(small, found, FAVOURITES)
    assert f"Rank {found.rank}" in place(found, where)
    listed = where.listed
    said = certainty(replace(where, surer_than_listed=3))
    assert f"for 3 of the {listed} other movies" in said
    said = certainty(replace(where, surer_than_listed=listed))
    assert f"for all {listed} other movies" in said
    needed = max(found.without, key=lambda w: abs(w.rank - found.rank))
    assert f"from rank {found.rank:,} to {needed.rank:,}" in most_needed(found)


def test_a_rated_or_hidden_movie_is_said_not_to_be_recommended(small):
    for profile in (Profile.of({1196: 5.0}), Profile.of({260: 5.0}).see(1196)):
        found = small.explain(1196, profile)
        where = standing(small, found, profile)
        assert place(found, where).startswith("It would stand at rank")
