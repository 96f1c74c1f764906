"""One rule of search, on the server and in the browser: what people type and what they mean."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from recsys import explore
from recsys.data.registry import open_dataset
from recsys.data.titles.forms import fold
from recsys.data.titles.search import SearchIndex, for_the_browser

HERE = Path(__file__).parent
FINDER = HERE.parents[1] / "helpers" / "find.mjs"
RIGHT = 0.97
ODD = [
    "",
    "?!",
    "ﷺ",
    "İstanbul",
    "ΣΊΣΥΦΟΣ",
    "Straße",
    "北京 2008",
    "हिन्दी",
    "x_y",
    "Ǿ",
    "J.R.R. T.",
    "½",
]
"""Texts that hold nothing, or letters that are easily folded in two ways."""


@pytest.fixture(scope="module")
def queries():
    """Return what is typed, and the title that must come first."""
    with open(HERE / "queries.csv", encoding="utf-8", newline="") as file:
        return {row["query"]: row["first"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def table():
    table = explore.popularity(open_dataset("ml-latest-small"))
    return table[table["named"]]


@pytest.fixture(scope="module")
def on_the_server(table, queries):
    titles = SearchIndex(table)
    return {query: titles.search(query, 5)["title"].tolist() for query in queries}


@pytest.fixture(scope="module")
def in_the_browser(table, queries):
    """Return what node says that the browser's module finds and folds."""
    node = shutil.which("node")
    if node is None:
        message = "no node to run the browser's search with; install Node.js 20 or newer"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    titles = dict(zip(table["title"], map(int, table.index), strict=True))
    asked = {
        "catalogue": for_the_browser(titles, table["year"]),
        "queries": list(queries),
        "texts": [*titles, *ODD],
    }
    answer = subprocess.run(
        [node, str(FINDER)],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(answer.stdout)


def test_the_queries_are_many_and_name_titles_of_the_data(queries, table):
    assert len(queries) >= 300
    assert set(queries.values()) <= set(table["title"])


def test_the_server_finds_what_is_meant(queries, on_the_server):
    wrong = {
        q: on_the_server[q][:1] for q, first in queries.items() if on_the_server[q][:1] != [first]
    }
    assert 1 - len(wrong) / len(queries) >= RIGHT, wrong


def test_the_browser_finds_the_same(queries, on_the_server, in_the_browser):
    found = dict(zip(queries, in_the_browser["found"], strict=True))
    assert found == on_the_server


def test_the_browser_folds_every_title_as_the_server(table, in_the_browser):
    assert in_the_browser["folded"] == [fold(text) for text in [*table["title"], *ODD]]
