"""Every MovieLens layout, written by the tests, whole and broken."""

import made
import pytest
from made import read

from recsys.data.registry import open_dataset
from recsys.errors import DataError
from recsys.ui.words.report import findings

LAYOUTS = {
    "csv": made.csv_release,
    "1m": made.dat_release,
    "10m": lambda folder: made.dat_release(folder, "utf-8"),
    "100k": made.release_100k,
}


@pytest.fixture(params=LAYOUTS, ids=str)
def layout(request):
    return request.param


@pytest.mark.parametrize("packed", [False, True])
def test_all_layouts_hold_the_same(layout, packed, tmp_path):
    source = LAYOUTS[layout](tmp_path / "set")
    if packed:
        source = made.zipped(source, tmp_path / "set.zip")
    data = read(source)
    assert data.ratings["user_id"].tolist() == [1, 1, 2, 2, 3]
    assert data.ratings["movie_id"].tolist() == [10, 20, 10, 30, 20]
    assert data.ratings["rating"].tolist() == [5.0, 3.0, 2.0, 4.0, 1.0]
    assert data.ratings["timestamp"].tolist() == [row[3] for row in made.RATINGS]
    assert [str(kind) for kind in data.ratings.dtypes] == ["int32", "int32", "float32", "int64"]
    assert data.movies.index.tolist() == [10, 20, 30, 40]
    assert data.movies["title"].tolist() == [
        "The Matrix (1999)",
        "Amélie (Le Fabuleux destin d'Amélie Poulain) (2001)",
        "Heat (1995)",
        "Alien (1979)",
    ]
    assert data.movies["genres"].tolist() == [
        ("Action", "Sci-Fi"),
        ("Comedy",),
        (),
        ("Horror", "Sci-Fi"),
    ]


def test_the_report_counts_what_was_found(layout, tmp_path):
    report = read(LAYOUTS[layout](tmp_path)).report
    assert report.rows_read == 5
    assert report.rows_rejected == 0
    assert report.users_without_likes == 1
    assert report.movies_without_likes == 0
    assert report.movies_unrated == 1
    assert (report.first_rating, report.last_rating) == ("2000-12-31", "2001-01-06")
    assert report.shares_movie_ids == (layout != "100k")
    latin = {"1m", "100k"}
    assert set(dict(report.encodings).values()) == (
        {"utf-8", "iso-8859-1"} if layout in latin else {"utf-8"}
    )


def test_half_stars_of_10m(tmp_path):
    ratings = [(1, 10, 0.5, 1), (1, 20, 3.5, 2), (2, 10, 5.0, 3)]
    data = read(made.dat_release(tmp_path, "utf-8", ratings))
    assert data.ratings["rating"].tolist() == [0.5, 3.5, 5.0]


def test_100k_leaves_its_untitled_movie_and_unknown_genre_unnamed(tmp_path):
    folder = made.release_100k(tmp_path)
    with (folder / "u.item").open("a", encoding="iso-8859-1") as file:
        file.write("267|unknown||||1|0|0|0|0\n")
    movies = read(folder).movies
    assert movies.loc[267, "title"] == "Movie 267 (title unknown)"
    assert movies.loc[267, "genres"] == ()
    assert not movies.loc[267, "named"]


def test_doubled_and_missing_titles_are_counted(tmp_path):
    movies = [*made.MOVIES, (50, "Heat (1995)", ()), (60, "", ()), (40, "Alien again", ())]
    report = read(made.csv_release(tmp_path, movies=movies)).report
    assert (report.titles_doubled, report.titles_missing, report.movies_doubled) == (1, 1, 1)
    assert report.movies_unrated == 3


def test_html_codes_in_titles_are_shown_as_characters(tmp_path):
    movies = [*made.MOVIES, (50, "Et Dieu&#8230;Cr&eacute;a la Femme (1956)", ())]
    data = read(made.csv_release(tmp_path, movies=movies))
    assert data.movies.loc[50, "title"] == "Et Dieu…Créa la Femme (1956)"
    assert data.movies.loc[50, "raw_title"].startswith("Et Dieu&#8230;")
    assert data.report.titles_with_codes == 1


def test_a_title_may_hold_the_separator(tmp_path):
    folder = made.dat_release(tmp_path)
    with (folder / "movies.dat").open("a", encoding="iso-8859-1") as file:
        file.write("70::Mission::Impossible (1996)::Action\n")
    assert read(folder).movies.loc[70, "title"] == "Mission::Impossible (1996)"


def test_duplicates_keep_the_later_rating_and_with_equal_times_the_later_row(tmp_path):
    extra = [(1, 10, 1.0, 978300759), (2, 10, 4.5, 978301968), (2, 30, 3.5, 978300276)]
    data = read(made.csv_release(tmp_path, ratings=made.RATINGS + extra))
    kept = data.ratings.set_index(["user_id", "movie_id"])["rating"].to_dict()
    assert kept == {(1, 10): 5.0, (1, 20): 3.0, (2, 10): 4.5, (2, 30): 3.5, (3, 20): 1.0}
    assert data.report.duplicates == 3
    assert any("later rating stays" in sentence for sentence in findings(data.report))


BROKEN_LINES = {
    "csv": ("ratings.csv", "4,10,4", "4,ten,4,978301968", "4,10,9,978301968"),
    "1m": ("ratings.dat", "4::10::4", "4::ten::4::978301968", "4::10::9::978301968"),
    "10m": ("ratings.dat", "4::10:4::978301968", "4::5:10::4::9", "4:1:10::4::978301968"),
    "100k": ("u.data", "4\t10\t4", "4\tten\t4\t978301968", "4\t10\t0\t978301968"),
}


@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_broken_line_is_named(layout, which, tmp_path):
    name = BROKEN_LINES[layout][0]
    folder = LAYOUTS[layout](tmp_path)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(f"{BROKEN_LINES[layout][which]}\n5{BROKEN_LINES[layout][which][1:]}\n")
    number = 6 + (layout == "csv") - 0
    with pytest.raises(DataError, match=f"line {number} of {name} in .* is '4"):
        read(folder)


@pytest.mark.parametrize(
    "line",
    ["0,10,4,978301968", "4,10,4,-5", "4,10,4,99999999999999", "4,10,inf,978301968", "4,-1,4,5"],
)
def test_impossible_values_are_named(line, tmp_path):
    folder = made.csv_release(tmp_path)
    with (folder / "ratings.csv").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(DataError, match=f"line 7 of ratings.csv in .* is '{line}'"):
        read(folder)


def test_a_csv_without_its_header_is_not_taken_for_one(tmp_path):
    folder = made.csv_release(tmp_path)
    (folder / "ratings.csv").write_text("1,10,5.0,978300760\n2,10,2.0,978301968\n")
    with pytest.raises(DataError, match="expected the header userId,movieId,rating,timestamp"):
        read(folder)


def test_utf_16_is_named(tmp_path):
    folder = made.csv_release(tmp_path)
    text = (folder / "ratings.csv").read_text()
    (folder / "ratings.csv").write_bytes(text.encode("utf-16"))
    with pytest.raises(DataError, match="UTF-16"):
        read(folder)


@pytest.mark.parametrize("name", ["movies", "ratings"])
def test_a_missing_file_is_named(layout, name, tmp_path):
    folder = LAYOUTS[layout](tmp_path)
    files = {"movies": ("movies.csv", "movies.dat", "u.item"),
             "ratings": ("ratings.csv", "ratings.dat", "u.data")}  # fmt: skip
    for candidate in files[name]:
        (folder / candidate).unlink(missing_ok=True)
    says = "holds no files named" if name == "movies" else "is not a MovieLens data set"
    with pytest.raises(DataError, match=says):
        read(folder)


def test_no_ratings_at_all(layout, tmp_path):
    folder = LAYOUTS[layout](tmp_path)
    name = BROKEN_LINES[layout][0]
    (folder / name).write_text("userId,movieId,rating,timestamp\n" if layout == "csv" else "")
    with pytest.raises(DataError, match="holds no ratings"):
        read(folder)


def test_carriage_returns_and_a_byte_order_mark_change_nothing(tmp_path):
    plain = made.csv_release(tmp_path / "plain")
    other = made.csv_release(tmp_path / "other", newline="\r\n")
    for path in other.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(other).fingerprint == read(plain).fingerprint


def test_an_empty_folder_and_a_folder_of_something_else(tmp_path):
    with pytest.raises(DataError, match="is not a MovieLens data set"):
        open_dataset(tmp_path)
    (tmp_path / "sub").mkdir()
    with pytest.raises(DataError, match="is not a MovieLens data set"):
        open_dataset(tmp_path)
