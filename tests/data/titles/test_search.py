"""Search on the embedded data, the kinds of match in order, and what must never happen."""

import time

import pandas as pd
import pytest

from recsys import explore
from recsys.data.registry import open_dataset
from recsys.data.titles.search import MATCHES, MAX_QUERY, SearchIndex, search
from recsys.data.titles.terms import Term, names_of
from recsys.errors import ConfigError


@pytest.fixture(scope="module")
def table():
    return explore.popularity(open_dataset("ml-latest-small"))


@pytest.fixture(scope="module")
def titles(table):
    return SearchIndex(table)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("matrix the", "The Matrix (1999)"),
        ("MATRIX", "The Matrix (1999)"),
        ("amelie", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("fabuleux destin amelie poulain", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("empire striks back", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("star wars 5", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("rocky 2", "Rocky II (1979)"),
        ("rocky iii", "Rocky III (1982)"),
        ("godfather 2", "The Godfather: Part II (1974)"),
        ("heat 1995", "Heat (1995)"),
        ("rings fellowship", "The Lord of the Rings: The Fellowship of the Ring (2001)"),
        ("rings two towers", "The Lord of the Rings: The Two Towers (2002)"),
        ("harry poter", "Harry Potter and the Sorcerer's Stone (a.k.a. Harry Potter and the "
                        "Philosopher's Stone) (2001)"),
        ("philosophers stone", "Harry Potter and the Sorcerer's Stone (a.k.a. Harry Potter and "
                               "the Philosopher's Stone) (2001)"),
        ("spiderman", "Spider-Man (2002)"),
        ("walle", "WALL·E (2008)"),
        ("pans labyrinth", "Pan's Labyrinth (El Laberinto del fauno) (2006)"),
        ("laberinto del fauno", "Pan's Labyrinth (El Laberinto del fauno) (2006)"),
        ("oceans 11", "Ocean's Eleven (2001)"),
        ("se7en", "Seven (a.k.a. Se7en) (1995)"),
        ("kill bill 2", "Kill Bill: Vol. 2 (2004)"),
        ("et", "E.T. the Extra-Terrestrial (1982)"),
        ("inglorious basterds", "Inglourious Basterds (2009)"),
        ("eternal sunshine", "Eternal Sunshine of the Spotless Mind (2004)"),
        ("hamlet 2000", "Hamlet (2000)"),
    ],
)  # fmt: skip
def test_people_find_what_they_mean(query, first, titles):
    assert titles.search(query, 1)["title"].tolist() == [first]


def test_kinds_come_in_order_and_within_a_kind_the_tables_order(titles):
    for query in ("star", "alien", "lord", "gost", "the", "matrix|alien"):
        found = titles.search(query, 10_000)
        places = found["match"].map(MATCHES.index)
        assert places.is_monotonic_increasing
        for kind, rows in found.groupby("match"):
            if kind != "fuzzy":
                assert rows["rank"].is_monotonic_increasing


def test_the_kinds():
    table = pd.DataFrame(
        {
            "title": [
                *("Alien (1979)", "Alien Nation (1988)", "Aliens (1986)", "My Alien (1999)"),
                *("Two Aliens (2001)", "The Salient (2000)"),
            ]
        }
    )
    years = [1979, 1988, 1986, 1999, 2001, 2000]
    table["raw_title"], table["year"] = table["title"], pd.array(years)
    found = search(table, "alien")
    assert found["match"].tolist() == [
        *("exact", "start", "start", "words", "beginnings", "substring"),
    ]
    assert search(table, "alein")["title"].tolist()[0] == "Alien (1979)"
    assert search(table, "alein")["match"].tolist()[0] == "fuzzy"


def test_alternatives_are_all_found(titles):
    found = titles.search("pulp fiction|toy story", 2)
    assert set(found["title"]) == {"Pulp Fiction (1994)", "Toy Story (1995)"}
    assert found["match"].tolist() == ["exact", "exact"]


def test_exact_mode_is_plain_text_and_nothing_a_person_types_is_a_pattern(titles):
    assert titles.search("matrix, the", exact=True)["title"].tolist() == [
        "The Matrix (1999)",
        "The Animatrix (2003)",
    ]
    for pattern in (".*", "[a-z]+", "(a+)+$", "^The", "\\d"):
        assert titles.search(pattern, exact=True).empty
    started = time.perf_counter()
    titles.search("(a+)+$ " * 50)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("query", ["", "  ", "|", "?!", " | ? "])
def test_nothing_to_search_for(query, titles):
    with pytest.raises(ConfigError, match="no letter or digit"):
        titles.search(query)


def test_fewer_than_one_result_is_refused(titles):
    with pytest.raises(ConfigError, match="n is 0"):
        titles.search("matrix", 0)


def test_nothing_fits(titles):
    found = titles.search("zzyzx qwertz")
    assert found.empty
    assert "match" in found


def test_an_empty_table_holds_nothing(table):
    assert SearchIndex(table.head(0)).search("matrix").empty


def test_odd_input_is_only_text(titles):
    for query in ("%s%s", "{0}", "\x00", "a" * 10_000, "😀 matrix", "مرحبا", "1" * 400):
        try:
            titles.search(query)
        except ConfigError as error:
            assert "no letter or digit" in str(error)  # noqa: PT017


def test_numerals_have_several_forms():
    assert Term("ii").forms == ("ii", "2")
    assert Term("twelve").forms == ("twelve", "12")
    assert Term("2").forms == ("2",)
    assert Term("matrix").forms == ("matrix",)


def test_a_title_goes_by_several_names():
    assert list(names_of("Seven (a.k.a. Se7en) (1995)", "1995")) == [
        "seven",
        "se7en",
        "seven se7en",
    ]
    assert list(names_of("Heat (1995)", "1995")) == ["heat"]


def test_what_is_longer_than_anybody_types_is_cut(titles):
    long = "matrix" + " " * MAX_QUERY + "qwertz"
    assert titles.search(long, 1)["title"].tolist() == ["The Matrix (1999)"]
    with pytest.raises(ConfigError) as caught:
        titles.search("?" * 100_000)
    assert len(str(caught.value)) < 2 * MAX_QUERY
