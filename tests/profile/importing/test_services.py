"""Each service's files, and tables that nobody is known to write."""

import json

import pytest
from exports import doubts, importer_of, left_out, read, stars, wanted, zipped

from recsys.errors import DataError
from recsys.limits import limits

HEAT, FARGO, ALIEN, MATRIX = 1, 2, 3, 4


@pytest.fixture(scope="module")
def importer():
    return importer_of(
        "Heat (1995)",
        "Fargo (1996)",
        "Alien (1979)",
        "Matrix, The (1999)",
        "Pulp Fiction (1994)",
        "10 (1979)",
        "Long Miniseries Somewhere (2003)",
    )


LIST = "Position,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/1,\n2,Fargo,1996,,\n"
ABOUT = 'Date,Name,Tags,URL,Description\n2024-01-01,Best,,https://boxd.it/x,"two\nlines, here"\n\n'
ENTRIES = "Date,Name,Year,Letterboxd URI"


@pytest.mark.parametrize("before", [f"Letterboxd list export v7\n{ABOUT}", ABOUT, ""])
@pytest.mark.parametrize("name", ["list.csv", "x.txt"])
def test_a_letterboxd_list_is_a_watchlist_not_ratings(importer, before, name):
    found = read(importer, before + LIST, name)
    assert found.kind == "letterboxd-list"
    assert stars(found) == {}
    assert wanted(found) == [HEAT, FARGO]
    assert found.profile().settled_ids == ()


@pytest.mark.parametrize(
    "text",
    [
        "position,title,year\n1,Heat,1995\n2,Fargo,1996\n3,Alien,1979\n",
        "rank;film;jahr\n3;Heat;1995\n1;Fargo;1996\n2;Alien;1979\n",
        "#,name,year\n3,Heat,1995\n1,Fargo,1996\n2,Alien,1979\n",
        "id,name,year\n5,Heat,1995\n4,Fargo,1996\n5,Alien,1979\n",
        "sija,nimi,vuosi\n1,Heat,1995\n2,Fargo,1996\n3,Alien,1979\n",
        "1,Heat,1995\n2,Fargo,1996\n3,Alien,1979\n",
    ],
)
def test_what_counts_the_lines_is_no_rating(importer, text):
    found = read(importer, text)
    assert stars(found) == {}
    assert wanted(found) == [HEAT, FARGO, ALIEN]
    assert any("No column of ratings" in note for note in found.notes)


@pytest.mark.parametrize("name", ["runtime", "discs", "box", "imdb rating", "minutes"])
def test_other_numbers_beside_titles_are_no_ratings(importer, name):
    found = read(importer, f"title,year,{name}\nHeat,1995,3\nFargo,1996,1\nAlien,1979,9\n")
    assert stars(found) == {HEAT: None, FARGO: None, ALIEN: None}
    runtimes = read(importer, "nimi,vuosi,kesto\nHeat,1995,95\nFargo,1996,98\n")
    assert stars(runtimes) == {HEAT: None, FARGO: None}


def test_ids_alone_are_no_titles(importer):
    found = read(importer, "movieId\n1\n99\n")
    assert stars(found) == {HEAT: None}
    assert "MovieLens' ids from 'movieId'" in found.notes[0]


def test_ratings_beside_a_rank_are_the_ratings(importer):
    found = read(importer, "rank,title,year,stars\n1,Heat,1995,4\n2,Fargo,1996,5\n")
    assert stars(found) == {HEAT: 4, FARGO: 5}


def test_a_letterboxd_zip_brings_ratings_and_watchlist(importer):
    ratings = f"{ENTRIES},Rating\n2021,Heat,1995,https://boxd.it/a,4\n"
    watched = f"{ENTRIES}\n2021,Heat,1995,https://boxd.it/a\n2021,Fargo,1996,https://boxd.it/b\n"
    watchlist = (
        f"{ENTRIES}\n2021,Heat,1995,https://boxd.it/a\n2021,Fargo,1996,https://boxd.it/b\n"
        "2021,Alien,1979,https://boxd.it/c\n2021,Nowhere,1979,https://boxd.it/d\n"
    )
    files = {"ratings.csv": ratings, "watched.csv": watched, "watchlist.csv": watchlist}
    files |= {f"{folder}/films.csv": watchlist for folder in ("likes", "deleted", "orphaned")}
    files |= {"lists/best.csv": ABOUT + LIST, "comments.csv": "x"}
    found = read(importer, zipped(files), "letterboxd.zip")
    assert found.kind == "letterboxd-ratings"
    assert stars(found) == {HEAT: 4, FARGO: None}
    assert wanted(found) == [ALIEN]
    assert [(u.title, u.wanted) for u in found.unmatched] == [("Nowhere", True)]
    assert found.to_dict()["watchlist"] == [{"movie_id": ALIEN, "title": "Alien (1979)"}]


def test_two_films_of_one_title_and_year_stay_two_lines():
    importer = importer_of("Some Night (2000)")
    lines = [f"2021,Some Night,2000,https://boxd.it/{n},{n}" for n in (2, 5)]
    found = read(importer, "\n".join([f"{ENTRIES},Rating", *lines]), "ratings.csv")
    assert [(d.stars, d.candidates) for d in found.doubtful] == [(2, (1,)), (5, (1,))]
    assert not any("stood there again" in note for note in found.notes)
    # The diary cannot tell which of them it saw.
    diary = f"{ENTRIES},Rating,Rewatch,Tags,Watched Date\n2021,Some Night,2000,u,3,,,2021\n"
    files = {"ratings.csv": "\n".join([f"{ENTRIES},Rating", *lines]), "diary.csv": diary}
    assert len(read(importer, zipped(files)).doubtful) == 2


def test_the_same_film_again_is_one_line(importer):
    lines = [f"2021,Heat,1995,https://boxd.it/a,{n}" for n in (2, 5)]
    found = read(importer, "\n".join([f"{ENTRIES},Rating", *lines]), "ratings.csv")
    assert stars(found) == {HEAT: 5}
    assert "stood there again with other stars" in found.notes[0]


IMDB = "Const,Created,Title,Original Title,URL,Title Type,IMDb Rating,Year,Your Rating,Date Rated\n"


def test_an_imdb_list_is_wanted_where_it_is_not_rated(importer):
    lines = (
        "tt1,2020,Heat,Heat,u,Movie,8.3,1995,,\ntt2,2020,Alien,Alien,u,Movie,8.3,1979,,\n"
        "tt3,2020,Fargo,Fargo,u,Movie,8.1,1996,8,2020\n"
    )
    found = read(importer, IMDB + lines)
    assert found.kind == "imdb-list"
    assert stars(found) == {FARGO: 4}
    assert wanted(found) == [HEAT, ALIEN]
    without = "Position,Const,Title,Title Type,IMDb Rating,Year\n1,tt1,Heat,Movie,8.3,1995\n"
    assert wanted(read(importer, without)) == [HEAT]
    found = read(
        importer, "Position,Const,Name,Known For\n1,nm0000001,Heat,x\n2,tt3,Pulp Fiction,\n"
    )
    assert left_out(found) == {"Heat": "it is a person"}


@pytest.mark.parametrize("said", ["TV Mini Series", "tvMiniSeries", "Mini serie TV"])
def test_a_miniseries_that_the_data_list_as_a_film_counts(importer, said):
    lines = (
        f"tt1,2020,Long Miniseries Somewhere,,u,{said},8.3,2003,8,2020\n"
        f"tt2,2020,Alien,,u,{said},8.3,1980,8,2020\n"
    )
    found = read(importer, IMDB + lines)
    assert stars(found) == {7: 4}
    assert left_out(found) == {"Alien": f"it is not a movie but '{said}'"}


TRAKT_MOVIE = {"title": "Heat", "year": 1995, "ids": {"trakt": 1, "imdb": "tt1", "tmdb": 2}}
TRAKT_SHOW = {"title": "Some Series", "year": 2004, "ids": {"trakt": 3}}


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("ratings", {"rated_at": "2020", "rating": 9, "type": "movie"}, {HEAT: 4.5}),
        ("history", {"watched_at": "2020", "action": "watch", "type": "movie"}, {HEAT: None}),
        ("history", {"plays": 2, "last_watched_at": "2020"}, {HEAT: None}),
        ("watchlist", {"rank": 1, "listed_at": "2020", "type": "movie"}, {}),
    ],
)
def test_trakts_json(importer, kind, more, expected):
    show = {**more, "show": TRAKT_SHOW} | ({"type": "show"} if "type" in more else {})
    found = read(importer, json.dumps([{**more, "movie": TRAKT_MOVIE}, show]), "x.json")
    assert found.kind == f"trakt-{kind}"
    assert stars(found) == expected
    assert wanted(found) == ([] if expected else [HEAT])
    assert "it is not a movie" in left_out(found)["Some Series"]


def test_trakts_zip_and_a_document_with_several_lists(importer):
    rated = [{"rated_at": "2020", "rating": 8, "type": "movie", "movie": TRAKT_MOVIE}]
    fargo = {"title": "Fargo", "year": 1996, "ids": {"trakt": 2}}
    listed = [{"rank": 1, "listed_at": "2020", "type": "movie", "movie": fargo}]
    files = {
        "user/ratings-movies.json": json.dumps(rated),
        "user/lists-watchlist.json": json.dumps(listed),
        "user/likes-comments.json": "[{}]",
    }
    for data in (zipped(files), json.dumps({"username": "x", "ratings": rated, "list": listed})):
        found = read(importer, data)
        assert stars(found) == {HEAT: 4}
        assert wanted(found) == [FARGO]


def test_trakts_json_may_be_flat(importer):
    found = read(importer, json.dumps([{"rated_at": "2020", "rating": 9, **TRAKT_MOVIE}]))
    assert (found.kind, stars(found)) == ("trakt-ratings", {HEAT: 4.5})


TRAKT_CSV = (
    "rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,url,released,season_number,"
    "episode_number,rating\n2020,movie,Heat,1995,8.1,1,tt1,2,https://x,1995-12-15,,,9\n"
    "2020,episode,Pilot,2004,8.1,2,,,,,1,1,9\n"
)


def test_trakts_csv_has_ones_own_rating_beside_the_average(importer):
    found = read(importer, TRAKT_CSV)
    assert found.kind == "trakt-ratings"
    assert stars(found) == {HEAT: 4.5}
    assert left_out(found) == {"Pilot": "it is not a movie but 'episode'"}
    listed = TRAKT_CSV.replace("rated_at", "listed_at")
    assert wanted(read(importer, listed)) == [HEAT]
    seen = read(importer, TRAKT_CSV.replace("rated_at", "watched_at"))
    assert (seen.kind, stars(seen)) == ("trakt-history", {HEAT: None})


TMDB = (
    "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date\n"
)


def test_tmdbs_ratings_and_watchlist(importer):
    lines = "1,tt1,movie,Heat,1995-12-15,,,7.9,8,2020\n2,tt2,tv,Fargo,1996-01-01,,,7.9,8,2020\n"
    found = read(importer, TMDB + lines)
    assert found.kind == "tmdb-ratings"
    assert stars(found) == {HEAT: 4}
    assert left_out(found) == {"Fargo": "it is not a movie but 'tv'"}
    found = read(importer, TMDB.replace(",Your Rating", "") + lines.replace(",8,2020", ",2020"))
    assert (found.kind, stars(found), wanted(found)) == ("tmdb-watchlist", {}, [HEAT])
    found = read(importer, TMDB + lines.replace(",8,2020", ",,2020"), "my-watchlist.csv")
    assert (found.kind, stars(found), wanted(found)) == ("tmdb-watchlist", {}, [HEAT])


def test_netflix_episodes_are_no_films(importer):
    text = (
        'Title,Date\n"Emily in Paris: Somebody Else (Episode 10)",1/2/21\n'
        "Pulp Fiction,1/2/21\nAlien,1/2/21\n"
        "A Series: Season 1: Alien,1/3/21\nB Series: Limited Series: Alien,1/3/21\n"
        "C Serie: Staffel 2: Alien,1/3/21\nD: Part 1: Alien,1/3/21\n"
        "Thing: Odd Name: Heat,1/3/21\nThing: Odd Name: Fargo,1/3/21\nThing: Odd Name: X,1/3/21\n"
    )
    found = read(importer, text, "NetflixViewingHistory.csv")
    assert found.kind == "netflix-history"
    assert stars(found) == {5: None}
    assert doubts(found) == {"Alien": (ALIEN,)}
    assert set(left_out(found).values()) == {"it is an episode of a series"}
    assert len(found.unmatched) == 8


def test_with_its_year_a_title_like_an_episode_is_a_movies():
    importer = importer_of("Something: Season 2 (1995)")
    found = read(importer, "title,year,rating\nSomething: Season 2,1995,4\n")
    assert stars(found) == {1: 4}


def test_an_old_movie_in_a_netflix_history_is_a_doubt():
    importer = importer_of("Very Quiet Front (1930)", "Very Quiet Back (1999)", "Unknown Year")
    text = "Title,Date\nVery Quiet Front,1/2/21\nVery Quiet Back,1/2/21\nUnknown Year,1/2/21\n"
    found = read(importer, text)
    assert stars(found) == {2: None, 3: None}
    assert doubts(found) == {"Very Quiet Front": (1,)}


def test_netflix_ratings_are_thumbs_or_stars(importer):
    text = (
        "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Device Model,Event Utc Ts\n"
        "Ann,Pulp Fiction,thumb,,2,x,2020\nAnn,The Matrix (1999),thumb,,1,x,2020\n"
        "Ann,Heat (1995),star,3,0,x,2020\nAnn,Fargo (1996),thumb,,0,x,2020\n"
    )
    found = read(importer, text)
    assert found.kind == "netflix-ratings"
    assert stars(found) == {5: 4.5, MATRIX: 1.5, HEAT: 3, FARGO: None}
    with pytest.raises(DataError, match="2 people"):
        read(importer, text + "Bob,Heat (1995),star,3,0,x,2020\n")


def test_netflix_viewing_activity_without_trailers(importer):
    text = (
        "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type\n"
        "Ann,2021-01-01,01:50:00,,Pulp Fiction,\nAnn,2021-01-01,00:01:00,,Heat,TRAILER\n"
    )
    found = read(importer, text)
    assert (found.kind, stars(found)) == ("netflix-history", {5: None})
    assert left_out(found) == {"Heat": "it is a trailer or the like"}


def test_kinopoisks_english_and_russian_columns_are_both_titles(importer):
    text = (
        "nameRus;nameEng;date;rating\nСхватка (1995);Heat;01.02.2010;9\n"
        "Fargo (ТВ, 1996);;01.02.2010;0\nОстаться (сериал, 2004 – 2010);Alien;01.02.2010;8\n"
    )
    found = read(importer, text)
    assert found.kind == "kinopoisk-ratings"
    assert stars(found) == {HEAT: 4.5, FARGO: None}
    assert left_out(found) == {"Alien": "it is an episode of a series"}


CRITICKER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<recentratings><film><filmid>1</filmid>'
    "<filmname>Heat (1995)</filmname><rating>90</rating><quote/><reviewdate>x</reviewdate>"
    "<tier>9</tier></film><film><filmname>Fargo &amp; (1996)</filmname><rating>40</rating>"
    "<tier>3</tier></film></recentratings>"
)


def test_critickers_xml_and_csv(importer):
    found = read(importer, CRITICKER, "x.xml")
    assert found.kind == "criticker-ratings"
    assert stars(found) == {HEAT: 4.5, FARGO: 2}
    text = "Score,Film Name,Year,Date Rated,Mini Review,URL,IMDB ID\n90,Heat,1995,x,,u,tt1\n"
    found = read(importer, text)
    assert (found.kind, stars(found)) == ("criticker-ratings", {HEAT: 4.5})


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a><c><d>&b;</d></c></a>',
        "<!DOCTYPE html><html><body>Heat (1995)</body></html>",
        "<a><b><c>Heat",
        "<a/>",
    ],
)
def test_xml_that_is_no_export_is_one_sentence(importer, text):
    with pytest.raises(DataError, match=r"again|expected") as caught:
        read(importer, text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        (
            "nimi;vuosi;arvio\nHeat;1995;4\nFargo;1996;3\n",
            {HEAT: 4, FARGO: 3},
            "titles from 'nimi', years from 'vuosi', ratings from 'arvio' as out of 5",
        ),
        (
            "deutsch,englischer titel,year,x\nAbc,Heat,1995,9\nDef,Fargo,1996,6\n",
            {HEAT: 4.5, FARGO: 3},
            "titles from 'englischer titel', years from 'year', ratings from 'x' as out of 10",
        ),
        (
            "egy,ketto,year,x\nAbc defgh,Heat,1995,9\nIjklmnop,Fargo,1996,6\n",
            {HEAT: 4.5, FARGO: 3},
            "titles from 'egy' and 'ketto'",
        ),
        (
            "title,year,thumbs\nHeat,1995,2\nFargo,1996,1\nAlien,1979,0\n",
            {HEAT: 4.5, FARGO: 1.5, ALIEN: None},
            "thumbs from 'thumbs', up as 4.5 stars, down as 1.5",
        ),
        (
            "title,year,rating\nHeat,1995,2\nFargo,1996,1\nAlien,1979,0\n",
            {HEAT: 4.5, FARGO: 1.5, ALIEN: None},
            "thumbs from 'rating'",
        ),
        (
            "title,year,rating,runtime,imdb rating\nHeat,1995,4,170,8.3\nFargo,1996,3,98,8.1\n",
            {HEAT: 4, FARGO: 3},
            "ratings from 'rating' as out of 5",
        ),
        (
            "title,year,score /10\nHeat,1995,4\nFargo,1996,0\n",
            {HEAT: 2, FARGO: None},
            "as out of 10",
        ),
    ],
)
def test_headers_are_believed_and_it_is_said_what_was_read(importer, text, expected, note):
    found = read(importer, text)
    assert stars(found) == expected
    assert any(note in said for said in found.notes)


def test_titles_of_one_line_that_name_two_movies_are_a_doubt():
    importer = importer_of("Heat (1995)", "Alien (1979)", "Other (1979)")
    found = read(importer, "egy,ketto,year,x\nHeat,Heat,1995,9\nAlien,Other,1979,6\n")
    assert stars(found) == {1: 4.5}
    assert doubts(found) == {"Alien": (2, 3)}


PLAIN = """Heat (1995)
- Fargo, 1996
The.Matrix.1999.1080p.mkv
Pulp Fiction
Crouching Nobody, Hidden Nothing (2000)
Some.Series.S01E02.720p.mkv
"""


def test_a_plain_list_is_a_watchlist(importer):
    for found in (read(importer, PLAIN, "list.txt"), importer.read_text(PLAIN)):
        assert found.kind == "titles"
        assert stars(found) == {}
        assert wanted(found) == [HEAT, FARGO, MATRIX, 5]
        assert left_out(found) == {
            "Crouching Nobody, Hidden Nothing": "not in this data set",
            "Some Series": "it is an episode of a series",
        }
    assert wanted(importer.read_text("Title\nPulp Fiction\n")) == [5]
    assert wanted(importer.read_text("1. Heat (1995)\n2. Fargo (1996)\n3. 10 (1979)\n")) == [
        1,
        2,
        6,
    ]


def test_pasted_text_may_be_any_table(importer):
    assert stars(importer.read_text("title,year,rating\nHeat,1995,4\n")) == {HEAT: 4}
    with pytest.raises(DataError, match="the pasted text is empty"):
        importer.read_text(" \n")
    assert wanted(importer.read_text("Heat (1995)\n\ud800 (1996)")) == [HEAT]


def test_more_people_than_were_read_are_not_counted(importer):
    lines = [f"{n},1,4" for n in range(20_050)]
    with pytest.raises(DataError, match="at least 20,000 people"):
        read(importer, "\n".join(["userId,movieId,rating", *lines]))
    with pytest.raises(DataError, match="the ratings of 2 people"):
        read(importer, "userId,movieId,rating\n1,1,4\n2,1,4\n")


def test_a_watchlist_holds_as_many_movies_as_a_profile():
    titles = [f"Film Number {n} Here ({1990 + n % 9})" for n in range(limits().link_movies + 1)]
    found = read(importer_of(*titles), "\n".join(titles))
    assert len(found.watchlist) == limits().link_movies
    assert "a profile holds at most" in found.unmatched[0].reason
