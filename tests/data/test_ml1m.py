"""MovieLens 1M for real: the notebook's figures, whichever way they are asked for."""

import json

import pytest
from made import read

from recsys import explore
from recsys.commands.parser import main
from recsys.data.install import fetch
from recsys.data.interactions import build_interactions
from recsys.data.registry import open_dataset

pytestmark = pytest.mark.ml1m

TOP_TEN = [3211, 2910, 2885, 2716, 2561, 2509, 2498, 2473, 2460, 2434]


@pytest.fixture(scope="module")
def data(ml1m_path):
    return open_dataset(ml1m_path)


def test_summary_equals_the_notebook(ml1m_path, capsys):
    assert main(["summary", "--dataset", str(ml1m_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ratings"] == 1_000_209
    assert found["users"] == 6_040
    assert found["movies_listed"] == 3_883
    assert found["movies_rated"] == 3_706
    assert found["likes"] == 836_478
    assert round(found["likes_share"], 4) == 0.8363
    assert (found["users_kept"], found["movies_kept"]) == (6_039, 3_628)
    assert found["users_lost"] == [3598]
    assert found["report"]["duplicates"] == found["report"]["rows_rejected"] == 0
    assert found["report"]["encodings"] == {"ratings.dat": "utf-8", "movies.dat": "iso-8859-1"}
    assert found["report"]["users_without_likes"] == 1
    assert found["report"]["movies_without_likes"] == 78
    assert found["report"]["movies_unrated"] == 177


def test_page_and_command_line_agree(data, ml1m_path, capsys):
    assert main(["popular", "-n", "10", "--dataset", str(ml1m_path), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    table = explore.popularity(data)
    assert [movie["likes"] for movie in listed] == TOP_TEN == table["likes"].tolist()[:10]
    assert [movie["movie_id"] for movie in listed] == table.index.tolist()[:10]
    assert explore.movie_card(data, 2858).likes == 3211
    assert explore.compare(data, [2858])["likes"].tolist() == [3211]
    total = table["likes"].sum()
    assert total == explore.activity(data)["likes"].sum() == 836_478
    assert total == explore.year_distribution(data)["likes"].sum()
    effect = explore.threshold_effect(data).set_index("min_rating")
    assert effect.loc[3.0, "likes"] == total
    assert effect.loc[3.0, "lost_user_ids"] == (3598,)
    assert explore.ratings_of_user(data, 3598).to_dict("list") == {
        "stars": [1.0, 2.0],
        "ratings": [64, 1],
    }


def test_archive_folder_and_processed_copy_are_the_same(data, ml1m_path):
    installed = fetch("ml-1m", source=ml1m_path)
    assert (installed.verified, installed.verified_by) == (True, "ratings MD5")
    assert installed.ratings == 1_000_209
    prints = {
        read(ml1m_path).fingerprint,
        open_dataset("ml-1m").fingerprint,
        open_dataset(ml1m_path).fingerprint,
    }
    assert prints == {data.fingerprint}


def test_likes_count_once_in_the_matrix(data):
    interactions = build_interactions(data.ratings)
    assert interactions.stars.shape == (6_039, 3_628)
    assert interactions.likes == interactions.likes_per_movie.sum() == 836_478


def test_the_best_by_cautious_mean_have_many_ratings(data):
    best = explore.popularity(data, by="mean").head(10)
    assert best.index[0] == 318
    assert best["ratings"].min() > 500
    assert (best["cautious_mean"] < best["mean_rating"]).all()
