"""A film's addresses at IMDb, TMDB and Letterboxd; all expected ones are written by hand."""

from urllib.parse import unquote, urlsplit

import made
import pytest
from made import read

from recsys.data.elsewhere import addresses, elsewhere
from recsys.data.readers.own import read_own

IMDB = "https://www.imdb.com/find/?s=tt&q="
TMDB = "https://www.themoviedb.org/search/movie?query="
LETTERBOXD = "https://letterboxd.com/search/films/"
HOSTS = {"www.imdb.com", "www.themoviedb.org", "letterboxd.com"}


def listed(found):
    return [(one.site, one.address) for one in found]


def test_by_id_where_both_are_known():
    assert listed(addresses("Matrix, The (1999)", 133093, 603)) == [
        ("IMDb", "https://www.imdb.com/title/tt0133093/"),
        ("TMDB", "https://www.themoviedb.org/movie/603"),
        ("Letterboxd", "https://letterboxd.com/tmdb/603"),
    ]


def test_an_imdb_id_of_eight_digits_and_one_of_one():
    assert addresses("", 10872600, None)[0].address == "https://www.imdb.com/title/tt10872600/"
    assert addresses("", 1, None)[0].address == "https://www.imdb.com/title/tt0000001/"


def test_by_imdb_s_id_alone_letterboxd_is_found_too_and_tmdb_is_searched():
    assert listed(addresses("Matrix, The (1999)", 133093, None)) == [
        ("IMDb", "https://www.imdb.com/title/tt0133093/"),
        ("TMDB", TMDB + "The%20Matrix%20y%3A1999"),
        ("Letterboxd", "https://letterboxd.com/imdb/tt0133093/"),
    ]


def test_by_tmdb_s_id_alone_only_imdb_is_searched():
    assert listed(addresses("Matrix, The (1999)", None, 603)) == [
        ("IMDb", IMDB + "The%20Matrix%201999"),
        ("TMDB", "https://www.themoviedb.org/movie/603"),
        ("Letterboxd", "https://letterboxd.com/tmdb/603"),
    ]


def test_by_title_and_year_without_ids():
    assert listed(addresses("Matrix, The (1999)", None, None)) == [
        ("IMDb", IMDB + "The%20Matrix%201999"),
        ("TMDB", TMDB + "The%20Matrix%20y%3A1999"),
        ("Letterboxd", LETTERBOXD + "The%20Matrix%201999/"),
    ]


@pytest.mark.parametrize(
    ("raw_title", "asked"),
    [
        ("Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)", "Amelie%202001"),
        ("Twelve Monkeys (a.k.a. 12 Monkeys) (1995)", "Twelve%20Monkeys%201995"),
        ("(500) Days of Summer (2009)", "%28500%29%20Days%20of%20Summer%202009"),
        ("Léon (1994)", "L%C3%A9on%201994"),
        ("千と千尋 (2001)", "%E5%8D%83%E3%81%A8%E5%8D%83%E5%B0%8B%202001"),
        ("Tom &amp; Jerry (1992)", "Tom%20%26%20Jerry%201992"),
        ("100% Wolf? #1 & Co.+ (2020)", "100%25%20Wolf%3F%20%231%20%26%20Co.%2B%202020"),
        ("Babylon 5", "Babylon%205"),
        ("Two\r\nlines\t(1999)", "Two%20lines%201999"),
        ('"><b>x</b> (1999)', "%22%3E%3Cb%3Ex%3C%2Fb%3E%201999"),
    ],
)  # fmt: skip
def test_what_is_searched_for(raw_title, asked):
    assert addresses(raw_title, None, None)[0].address == IMDB + asked


def test_letterboxd_s_words_are_a_path_and_hold_no_slash():
    for raw_title, asked in (
        ("Face/Off (1997)", "Face%20Off%201997"),
        ("A\\B (1997)", "A%20B%201997"),
        ("https://evil.example/../x (1997)", "https%3A%20evil.example%20..%20x%201997"),
    ):
        assert addresses(raw_title, None, None)[2].address == f"{LETTERBOXD}{asked}/"
    assert [one.site for one in addresses("/", None, None)] == ["IMDb", "TMDB"]


@pytest.mark.parametrize(
    "raw_title",
    ["@evil.example", "//evil.example", "javascript:x", "\ud800", "a" * 5_000, "\u202e?#", ".."],
)  # fmt: skip
def test_no_title_leads_to_another_host(raw_title):
    found = addresses(raw_title, None, None)
    assert len(found) == 3
    for one in found:
        parts = urlsplit(one.address)
        assert (parts.scheme, parts.netloc in HOSTS, parts.fragment) == ("https", True, "")
        assert one.address.isascii()
        assert len(unquote(one.address)) < 250


@pytest.mark.parametrize("raw_title", ["", "  ", "(1995)"])
def test_without_a_title_there_is_nothing_to_search_for(raw_title):
    assert addresses(raw_title, None, None) == ()


def test_a_movie_without_a_title_is_found_by_its_ids():
    assert [one.site for one in addresses("", 133093, 603)] == ["IMDb", "TMDB", "Letterboxd"]
    assert [one.site for one in addresses("", None, 603)] == ["TMDB", "Letterboxd"]


@pytest.mark.parametrize("make", [made.csv_release, made.dat_release, made.release_100k])
def test_movies_of_every_release_are_searched_for(make, tmp_path):
    data = read(make(tmp_path))
    assert elsewhere(data, 30)[0].address == IMDB + "Heat%201995"
    assert elsewhere(data, 999) == ()


def test_links_csv_decides_film_by_film(tmp_path):
    data = read(made.linked_release(tmp_path))
    assert [one.address for one in elsewhere(data, 10)] == [
        "https://www.imdb.com/title/tt0133093/",
        "https://www.themoviedb.org/movie/603",
        "https://letterboxd.com/tmdb/603",
    ]
    assert elsewhere(data, 30)[1].address == TMDB + "Heat%20y%3A1995"
    assert elsewhere(data, 40)[0].address == IMDB + "Alien%201979"


def test_own_data_are_films_where_their_ids_are_movielens(tmp_path):
    own = ["1,10,5,Heat (1995)", "2,10,3,Heat (1995)", "2,20,3,"]
    films = made.write(tmp_path / "films.csv", ["user,movieId,rating,title", *own])
    assert elsewhere(read_own(films, "films"), 10)[0].address == IMDB + "Heat%201995"
    assert elsewhere(read_own(films, "films"), 20) == ()
    books = made.write(tmp_path / "books.csv", ["user,bookId,rating,title", *own])
    assert elsewhere(read_own(books, "books"), 10) == ()
    named = made.write(tmp_path / "named.csv", ["user,movieId,rating", "1,Heat,5", "2,Alien,3"])
    data = read_own(named, "named")
    assert [elsewhere(data, movie_id) for movie_id in data.movies.index] == [(), ()]
