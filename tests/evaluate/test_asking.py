"""The simulation of asking: fair to every way, on made-up people, and what came with the app."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from people import taste_groups

from recsys import disk, evaluate
from recsys.data.registry import open_dataset
from recsys.errors import ArtifactError, ConfigError, DataError
from recsys.evaluate.asking import _halves, _interview, learn
from recsys.evaluate.protocols import rating_matrix, split_users
from recsys.ui.charts import model as asking_charts


@pytest.fixture(scope="module")
def held_out():
    rows, _ = taste_groups(people=45)
    ratings = rating_matrix(pd.DataFrame(rows, columns=["user_id", "movie_id", "rating"]), 3.0)
    return ratings, split_users(ratings, 0)


@pytest.fixture(scope="module")
def known(held_out):
    ratings, split = held_out
    return learn(ratings, split.train, 1_000, 0)


def test_a_persons_pool_and_what_is_to_be_found_are_apart_and_all_of_their_ratings(held_out):
    ratings, split = held_out
    for user in split.test[:10]:
        for pool, wanted in _halves(ratings, int(user), 3, 0):
            own = set(ratings.stars[user].indices)
            assert not set(pool) & set(wanted)
            assert set(pool) | set(wanted) == own
            assert abs(len(pool) - len(wanted)) <= 1


def test_every_way_begins_with_the_same_list_and_never_lists_the_pool(known, held_out):
    ratings, split = held_out
    pool, wanted = next(_halves(ratings, int(split.test[0]), 1, 0))
    starts = []
    for way in ("gain", "uncertainty", *known.orders, "random"):
        rng = np.random.default_rng(0)
        told, hits = _interview(known, pool, wanted, way, rng)
        assert hits.shape == (11, 10)
        assert 0 <= told <= min(10, len(pool))
        starts.append(hits[0].tolist())
        _, pool_hits = _interview(known, pool, np.array(list(pool)), way, rng)
        assert not pool_hits.any()
    assert all(start == starts[0] for start in starts)


def test_somebody_without_an_answer_keeps_the_list_they_began_with(known, held_out):
    ratings, split = held_out
    _, wanted = next(_halves(ratings, int(split.test[0]), 1, 0))
    told, hits = _interview(known, {}, wanted, "gain", np.random.default_rng(0))
    assert told == 0
    assert (hits == hits[0]).all()


def test_what_came_with_the_app_says_that_ten_questions_beat_ten_popular_movies(tmp_path):
    fingerprint = open_dataset("ml-latest-small").fingerprint
    found = evaluate.load_asking("ml-latest-small", fingerprint)
    assert found is not None
    assert (found.people, found.questions) == ("test", 10)
    ours, *others = found.ways
    assert ours.name == "gain"
    assert {"popular", "random", "entropy", "popularity × entropy"} <= {w.name for w in others}
    for way in found.ways:
        assert len(way.ndcg_at_10) == 11
        assert way.ndcg_at_10[0] == ours.ndcg_at_10[0]
    for way in others:
        gap = ours.ndcg_at_10[-1].mean - way.ndcg_at_10[-1].mean
        assert way.ours_minus_this.difference == pytest.approx(gap)
        assert way.ours_minus_this.verdict == "better"
    assert "the difference is more than chance" in asking_charts.asking_takeaway(found)
    assert len(asking_charts.asking_table(found)) == len(found.ways)
    chart = asking_charts.accuracy_by_questions(asking_charts.asking_rows(found)).to_dict()
    assert chart["encoding"]["y"]["title"] == "NDCG@10"


def test_a_kept_simulation_comes_back_and_a_damaged_one_is_refused():
    found = evaluate.load_asking("x", open_dataset("ml-latest-small").fingerprint)
    other = replace(found, dataset="kept", fingerprint="0" * 64)
    path = evaluate.save(other)
    assert evaluate.load_asking("kept", "0" * 64) == other
    (path / "found.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ArtifactError, match="run it again"):
        evaluate.load_asking("kept", "0" * 64)
    disk.remove(path)
    assert evaluate.load_asking("kept", "0" * 64) is None


def test_bad_requests_are_one_sentence():
    data = open_dataset("ml-latest-small")
    with pytest.raises(ConfigError, match="use test or validation"):
        evaluate.ask(data, on="nobody")
    few = replace(data, ratings=data.ratings[data.ratings["user_id"] < 20])
    with pytest.raises(DataError, match="take a larger data set"):
        evaluate.ask(few)
