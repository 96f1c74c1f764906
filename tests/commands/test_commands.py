"""The command line: one JSON document, exit status 2 and one sentence for bad input."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from recsys.commands.parser import main
from recsys.profile import link
from recsys.profile.profile import Profile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(capsys):
    def call(*words):
        status = main([*words, "--json"])
        assert status == 0
        return json.loads(capsys.readouterr().out)

    return call


def test_summary_counts_the_embedded_data(run):
    found = run("summary")
    assert found["dataset"] == "ml-latest-small"
    assert (found["ratings"], found["users"], found["movies_rated"]) == (100_004, 671, 9_066)
    assert found["likes_share"] == found["likes"] / found["ratings"]
    assert found["users_kept"] + len(found["users_lost"]) == found["users"]


def test_popular_is_ranked_by_likes(run):
    movies = run("popular", "-n", "12")
    assert [m["rank"] for m in movies] == list(range(1, 13))
    assert [m["likes"] for m in movies] == sorted((m["likes"] for m in movies), reverse=True)
    assert movies[0]["title"] == "Forrest Gump (1994)"
    assert movies[0]["genres"] == ["Comedy", "Drama", "Romance", "War"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("matrix the", "The Matrix (1999)"),
        ("the matrix", "The Matrix (1999)"),
        ("empire strikes back", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("empire strkes back", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("amelie", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
    ],
)
def test_search_finds_what_people_mean(query, first, run):
    found = run("search", query)
    assert found[0]["title"] == first
    assert found[0]["match"]


def test_exact_search_is_plain_text_with_alternatives(run):
    titles = [m["title"] for m in run("search", "space odyssey|pulp fiction", "--exact")]
    assert titles == ["Pulp Fiction (1994)", "2001: A Space Odyssey (1968)"]
    assert run("search", ".*", "--exact") == []


def test_similar_leaves_the_movie_itself_out(run):
    movies = run("similar", "1196")
    assert len(movies) == 5
    assert 1196 not in [m["movie_id"] for m in movies]
    assert all(-1 <= m["similarity"] <= 1 for m in movies)


def test_recommend_explains_every_line(run):
    found = run("recommend", "--rate", "1196=5", "--rate", "296=1", "-n", "7")
    assert found["mode"] == "fold-in"
    assert [r["rank"] for r in found["recommendations"]] == list(range(1, 8))
    for line in found["recommendations"]:
        assert {c["movie_id"] for c in line["contributions"]} == {1196, 296}
        total = sum(c["contribution"] for c in line["contributions"])
        assert total == pytest.approx(line["score"], abs=1e-5)


def test_rated_movies_come_only_on_request(run):
    rated = ("--rate", "1196=5", "--rate", "260=5")
    without = {r["movie_id"] for r in run("recommend", *rated)["recommendations"]}
    with_them = run("recommend", *rated, "--include-rated", "-n", "50")["recommendations"]
    assert not without & {1196, 260}
    assert {1196, 260} <= {r["movie_id"] for r in with_them}


def test_filters_and_exclusions_hold(run):
    found = run("recommend", "--rate", "1196=5", "--genre", "sci-fi", "--year-from", "1990",
                "--year-to", "1999", "--not-interested", "2571")  # fmt: skip
    ids = [r["movie_id"] for r in found["recommendations"]]
    years = [int(r["title"].split(" [")[0][-5:-1]) for r in found["recommendations"]]
    assert 2571 not in ids
    assert all(1990 <= year <= 1999 for year in years)


LIST = """Name,Year,Rating
Raiders of the Lost Ark,1981,5
Alien,1979,4.5
The Godfather,1972,4
The Film That Nobody Made,1999,4
"""


@pytest.fixture
def listed(tmp_path):
    """Return the path of a ratings export, which is a list of the movies that it rates."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_only_a_watchlist_is_ranked_or_none_of_it(run, listed):
    rated = ("recommend", "--rate", "260=5", "--rate", "1214=4")
    found = run(*rated, "--only", listed)
    # Alien is rated, so no longer to be seen.
    assert {r["movie_id"] for r in found["recommendations"]} == {1198, 858}
    assert found["recommendations"][0]["title"].startswith("Raiders of the Lost Ark")
    for one in found["recommendations"]:
        parts = sum(c["contribution"] for c in one["contributions"])
        assert parts == pytest.approx(one["score"], abs=1e-5)
    said = {"listed": 3, "unknown": ["The Film That Nobody Made"], "doubtful": [], "unranked": []}
    assert found["only"] == said
    everything = run(*rated, "-n", "40")
    assert "only" not in everything
    without = run(*rated, "-n", "40", "--without", listed)
    assert without["without"] == said
    ids = [[r["movie_id"] for r in one["recommendations"]] for one in (everything, without)]
    kept = [m for m in ids[0] if m not in (1198, 858)]
    assert len(kept) < len(ids[0])
    assert ids[1][: len(kept)] == kept


def test_of_a_file_with_a_watchlist_the_ratings_are_no_list(run, tmp_path):
    path = tmp_path / "letterboxd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ratings.csv", LIST)
        archive.writestr("watchlist.csv", "Name,Year\nThe Matrix,1999\nNo Such Film,1988\n")
    found = run("recommend", "--only", str(path))
    assert [r["movie_id"] for r in found["recommendations"]] == [2571]
    said = {"listed": 1, "unknown": ["No Such Film"], "doubtful": [], "unranked": []}
    assert found["only"] == said
    path = tmp_path / "titles.txt"
    path.write_text("Alien (1979)\nArrival\nNo Such Film (1988)\n", encoding="utf-8")
    found = run("recommend", "--only", str(path))
    assert [r["movie_id"] for r in found["recommendations"]] == [1214]
    assert (found["only"]["unknown"], found["only"]["doubtful"]) == (["No Such Film"], ["Arrival"])


def test_a_watchlist_of_the_profile_gives_way_to_the_file(run, listed):
    token = link.encode(Profile.of({260: 5}).want([296]))
    found = run("recommend", "--profile", token, "--only", listed)
    assert {r["movie_id"] for r in found["recommendations"]} == {1198, 1214, 858}
    assert run("link", "--decode", token)["watchlist"] == [296]


def test_what_a_watchlist_has_beyond_the_data_is_named_in_words(listed, capsys):
    assert main(["recommend", "--only", listed]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[-1] == "not in these data: The Film That Nobody Made"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--only", "nowhere.csv"], "nowhere.csv cannot be read"),
        (["--without", "{unknown}"], "unknown.csv names no movie that ml-latest-small has"),
        (["--only", "{listed}", "--without", "{listed}"], "not allowed with argument"),
    ],
)
def test_a_watchlist_that_cannot_count_is_one_line(words, says, listed, tmp_path, capsys):
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("Name,Year,Rating\nThe Film That Nobody Made,1999,4\n", encoding="utf-8")
    asked = [word.format(listed=listed, unknown=unknown) for word in words]
    try:
        status = main(["recommend", *asked])
    except SystemExit as end:
        status = end.code
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert says in err


def test_an_unknown_movie_is_reported_and_changes_nothing(run):
    plain = run("recommend", "--rate", "1196=5")
    more = run("recommend", "--rate", "1196=5", "--rate", "99999999=5")
    assert [m["movie_id"] for m in more["ignored"]] == [99999999]
    assert more["recommendations"][0]["score"] == plain["recommendations"][0]["score"]


def test_an_empty_profile_gets_what_is_popular(run):
    found = run("recommend", "-n", "3")
    assert found["basis"] == "popularity"
    popular = [m["movie_id"] for m in run("popular", "-n", "3")]
    assert [r["movie_id"] for r in found["recommendations"]] == popular


def test_retraining_gives_the_same_kind_of_result(run):
    found = run("recommend", "--rate", "1196=5", "--mode", "retrain", "-n", "5")
    assert found["mode"] == "retrain"
    assert len(found["recommendations"]) == 5
    assert found["seconds"] > 0


def test_explain_sums_and_tells_what_would_be_without(run):
    found = run("explain", "1198", "--rate", "1196=5", "--rate", "296=4")
    total = sum(c["contribution"] for c in found["contributions"])
    assert total == pytest.approx(found["score"], abs=1e-5)
    alone = run("explain", "1198", "--rate", "296=4")
    without = next(w for w in found["without"] if w["movie_id"] == 1196)
    assert without["score"] == pytest.approx(alone["score"], abs=1e-6)
    assert without["rank"] == alone["rank"]


def test_a_link_goes_there_and_back(run):
    made = run("link", "--rate", "1196=5", "--rate", "260=4.5", "--not-interested", "7")
    assert made["query"] == f"?p={made['token']}"
    assert run("link", "--decode", made["token"]) == {
        "profile": [{"movie_id": 1196, "stars": 5.0}, {"movie_id": 260, "stars": 4.5}],
        "not_interested": [7],
    }
    again = run("recommend", "--profile", made["token"], "-n", "2")
    assert [m["movie_id"] for m in again["profile"]] == [1196, 260]


def test_train_reports_and_keeps_the_model(run):
    found = run("train", "--factors", "8", "--iterations", "2", "--seed", "3")
    assert found["config"]["train"]["factors"] == 8
    assert found["likes"] == run("summary")["likes"]
    assert Path(found["path"]).is_dir()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["similar", "99999999"], "movie 99999999 is not among"),
        (["explain", "99999999", "--rate", "1196=5"], "movie 99999999 is not among"),
        (["recommend", "--rate", "1196=5.5"], "half steps"),
        (["recommend", "--rate", "1196=4.7"], "half steps"),
        (["recommend", "--rate", "1196"], "ID=STARS"),
        (["recommend", "--rate", "x=4"], "ID=STARS"),
        (["recommend", "--profile", "1broken"], "cut off or changed"),
        (["recommend", "--rate", "1196=5", "--genre", "Soap"], "genre 'Soap' is unknown"),
        (["recommend", "--rate", "1196=5", "-n", "0"], "n is 0"),
        (["recommend", "--rate", "1196=5", "--popularity", "1.5"], "-1 (hidden gems) to 1"),
        (["recommend", "--rate", "1196=5", "--diversity", "-1"], "diversity is -1; expected 0"),
        (["prices", "--preset", "best"], "preset 'best' is unknown"),
        (["recommend", "--mode", "retrain", "--rate", "1196=1"], "three stars|3 stars or more"),
        (["recommend", "--preset", "best"], "preset 'best' is unknown"),
        (["link", "--decode", ""], "token is empty"),
        (["summary", "--dataset", "nowhere"], "neither an installed data set"),
        (["summary", "--dataset", "ml-20m"], "fetch ml-20m"),
        (["summary", "--min-rating", "9"], "0.5 to 5 stars"),
        (["popular", "-n", "0"], "n is 0"),
        (["search", "  |  "], "no letter or digit"),
        (["train", "--factors", "100000"], "factors is 100000"),
        (["similar", "99999999999999999999"], "movie_id is 1e+20"),
        (["explain", "99999999999999999999", "--rate", "1196=5"], "movie_id is 1e+20"),
        (["explain", "--rate", "1196=5", "--", "-99999999999999999999"], "movie_id is -1e+20"),
        (["recommend", "--rate", "99999999999999999999=5"], "9999999"),
        (["recommend", "--rate", "1196=5", "--not-interested", "9" * 20], "9999999"),
        (["evaluate", "--seed", "-1"], "seed is -1"),
        (["evaluate", "--seeds", "0"], "take from 1 to 3 seeds"),
        (["evaluate", "--seeds", "4"], "has 3 groups of people to test on"),
        (["questions", "--seed", "-1"], "seed is -1"),
        (["questions", "--seed", "4294967296"], "seed is 4.29497e+09"),
        (["prices", "--seed", "-1"], "seed is -1"),
        (["popular", "-n", "99999999999"], "n is 1e+11"),
        (["search", "matrix " * 30], "210 characters, expected at most 200"),
        (["fetch", "ml-3m"], "known names are"),
        (["fetch", "ml-1m", "--from", "README.md"], "not a complete zip archive"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_two(words, says, capsys):
    assert main(words) == 2
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if not line.startswith("iteration")]
    assert out == ""
    assert len(lines) == 1
    assert lines[0].startswith("error: ")
    assert any(part in lines[0] for part in says.split("|"))


@pytest.mark.parametrize("words", [["dance"], ["similar"], ["similar", "abc"], []])
def test_bad_usage_is_status_two_without_a_traceback(words):
    done = subprocess.run(
        [sys.executable, "-m", "recsys", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_dials_change_the_list_and_say_by_how_much(run):
    plain = run("recommend", "--rate", "1196=5", "--rate", "296=4")["recommendations"]
    turned = run("recommend", "--rate", "1196=5", "--rate", "296=4",
                 "--popularity", "-0.8", "--diversity", "0.5")["recommendations"]  # fmt: skip
    assert {(m["popularity_term"], m["diversity_term"]) for m in plain} == {(0.0, 0.0)}
    assert [m["movie_id"] for m in turned] != [m["movie_id"] for m in plain]
    ordered_by = [m["score"] + m["popularity_term"] + m["diversity_term"] for m in turned]
    assert ordered_by == sorted(ordered_by, reverse=True)
    retrained = run("recommend", "--rate", "1196=5", "--mode", "retrain", "--popularity", "-1")
    assert any(m["popularity_term"] > 0 for m in retrained["recommendations"])


def test_evaluate_counts_its_steps_and_prints_each_row(run, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    asked = "evaluate", "--protocol", "standard", "--models", "popularity", "--seed", "1", "--seeds"
    assert main([*asked, "2"]) == 0
    out, err = capsys.readouterr()
    head, row = out.splitlines()
    assert head.startswith("standard, 262 people held out")
    assert re.search(r"data [0-9a-f]{8}, settings [0-9a-f]{8}, code [0-9a-f]{8}$", head)
    assert "NDCG@100" in row
    assert "known of ten 10.0" in row
    first, *_, last = err.splitlines()
    assert first == f"[{20 * '.'}] 0 of 4: popularity, seed 1, fit, 0 s"
    bar = rf"\[{15 * '#'}\.{{5}}\] 3 of 4: popularity, seed 2, 80% of the likes, \d+ s, \d+ s to go"
    assert re.fullmatch(bar, last)
    found = run(*asked, "2")
    assert (found["dataset"], found["protocol"], found["seed"]) == (
        "ml-latest-small", "standard", 1,
    )  # fmt: skip
    assert {
        "model", "config", "given", "ndcg_at_10", "recall_at_20", "ci95", "seconds_fit"
    } < found["rows"][0].keys()  # fmt: skip
    assert found["users"] == 262
    with pytest.raises(SystemExit):
        main([*asked, "many"])


def test_questions_prints_and_keeps_what_the_simulation_found(run, capsys, monkeypatch):
    """The simulation itself takes minutes; what came with the app stands in for it."""
    from recsys import evaluate
    from recsys.data.registry import open_dataset

    data = open_dataset("ml-latest-small")
    shipped = evaluate.load_asking(data.name, data.fingerprint)
    monkeypatch.setattr(evaluate, "ask", lambda *_, **__: shipped)
    found = run("questions")
    assert found["ways"][0]["name"] == "gain"
    assert len(found["ways"][0]["ndcg_at_10"]) == 11
    assert main(["questions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(found["ways"])
    assert "ours +" in next(line for line in lines if line.startswith("popular "))
    with pytest.raises(SystemExit):
        main(["questions", "--people", "everybody"])
