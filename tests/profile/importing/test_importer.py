"""Exports in each service's own layout; what is not certain is never decided."""

import contextlib
import csv
import io
import json
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from recsys import limits
from recsys.commands.parser import main
from recsys.data import registry as datasets
from recsys.data.tables.rows import MAX_ROWS
from recsys.data.titles.forms import fold
from recsys.errors import DataError
from recsys.profile import link
from recsys.profile.file import profile_csv, profile_json
from recsys.profile.importing.archives import MAX_BYTES, MAX_MEMBERS
from recsys.profile.importing.importer import Importer, Matched
from recsys.profile.profile import Profile

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TITLES = ("hard_titles.csv", "unseen_titles.csv")
"""The second list was written, and its ids looked up by hand, when the rules stood already: 110 of
119 were right and none wrong before any rule was changed for it. Cinema Paradiso and Jules and Jim,
of two words and a year off, are left to the person since."""
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
            archive.writestr(name.replace("_in_", "/").replace("_csv", ".csv"), text)
    return buffer.getvalue()


EXPORTS = [
    LETTERBOXD.encode(),
    IMDB.encode(),
    zipped(ratings_csv=LETTERBOXD, diary_csv=DIARY),
    profile_json(Profile.of({1: 3, 6: 5}).weigh(6, 2).see(7)).encode(),
]


def matches(found):
    return {m.movie_id: m.stars for m in found.matched}


def titles_of(name):
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TITLES)
def test_hard_titles_are_found_and_none_wrongly(importer, name):
    rows = titles_of(name)
    assert len(rows) >= 100
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
@pytest.mark.parametrize("name", TITLES)
def test_hard_titles_on_both_data_sets_together(importer, ml1m_path, name):
    rows = titles_of(name)
    counts = []
    for source in ("ml-latest-small", str(ml1m_path)):
        dataset = datasets.open_dataset(source)
        right, wrong = check(Importer(dataset), rows, dataset)
        assert wrong == []
        counts.append(right)
    assert sum(counts) >= 0.95 * 2 * len(rows)


@pytest.mark.ml1m
def test_one_releases_titles_in_the_other_are_the_same_movie_or_none(importer, ml1m_path):
    small = datasets.open_dataset("ml-latest-small").movies
    other = datasets.open_dataset(str(ml1m_path)).movies
    right, wrong = 0, []
    for movie_id, title, year in zip(other.index, other["title"], other["year"], strict=True):
        found = importer._index.find([re.sub(r"\s*\([^()]*\)", "", title)], int(year)).movie_id
        right += found == movie_id
        # GroupLens lists some movies twice, and not the same one in every release.
        if found not in (None, movie_id) and movie_id in small.index:
            wrong.append((title, found))
        elif found not in (None, movie_id):
            same = fuzz.token_set_ratio(fold(title[:-7]), fold(small.at[found, "title"]))
            assert same > 80, (title, small.at[found, "title"])
    # One in a hundred is a short title a year off, which is now left to the person.
    assert right > 0.96 * len(set(other.index) & set(small.index))
    assert wrong == []


def test_letterboxd_ratings_are_stars_and_doubt_is_left_to_the_person(importer):
    found = importer.read("ratings.csv", LETTERBOXD.encode())
    assert found.kind == "letterboxd-ratings"
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
        deleted_in_diary_csv=DIARY.replace("Alien", "Aliens"),
    )
    found = importer.read("letterboxd-x-2021.zip", data)
    assert matches(found) == {47: 4.5, 293: 5, 1136: 3, 1214: 4.5, 6: None}
    assert found.profile().seen == (6,)


def test_imdbs_ten_points_become_stars_and_series_are_left_out(importer):
    found = importer.read("ratings.csv", IMDB.encode())
    assert found.kind == "imdb-ratings"
    assert matches(found) == {50: 4.5, 5618: 5, 1721: 0.5}
    assert [(u.title, u.reason) for u in found.unmatched] == [
        ("Breaking Bad", "it is not a movie but 'TV Series'")
    ]


def test_movielens_ids_are_taken_as_they_are(importer):
    text = "userId,movieId,rating,timestamp\n7,1196,4.5,1\n7,999999,3.0,2\n"
    found = importer.read("ratings.csv", text.encode())
    assert found.kind == "movielens-ratings"
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
    profile = profile.want([1214, 50, 88888888])
    found = importer.read("cinefold-profile.json", profile_json(profile).encode())
    assert found.kind == "cinefold"
    assert found.profile() == profile
    known = profile.forget([99999999])
    assert importer.read("c.csv", profile_csv(known).encode()).profile().stars == known.stars


def test_a_watchlist_goes_into_the_profile_with_what_a_person_chose(importer):
    found = importer.read_text("The Matrix (1999)\nAlien (1979)\nHeat (1995)\nArrival\n")
    (doubt,) = found.doubtful
    assert found.profile() == Profile(watchlist=(2571, 1214, 6))
    chosen = [(doubt, doubt.candidates[0])]
    assert found.profile(chosen).watchlist == (2571, 1214, 6, doubt.candidates[0])
    # What is rated in the same file, by the person's choice even, is not to be seen any more.
    rated = replace(found, matched=(Matched(1214, "Alien (1979)", 4.0, "Alien"),))
    assert rated.profile(chosen).watchlist == (2571, 6, doubt.candidates[0])


def test_ratings_and_watchlist_together_are_no_more_than_a_profile_holds(importer, monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    monkeypatch.setattr(limits, "PUBLIC", replace(limits.PUBLIC, link_movies=4))
    data = zipped(ratings_csv=LETTERBOXD, watchlist_csv=WATCHED)
    found = importer.read("x.zip", data)
    assert len(found.profile().all_ids) == 4
    assert any("at most 4 movies" in one.reason for one in found.unmatched if one.wanted)


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


@pytest.mark.parametrize("heading", ["Titel;Jahr;Wertung (1-10)", "Titre;Année;Avis / 10"])
def test_a_heading_in_another_language_is_none_of_the_movies(importer, heading):
    found = importer.read("x.csv", f"{heading}\nHeat;1995;4\nFargo;1996;3\n".encode())
    assert matches(found) == {6: 2, 608: 1.5}
    assert found.unmatched == ()


@pytest.mark.parametrize(
    ("cell", "stars"),
    [
        ("8/10", 4),
        ("4½", 4.5),
        ("80%", 4),
        ("4 stars", 4),
        ("★★★½", 3.5),
        ("4,5", 4.5),
        ("3.7", 3.5),
        ("0.1", 0.5),
        ("", None),
    ],
)
def test_ways_to_write_a_rating(importer, cell, stars):
    text = f'title,year,rating\nHeat,1995,"{cell}"\n'
    assert matches(importer.read("x.csv", text.encode())) == {6: stars}


@pytest.mark.parametrize("cell", ["abc", "-1", "1e999", "0", "3/0", "=1+1", "nan"])
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
        (b"1,2\n3,4\n", "no column"),
        (b"\x00\x00\x01\x02" * 50, "no text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(importer, data, says):
    with pytest.raises(DataError, match=says) as caught:
        importer.read("x", data)
    assert "\n" not in str(caught.value)


def test_a_movie_that_is_not_there_is_not_taken_for_another(importer):
    """Of the same name or of a name that begins so, a year off or a series."""
    text = (
        "title,year,rating\nThe Island,2007,4\nKung Fu Panda: Holiday,2010,3\nFrozen,2010,4\n"
        "The Lion King,2019,5\nFargo,2014,5\nHeat,1996,4\n"
    )
    found = importer.read("x.csv", text.encode())
    assert found.matched == ()
    assert {d.title for d in found.doubtful} == {"The Island", "Frozen", "Heat"}


def test_what_is_no_movie_is_left_out_whatever_the_service_calls_it(importer):
    text = (
        "type,title,year,rating\nmovie,Heat,1995,9\nepisode,Psycho,1960,9\nshow,Alien,1979,9\n"
        "tv,Fargo,1996,9\nseason,Casino,1995,8\n"
    )
    found = importer.read("trakt.csv", text.encode())
    assert matches(found) == {6: 4.5}
    assert len(found.unmatched) == 4


def test_ones_own_rating_is_taken_not_the_average_beside_it(importer):
    text = "title,rating,year,Your Rating\nHeat,8.2,1995,3\nFargo,8.1,1996,4\n"
    assert matches(importer.read("x.csv", text.encode())) == {6: 3, 608: 4}


@pytest.mark.parametrize(
    ("heading", "ratings", "stars"),
    [
        ("rating", (4, 3, 5), {6: 4, 608: 3, 1214: 5}),
        ("rating", (4, 3, 10), {6: 2, 608: 1.5, 1214: 5}),
        ("Rating (1-10)", (4, 3, 5), {6: 2, 608: 1.5, 1214: 2.5}),
        ("Rating10", (4, 3, 5), {6: 2, 608: 1.5, 1214: 2.5}),
        ("Rating / 5", (4, 3, 5), {6: 4, 608: 3, 1214: 5}),
        ("rating", (80, 60, 7), {6: 4, 608: 3, 1214: 0.5}),
        ("rating", (9, 8, 11), {6: 4.5, 608: 4}),
        ("rating", (4, 3, 999), {6: 4, 608: 3}),
    ],
)
def test_the_scale_is_what_the_header_says_or_the_ratings_show(importer, heading, ratings, stars):
    lines = zip(("Heat,1995", "Fargo,1996", "Alien,1979"), ratings, strict=True)
    text = "\n".join([f"title,year,{heading}", *(f"{line},{stars}" for line, stars in lines)])
    assert matches(importer.read("x.csv", text.encode())) == stars


def test_one_slip_beyond_five_does_not_halve_two_hundred_ratings(importer):
    lines = [f"Film {n},1990,{1 + n % 5}" for n in range(200)]
    text = "\n".join(["title,year,rating", "Heat,1995,5", "Fargo,1996,7", *lines])
    found = importer.read("x.csv", text.encode())
    assert matches(found) == {6: 5}
    assert "its rating 7 is not within 0.5 to 5" in {u.reason for u in found.unmatched}


def test_a_quote_that_never_closes_costs_its_own_line_only(importer):
    text = 'title,year,rating\n"Heat,1995,4\nFargo,1996,3\n' + "Alien,1979,4\n" * 100
    assert matches(importer.read("x.csv", text.encode())) == {608: 3, 1214: 4}
    text = 'title,year,rating\n"Fargo\n",1996,3\nThe "Burbs,1989,4\nHeat,1995,5\n'
    assert matches(importer.read("x.csv", text.encode())) == {608: 3, 2072: 4, 6: 5}


def test_lines_of_both_encodings_and_a_line_too_long(importer):
    data = (
        "title,year,rating\nAmélie,2001,5\n".encode()
        + "Léon: The Professional,1994,3\n".encode("cp1252")
        + b"x" * 200_000
        + b",1,2\nHeat,1995,4\n"
    )
    found = importer.read("x.csv", data)
    assert matches(found) == {4973: 5, 293: 3, 6: 4}
    assert "1 line of x.csv left out, too long for a movie." in found.notes


def test_excels_first_line_and_ids_with_a_point(importer):
    assert matches(importer.read("x.csv", b"sep=;\ntitle;rating\nPulp Fiction;4\n")) == {296: 4}
    data = b"movieId,rating\n6.0,4\n" + b"9" * 5_000 + b",3\nx,2\n608,5\n608,4\n"
    found = importer.read("x.csv", data)
    assert matches(found) == {6: 4, 608: 4}
    assert [u.reason[:12] for u in found.unmatched] == ["its movie id"] * 2
    assert "1 movie of x.csv stood there again with other stars" in found.notes[0]


def test_without_a_header_addresses_are_no_titles(importer):
    lines = [line for line in LETTERBOXD.splitlines()[1:] if "Hamlet" not in line]
    found = importer.read("x.csv", "\n".join(lines).encode())
    assert matches(found) == {47: 4.5, 293: 5, 1136: 3}


def test_a_watchlist_is_not_taken_for_movies_seen(importer):
    found = importer.read("watchlist-x.csv", WATCHED.encode())
    assert found.kind == "letterboxd-watchlist"
    assert matches(found) == {}
    assert [w.movie_id for w in found.watchlist] == [47, 1214, 6]
    found = importer.read("WATCHLIST.csv", IMDB.replace(",9,2020-01-02", ",,").encode())
    assert matches(found) == {5618: 5, 1721: 0.5}
    assert [w.movie_id for w in found.watchlist] == [50]


def test_titles_alone_count_as_seen_and_that_is_said(importer):
    found = importer.read("x.csv", b"title,year\nHeat,1995\n")
    assert matches(found) == {6: None}
    assert "No column of ratings" in found.notes[0]


def test_one_bad_file_in_a_zip_does_not_cost_the_others(importer):
    data = zipped(
        ratings_csv=LETTERBOXD,
        diary_csv="\0\0\1\2" * 50,
        watched_csv="nothing\nhere\n",
        __MACOSX_in_ratings_csv="\0\5\x16\7" * 50,
    )
    found = importer.read("x.zip", data)
    assert matches(found) == {47: 4.5, 293: 5, 1136: 3}
    assert len(found.notes) == 2
    assert matches(importer.read("x.zip", zipped(abc_csv=IMDB))) == {50: 4.5, 5618: 5, 1721: 0.5}


def test_a_zip_bomb_is_read_to_its_bound(importer):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            bomb = b"title,year,rating\nHeat,1995,4\n" + b" " * (MAX_BYTES)
            archive.writestr(f"{number}/ratings.csv", bomb)
    started = time.perf_counter()
    assert matches(importer.read("bomb.zip", buffer.getvalue())) == {6: 4}
    assert time.perf_counter() - started < 5


def test_a_zip_of_very_many_files_is_refused_before_they_are_listed(importer):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}", "")
    with pytest.raises(DataError, match="more than 10,000 files"):
        importer.read("x.zip", buffer.getvalue())


def test_several_people_are_told_apart_whatever_their_column_is_called(importer):
    text = "username,title,year,rating\nann,Heat,1995,4\nbob,Fargo,1996,3\n"
    with pytest.raises(DataError, match="2 people"):
        importer.read("x.csv", text.encode())


def test_a_column_of_notes_is_no_rating(importer):
    found = importer.read("x.csv", b"title,year,note\nHeat,1995,great!\nFargo,1996,with Ann\n")
    assert matches(found) == {6: None, 608: None}
    assert "No column of ratings" in found.notes[0]


def test_no_and_yes_are_the_ends_of_the_stars(importer):
    found = importer.read("x.csv", b"title,year,rating\nHeat,1995,1\nFargo,1996,0\n")
    assert matches(found) == {6: 5, 608: 0.5}


def test_a_bad_rating_does_not_undo_a_good_one_of_the_same_movie(importer):
    found = importer.read("x.csv", b"title,year,rating\nHeat,1995,4\nHeat,1995,abc\n")
    assert matches(found) == {6: 4}
    assert [u.reason for u in found.unmatched] == ["its rating 'abc' is no number"]


def test_of_our_own_file_what_is_possible_is_kept(importer):
    entries = [
        {"movie_id": 6, "stars": 4, "weight": 2},
        {"movie_id": 6, "stars": 3},
        {"movie_id": 7, "stars": 9},
        {"movie_id": 8.5, "stars": 4},
        {"movie_id": True, "stars": 4},
        "x",
        {"movie_id": 608, "stars": 5},
    ]
    text = json.dumps({"cinefold": 1, "profile": entries, "seen": [1, 6], "not_interested": None})
    found = importer.read("x.json", text.encode("utf-16"))
    assert found.profile() == Profile(((6, 4), (608, 5)), (), (1,), ((6, 2),))
    assert "7 entries were left out" in found.notes[0]


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["", "title,year,rating\n", "movieId,rating\n", "{", '[{"', "<", "<a><b>", "1. Heat\n2. "]
    ),
)
def test_any_bytes_are_read_or_refused_in_a_sentence(importer, data, start):
    with contextlib.suppress(DataError):
        importer.read("x", start.encode() + data)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_export_is_read_or_refused_in_a_sentence(importer, data):
    export = data.draw(st.sampled_from(EXPORTS))
    at = data.draw(st.integers(0, len(export)))
    damaged = (
        export[:at] + data.draw(st.binary(max_size=8)) + export[at + data.draw(st.integers(0, 8)) :]
    )
    with contextlib.suppress(DataError):
        importer.read("x", damaged)


def test_a_file_of_fifty_megabytes_is_read_to_its_bound(importer):
    line = b"Heat,1995,4\n"
    data = b"title,year,rating\nFargo,1996,5\n" + line * (50 * 1024**2 // len(line))
    started = time.perf_counter()
    found = importer.read("big.csv", data)
    assert time.perf_counter() - started < 10
    assert matches(found) == {608: 5, 6: 4}
    assert any("16 MB" in note for note in found.notes)
    assert any(f"{MAX_ROWS:,} lines" in note for note in found.notes)


def test_two_thousand_lines_take_less_than_two_seconds():
    dataset = datasets.open_dataset("ml-latest-small")
    movies = dataset.movies[dataset.movies["year"].notna()].head(2_000)
    lines = [["Date", "Name", "Year", "Letterboxd URI", "Rating"]]
    for title, year in zip(movies["title"], movies["year"], strict=True):
        lines.append(["2020-01-01", title.rpartition(" (")[0] + "x" * (year % 2), year, "u", "4"])
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    started = time.process_time()
    found = Importer(dataset).read("ratings.csv", buffer.getvalue().encode())
    assert time.process_time() - started < 2
    assert len(found.matched) + len(found.doubtful) + len(found.unmatched) == 2_000
    assert len(found.matched) > 900


def test_the_command_prints_what_the_interface_says(tmp_path, capsys):
    file = tmp_path / "ratings.csv"
    file.write_text(LETTERBOXD, encoding="utf-8")
    assert main(["import", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["kind"] == "letterboxd-ratings"
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
    assert answer["unmatched"][0]["candidates"] == [
        {"movie_id": 3598, "title": "Hamlet (2000)"},
        {"movie_id": 65665, "title": "Hamlet (2000) [MovieLens 65665]"},
    ]
    assert answer["watchlist"] == []
    assert link.decode(answer["profile"]).stars == {47: 4.5, 293: 5, 1136: 3}
    assert main(["import", str(tmp_path / "nothing.csv"), "--json"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
