"""Exports in each service's own layout; what is not certain is never decided."""

import csv
import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from recsys import datasets, link
from recsys.cli import main
from recsys.errors import DataError
from recsys.importing import Importer, profile_csv, profile_json
from recsys.importing import tables as reading
from recsys.profile import Profile

HARD = Path(__file__).resolve().parents[1] / "fixtures" / "hard_titles.csv"
LETTERBOXD = """Date,Name,Year,Letterboxd URI,Rating
2021-03-01,Se7en,1995,https://boxd.it/29qU,4.5
2021-03-02,Léon: The Professional,1994,https://boxd.it/29Nw,5
2021-03-03,"Monty Python and the Holy Grail",1975,https://boxd.it/2abc,3
2021-03-04,Dune,2021,https://boxd.it/bXTq,4
2021-03-05,Hamlet,2000,https://boxd.it/2xyz,2.5
"""
WATCHED = """Date,Name,Year,Letterboxd URI
2021-03-01,Se7en,1995,https://boxd.it/29qU
2021-03-06,Alien,1979,https://boxd.it/2awY
2021-03-07,Heat,1995,https://boxd.it/2bcd
"""
DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2021-03-06,Alien,1979,https://boxd.it/1aaa,3,,,2021-03-06
2021-05-06,Alien,1979,https://boxd.it/1bbb,4.5,Yes,"space, horror",2021-05-06
2021-06-01,Se7en,1995,https://boxd.it/1ccc,1,,,2021-06-01
"""
IMDB = """Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,\
Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
tt0114814,9,2020-01-02,The Usual Suspects,The Usual Suspects,\
https://www.imdb.com/title/tt0114814,Movie,8.5,106,1995,"Crime, Drama",1100000,1995-07-19,X
tt0245429,10,2020-01-03,Chihiro,Sen to Chihiro no kamikakushi,\
https://www.imdb.com/title/tt0245429,Movie,8.6,125,2001,Animation,800000,2001-07-20,X
tt0903747,10,2020-01-04,Breaking Bad,Breaking Bad,\
https://www.imdb.com/title/tt0903747,TV Series,9.5,49,2008,Crime,2000000,2008-01-20,
tt0120338,1,2020-01-05,Titanic,Titanic,\
https://www.imdb.com/title/tt0120338,Movie,7.9,194,1997,Drama,1200000,1997-11-18,X
"""


@pytest.fixture(scope="session")
def importer():
    return Importer(datasets.open_dataset("ml-latest-small"))


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), text)
    return buffer.getvalue()


def matches(found):
    return {m.movie_id: m.stars for m in found.matched}


def test_hard_titles_are_found_and_none_wrongly(importer):
    with HARD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 200
    right, wrong = check(importer, rows, datasets.open_dataset("ml-latest-small"))
    assert right >= 0.95 * len(rows)
    assert wrong == []


def check(importer, rows, dataset):
    right, wrong = 0, []
    for row in rows:
        found = importer._index.find([row["title"]], int(row["year"])).movie_id
        ids = {int(movie_id) for movie_id in row["movie_id"].split("/") if movie_id}
        expected = ids & set(dataset.movies.index)
        right += found in expected if expected else found is None
        if found is not None and found not in expected:
            wrong.append((row["title"], found))
    return right, wrong


@pytest.mark.ml1m
def test_hard_titles_on_both_data_sets_together(importer, ml1m_path):
    with HARD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = []
    for name in ("ml-latest-small", str(ml1m_path)):
        dataset = datasets.open_dataset(name)
        right, wrong = check(Importer(dataset), rows, dataset)
        assert wrong == []
        counts.append(right)
    assert sum(counts) >= 0.95 * 2 * len(rows)


def test_letterboxd_ratings_are_stars_and_doubt_is_left_to_the_person(importer):
    found = importer.read("ratings.csv", LETTERBOXD.encode())
    assert found.kind == "letterboxd"
    assert matches(found) == {47: 4.5, 293: 5, 1136: 3}
    assert [d.title for d in found.doubtful] == ["Hamlet"]
    assert set(found.doubtful[0].candidates) == {3598, 65665}
    assert [(u.title, u.year) for u in found.unmatched] == [("Dune", 2021)]
    assert "no movie of that name from 2021" in found.unmatched[0].reason
    chosen = found.profile([(found.doubtful[0], 3598)])
    assert chosen.stars == {47: 4.5, 293: 5, 1136: 3, 3598: 2.5}


def test_letterboxds_zip_joins_ratings_diary_and_what_was_only_watched(importer):
    data = zipped(
        profile_csv="Username\nx\n",
        watched_csv=WATCHED,
        ratings_csv=LETTERBOXD,
        diary_csv=DIARY,
        deleted__diary_csv=DIARY.replace("Alien", "Aliens"),
    )
    found = importer.read("letterboxd-x-2021.zip", data)
    assert matches(found) == {47: 4.5, 293: 5, 1136: 3, 1214: 4.5, 6: None}
    assert found.profile().seen == (6,)


def test_imdbs_ten_points_become_stars_and_series_are_left_out(importer):
    found = importer.read("ratings.csv", IMDB.encode())
    assert found.kind == "imdb"
    assert matches(found) == {50: 4.5, 5618: 5, 1721: 0.5}
    assert [(u.title, u.reason) for u in found.unmatched] == [
        ("Breaking Bad", "it is no movie but a TV Series")
    ]


def test_movielens_ids_are_taken_as_they_are(importer):
    text = "userId,movieId,rating,timestamp\n7,1196,4.5,1\n7,999999,3.0,2\n"
    found = importer.read("ratings.csv", text.encode())
    assert found.kind == "movielens"
    assert matches(found) == {1196: 4.5}
    assert "no movie with this id" in found.unmatched[0].reason
    with pytest.raises(DataError, match="2 people"):
        importer.read("ratings.csv", (text + "8,1196,1.0,3\n").encode())


def test_an_id_and_a_title_that_disagree_are_a_doubt(importer):
    text = 'movieId,title,rating\n1196,"Heat (1995)",4\n6,"Heat (1995)",3\n'
    found = importer.read("x.csv", text.encode())
    assert found.doubtful[0].candidates == (1196, 6)
    assert matches(found) == {6: 3}


def test_our_own_files_come_back_as_they_were(importer):
    profile = Profile.of({1196: 5, 99999999: 4.5, 296: 0.5}).weigh(296, 3).see(6).exclude(7)
    found = importer.read("cinefold-profile.json", profile_json(profile).encode())
    assert found.kind == "cinefold"
    assert found.profile() == profile
    known = profile.forget([99999999])
    assert importer.read("c.csv", profile_csv(known).encode()).profile().stars == known.stars


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_separator_and_encoding(importer, separator, encoding):
    lines = ["Title,Year,My Rating", "Amélie,2001,8", "Heat,1995,10"]
    text = "\r\n".join(line.replace(",", separator) for line in lines)
    found = importer.read("x.csv", text.encode(encoding))
    assert matches(found) == {4973: 4, 6: 5}
    assert "out of 10" in found.notes[0]


def test_without_a_header_the_columns_are_recognised(importer):
    found = importer.read("x.csv", b"Heat (1995);4,5\nFargo (1996);3\n1994;;\nAlien (1979);\n")
    assert matches(found)[6] == 4.5
    assert matches(found)[608] == 3
    assert 1214 in matches(found)


@pytest.mark.parametrize(
    ("cell", "stars"),
    [("8/10", 4), ("★★★½", 3.5), ("4,5", 4.5), ("3.7", 3.5), ("0.1", 0.5), ("", None)],
)
def test_ways_to_write_a_rating(importer, cell, stars):
    text = f'title,year,rating\nHeat,1995,"{cell}"\n'
    assert matches(importer.read("x.csv", text.encode())) == {6: stars}


@pytest.mark.parametrize("cell", ["abc", "-1", "1e999", "0", "=1+1", "nan"])
def test_an_impossible_rating_is_said_and_the_rest_kept(importer, cell):
    text = f"title,year,rating\nHeat,1995,{cell}\nFargo,1996,4\n"
    found = importer.read("x.csv", text.encode())
    assert matches(found) == {608: 4}
    assert "rating" in found.unmatched[0].reason


def test_formulas_and_html_in_titles_are_only_text(importer):
    text = (
        'title,year,rating\n"=HYPERLINK(""http://x"")",2000,4\n<b>Heat</b>,1995,4\n'
        '"\'+1",2000,3\nFace&#47;Off,1997,5\n'
    )
    found = importer.read("x.csv", text.encode())
    assert matches(found) == {1573: 5}
    left = [u.title for u in found.unmatched] + [d.title for d in found.doubtful]
    assert "+1" in left
    assert "<b>Heat</b>" in left


def test_without_a_year_only_the_one_movie_of_that_name_is_taken(importer):
    found = importer.read("x.csv", b"title,rating\nPsycho,4\nPulp Fiction,5\nSkammen,3\n")
    assert matches(found) == {296: 5}
    assert [d.title for d in found.doubtful] == ["Psycho", "Skammen"]


def test_a_second_line_for_a_movie_is_said(importer):
    text = "title,year,rating\nSeven,1995,4\nSe7en,1995,2\n"
    found = importer.read("x.csv", text.encode())
    assert matches(found) == {47: 4}
    assert found.unmatched[0].reason == "same movie as Seven (1995)"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"title,rating\n", "no lines"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (zipped(profile_csv="x"), "zip without ratings"),
        (b'{"a": 1}', "no Cinefold profile"),
        (b'{"cinefold": 9}', "version 9"),
        (b'{"cinefold": 1, "profile": [{"movie_id": "x"}]}', "no profile"),
        (b'{"cinefold": 1, "profile": [{"movie_id": 5, "stars": 7}]}', "half steps"),
        (b"{" * 100_000, "damaged"),
        (b"hello\nworld\n", "no column"),
        (b"\x00\x00\x01\x02" * 50, "no text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(importer, data, says):
    with pytest.raises(DataError, match=says) as caught:
        importer.read("x", data)
    assert "\n" not in str(caught.value)


def test_a_file_of_fifty_megabytes_is_read_to_its_bound(importer):
    line = b"Heat,1995,4\n"
    data = b"title,year,rating\nFargo,1996,5\n" + line * (50 * 1024**2 // len(line))
    started = time.perf_counter()
    found = importer.read("big.csv", data)
    assert time.perf_counter() - started < 10
    assert matches(found) == {608: 5, 6: 4}
    assert any("50 MB" in note for note in found.notes)
    assert any(f"{reading.MAX_ROWS:,} lines" in note for note in found.notes)


def test_two_thousand_lines_take_less_than_two_seconds():
    dataset = datasets.open_dataset("ml-latest-small")
    movies = dataset.movies[dataset.movies["year"].notna()].head(2_000)
    lines = [["Date", "Name", "Year", "Letterboxd URI", "Rating"]]
    for title, year in zip(movies["title"], movies["year"], strict=True):
        lines.append(["2020-01-01", title.rpartition(" (")[0] + "x" * (year % 2), year, "u", "4"])
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    started = time.perf_counter()
    found = Importer(dataset).read("ratings.csv", buffer.getvalue().encode())
    assert time.perf_counter() - started < 2
    assert len(found.matched) + len(found.doubtful) + len(found.unmatched) == 2_000
    assert len(found.matched) > 900


def test_the_command_prints_what_the_interface_says(tmp_path, capsys):
    file = tmp_path / "ratings.csv"
    file.write_text(LETTERBOXD, encoding="utf-8")
    assert main(["import", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["kind"] == "letterboxd"
    assert answer["matched"][0] == {
        "movie_id": 47,
        "title": "Seven (a.k.a. Se7en) (1995)",
        "stars": 4.5,
        "from": "Se7en (1995)",
    }
    assert [(u["title"], u["year"]) for u in answer["unmatched"]] == [
        ("Hamlet", 2000),
        ("Dune", 2021),
    ]
    assert "several movies fit" in answer["unmatched"][0]["reason"]
    assert link.decode(answer["profile"]).stars == {47: 4.5, 293: 5, 1136: 3}
    assert main(["import", str(tmp_path / "nothing.csv"), "--json"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
