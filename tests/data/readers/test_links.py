"""The ids that a release's movies have at IMDb and TMDB, from files right and wrong."""

import made
import pandas as pd
import pytest
from made import read

from recsys.data.readers.own import read_own
from recsys.ui.words.report import findings

HEADER = made.LINKS[0]


def ids(data, column):
    assert data.movies[column].dtype == "Int64"
    return {i: int(there) for i, there in data.movies[column].dropna().items()}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_links_are_read_packed_or_not(newline, packed, tmp_path):
    source = made.linked_release(tmp_path / "set", newline=newline)
    data = read(made.zipped(source, tmp_path / "set.zip") if packed else source)
    assert ids(data, "imdb_id") == {10: 133093, 20: 211915, 30: 113277}
    assert ids(data, "tmdb_id") == {10: 603, 20: 194}
    report = data.report
    assert (report.movies_linked, report.links_rejected, report.links_problem) == (3, 0, "")
    assert "Known at IMDb or TMDB by id: 3 movies." in findings(report)


@pytest.mark.parametrize("make", [made.csv_release, made.dat_release, made.release_100k])
def test_without_links_the_columns_are_there_and_empty(make, tmp_path):
    data = read(make(tmp_path))
    assert ids(data, "imdb_id") == ids(data, "tmdb_id") == {}
    assert (data.report.movies_linked, data.report.links_problem) == (0, "")


def test_own_data_have_the_columns_too(tmp_path):
    path = made.write(tmp_path / "mine.csv", ["user,movieId,rating", "1,10,5", "2,20,3"])
    data = read_own(path, "mine")
    assert ids(data, "imdb_id") == ids(data, "tmdb_id") == {}


def test_links_do_not_change_the_fingerprint_or_whose_ids_these_are(tmp_path):
    plain = read(made.csv_release(tmp_path / "plain"))
    linked = read(made.linked_release(tmp_path / "linked"))
    assert linked.fingerprint == plain.fingerprint
    assert linked.catalogue == plain.catalogue == ""


def test_a_rated_movie_that_the_list_lacks_has_its_ids_all_the_same(tmp_path):
    source = made.csv_release(tmp_path, movies=made.MOVIES[1:])
    made.write(source / "links.csv", made.LINKS)
    assert read(source).movies.loc[10, ["named", "imdb_id"]].tolist() == [False, 133093]


@pytest.mark.parametrize(
    "line",
    [
        "20",
        "20,0211915",
        "20,0211915,194,7",
        "twenty,0211915,194",
        "0,0211915,194",
        ",0211915,194",
        "20,nm0211915,194",
        "20,-5,194",
        "20,0211915,19.4",
        "20,99999999999,194",
        "20,²,194",
        '20,"0211915,194',
        "10,0000001,1",
    ],
)
def test_a_line_that_cannot_be_used_is_counted_and_costs_only_itself(line, tmp_path):
    data = read(made.linked_release(tmp_path, [HEADER, "10,0133093,603", line, "30,0113277,949"]))
    assert ids(data, "imdb_id") == {10: 133093, 30: 113277}
    assert data.report.links_rejected == 1
    assert "Left out of the links to IMDb and TMDB: 1 line." in findings(data.report)


@pytest.mark.parametrize(
    ("line", "imdb_id", "tmdb_id"),
    [
        ("20,tt0211915,194", 211915, 194),
        ('"20","0211915","194"', 211915, 194),
        ("20, 0211915 ,", 211915, pd.NA),
        ("20,,194", pd.NA, 194),
        ("20,0,0", pd.NA, pd.NA),
        ("20,,", pd.NA, pd.NA),
        ("20,10872600,634649", 10872600, 634649),
    ],
)
def test_other_ways_to_write_a_line(line, imdb_id, tmdb_id, tmp_path):
    data = read(made.linked_release(tmp_path, [HEADER, line, ""]))
    assert data.movies.loc[20, ["imdb_id", "tmdb_id"]].tolist() == [imdb_id, tmdb_id]
    assert data.report.links_rejected == 0


@pytest.mark.parametrize("header", ["10,0133093,603", "movieId,tmdbId,imdbId", "<html>", ""])
def test_a_foreign_file_of_that_name_is_named_and_the_rest_stays_usable(header, tmp_path):
    data = read(made.linked_release(tmp_path, [header, *made.LINKS[1:]]))
    assert len(data.ratings) == len(made.RATINGS)
    assert ids(data, "imdb_id") == {}
    assert data.report.links_problem == (
        f"line 1 of links.csv is '{header}', expected the header movieId,imdbId,tmdbId"
    )
    assert any("are not used: line 1 of" in said for said in findings(data.report))


def test_damaged_bytes_in_an_archive_cost_the_links_only(tmp_path):
    source = made.linked_release(tmp_path / "set", [HEADER, *(f"{i},7,8" for i in range(1, 900))])
    archive = made.zipped(source, tmp_path / "set.zip")
    content = bytearray(archive.read_bytes())
    at = content.index(b"ml/links.csv") + 60
    content[at : at + 20] = bytes(20)
    archive.write_bytes(content)
    data = read(archive)
    assert len(data.ratings) == len(made.RATINGS)
    assert "is damaged" in data.report.links_problem
