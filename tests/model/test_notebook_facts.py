"""Every row of what the notebook found on MovieLens 1M, on the real archive."""

import pytest

import recsys
from recsys import explore
from recsys.data.interactions import add_user, build_interactions
from recsys.data.registry import open_dataset
from recsys.data.titles.search import search
from recsys.recommend.filters import Filters

pytestmark = pytest.mark.ml1m

EMPIRE, NEW_HOPE, JEDI, RAIDERS = 1196, 260, 1210, 1198
PULP_FICTION, SPACE_ODYSSEY, TITANIC, LION_KING = 296, 924, 1721, 364
PROFILE = {EMPIRE: 5.0, PULP_FICTION: 4.0, SPACE_ODYSSEY: 4.0, TITANIC: 4.0, LION_KING: 5.0}


@pytest.fixture(scope="module")
def dataset(ml1m_path):
    return open_dataset(ml1m_path)


@pytest.fixture(scope="module")
def interactions(dataset):
    return build_interactions(dataset.ratings)


@pytest.fixture(scope="module", params=range(4), ids="seed {}".format)
def ready(request, ml1m_path):
    return recsys.load(ml1m_path, preset="notebook", seed=request.param)


def test_counts(dataset):
    found = explore.summarize(dataset)
    assert found.ratings == 1_000_209
    assert found.likes == 836_478
    assert f"{found.likes_share:.2%}" == "83.63%"
    assert (found.users, found.users_kept) == (6_040, 6_039)
    assert (found.movies_listed, found.movies_rated, found.movies_kept) == (3_883, 3_706, 3_628)


def test_the_lost_user_is_3598_and_their_ratings_say_why(dataset, interactions):
    assert interactions.lost_users.tolist() == [3598]
    own = explore.ratings_of_user(dataset, 3598)
    assert own.to_numpy().tolist() == [[1.0, 64], [2.0, 1]]


def test_the_ten_most_liked(dataset):
    found = explore.popular(dataset, 10)
    assert [(m.movie_id, m.likes) for m in found] == [
        (2858, 3211),
        (NEW_HOPE, 2910),
        (EMPIRE, 2885),
        (JEDI, 2716),
        (2028, 2561),
        (589, 2509),
        (593, 2498),
        (RAIDERS, 2473),
        (1270, 2460),
        (2571, 2434),
    ]
    assert found[0].title == "American Beauty (1999)"


def test_the_keyword_search_finds_nine(dataset):
    query = "star wars: episode v|space odyssey|titanic|lion king|pulp fiction"
    found = search(explore.popularity(dataset), query, exact=True)
    assert found["likes"].tolist() == [2885, 2716, 2030, 1568, 1270, 1029, 179, 20, 15]
    assert found.index.tolist()[:6] == [
        EMPIRE,
        JEDI,
        PULP_FICTION,
        SPACE_ODYSSEY,
        TITANIC,
        LION_KING,
    ]


def test_the_new_user_is_6041(interactions):
    joined, user_id = add_user(interactions, PROFILE)
    assert user_id == 6041
    assert joined.stars.shape == (6_040, 3_628)
    assert joined.stars.nnz == 836_483


def test_movies_similar_to_the_empire_strikes_back(ready):
    first, second, third = [s.movie_id for s in ready.similar(EMPIRE, 5)][:3]
    assert {first, second} == {NEW_HOPE, JEDI}
    assert third == RAIDERS


def test_why_raiders(ready):
    found = ready.explain(RAIDERS, PROFILE)
    parts = {c.movie_id: c.contribution for c in found.contributions}
    assert 0.25 <= parts[EMPIRE] <= 0.33
    assert parts[SPACE_ODYSSEY] < 0
    assert 0.33 <= found.score <= 0.43
    assert sum(parts.values()) == pytest.approx(found.score, abs=1e-5)


def test_seen_movies_are_left_out_or_listed_on_request(ready):
    without = {r.movie_id for r in ready.recommend(PROFILE, 20).recommendations}
    assert len(without) == 20
    assert not without & set(PROFILE)
    everything = ready.recommend(PROFILE, 20, Filters(include_rated=True)).recommendations
    assert set(PROFILE) <= {r.movie_id for r in everything}
