"""The taste portrait and neighbours on a population small enough to work out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import HAND, recommender_of

from recsys.explain.known_to_model import FoundShare, found_within
from recsys.people.like_minded import like_minded, people_of
from recsys.people.portrait import band_names, group_shares, sides_of
from recsys.profile.profile import Profile
from recsys.ui.charts import taste as taste_charts


@pytest.fixture(scope="module")
def made():
    return recommender_of(HAND)


def group(table, name):
    return table.set_index("group").loc[name]


def test_genre_shares_count_each_person_alike(made):
    """Ann likes 2 movies, 1 of them Comedy; Bob 4, 1 Comedy; Cy 1, no Comedy: (½ + ¼ + 0) / 3."""
    ready, interactions = made
    sides = sides_of(ready.dataset, ready.model, interactions)
    table = group_shares(sides.genres, ready.usable(Profile.of({10: 5, 20: 4, 30: 1})))
    comedy = group(table, "Comedy")
    assert comedy["average"] == pytest.approx((1 / 2 + 1 / 4 + 0) / 3)
    assert (comedy["yours"], comedy["likes"]) == (0.5, 1)


def test_decades_and_popularity_come_from_years_and_likes(made):
    ready, interactions = made
    sides = sides_of(ready.dataset, ready.model, interactions)
    profile = Profile.of({10: 5, 40: 4})
    decades = group_shares(sides.decades, ready.usable(profile))
    assert group(decades, "1990s")["yours"] == 0.5
    assert group(decades, "1970s")["yours"] == 0.5
    popularity = group_shares(sides.popularity, ready.usable(profile))
    assert popularity["group"].tolist() == ["top 100"]
    assert band_names() == ["top 100", "101 to 500", "501 to 2,000", "after 2,000"]


def test_dislikes_weightless_and_unknown_movies_are_no_likes(made):
    ready, interactions = made
    sides = sides_of(ready.dataset, ready.model, interactions)
    profile = Profile(((10, 5.0), (20, 5.0), (30, 1.0), (99, 5.0)), weights=((20, 0.0),))
    table = group_shares(sides.genres, ready.usable(profile))
    assert group(table, "Action")["yours"] == 1
    assert table["likes"].max() == 1


def test_an_empty_profile_has_shares_of_zero(made):
    ready, interactions = made
    sides = sides_of(ready.dataset, ready.model, interactions)
    assert group_shares(sides.genres, ready.usable(Profile()))["yours"].eq(0).all()


def test_neighbours_are_nearest_by_the_cosine_of_stars_times_rarity(made):
    """Of 3 people: movie 10 liked by Ann and Bob, 20 by both, 30 by Bob, 40 by Bob and Cy."""
    ready, interactions = made
    rarity = {10: np.log(3 / 2), 20: np.log(3 / 2), 30: np.log(3), 40: np.log(3 / 2)}
    people = {
        "ann": {10: 5, 20: 3},
        "bob": {10: 4, 20: 3, 30: 5, 40: 3},
        "cy": {40: 5},
    }
    mine = {30: 4, 40: 5}

    def vector(stars):
        return np.array([stars.get(m, 0) * rarity[m] for m in (10, 20, 30, 40)])

    expected = {
        who: vector(stars)
        @ vector(mine)
        / np.linalg.norm(vector(stars))
        / np.linalg.norm(vector(mine))
        for who, stars in people.items()
    }
    found = like_minded(people_of(interactions), ready.model, Profile.of(mine))
    assert [round(one.similarity, 6) for one in found] == [
        round(value, 6) for value in sorted(expected.values(), reverse=True) if value > 0
    ]
    bob = found[0] if expected["bob"] > expected["cy"] else found[1]
    assert (bob.likes, bob.shared, bob.loves) == (4, (30, 40), (10, 20))


def test_what_the_profile_holds_in_any_way_is_not_among_what_they_love(made):
    ready, interactions = made
    profile = Profile(((30, 4.0),), not_interested=(10,), seen=(20,))
    (bob,) = like_minded(people_of(interactions), ready.model, profile)
    assert bob.loves == (40,)
    wanted = Profile.of({30: 4.0}).want([10])
    assert like_minded(people_of(interactions), ready.model, wanted)[0].loves == (10, 20, 40)


def test_a_weight_turns_the_profile_towards_a_movie(made):
    ready, interactions = made
    people = people_of(interactions)
    plain = Profile.of({10: 4, 40: 4})
    likes = {one.similarity for one in like_minded(people, ready.model, plain)}
    heavier = like_minded(people, ready.model, plain.weigh(40, 3))
    assert heavier[0].shared == (40,)
    assert heavier[0].similarity not in likes


def test_wilsons_interval_for_3_of_5():
    """Centre (0.6 + 1.92073/5) / (1 + 3.84146/5), half width from Wilson's formula."""
    share = found_within([1, 5, 10, 11, 400], 10)
    assert (share.found, share.n) == (3, 5)
    assert share.low == pytest.approx(0.2307, abs=1e-4)
    assert share.high == pytest.approx(0.8824, abs=1e-4)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=60), st.integers(1, 100))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(ranks, n):
    share = found_within(ranks, n)
    assert isinstance(share, FoundShare)
    assert 0 <= share.low <= share.share + 1e-12
    assert share.share - 1e-12 <= share.high <= 1


def test_the_takeaway_names_what_stands_out():
    table = pd.DataFrame(
        {
            "group": ["Action", "Comedy"],
            "yours": [0.75, 0.0],
            "average": [0.25, 0.5],
            "likes": [3, 0],
        }
    )
    chart = taste_charts.shares(table, "Genre").to_dict()
    assert chart["encoding"]["x"]["title"] == "Share of likes"
    assert len(taste_charts.long_form(table)) == 4
