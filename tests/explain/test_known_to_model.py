"""Ranks of hidden favourites and the worth of a question, against solves made afresh."""

import numpy as np
import pytest

from recsys.explain.known_to_model import FEWEST, hide_each
from recsys.model.foldin import FoldIn
from recsys.people.questions import _Worth
from recsys.people.sample import crowd_of
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters

PROFILE = Profile(
    ((1196, 5.0), (296, 4.0), (924, 4.0), (1721, 1.0), (364, 5.0), (47, 4.5), (32, 3.0)),
    not_interested=(356,),
    seen=(593,),
    weights=((924, 3.0), (47, 0.0)),
)


def rank_afresh(ready, profile, movie_id):
    """Score the profile without the movie, from nothing, and count what stands above it."""
    rest = profile.forget([movie_id])
    scores = ready.scores(rest)
    competing = ready.catalogue.allowed(profile, Filters())
    return 1 + int((scores[competing] > scores[movie_id]).sum())


def test_each_rank_is_that_of_a_profile_without_the_movie(small, small_notebook):
    for ready in (small, small_notebook):
        hidden = hide_each(ready, PROFILE)
        assert [movie.movie_id for movie in hidden] == [1196, 296, 924, 364, 32]
        for movie in hidden:
            # A float32 near-tie may turn by one place between the two computations.
            assert abs(movie.rank - rank_afresh(ready, PROFILE, movie.movie_id)) <= 1


def test_ranks_by_popularity_count_more_liked_movies_that_are_open(small):
    likes = small.model.likes_per_movie
    competing = small.catalogue.allowed(PROFILE, Filters())
    for movie in hide_each(small, PROFILE):
        own = likes[small.model.movies.idx_of(movie.movie_id)]
        above = int((likes[competing] > own).sum())
        ties = int((likes[competing] == own).sum())
        assert above + 1 <= movie.rank_by_popularity <= above + 1 + ties


def test_too_few_favourites_are_not_judged(small):
    assert hide_each(small, Profile()) == ()
    assert hide_each(small, Profile.of({1196: 5, 296: 4, 924: 1, 999_999_999: 5})) == ()
    assert len(hide_each(small, Profile.of({1196: 5, 296: 4, 924: 3}))) == FEWEST


def test_two_thousand_favourites_have_ranks(small):
    ids = [int(m) for m in small.model.movies.ids[:2_000]]
    hidden = hide_each(small, Profile(tuple((m, 4.0) for m in ids)))
    assert len(hidden) == 2_000
    assert all(1 <= movie.rank <= len(small.model.movies) - 1_999 for movie in hidden)


@pytest.mark.parametrize("profile", [Profile(), Profile.of({1196: 5.0, 1721: 1.0})])
def test_a_questions_worth_is_that_of_the_list_with_the_like_added(small, profile):
    """Fold the profile plus one like in afresh, and average the people's gain in NDCG@10."""
    model, crowd = small.model, crowd_of(small.dataset, small.model)
    weights = crowd.resembling(model, profile)
    found = _Worth(model, crowd, profile, weights).beside([])
    told = model.usable(profile)
    open_now = ~np.isin(crowd.rows, told.idx)
    now = (
        FoldIn.of(model, told).scores()[crowd.rows]
        if told.n_likes
        else model.likes_per_movie[crowd.rows].astype(float)
    )
    discounts = 1 / np.log2(np.arange(2, 12))

    def ndcg(scores, without):
        kept = np.where(open_now, scores, -np.inf)
        kept[without] = -np.inf
        return crowd.gains[:, np.argsort(-kept, kind="stable")[:10]] @ discounts

    for candidate in (0, 3, 17, 101):
        movie_id = int(model.movies.ids[crowd.rows[candidate]])
        if movie_id in profile.movie_ids:
            continue
        after = small.scores(profile.rate(movie_id, 4.0)).to_numpy()[crowd.rows]
        gained = ndcg(after, candidate) - ndcg(now, candidate)
        likers = crowd.likes[:, candidate] * weights
        assert found[candidate] == pytest.approx((likers * gained).mean(), abs=2e-5)
