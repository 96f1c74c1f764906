"""Sixty queries as people type them, on MovieLens 1M: what each must find first."""

import pytest

from recsys import explore
from recsys.data.registry import open_dataset
from recsys.data.titles.search import SearchIndex

pytestmark = pytest.mark.ml1m

PLAIN = {
    "star wars": 260,
    "pulp fiction": 296,
    "matrix": 2571,
    "toy story": 1,
    "psycho": 1219,
    "men in black": 1580,
    "american beauty": 2858,
    "the rock": 733,
    "alien": 1214,
}
TYPOS = {
    "empire striks back": 1196,
    "shawshenk redemption": 318,
    "schindlers lisst": 527,
    "jurasic park": 480,
    "silence of the lams": 593,
    "the usual suspcts": 50,
    "braveheat": 110,
    "terminater": 1240,
    "apocolypse now": 1208,
    "clockwork organge": 1206,
    "saving private ryna": 2028,
    "being john malkovitch": 2997,
}
ARTICLES = {
    "matrix the": 2571,
    "godfather the": 858,
    "sixth sense, the": 2762,
    "bug's life a": 2355,
    "clockwork orange, a": 1206,
    "princess bride the": 1197,
    "miserables les": 1873,
    "boot das": 1233,
    "fugitive the": 457,
    "little mermaid the": 2081,
    "few good men a": 2268,
}
ACCENTS = {
    "les miserables": 1873,
    "pokemon": 3054,
    "himmel uber berlin": 1211,
    "cleo from 5 to 7": 3645,
    "la double vie de veronique": 1176,
    "aimee and jaguar": 3854,
}
YEARS = {
    "heat 1995": 6,
    "titanic 1953": 3404,
    "psycho 1998": 2389,
    "1997 titanic": 1721,
    "hamlet 1990": 3723,
}
NUMERALS = {
    "rocky 2": 2409,
    "rocky iv": 2411,
    "star wars 5": 1196,
    "star wars episode 1": 2628,
    "godfather part 2": 1221,
    "back to the future 3": 2012,
    "alien 3": 1320,
    "12 monkeys": 32,
    "seven samurai": 2019,
    "rocky 1": 1954,
}
PARTS = {
    "raiders lost ark": 1198,
    "saving priv": 2028,
    "dr strangelove": 750,
    "space odyssey": 924,
    "holy grail": 1136,
    "se7en": 47,
    "et": 1097,
    "xmen": 3793,
}
QUERIES = {**PLAIN, **TYPOS, **ARTICLES, **ACCENTS, **YEARS, **NUMERALS, **PARTS}
REQUIRED = 58


@pytest.fixture(scope="module")
def titles(ml1m_path):
    return SearchIndex(explore.popularity(open_dataset(ml1m_path)))


def test_the_list_is_what_it_says():
    assert len(QUERIES) >= 60
    assert (len(TYPOS), len(ARTICLES), len(ACCENTS)) >= (10, 10, 5)


def test_people_find_what_they_mean(titles):
    wrong = {}
    for query, wanted in QUERIES.items():
        found = titles.search(query, 1)
        if found.index.tolist() != [wanted]:
            wrong[query] = (wanted, *found["title"].tolist())
    assert len(QUERIES) - len(wrong) >= len(QUERIES) - (60 - REQUIRED), wrong


def test_the_notebooks_keyword_search(titles):
    found = titles.search(
        "star wars: episode v|space odyssey|titanic|lion king|pulp fiction", exact=True
    )
    assert sorted(found["likes"].tolist(), reverse=True)[:5] == [2885, 2716, 2030, 1568, 1270]
    assert sorted(found["likes"].tolist())[:4] == [15, 20, 179, 1029]
    assert len(found) == 9
