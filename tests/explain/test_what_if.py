"""What if: every answer against a fresh fold-in of the changed profile."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError
from recsys.explain import influence as drivers
from recsys.explain import what_if
from recsys.explain import what_would_it_take as change
from recsys.explain.standing import standing
from recsys.model.foldin import leave_each_out
from recsys.model.similar import nearest
from recsys.profile.profile import WEIGHTS, Profile
from recsys.recommend.filters import Filters

some = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 1.0}


def random_profile(ready, seed, most=12):
    """Return ratings of every kind, dislikes, weights and no weight, movies seen or hidden."""
    rng = np.random.default_rng(seed)
    ids = ready.model.movies.ids[ready.model.by_popularity[:400]].tolist()
    n = int(rng.integers(1, most))
    rated, seen, hidden = np.split(rng.choice(ids, n + 6, replace=False), [n, n + 3])
    profile = Profile(
        tuple((int(m), float(rng.choice(STAR_STEPS))) for m in rated),
        tuple(map(int, hidden)),
        tuple(map(int, seen)),
    )
    for movie_id in profile.movie_ids:
        if rng.random() < 0.5:
            profile = profile.weigh(movie_id, float(rng.choice(WEIGHTS)))
    return profile


def top(ready, profile, n=10):
    return [r.movie_id for r in ready.recommend(profile, n).recommendations]


@some
@given(seed=st.integers(0, 2**32 - 1))
def test_leaving_ratings_out_equals_a_fresh_fold_in(small, seed):
    profile = random_profile(small, seed)
    gone = profile.movie_ids[: 1 + seed % 3]
    found = what_if.list_without(small, profile, gone)
    rest = profile.forget(gone)
    fresh = [m for m in top(small, rest, 10 + len(gone)) if m not in gone][:10]
    assert [r.movie_id for r in found.after.recommendations[:10]] == fresh
    scores = small.scores(rest)
    for r in found.after.recommendations[:10]:
        assert r.score == pytest.approx(scores[r.movie_id], abs=1e-6)
    assert {s.movie_id for s in found.entered} == set(fresh) - set(top(small, profile))
    assert len(found.entered) == len(found.left)
    everything = top(small, profile, len(small.model.movies))
    after = [m for m in top(small, rest, len(small.model.movies)) if m not in gone]
    for shift in found.shifts:
        assert everything.index(shift.movie_id) + 1 == shift.before
        assert after.index(shift.movie_id) + 1 == shift.after


@some
@given(seed=st.integers(0, 2**32 - 1))
def test_each_leave_one_out_equals_a_fresh_fold_in(small, seed):
    profile = random_profile(small, seed)
    movie_id = int(small.model.movies.ids[small.model.by_popularity[450]])
    found = small.explain(movie_id, profile)
    assert [w.movie_id for w in found.without] == list(profile.movie_ids)
    told = small.usable(profile)
    blocks = list(leave_each_out(small.model, told, most_bytes=10 * 4 * len(small.model.movies)))
    places = np.concatenate([left.places for left in blocks])
    scores = np.hstack([left.scores for left in blocks])[:, np.argsort(places)]
    for j, without in enumerate(found.without):
        fresh = small.explain(movie_id, profile.forget([without.movie_id]))
        assert without.score == pytest.approx(fresh.score, abs=1e-6)
        expected = small.scores(profile.forget([told.movie_ids[j]]))
        np.testing.assert_allclose(scores[:, j], expected, atol=2e-6)


@some
@given(seed=st.integers(0, 2**32 - 1))
def test_the_influence_of_each_rating_equals_leaving_it_out(small, seed):
    profile = random_profile(small, seed)
    found = what_if.influence_of_each(small, profile)
    assert {i.movie_id for i in found} == set(profile.movie_ids)
    for influence in found:
        assert influence.changed == len(
            what_if.list_without(small, profile, [influence.movie_id]).left
        )


def test_no_rating_one_rating_and_nothing_left_are_answered(small):
    assert what_if.influence_of_each(small, {}) == ()
    assert what_if.list_without(small, {}, []).after.basis == "popularity"
    only = what_if.list_without(small, {1196: 5.0}, [1196])
    assert only.after.basis == "popularity"
    assert 1196 not in [r.movie_id for r in only.after.recommendations]
    nothing = Filters(year_from=3000)
    assert not what_if.list_without(small, FAVOURITES, [1196], filters=nothing).shifts


@some
@given(seed=st.integers(0, 2**32 - 1), place=st.integers(0, 399), from_list=st.booleans())
def test_applying_what_it_takes_does_it_and_no_smaller_single_change_does(
    small, seed, place, from_list
):
    profile = random_profile(small, seed)
    listed = top(small, profile)
    movie_id = int(small.model.movies.ids[small.model.by_popularity[place]])
    movie_id = listed[place % 10] if from_list else movie_id
    if movie_id in profile.all_ids:
        return
    inside = movie_id in listed
    answer = change.smallest_change(small, movie_id, profile)
    assert answer.goal == ("out" if inside else "in")
    if answer.edits:
        changed = change.apply(profile, answer.edits)
        assert (movie_id in top(small, changed)) != inside
    cost = sum(edit.stars for edit in answer.edits) if len(answer.edits) == 1 else np.inf
    rows, _ = nearest(small.model, small.model.movies.idx_of(movie_id), 60)
    near = [m for m in small.model.movies.ids[rows].tolist() if m not in profile.all_ids][:30]
    smaller = [
        profile.rate(m, s)
        for m, before in profile.ratings
        for s in STAR_STEPS
        if 0 < abs(s - before) < cost
    ]
    if cost > change.NEW:
        smaller += [profile.forget([m]) for m in profile.movie_ids]
        smaller += [profile.rate(m, s) for m in near for s in STAR_STEPS]
    for other in smaller:
        assert (movie_id in top(small, other)) == inside


@some
@given(seed=st.integers(0, 2**32 - 1), n_ratings=st.integers(2, 5))
def test_changes_of_several_ratings_are_counted_as_a_fresh_fold_in_counts_them(
    small, seed, n_ratings
):
    profile = random_profile(small, seed)
    row = int(small.model.by_popularity[450])
    movie_id = int(small.model.movies.ids[row])
    search = change.Search(small, profile, row)
    rng = np.random.default_rng(seed)
    changes = []
    for _ in range(4):
        places = sorted(rng.choice(len(search.movie_ids), n_ratings, replace=False).tolist())
        options = [list(search.options(place)) for place in places]
        changes.append(tuple(own[rng.integers(len(own))] for own in options))
    everywhere = search.above(changes)
    among_rivals = search.above(changes, among=search.rivals(search.singles()[:20], 10))
    for j, options in enumerate(changes):
        changed = profile
        for where, stars in options:
            touched = search.movie_ids[where]
            changed = changed.forget([touched]) if stars is None else changed.rate(touched, stars)
        listed = small.recommend(changed, len(small.model.movies)).recommendations
        rank = next(r.rank for r in listed if r.movie_id == movie_id)
        assert everywhere.surely[j] < rank <= everywhere.perhaps[j] + 1
        assert among_rivals.surely[j] < rank
        if small.usable(changed).has_likes:
            others = [r.score for r in listed if r.movie_id != movie_id]
            lead = listed[rank - 1].score - others[change.TOP - 1]
            assert everywhere.lead[j] == pytest.approx(lead, abs=2e-6)


@pytest.mark.parametrize("rank", [42, 55, 129])
def test_a_movie_further_down_is_brought_in_by_as_little_as_is_left_of_the_change(small, rank):
    profile = Profile.of({**FAVOURITES, 364: 5.0})
    movie_id = small.recommend(profile, rank).recommendations[-1].movie_id
    answer = change.smallest_change(small, movie_id, profile)
    assert 2 < len(answer.edits) <= change.MOST_RATINGS
    assert movie_id in top(small, change.apply(profile, answer.edits))
    for edit in answer.edits:
        rest = tuple(other for other in answer.edits if other != edit)
        assert movie_id not in top(small, change.apply(profile, rest))


def test_what_it_takes_refuses_what_cannot_be_recommended(small):
    with pytest.raises(DataError, match="you rated"):
        change.smallest_change(small, 1196, FAVOURITES)
    hidden = Profile.of(FAVOURITES).exclude(318)
    with pytest.raises(DataError, match="not interested"):
        change.smallest_change(small, 318, hidden)
    with pytest.raises(DataError, match="you have seen"):
        change.smallest_change(small, 318, Profile.of(FAVOURITES).see(318))


def test_an_empty_profile_and_dislikes_alone_have_an_answer(small):
    for profile in ({}, {1196: 0.5, 260: 1.0}):
        answer = change.smallest_change(small, 1210, profile)
        if answer.edits:
            changed = change.apply(Profile.of(profile), answer.edits)
            assert (1210 in top(small, changed)) == (answer.goal == "in")


def test_the_heat_map_holds_every_bar_and_the_first_ones_are_counted(small):
    found = small.recommend(FAVOURITES, 20)
    table = drivers.influence(found)
    sums = table.groupby("rank")["contribution"].sum()
    np.testing.assert_allclose(sums, [r.score for r in found.recommendations], atol=1e-6)
    folded = drivers.influence(found, shown=2)
    assert "3 others" in set(folded["favourite"])
    np.testing.assert_allclose(folded.groupby("rank")["contribution"].sum(), sums, atol=1e-6)
    firsts = [r.contributions[0].title for r in found.recommendations]
    driven = drivers.brings_in(found, 1196)
    assert len(driven) == 20
    assert driven[0].share == max(d.share for d in driven)
    assert sum(d.is_first for d in driven) == firsts.count(small.dataset.title(1196))


def test_rank_percentile_and_certainty_follow_from_the_scores(small):
    found = small.explain(1210, FAVOURITES)
    where = standing(small, found, FAVOURITES)
    scores = small.scores(FAVOURITES).drop(list(FAVOURITES))
    assert where.competitors == len(scores)
    below = int((scores < scores[1210]).sum())
    assert where.percentile == pytest.approx(below / (len(scores) - 1), abs=1e-3)
    assert where.likes == small.model.likes_per_movie[small.model.movies.idx_of(1210)]
    listed = [m for m in top(small, FAVOURITES, 20) if m != 1210]
    assert where.listed == len(listed)


def test_a_weightless_like_counts_as_none(small):
    weightless = Profile.of({1196: 5.0}).weigh(1196, 0)
    assert what_if.list_without(small, weightless, [1196]).shifts
    assert not standing(small, small.explain(1210, weightless), weightless).from_profile
    assert what_if.influence_of_each(small, weightless)[0].changed == 0
    answer = change.smallest_change(small, 1210, weightless)
    assert all(edit.movie_id != 1196 or edit.after is None for edit in answer.edits)


def test_a_rated_or_hidden_movie_is_explained_as_such(small):
    for profile in (Profile.of({1196: 5.0}), Profile.of({260: 5.0}).see(1196)):
        found = small.explain(1196, profile)
        where = standing(small, found, profile)
        assert where.is_rated
        assert 0 <= where.percentile <= 1


def test_a_movie_close_to_the_favourites_is_clearer_than_a_far_one(small):
    near, far = (standing(small, small.explain(m, {1196: 5.0}), {1196: 5.0}) for m in (1210, 10))
    assert near.clarity > far.clarity
