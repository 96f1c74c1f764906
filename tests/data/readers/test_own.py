"""A person's own ratings file: recognised, previewed, cleaned, and refused where hopeless."""

import made
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from recsys.data.readers.own import preview
from recsys.data.registry import open_dataset
from recsys.data.tables.columns import Columns, parse_columns, recognise
from recsys.data.tables.files import open_own
from recsys.data.tables.ratings import scale_of
from recsys.data.tables.values import in_seconds, number_items, number_users
from recsys.errors import ConfigError, DataError
from recsys.ui.words.report import findings, recognised, scale


@pytest.fixture
def own(tmp_path):
    def write(*lines, name="mine.csv", encoding="utf-8", newline="\n"):
        return made.write(tmp_path / name, list(lines), encoding, newline)

    return write


ROWS = ["1,10,4,978300760", "1,20,2,978300761", "2,10,5,978300762", "2,30,3.5,978300763"]


@pytest.mark.parametrize(
    "header",
    [
        "user,item,rating,timestamp",
        "userId,movieId,rating,timestamp",
        "User ID,Film,Stars,Date",
        "customer_id,product_id,score,time",
        "reviewerID,asin,overall,unixReviewTime",
        '"uid","iid","vote","ts"',
        "user_id:token,item_id:token,rating:float,timestamp:float",
        "User-ID,ISBN,Book-Rating,Date",
    ],
)
def test_usual_column_names_are_recognised(header, own):
    data = open_dataset(own(header, *ROWS))
    assert data.name == "mine"
    assert data.ratings["user_id"].tolist() == [1, 1, 2, 2]
    assert data.ratings["movie_id"].tolist() == [10, 20, 10, 30]
    assert data.ratings["rating"].tolist() == [4, 2, 5, 3.5]
    assert data.ratings["timestamp"].tolist() == [978300760 + i for i in range(4)]
    assert [str(kind) for kind in data.ratings.dtypes] == ["int32", "int32", "float32", "int64"]


def test_unusual_names_are_chosen_by_the_person(own):
    path = own("a,b,c", "1,10,4", "2,20,5")
    with pytest.raises(DataError, match="columns a, b, c; none is recognised as user or item"):
        open_dataset(path)
    data = open_dataset(path, parse_columns("user=b, item=a, rating=c"))
    assert data.ratings["user_id"].tolist() == [10, 20]
    assert data.ratings["timestamp"].tolist() == [0, 0]
    assert data.report.first_rating is None


def test_a_choice_goes_before_what_a_name_says(own):
    path = own("user,rating,item,score", "1,2,10,5", "2,3,20,4")
    data = open_dataset(path, Columns(rating="score"))
    assert data.ratings["rating"].tolist() == [5, 4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("user", "not a column choice"),
        ("colour=red", "not a column choice"),
        ("user=", "not a column choice"),
        ("scale=many", "scale=many is not a number"),
    ],
)
def test_a_wrong_choice_is_explained(text, says):
    with pytest.raises(ConfigError, match=says):
        parse_columns(text)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (Columns(user="nobody"), "no column 'nobody'; it has user, item, rating"),
        (Columns(user="item", item="item"), "'item' is chosen twice"),
        (Columns(scale=7), "scale 7 is not known"),
    ],
)
def test_an_impossible_choice_is_explained(columns, says, own):
    with pytest.raises(ConfigError, match=says):
        open_dataset(own("user,item,rating", "1,10,4"), columns)


def test_a_file_without_header_goes_by_position(own):
    data = open_dataset(own(*ROWS))
    assert data.ratings["movie_id"].tolist() == [10, 20, 10, 30]
    assert "no header" in data.report.layout


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_and_a_decimal_comma(separator, own):
    lines = ["user,item,rating", "1,10,3:5", "2,20,4"]
    lines = [line.replace(",", separator).replace(":", ",") for line in lines]
    assert open_dataset(own(*lines)).ratings["rating"].tolist() == [3.5, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_are_recognised_and_named(encoding, newline, own):
    path = own("user,film,rating", "Zoë,Amélie (2001),5", "Ann,“Heat” (1995),3",
               encoding=encoding, newline=newline)  # fmt: skip
    data = open_dataset(path)
    assert sorted(data.movies["title"]) == ["Amélie (2001)", "“Heat” (1995)"]
    assert dict(data.report.encodings) == {"mine.csv": encoding.removesuffix("-sig")}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_with_zeros_need_no_mark(encoding, own):
    path = own("user,film,rating", "Zoë,Amélie (2001),5", "Ann,Heat (1995),3", encoding=encoding)
    assert sorted(open_dataset(path).movies["title"]) == ["Amélie (2001)", "Heat (1995)"]


def test_each_line_of_two_files_pasted_together_is_read_in_its_own_encoding(own):
    path = own("user,film,rating", "Zoë,Amélie (2001),5")
    path.write_bytes(path.read_bytes() + "Ann,Léon (1994),3\n".encode("cp1252"))
    data = open_dataset(path)
    assert sorted(data.movies["title"]) == ["Amélie (2001)", "Léon (1994)"]
    assert dict(data.report.encodings) == {"mine.csv": "cp1252"}


def test_excels_first_line_says_the_separator_and_counts_as_a_line(own):
    path = own("sep=|", "", "user|film|rating", "1|Heat, 1995; uncut|4", "2||4", "3|Heat|5")
    data = open_dataset(path)
    assert sorted(data.movies["title"]) == ["Heat", "Heat, 1995; uncut"]
    assert [line.line for line in data.report.rejected] == [5]


def test_a_heading_says_the_scale(own):
    data = open_dataset(own("user,film,Rating (1-10)", "1,Heat,4", "2,Heat,5"))
    assert data.ratings["rating"].tolist() == [2, 2.5]
    assert data.report.scale == 10


def test_ids_go_before_titles_and_ones_own_rating_before_an_average():
    found = recognise(["movie", "rating", "movieId", "User ID", "My Rating"])
    assert (found.item, found.title, found.rating) == ("movieId", "movie", "My Rating")
    assert found.user == "User ID"


def test_names_become_stable_ids(own):
    few = open_dataset(own("user,film,rating", "zoe,Heat (1995),4", "ann,Alien (1979),2"))
    more = open_dataset(
        own("user,film,rating", "bob,Brazil (1985),4", "ann,Alien (1979),2", "zoe,Heat (1995),4")
    )
    assert few.ratings["user_id"].tolist() == [2, 1]
    id_of = {title: movie_id for movie_id, title in few.movies["title"].items()}
    assert all(more.movies.loc[movie_id, "title"] == title for title, movie_id in id_of.items())
    assert min(id_of.values()) > 300_000
    assert few.movies["year"].tolist() == [1979, 1995] or few.movies["year"].tolist() == [
        1995,
        1979,
    ]
    assert not few.report.shares_movie_ids
    assert (few.report.users_named, few.report.movies_named) == (2, 2)


def test_a_title_column_alone_is_the_movie(own):
    data = open_dataset(own("user,title,rating", "1,Heat (1995),4", "2,Alien (1979),5"))
    assert sorted(data.movies["title"]) == ["Alien (1979)", "Heat (1995)"]


def test_titles_beside_ids(own):
    path = own("movieId,title,userId,rating", '7,"Matrix, The (1999)",1,4', "8,,1,3", "7,x,2,5")
    movies = open_dataset(path).movies
    assert movies["title"].tolist() == ["The Matrix (1999)", "Movie 8 (title unknown)"]
    assert movies["year"].iloc[0] == 1999


def test_ids_that_begin_at_zero_move_up_by_one(own):
    data = open_dataset(own("user,item,rating", "0,0,4", "0,1,3", "1,0,5"))
    assert data.ratings["user_id"].tolist() == [0, 0, 1]
    assert data.ratings["movie_id"].tolist() == [1, 2, 1]
    assert data.report.movie_ids_moved


@pytest.mark.parametrize(
    ("written", "stars", "scale"),
    [
        ([1, 2.5, 4, 5], [1, 2.5, 4, 5], 5),
        ([1, 10, 7, 8.5], [0.5, 5, 3.5, 4.5], 10),
        ([0, 100, 73, 50], [0.5, 5, 3.5, 2.5], 100),
        ([0, 1, 1, 0], [0.5, 5, 5, 0.5], 1),
        ([1] * 20, [5] * 20, 1),
        ([3.2, 4.8, 1.25, 5], [3, 5, 1.5, 5], 5),
        (["4½", "9/10", "60%", "★★★"], [4.5, 4.5, 3, 3], 5),
    ],
)
def test_scales_become_stars(written, stars, scale, own):
    data = open_dataset(own("user,item,rating", *(f"{i},7,{w}" for i, w in enumerate(written))))
    assert data.ratings["rating"].tolist() == stars
    assert data.report.scale == scale


def test_zeros_on_a_scale_of_ten_are_no_ratings(own):
    """As Book-Crossing's: more than half of them, and none is an error."""
    lines = ['"User-ID";"ISBN";"Book-Rating"', *(f'"{n}";"03X{n}";"0"' for n in range(6))]
    data = open_dataset(own(*lines, '"1";"04X";"8"', '"2";"05X";"10"'))
    assert data.ratings["rating"].tolist() == [4, 5]
    assert (data.report.unrated, data.report.rows_rejected, data.report.rows_read) == (6, 0, 2)
    assert any("With a 0" in said for said in findings(data.report))
    with pytest.raises(DataError, match="holds no ratings"):
        open_dataset(own(*lines), Columns(scale=10))


def test_recboles_files_are_read_as_they_are(own):
    lines = ["user_id:token\titem_id:token\trating:float", "1\t10\t4", "2\t20\t3.5"]
    data = open_dataset(own(*lines, name="ml.inter"))
    assert data.name == "ml"
    assert data.ratings["rating"].tolist() == [4, 3.5]


def test_the_scale_can_be_chosen(own):
    path = own("user,item,rating", "1,7,3", "2,7,5")
    assert open_dataset(path, Columns(scale=10)).ratings["rating"].tolist() == [1.5, 2.5]


def test_one_outlier_does_not_change_the_scale():
    assert scale_of("rating", {"4": 19, "55": 1}) == 5


def test_bad_rows_are_left_out_and_reported(own):
    good = [f"{user},{movie},4" for user in range(1, 11) for movie in range(1, 11)]
    bad = ["5,x,4", "6,7", "8,9,great", "9,9,17", ",3,4"]
    path = own("user,item,rating", *good[:50], *bad, "", *good[50:])
    data = open_dataset(path)
    report = data.report
    assert len(data.ratings) == 100
    assert (report.rows_read, report.rows_rejected, report.out_of_range) == (105, 5, 1)
    assert [(line.line, line.text) for line in report.rejected] == [
        (52, "5,x,4"),
        (53, "6,7"),
        (54, "8,9,great"),
        (55, "9,9,17"),
        (56, ",3,4"),
    ]
    reasons = [line.reason for line in report.rejected]
    assert "movie" in reasons[0]
    assert "fields" in reasons[1]
    assert "not a number" in reasons[2]
    assert "0.5 to 5" in reasons[3]
    assert "user" in reasons[4]


def test_a_file_that_is_mostly_wrong_is_refused(own):
    path = own("user,item,rating", *["1,10,bad"] * 12, *[f"{i},10,4" for i in range(50)])
    with pytest.raises(DataError, match=r"12 of the 62 rows .* line 2 \('1,10,bad'\)"):
        open_dataset(path)
    with pytest.raises(DataError, match="2 of the 2 rows"):
        open_dataset(own("user,item,rating", "1,10,x", "2,20,y"))
    with pytest.raises(DataError, match="2 of the 2 rows"):
        open_dataset(own("user,item,rating", "1,10", "2,20,3,4"))


def test_repeats_keep_the_later_rating(own):
    lines = ["user,item,rating,date", "1,7,2,2020-05-01", "1,7,5,2020-05-03", "1,7,3,2020-05-02"]
    data = open_dataset(own(*lines))
    assert data.ratings["rating"].tolist() == [5]
    assert data.report.duplicates == 2
    assert data.report.first_rating == data.report.last_rating == "2020-05-03"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1588464000", 1_588_464_000),
        ("1588464000000", 1_588_464_000),
        ("2020-05-03", 1_588_464_000),
        ("2020-05-03T00:00:00Z", 1_588_464_000),
        ("2020-05-03 02:00:00+02:00", 1_588_464_000),
        ("2900-01-01", 29_348_006_400),
    ],
)
def test_times_are_read_however_written(written, seconds, own):
    data = open_dataset(own("user,item,rating,time", f"1,7,4,{written}", "2,7,4,"))
    assert data.ratings["timestamp"].tolist() == [seconds, 0]


def test_an_unreadable_time_rejects_the_row(own):
    data = open_dataset(own("user,item,rating,time", "1,7,4,1588464000", "2,7,4,soon", "3,7,4,"))
    assert data.ratings["user_id"].tolist() == [1, 3]
    assert data.report.rejected[0].reason == "the time cannot be read"


def test_units_finer_than_seconds():
    values, said = in_seconds(pd.array([1_588_464_000_123_456, 0], dtype="int64").to_numpy())
    assert values.tolist() == [1_588_464_000, 0]
    assert said == "microseconds"


@pytest.mark.parametrize("kind", ["int", "float", "text"])
def test_parquet(kind, tmp_path):
    table = pd.DataFrame({"user": [1, 2], "movieId": [7, 8], "rating": [4.5, 3.0]})
    table["timestamp"] = pd.to_datetime(["2020-05-03", "2020-05-04"])
    if kind == "float":
        table = table.astype({"user": float, "movieId": float})
    if kind == "text":
        table = table.astype({"user": str, "movieId": "category"})
    path = tmp_path / "mine.parquet"
    table.to_parquet(path)
    data = open_dataset(path)
    assert data.ratings["user_id"].tolist() == [1, 2]
    assert data.ratings["movie_id"].tolist() == [7, 8]
    assert data.ratings["timestamp"].tolist() == [1_588_464_000, 1_588_550_400]
    assert data.report.shares_movie_ids
    assert preview(path).rows["rating"].tolist() == ["4.5", "3"]


def test_parquet_texts_shared_by_many_rows_stay_one_text_in_memory(tmp_path):
    """The file of 3 kB once became 2 GB: 262,144 rows that share a title of 8 kB."""
    rows = 1 << 18
    title = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, "int32")), ["x" * 8_000])
    same = {"item": np.full(rows, 7), "rating": np.full(rows, 4.0), "title": title}
    path = tmp_path / "mine.parquet"
    parquet.write_table(pa.table({"user": np.arange(rows) % 50, **same}), path, store_schema=False)
    before = pa.total_allocated_bytes()
    largest = 0
    for columns in open_own(path).batches(["user", "item", "rating", "title"]):
        largest = max(largest, pa.total_allocated_bytes() - before)
        assert len(columns[3]) <= rows
    assert largest < 100 * 1024**2
    assert open_dataset(path).report.duplicates == rows - 50


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY"])
def test_parquet_texts_may_be_written_in_any_way(encoding, tmp_path):
    table = pa.table({"user": ["ann", None, "bob"], "film": ["A", "B", "A"], "rating": [4, 3, 5]})
    path = tmp_path / "mine.parquet"
    parquet.write_table(
        table,
        path,
        use_dictionary=["rating"],
        column_encoding=dict.fromkeys(("user", "film"), encoding),
    )
    data = open_dataset(path)
    assert data.ratings["rating"].tolist() == [4, 5]
    assert data.report.rejected[0].line == 2


def test_a_parquet_category_that_no_row_has_is_no_movie(tmp_path):
    films = pd.Categorical(["A", "B"], categories=["Z", "A", "B"])
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"user": [1, 2], "film": films, "rating": [4, 5]}).to_parquet(path)
    assert sorted(open_dataset(path).movies["raw_title"]) == ["A", "B"]


def test_a_parquet_row_group_that_unpacks_to_too_much_is_refused_unread(tmp_path):
    """1 kB a row, 300,000 rows: 300 MB declared, a few kB in the file."""
    rows = 300_000
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, "int32")), ["x" * 1_000])
    table = {"user": np.arange(rows), "item": text.cast(pa.string()), "rating": np.ones(rows)}
    path = tmp_path / "mine.parquet"
    parquet.write_table(pa.table(table), path, use_dictionary=False, compression="zstd")
    with pytest.raises(DataError, match="row group that unpacks to 30"):
        open_dataset(path)


def test_too_many_movies_are_refused_while_the_file_is_read(own):
    path = own("user,item,rating", *(f"1,{n},4" for n in range(100_001)))
    with pytest.raises(DataError, match=r"more than 100,000 movies.*'item' is the right column"):
        open_dataset(path)


def test_preview_shows_what_was_recognised_and_what_is_missing(own):
    path = own("Name;Film;Punkte", *[f"u{i};Film {i};{i % 10 + 1}" for i in range(40)])
    seen = preview(path)
    assert seen.names == ("Name", "Film", "Punkte")
    assert seen.columns.item == "Film"
    assert seen.columns.missing == ("user", "rating")
    assert "Choose the column of people and stars" in recognised(seen)
    chosen = preview(path, Columns(user="Name", rating="Punkte"), n=3)
    assert chosen.columns.missing == ()
    assert "up to 10" in scale(chosen.scale)
    assert chosen.rows.to_dict("list") == {
        "Name": ["u0", "u1", "u2"],
        "Film": ["Film 0", "Film 1", "Film 2"],
        "Punkte": ["1", "2", "3"],
    }


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "mine.csv", "is empty"),
        (b"user,item,rating\n", "mine.csv", "holds no ratings"),
        (b"user,item\n1,2\n", "mine.csv", "at least the three columns"),
        (b"hello", "mine.txt", "at least the three columns"),
        (b"PK\x03\x04rest", "mine.csv", "a zip or Excel file"),
        (b"\x00\x01\x02\x03user", "mine.csv", "is no text"),
        (b"user,item,rating\n", "mine.parquet", "is not a Parquet file"),
        (b"PAR1broken", "mine.parquet", "is not a readable Parquet file"),
        (b'user,item,rating\n1,"2,3\n' * 3, "mine.csv", "cannot be"),
    ],
)
def test_what_is_no_table_is_refused(content, name, says, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        open_dataset(path)


def test_columns_are_only_for_own_files(tmp_path):
    with pytest.raises(ConfigError, match="no file of your own"):
        open_dataset(made.csv_release(tmp_path), Columns(user="userId"))


def test_numbering_keeps_numbers_and_marks_what_is_none():
    texts = [str(i) for i in range(1, 30)] + ["x", "", "30.0", "99999999999"]
    ids = number_items(texts)
    assert not ids.named
    assert ids.ids.tolist() == [*range(1, 30), -1, -1, 30, -1]
    named = number_users(["b", "a", "", "c"])
    assert named.ids.tolist() == [2, 1, -1, 3]
