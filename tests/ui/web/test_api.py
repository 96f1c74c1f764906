"""The interface answers what the command prints, refuses in one sentence, and describes itself."""

import json
import threading

import jsonschema
import pytest
from web import ask

from recsys.commands.parser import main
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.recommend.settings import PARAMETERS, from_query
from recsys.ui import shared
from recsys.ui.web import api

TASTE = Profile(((1196, 5.0), (260, 4.5), (296, 1.0)), not_interested=(1210,), seen=(1198,))
TOKEN = link.encode(TASTE)
FLAGS = {
    "n": "-n", "genre": "--genre", "not-genre": "--not-genre", "from": "--year-from",
    "to": "--year-to", "min-likes": "--min-likes", "title": "--title",
    "popularity": "--popularity", "diversity": "--diversity", "p": "--profile",
    "dataset": "--dataset",
}  # fmt: skip


def printed(capsys, command, query):
    """Return what the command line says to the same question."""
    flags = [f"{FLAGS[name]}={value}" for name, value in query.items() if name in FLAGS]
    flags += ["--include-rated"] if "rated" in query else []
    assert main([*command, "--json", *flags]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"p": TOKEN},
        {"p": TOKEN, "n": 5, "genre": "drama", "from": 1990, "to": 1999, "rated": "yes"},
        {"p": TOKEN, "not-genre": "Sci-Fi", "min-likes": 30, "title": "the"},
        {"p": TOKEN, "popularity": -0.5, "diversity": 0.75, "n": 7},
        {"p": link.encode(Profile(not_interested=(296,)))},
        {"p": link.encode(Profile(((999_999, 5.0), (1, 4.0))))},
    ],
)
def test_a_list_is_the_commands(capsys, query):
    found = ask("/api/recommend", **query)
    expected = printed(capsys, ["recommend"], query)
    assert found.status == 200
    assert {**found.json, "seconds": 0} == {**expected, "seconds": 0}
    assert list(found.json) == list(expected)


@pytest.mark.parametrize("movie", [1210, 296, 1])
def test_an_explanation_is_the_commands(capsys, movie):
    found = ask("/api/explain", p=TOKEN, movie=movie)
    assert found.json == printed(capsys, ["explain", str(movie)], {"p": TOKEN})


def test_several_genres_are_separated_as_in_links():
    found = ask("/api/recommend", p=TOKEN, genre="Western|Musical", n=50)
    listed = {movie["movie_id"] for movie in found.json["recommendations"]}
    movies = shared.source("ml-latest-small").dataset.movies
    assert len(listed) == 50
    assert all({"Western", "Musical"} & set(movies.loc[m, "genres"]) for m in listed)


def test_a_profile_of_other_ids_comes_by_title(capsys, other_ids):
    query = {"p": link.encode(Profile(((6, 5.0), (1196, 4.0)))), "dataset": other_ids}
    found = ask("/api/recommend", **query).json
    assert [movie["movie_id"] for movie in found["profile"]] == [30]
    assert [movie["movie_id"] for movie in found["ignored"]] == [1196]
    expected = printed(capsys, ["recommend"], query)
    assert {**found, "seconds": 0} == {**expected, "seconds": 0}


REFUSED = {
    "n is '0'; expected a whole number from 1 to 1,000": {"n": "0"},
    "n is '²'; expected a whole number from 1 to 1,000": {"n": "²"},
    "n is '1_0'; expected a whole number from 1 to 1,000": {"n": "1_0"},
    "n is ''; expected a whole number from 1 to 1,000": {"n": ""},
    "popularity is 'nan'; expected a number from -1 to 1": {"popularity": "nan"},
    "diversity is '-0.1'; expected a number from 0 to 1": {"diversity": "-0.1"},
    "rated is 'no'; expected yes": {"rated": "no"},
    "genre 'Nothing' is unknown": {"genre": "Drama|Nothing"},
    "title is 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; expected at most 100": {
        "title": 101 * "a"
    },
    "this link was cut off or changed": {"p": TOKEN[:-1]},
    "the link's profile has version '9'": {"p": "9abc"},
    "the link's profile is not readable": {"p": "<script>"},
    "dataset is '../ml-latest-small'; expected ": {"dataset": "../ml-latest-small"},
    "dataset is '/etc'; expected ": {"dataset": "/etc"},
    "n is 'a b'": {"n": "a\nb"},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_an_impossible_request_is_refused_in_one_sentence(sentence):
    refused = ask("/api/recommend", **REFUSED[sentence])
    assert refused.status == 400
    assert refused.error.startswith(sentence)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"p": TOKEN}, "movie is missing: The id of the movie to explain"),
        ({"p": TOKEN, "movie": "Heat"}, "movie is 'Heat'; expected a whole number from 1 to"),
        ({"p": TOKEN, "movie": 2**31 - 1}, "movie 2147483647 is not among the"),
    ],
)
def test_an_impossible_explanation_is_refused_in_one_sentence(query, sentence):
    refused = ask("/api/explain", **query)
    assert refused.status == 400
    assert refused.error.startswith(sentence)


def test_an_answer_has_a_bound():
    ids = shared.source("ml-latest-small").dataset.movies.index[:400]
    many = link.encode(Profile(tuple((int(m), 4.0) for m in ids)))
    refused = ask("/api/recommend", p=many, n=501)
    assert refused.status == 400
    assert "expected n of at most 500 for this profile" in refused.error


def test_a_data_set_that_cannot_be_read_names_no_file(recsys_home, broken):
    refused = ask("/api/recommend", dataset=broken)
    assert refused.status == 503
    assert refused.error == "the data set broken cannot be used here at the moment"


def test_a_model_that_takes_long_is_made_behind_the_scenes(monkeypatch, foreign_letters):
    may, making = threading.Event(), shared.recommender

    def slow(dataset):
        assert may.wait(20)
        return making(dataset)

    monkeypatch.setattr(shared, "recommender", slow)
    monkeypatch.setattr(api, "PATIENCE", 0)
    refused = ask("/api/recommend", dataset=foreign_letters)
    assert refused.status == 503
    assert refused.error == "the model of letters is being made; ask again in a minute"
    may.set()
    assert shared.everything.get((foreign_letters, "work", "recommender")).finished.wait(20)
    assert ask("/api/recommend", dataset=foreign_letters).status == 200


def test_the_document_names_every_setting_of_a_link_and_nothing_else():
    document = ask("/api/openapi.json").json
    named = {p["name"] for p in document["paths"]["/api/recommend"]["get"]["parameters"]}
    assert named == {"p", "n", "dataset", *PARAMETERS}


def test_what_the_document_allows_is_possible_in_a_link():
    for parameter in api.SETTINGS:
        for bound in ("minimum", "maximum"):
            if bound in parameter.schema:
                assert from_query({parameter.name: f"{parameter.schema[bound]:g}"})[1] == []


@pytest.mark.parametrize(("path", "query"), [("recommend", {}), ("explain", {"movie": 296})])
def test_an_answer_fits_the_document(path, query):
    document = ask("/api/openapi.json").json
    content = document["paths"][f"/api/{path}"]["get"]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    check = jsonschema.Draft202012Validator(schema)
    answered = ask(f"/api/{path}", p=TOKEN, **query).json
    check.validate(answered)
    assert not check.is_valid({**answered, "more": 1})
    assert not check.is_valid({})
