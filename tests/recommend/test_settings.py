"""Filters and dials: what they let through, and how a link carries them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.data.vocabulary import Vocabulary
from recsys.errors import ConfigError
from recsys.profile.profile import Profile
from recsys.recommend import settings as steering
from recsys.recommend.filters import WATCHLIST, Catalogue, Filters
from recsys.recommend.settings import Settings

MOVIES = pd.DataFrame(
    {
        "title": ["Amélie (2001)", "Alien (1979)", "Aliens (1986)", "No Year"],
        "genres": [("Comedy", "Romance"), ("Horror", "Sci-Fi"), ("Action", "Sci-Fi"), ()],
        "year": pd.array([2001, 1979, 1986, None], dtype="Int64"),
    },
    index=pd.Index([10, 20, 30, 40], name="movie_id"),
)
CATALOGUE = Catalogue(Vocabulary([10, 20, 30, 40]), MOVIES, np.array([9, 5, 7, 1]))


EMPTY = Profile()


def listed(filters, profile=EMPTY):
    return CATALOGUE.allowed(profile, filters).tolist()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [True, True, True, True]),
        (Filters(genres=("sci-fi ",)), [False, True, True, False]),
        (Filters(genres=("Sci-Fi", "Comedy")), [True, True, True, False]),
        (Filters(genres=("Sci-Fi",), without_genres=("Horror",)), [False, False, True, False]),
        (Filters(without_genres=("Horror", "Romance")), [False, False, True, True]),
        (Filters(year_from=1980), [True, False, True, False]),
        (Filters(year_to=1986), [False, True, True, False]),
        (Filters(min_likes=6), [True, False, True, False]),
        (Filters(text="AMELIE"), [True, False, False, False]),
        (Filters(text="alien"), [False, True, True, False]),
    ],
)
def test_a_filter_lets_through_what_it_says(filters, expected):
    assert listed(filters) == expected


def test_what_the_profile_holds_stays_out_unless_it_is_rated_and_wanted():
    profile = Profile(((10, 4.0),), not_interested=(20,), seen=(30,))
    assert listed(Filters(), profile) == [False, False, False, True]
    assert listed(Filters(include_rated=True), profile) == [True, False, False, True]


def test_the_list_can_be_made_of_the_watchlist_or_without_it():
    profile = Profile(((10, 4.0),), watchlist=(30, 40, 99))
    assert listed(Filters(), profile) == [False, True, True, True]
    assert listed(Filters(watchlist="only"), profile) == [False, False, True, True]
    assert listed(Filters(watchlist="without"), profile) == [False, True, False, False]
    assert listed(Filters(("Sci-Fi",), watchlist="only"), profile) == [False, False, True, False]
    assert listed(Filters(include_rated=True, watchlist="without"), profile)[0]
    assert not any(listed(Filters(watchlist="only")))
    with pytest.raises(ConfigError, match="watchlist 'onyl' is unknown; use only or without"):
        listed(Filters(watchlist="onyl"))


def test_without_a_like_the_watchlist_is_ranked_by_popularity(small):
    wanted = small.recommend({}, 9).movie_ids[3::2]
    profile = Profile(watchlist=tuple(reversed(wanted)))
    found = small.recommend(profile, 9, Filters(watchlist="only"))
    assert found.basis == "popularity"
    assert found.movie_ids == wanted


def test_a_watchlist_is_ranked_and_explained_like_any_list(small):
    profile = Profile.of({1196: 5, 260: 4.5})
    everything = small.recommend(profile, 40)
    wanted = everything.movie_ids[5::7]
    found = small.recommend(profile.want(wanted), 40, Filters(watchlist="only"))
    assert found.movie_ids == wanted
    bars = {one.movie_id: one.contributions for one in everything.recommendations}
    for one in found.recommendations:
        for bar, as_before in zip(one.contributions, bars[one.movie_id], strict=True):
            assert bar.movie_id == as_before.movie_id
            assert bar.contribution == pytest.approx(as_before.contribution, abs=1e-12)
    others = small.recommend(profile.want(wanted), 40 - len(wanted), Filters(watchlist="without"))
    assert others.movie_ids == tuple(m for m in everything.movie_ids if m not in wanted)


def test_an_unknown_genre_is_said_and_can_be_left_out():
    with pytest.raises(ConfigError, match="genre 'Opera' is unknown; use one of Action, Comedy"):
        listed(Filters(without_genres=("Opera",)))
    fitting, unknown = CATALOGUE.fitting(Filters(("opera", "SCI-FI"), ("Ballet",), min_likes=2))
    assert fitting == Filters(("Sci-Fi",), min_likes=2)
    assert unknown == ("opera", "Ballet")


def test_no_more_likes_are_asked_for_than_a_movie_has():
    assert CATALOGUE.fitting(Filters(min_likes=10))[0] == Filters(min_likes=9)


@pytest.mark.parametrize("dials", [{"popularity": 1.1}, {"diversity": -0.1}])
def test_a_dial_has_bounds(dials):
    with pytest.raises(ConfigError, match=r"expected -?[01] \(.*\) to 1"):
        Settings(**dials)


genres = st.lists(st.sampled_from(["Drama", "Film-Noir", "Kids' & Family"]), unique=True)
years = st.none() | st.integers(0, 9999)
dials = st.integers(0, 20).map(lambda step: step / 20)


@given(
    st.builds(
        Settings,
        st.builds(
            Filters,
            genres.map(tuple),
            genres.map(tuple),
            years,
            years,
            st.integers(0, 1000),
            st.text("abcé ", max_size=20),
            st.booleans(),
            st.sampled_from(WATCHLIST),
        ),
        dials.map(lambda x: 2 * x - 1),
        dials,
    )
)
def test_settings_come_back_from_their_link(settings):
    found, problems = steering.from_query(settings.to_query())
    assert problems == []
    assert found.filters == settings.filters
    assert found.popularity == pytest.approx(settings.popularity)
    assert found.diversity == pytest.approx(settings.diversity)
    assert settings.to_query().keys() <= set(steering.PARAMETERS)


@given(st.dictionaries(st.sampled_from(steering.PARAMETERS), st.text(max_size=30)))
def test_any_link_gives_settings_and_sentences(query):
    settings, problems = steering.from_query(query)
    assert isinstance(settings, Settings)
    assert all(problem.startswith("the link says ") for problem in problems)


def test_what_is_impossible_is_said_and_the_rest_counts():
    query = {"diversity": "7", "from": "old", "to": "1990", "list": "mine"}
    settings, problems = steering.from_query(query)
    assert settings == Settings(Filters(year_to=1990))
    assert problems == [
        "the link says list=mine; expected only or without, so it is left out",
        "the link says from=old; expected a number from 0 to 9999, so it is left out",
        "the link says diversity=7; expected a number from 0 to 1, so it is left out",
    ]
