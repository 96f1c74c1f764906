"""The data commands: their fields, and one sentence with status 2 for whatever is malformed."""

import json
import zipfile

import made
import pandas as pd
import pytest

from recsys.commands.parser import main

SUMMARY = [
    "dataset",
    "ratings",
    "users",
    "movies_listed",
    "movies_rated",
    "min_rating",
    "likes",
    "likes_share",
    "users_kept",
    "movies_kept",
    "users_lost",
]
POPULAR = ["rank", "movie_id", "title", "year", "genres", "ratings", "likes", "mean_rating"]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))


@pytest.fixture
def run(capsys):
    def call(*words):
        assert main([*map(str, words), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return call


def refused(capsys, *words):
    assert main([*map(str, words)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert len(err.splitlines()) == 1
    return err


LAYOUTS = {"csv": made.csv_release, "dat": made.dat_release, "100k": made.release_100k}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("packed", [False, True])
def test_summary_of_every_layout(layout, packed, run, tmp_path):
    source = LAYOUTS[layout](tmp_path / "set")
    if packed:
        source = made.zipped(source, tmp_path / "set.zip")
    found = run("summary", "--dataset", source)
    assert list(found) == [*SUMMARY, "report"]
    assert {name: found[name] for name in SUMMARY} == {
        "dataset": "set",
        "ratings": 5,
        "users": 3,
        "movies_listed": 4,
        "movies_rated": 3,
        "min_rating": 3.0,
        "likes": 3,
        "likes_share": 0.6,
        "users_kept": 2,
        "movies_kept": 3,
        "users_lost": [3],
    }
    assert found["report"]["rows_read"] == 5


def test_popular_and_search_have_their_fields(run, tmp_path):
    source = made.csv_release(tmp_path)
    movies = run("popular", "--dataset", source)
    assert list(movies[0]) == POPULAR
    assert movies[0] == {
        "rank": 1,
        "movie_id": 10,
        "title": "The Matrix (1999)",
        "year": 1999,
        "genres": ["Action", "Sci-Fi"],
        "ratings": 2,
        "likes": 1,
        "mean_rating": 3.5,
    }
    assert movies[-1]["mean_rating"] is None
    found = run("search", "amelie", "--dataset", source)
    assert list(found[0]) == [*POPULAR, "match"]
    assert (found[0]["movie_id"], found[0]["rank"]) == (20, 2)


def test_an_own_file_with_columns_named_on_the_command_line(run, tmp_path):
    path = made.write(tmp_path / "mine.csv", ["a,b,c", "zoe,Heat (1995),9", "ann,Alien (1979),4"])
    found = run("summary", "--dataset", path, "--columns", "user=a,item=b,rating=c")
    assert (found["dataset"], found["ratings"], found["likes"]) == ("mine", 2, 1)
    assert found["report"]["scale"] == 10
    best = run("popular", "--dataset", path, "--columns", "user=a,item=b,rating=c")[0]
    assert best["title"] == "Heat (1995)"


def test_an_own_file_is_recommended_from(run, tmp_path):
    rows = [f"{u},{m},{4 if (u + m) % 3 else 2}" for u in range(1, 30) for m in range(1, 20)]
    path = made.write(tmp_path / "mine.csv", ["user,item,rating", *rows])
    found = run("recommend", "--dataset", path, "--rate", "3=5", "-n", "3", "--preset", "notebook")
    assert len(found["recommendations"]) == 3


def test_fetch_from_a_copy(run, tmp_path):
    archive = made.zipped(made.csv_release(tmp_path / "set"), tmp_path / "set.zip")
    done = run("fetch", "ml-latest-small", "--from", archive)
    assert done["verified"] is False
    assert (done["dataset"], done["ratings"]) == ("ml-latest-small", 5)
    assert run("summary", "--dataset", "ml-latest-small")["ratings"] == 5


def spoilt(name):
    def change(folder, content):
        (folder / name).write_bytes(content)
        return folder

    return change


RATINGS_CSV, MOVIES_CSV = spoilt("ratings.csv"), spoilt("movies.csv")
HEADER = b"userId,movieId,rating,timestamp\n"


@pytest.mark.parametrize(
    ("spoil", "content", "says"),
    [
        (RATINGS_CSV, b"", "holds no ratings"),
        (RATINGS_CSV, HEADER, "holds no ratings"),
        (RATINGS_CSV, HEADER + b"1,10,good,5\n", "line 2 of ratings.csv"),
        (RATINGS_CSV, HEADER + b"1,10,4\n", "line 2 of ratings.csv"),
        (RATINGS_CSV, HEADER + b"1,10,4,5\n1,\xff\xfe,4,5\n", "line 3 of ratings.csv"),
        (RATINGS_CSV, HEADER + b'1,"10,4,5\n' * 3, "line 2 of ratings.csv"),
        (RATINGS_CSV, HEADER + b"1,10,4,5\n\x00\x00\x00\n", "line 3 of ratings.csv"),
        (RATINGS_CSV, b"\x00" * 100, "line 1 of ratings.csv"),
        (RATINGS_CSV, HEADER.decode().encode("utf-16"), "UTF-16"),
        (MOVIES_CSV, b"", "expected the header movieId,title,genres"),
        (MOVIES_CSV, b"movieId,title,genres\n", "holds no movies"),
        (MOVIES_CSV, b"10,Heat,Drama\n", "line 1 of movies.csv"),
        (MOVIES_CSV, b"movieId,title,genres\n10,Am\xe9lie,Drama\n", "line 2 of movies.csv"),
        (MOVIES_CSV, b"movieId,title,genres\nten,Heat,Drama\n", "line 2 of movies.csv"),
        (MOVIES_CSV, b'movieId,title,genres\n10,"Heat,Drama\n', "line 2 of movies.csv"),
    ],
)
def test_malformed_files(spoil, content, says, capsys, tmp_path):
    folder = spoil(made.csv_release(tmp_path / "set"), content)
    assert says in refused(capsys, "summary", "--dataset", folder)


def test_malformed_archives(capsys, tmp_path):
    archive = made.zipped(made.csv_release(tmp_path / "set"), tmp_path / "set.zip")
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-30])
    assert "not a complete zip" in refused(capsys, "summary", "--dataset", archive)
    archive.write_bytes(whole)
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("../../etc/passwd", "x")
    assert "leads out of its folder" in refused(capsys, "summary", "--dataset", archive)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ratings.csv", b"0" * 30 * 1024**2)
        file.writestr("movies.csv", "movieId,title,genres\n")
    assert "zip bomb" in refused(capsys, "summary", "--dataset", bomb)
    assert "zip bomb" in refused(capsys, "fetch", "ml-25m", "--from", bomb)


def test_duplicates_marks_and_windows_lines_are_no_errors(run, tmp_path):
    folder = made.csv_release(tmp_path, [*made.RATINGS, (1, 10, 3.0, 978400000)], newline="\r\n")
    ratings = folder / "ratings.csv"
    ratings.write_bytes(b"\xef\xbb\xbf" + ratings.read_bytes())
    found = run("summary", "--dataset", folder)
    assert (found["ratings"], found["report"]["duplicates"]) == (5, 1)


@pytest.mark.parametrize("command", [["summary"], ["popular"], ["search", "heat"]])
def test_what_is_not_there_or_not_readable(command, capsys, tmp_path):
    for source in (tmp_path / "nowhere", "x" * 5000, tmp_path, "a\nb"):
        refused(capsys, *command, "--dataset", source)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("a,b,c\n1,2,3\n", "none is recognised as user or item or rating"),
        ("user,item,rating\n", "holds no ratings"),
        ("user,item,rating\n1,2,x\n", "1 of the 1 rows"),
    ],
)
def test_malformed_own_files(content, says, capsys, tmp_path):
    (tmp_path / "mine.csv").write_text(content)
    assert says in refused(capsys, "summary", "--dataset", tmp_path / "mine.csv")


def test_wrong_columns(capsys, tmp_path):
    path = made.write(tmp_path / "mine.csv", ["user,item,rating", "1,2,3"])
    given = ("summary", "--dataset", path, "--columns")
    assert "no column 'x'" in refused(capsys, *given, "user=x")
    assert "not a column choice" in refused(capsys, *given, "what")
    assert "no file of your own" in refused(capsys, "summary", "--columns", "user=a")


def test_a_parquet_file_is_a_data_set(run, tmp_path):
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"user": [1, 2], "item": [5, 5], "rating": [4, 2]}).to_parquet(path)
    assert run("summary", "--dataset", path)["likes"] == 1
