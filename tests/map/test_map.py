"""The map and the joint similarity on trained models, against independent computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recsys
from recsys.errors import ConfigError
from recsys.explain.joint import neighbourhoods, similar_to_all
from recsys.loading import Source
from recsys.map import store as map_store
from recsys.map.person import DISLIKE, FAVOURITE, RECOMMENDED, Taste
from recsys.people.overlap import Likers
from recsys.profile.profile import WEIGHTS, Profile

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
IDS = [1196, 296, 924, 1721, 364, 1, 2571, 318, 593, 480]


@pytest.fixture(scope="module")
def made(small):
    return map_store.stored_or_made(small.model)[0]


@st.composite
def profiles(draw):
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=8, unique=True))
    ratings = tuple((m, draw(st.sampled_from([0.5, 2.0, 2.5, 3.0, 4.0, 5.0]))) for m in ids)
    weights = tuple((m, draw(st.sampled_from(WEIGHTS))) for m in ids)
    rest = [m for m in IDS if m not in ids]
    return Profile(ratings, tuple(rest[:1]), tuple(rest[1:2]), weights)


def test_the_map_keeps_a_good_part_of_the_neighbours(small, made):
    assert made.kept > 0.35
    assert made.kept_wider > 0.45
    # Counted anew, movie by movie, for some of them.
    units = small.model.units(made.rows).astype(float)
    shares = []
    for i in range(0, len(units), 25):
        cosines = units @ units[i]
        cosines[i] = -2
        distance = np.linalg.norm(made.points - made.points[i], axis=1)
        distance[i] = np.inf
        near = set(np.argsort(-cosines)[:10]) & set(np.argsort(distance)[:10])
        shares.append(len(near) / 10)
    assert np.mean(shares) == pytest.approx(made.kept, abs=0.06)


@settings(max_examples=20, deadline=None)
@given(profile=profiles(), movie_id=st.sampled_from(IDS))
def test_a_movie_stands_on_the_map_as_in_its_explanation(small, made, profile, movie_id):
    found = Taste(small, made, profile).picked(movie_id)
    explained = small.explain(movie_id, profile)
    if not small.usable(profile).has_likes:
        assert found.score is None
        assert found.lines == ()
        return
    assert found.score == pytest.approx(explained.score, abs=1e-6)
    assert found.rank == explained.rank
    assert 1 <= found.rank <= found.of
    assert sum(c.contribution for c in found.contributions) == pytest.approx(found.score, abs=1e-5)
    expected = {c.movie_id: c.contribution for c in explained.contributions}
    for line in found.lines:
        assert line.contribution == pytest.approx(expected[line.movie_id], abs=1e-6)
        assert line.movie_id != movie_id


def test_marks_and_place_of_a_person(small, made):
    profile = FAVOURITES.rate(593, 1.0).rate(999_999, 5.0)
    person = Taste(small, made, profile)
    marks = person.marks([318, 260])
    roles = {mark.movie_id: mark.role for mark in marks}
    assert roles == {
        **dict.fromkeys(FAVOURITES.movie_ids, FAVOURITE),
        593: DISLIKE, 318: RECOMMENDED, 260: RECOMMENDED,
    }  # fmt: skip
    scores = small.scores(profile)
    top = scores.nlargest(10)
    places = made.place(small.model, small.model.movies.idx(top.index.to_numpy()).tolist())

    def cost(point):
        return (np.linalg.norm(places - point, axis=1) * top.to_numpy()).sum()

    you = np.array(person.stands_at())
    assert all(cost(you) <= cost(you + step) + 1e-4 for step in np.eye(2) * 0.5)
    assert all(cost(you) <= cost(you - step) + 1e-4 for step in np.eye(2) * 0.5)


@pytest.mark.parametrize(
    "profile",
    [Profile(), Profile.of({593: 1.0, 1: 0.5}), Profile.of({999_999: 5.0}),
     FAVOURITES.weigh(1196, 0).forget([296, 924, 1721, 364])],
    ids=["empty", "dislikes", "unknown", "weightless"],
)  # fmt: skip
def test_without_a_like_nobody_stands_anywhere(small, made, profile):
    person = Taste(small, made, profile)
    assert person.stands_at() is None
    assert person.picked(318).score is None
    assert similar_to_all(small, profile, 5) == ()


@settings(max_examples=25, deadline=None)
@given(profile=profiles())
def test_joint_similarity_is_the_weighted_mean_over_likes(small, profile):
    found = similar_to_all(small, profile, 15)
    least = small.model.config.train.min_rating
    counted = {m: profile.weight(m) for m, stars in profile.ratings if stars >= least}
    counted = {m: w for m, w in counted.items() if w > 0}
    if not counted:
        assert found == ()
        return
    # Independently: in double precision from the raw factors, through plain loops.
    factors = small.model.item_factors.astype(float)
    unit = factors / np.linalg.norm(factors, axis=1, keepdims=True)
    likes = small.model.likes_per_movie
    ids = small.model.movies.ids.tolist()
    place = {m: i for i, m in enumerate(ids)}
    joint = np.zeros(len(ids))
    for movie_id, weight in counted.items():
        joint += weight * (unit @ unit[place[movie_id]]) * likes / (likes + 10)
    joint /= sum(counted.values())
    hidden = set(profile.all_ids)
    expected = sorted((m for m in ids if m not in hidden), key=lambda m: -joint[place[m]])[:15]
    assert [m.movie_id for m in found] == expected
    for movie in found:
        row = place[movie.movie_id]
        assert movie.similarity == pytest.approx(joint[row], abs=1e-5)
        each = {
            small.dataset.title(m): unit[row] @ unit[place[m]] * likes[row] / (likes[row] + 10)
            for m in counted
        }
        assert movie.closest_similarity == pytest.approx(max(each.values()), abs=1e-5)
        assert movie.farthest_similarity == pytest.approx(min(each.values()), abs=1e-5)
        assert each[movie.closest] == pytest.approx(movie.closest_similarity, abs=1e-5)


def test_of_one_favourite_the_joint_list_is_its_own(small):
    found = similar_to_all(small, Profile.of({1196: 5}), 8)
    assert [m.movie_id for m in found] == [m.movie_id for m in small.similar(1196, 8)]


def test_shared_neighbours_are_those_in_both_lists(small):
    found = neighbourhoods(small, 1196, 260, 30)
    ours = [m.movie_id for m in small.similar(1196, 31) if m.movie_id != 260][:30]
    theirs = [m.movie_id for m in small.similar(260, 31) if m.movie_id != 1196][:30]
    assert {m.movie_id for m in found.shared} == set(ours) & set(theirs)
    union = set(ours) | set(theirs)
    assert {m.movie_id for m in found.movies} == union
    assert found.jaccard == pytest.approx(len(found.shared) / len(union))
    with pytest.raises(ConfigError, match="same"):
        neighbourhoods(small, 1196, 1196, 5)
    with pytest.raises(ConfigError, match="at least 1"):
        similar_to_all(small, FAVOURITES, 0)


@pytest.mark.ml1m
def test_on_ml1m_counts_equal_the_ratings_and_the_map_keeps_neighbours(ml1m_path):
    ready = recsys.load(ml1m_path)
    ratings = ready.dataset.ratings
    liked = ratings[ratings["rating"] >= 3]
    empire = set(liked.loc[liked["movie_id"] == 1196, "user_id"])
    hope = set(liked.loc[liked["movie_id"] == 260, "user_id"])
    found = Likers(Source(ready.dataset).interactions).overlap(1196, 260)
    assert (found.first_likes, found.second_likes) == (len(empire), len(hope))
    assert found.both == len(empire & hope)
    assert found.people == liked["user_id"].nunique()
    made, _ = map_store.stored_or_made(ready.model)
    assert len(made.rows) == len(ready.model.movies)
    assert made.kept > 0.4
    assert made.kept_wider > 0.55
