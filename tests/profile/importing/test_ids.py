"""Ids of other services decide, in any language; one that the data lack is an answer."""

from dataclasses import replace

from exports import dataset_of, doubts, importer_of, left_out, read, stars, wanted

from recsys.profile.importing.importer import Importer

IMDB = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Year\n"
    "tt0133093,9,2020-01-02,Jossakin muualla,Other Name,https://x,Movie,8.7,1999\n"
    "tt0000001,8,2020-01-02,Heat,Heat,https://x,Movie,8.7,1995\n"
    "tt0000002,7,2020-01-02,Fargo,Fargo,https://x,Movie,8.7,1996\n"
    "tt0000003,6,2020-01-02,Nowhere at All,Nowhere,https://x,Movie,8.7,1996\n"
)
TMDB = (
    "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,"
    "Date Rated\n603,,movie,Jossakin muualla,1999-03-30,,,8.2,10,2020-01-01\n"
)


def test_an_imdb_id_decides_in_any_language():
    importer = importer_of(
        "Matrix, The (1999)", "Heat (1995)", "Fargo (1996)", imdb_id={1: 133093, 2: 113277}
    )
    found = read(importer, IMDB)
    assert stars(found) == {1: 4.5, 3: 3.5}
    # Of that name and year, but with another id: nothing is decided.
    assert doubts(found) == {"Heat": (2,)}
    assert left_out(found) == {"Nowhere at All": "this data set has no movie with this IMDb id"}


def test_without_ids_in_the_data_titles_decide():
    importer = importer_of("Heat (1995)", "Fargo (1996)")
    assert stars(read(importer, IMDB)) == {1: 4, 2: 3.5}


def test_a_tmdb_id_decides_and_one_that_several_have_does_not():
    importer = importer_of("Matrix, The (1999)", tmdb_id={1: 603})
    assert stars(read(importer, TMDB)) == {1: 5}
    importer = importer_of("Matrix, The (1999)", "Matrix 2 (2003)", tmdb_id={1: 603, 2: 603})
    assert doubts(read(importer, TMDB)) == {"Jossakin muualla": (1, 2)}


def test_a_movielens_id_that_the_data_lack_is_no_title():
    importer = importer_of("Heat (1995)", "Fargo (1996)")
    text = (
        "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n"
        "1,113277,949,4.5,3.9,Heat (1995)\n999,116282,275,4,3.9,Fargo (1996)\n"
    )
    found = read(importer, text)
    assert found.kind == "movielens-ratings"
    assert stars(found) == {1: 4.5}
    assert left_out(found) == {"Fargo": "this data set has no movie with this id"}


def test_where_ids_mean_other_movies_titles_decide():
    dataset = dataset_of({6: "Fargo (1996)"})
    own = replace(dataset, report=replace(dataset.report, shares_movie_ids=False))
    text = "movieId,title,rating\n6,Heat (1995),4\n7,Fargo (1996),3\n"
    assert stars(read(Importer(own), text)) == {6: 3}


def test_addresses_and_file_names_that_hold_an_imdb_id():
    text = (
        "https://www.imdb.com/title/tt0113277/\ntt0133093\nJossakin {imdb-tt0116282}.mkv\n"
        "https://www.imdb.com/title/tt9999999/\n"
    )
    ids = {1: 113277, 2: 133093, 3: 116282}
    titles = ("Heat (1995)", "Matrix, The (1999)", "Fargo (1996)")
    found = importer_of(*titles, imdb_id=ids).read_text(text)
    assert wanted(found) == [1, 2, 3]
    assert left_out(found) == {"movie 9999999": "this data set has no movie with this IMDb id"}
    found = importer_of(*titles).read_text(text)
    assert left_out(found)["movie 113277"] == "this data set knows no such ids"
