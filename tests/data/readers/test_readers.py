"""Small data sets in the two layouts, written by the tests, right and wrong."""

import zipfile

import pytest

from recsys.data.registry import open_dataset
from recsys.errors import DataError, UnknownIdError

RATINGS = [(1, 10, "5", 978300760), (1, 20, "3.5", 978302109), (2, 10, "2", 978301968)]
MOVIES = [(10, "Matrix, The (1999)", "Action|Sci-Fi"), (20, "Amélie (2001)", "Comedy"),
          (30, "Heat (1995)", "(no genres listed)")]  # fmt: skip


def as_csv(folder, newline="\n", bom=""):
    lines = ["userId,movieId,rating,timestamp", *(",".join(map(str, r)) for r in RATINGS)]
    titles = ["movieId,title,genres", *(f'{i},"{t}",{g}' for i, t, g in MOVIES)]
    for name, content in (("ratings.csv", lines), ("movies.csv", titles)):
        text = bom + newline.join(content) + newline
        (folder / name).write_bytes(text.encode("utf-8"))
    return folder


def as_dat(folder):
    lines = ["::".join(map(str, r)) for r in RATINGS]
    titles = [f"{i}::{t}::{g}" for i, t, g in MOVIES]
    for name, content in (("ratings.dat", lines), ("movies.dat", titles)):
        (folder / name).write_bytes(("\n".join(content) + "\n").encode("iso-8859-1"))
    return folder


def zipped(folder, tmp_path):
    archive = tmp_path / "made.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in folder.iterdir():
            file.write(path, f"inside/{path.name}")
    return archive


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "made"
    place.mkdir()
    return place


@pytest.mark.parametrize("layout", [as_csv, as_dat])
@pytest.mark.parametrize("packed", [False, True])
def test_one_reader_reads_both_layouts_packed_or_not(layout, packed, folder, tmp_path):
    source = layout(folder)
    data = open_dataset(zipped(source, tmp_path) if packed else source)
    assert data.name == "made"
    assert data.ratings["rating"].tolist() == [5.0, 3.5, 2.0]
    assert data.ratings["timestamp"].tolist() == [r[3] for r in RATINGS]
    assert data.movies["title"].tolist() == [
        "The Matrix (1999)",
        "Amélie (2001)",
        "Heat (1995)",
    ]
    assert data.movies["genres"].tolist() == [("Action", "Sci-Fi"), ("Comedy",), ()]


def test_both_layouts_of_the_same_data_have_the_same_fingerprint(tmp_path):
    one, other = tmp_path / "a", tmp_path / "b"
    one.mkdir()
    other.mkdir()
    assert open_dataset(as_csv(one)).fingerprint == open_dataset(as_dat(other)).fingerprint


def test_windows_lines_and_a_byte_order_mark_do_not_matter(folder, tmp_path):
    plain = open_dataset(as_csv(folder)).fingerprint
    assert open_dataset(as_csv(folder, newline="\r\n", bom="\ufeff")).fingerprint == plain


def test_the_later_of_two_ratings_of_one_movie_is_kept(folder):
    as_csv(folder)
    with open(folder / "ratings.csv", "a", encoding="utf-8") as file:
        file.write("1,10,1.5,978300761\n1,20,0.5,978302100\n")
    data = open_dataset(folder)
    assert data.report.duplicates == 2
    assert dict(zip(data.ratings["movie_id"], data.ratings["rating"], strict=True))[20] == 3.5
    assert data.ratings.loc[data.ratings["user_id"] == 1, "rating"].tolist() == [3.5, 1.5]


def test_a_movie_that_only_the_ratings_know_gets_a_neutral_name(folder):
    as_csv(folder)
    with open(folder / "ratings.csv", "a", encoding="utf-8") as file:
        file.write("2,99,4,978301968\n")
    movies = open_dataset(folder).movies
    assert movies.loc[99, "title"] == "Movie 99 (title unknown)"
    assert not movies.loc[99, "listed"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("3,10,4", 5),
        ("3,10,4,978301968,7", 5),
        ("3,ten,4,978301968", 5),
        ("3,10,good,978301968", 5),
        ("3,10,,978301968", 5),
        ("3,10,6,978301968", 5),
        ("3,10,0,978301968", 5),
        ("3,10,nan,978301968", 5),
        ("99999999999,10,4,978301968", 5),
    ],
)
def test_a_bad_line_is_named(line, number, folder):
    as_csv(folder)
    with open(folder / "ratings.csv", "a", encoding="utf-8") as file:
        file.write(f"{line}\n3,20,4,978301968\n")
    with pytest.raises(DataError, match=f"line {number} of ratings.csv"):
        open_dataset(folder)


@pytest.mark.parametrize("cut", [1, 4, 11, 14])
def test_a_file_cut_off_anywhere_in_its_last_line_is_noticed(cut, folder):
    as_dat(folder)
    content = (folder / "ratings.dat").read_bytes().rstrip(b"\n")
    (folder / "ratings.dat").write_bytes(content[:-cut])
    with pytest.raises(DataError, match=r"line 3 of ratings\.dat.*cut off"):
        open_dataset(folder)


def test_a_truncated_archive_is_refused(folder, tmp_path):
    archive = zipped(as_csv(folder), tmp_path)
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(DataError, match="not a complete zip archive"):
        open_dataset(archive)


def test_a_damaged_member_is_refused(folder, tmp_path):
    archive = zipped(as_csv(folder), tmp_path)
    content = bytearray(archive.read_bytes())
    content[70:80] = b"0123456789"
    archive.write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        open_dataset(archive)


def test_what_is_no_data_set_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(DataError, match="is not a MovieLens data set"):
        open_dataset(tmp_path)
    with pytest.raises(DataError, match="expected at least the three columns"):
        open_dataset(tmp_path / "notes.txt")
    with pytest.raises(UnknownIdError, match="neither an installed data set nor an existing"):
        open_dataset(tmp_path / "nothing")


def test_an_empty_ratings_file_is_refused(folder):
    as_csv(folder)
    for content in ("", "userId,movieId,rating,timestamp\n"):
        (folder / "ratings.csv").write_text(content)
        with pytest.raises(DataError, match="holds no ratings"):
            open_dataset(folder)


def test_a_movie_list_without_its_fields_is_refused(folder):
    as_csv(folder)
    (folder / "movies.csv").write_text("movieId,title,genres\n10,Heat\n")
    with pytest.raises(DataError, match=r"line 2 of movies\.csv"):
        open_dataset(folder)
    (folder / "movies.csv").write_bytes(b"movieId,title,genres\n10,Am\xe9lie,Comedy\n")
    with pytest.raises(DataError, match=r"line 2 of movies\.csv .* is not UTF-8"):
        open_dataset(folder)
