"""Ids of MovieLens 100K and of own data name other films; nobody takes GoldenEye for The Matrix."""

import json

import pytest
from made import read

from recsys.commands.parser import main
from recsys.errors import DataError
from recsys.profile import link, night_link
from recsys.profile.carry import Carried, carry, carry_into
from recsys.profile.file import profile_csv, profile_json, profile_of_json
from recsys.profile.importing.importer import Importer
from recsys.profile.person import Person
from recsys.profile.profile import Profile
from tests.helpers.made import csv_release, release_100k

GOLDENEYE, MATRIX, HEAT, ALIEN = 10, 2571, 6, 1214
"""MovieLens' ids; in the made 100K they are -, 10, 30 and 40."""
MINE = Profile(
    ((GOLDENEYE, 2.0), (MATRIX, 5.0)), (HEAT,), (ALIEN,), ((GOLDENEYE, 2.0), (MATRIX, 3.0))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return release_100k(tmp_path_factory.mktemp("own") / "ml-100k")


@pytest.fixture(scope="module")
def own(folder):
    return read(folder)


def command(capsys, *words):
    status = main(list(words))
    out, err = capsys.readouterr()
    assert status == 0, err
    return json.loads(out), err


def test_only_data_with_ids_of_its_own_has_a_catalogue(own, tmp_path):
    assert read(csv_release(tmp_path / "csv")).catalogue == ""
    assert len(own.catalogue) == 8
    assert read(release_100k(tmp_path / "again")).catalogue == own.catalogue


def test_a_profile_goes_over_by_title_and_year_with_all_it_holds(own):
    carried = carry_into(MINE, own)
    assert carried.profile == Profile(((10, 5.0),), (30,), (40,), ((10, 3.0),), own.catalogue)
    listed = carry_into(Profile(watchlist=(ALIEN, GOLDENEYE, MATRIX)), own)
    assert listed.profile == Profile(watchlist=(40, 10), catalogue=own.catalogue)
    assert [lost.movie_id for lost in listed.lost] == [GOLDENEYE]
    assert [(lost.movie_id, lost.title) for lost in carried.lost] == [(10, "GoldenEye (1995)")]
    assert "no movie called GoldenEye (1995)" in carried.lost[0].reason
    assert carry(carried.profile, own, own) == Carried(carried.profile)


def test_ids_that_nobody_can_name_are_refused(own):
    with pytest.raises(DataError, match="open it with the data set it was made with"):
        carry_into(Profile(((1, 5.0),), catalogue="00000001"), own)


def test_a_title_that_two_movies_share_is_not_guessed(tmp_path):
    twins = [(1, "Heat (1995)", ()), (2, "Heat (1995)", ())]
    target = read(csv_release(tmp_path / "twins", [(1, 1, 5.0, 9), (1, 2, 5.0, 9)], twins))
    foreign = read(release_100k(tmp_path / "ml-100k"))
    carried = carry(Profile(((30, 5.0),), catalogue=foreign.catalogue), foreign, target)
    assert carried.profile.is_empty
    assert "more than one movie" in carried.lost[0].reason


def test_a_link_into_foreign_ids_is_carried_or_said(folder, capsys):
    token = link.encode(Profile.of({GOLDENEYE: 5, MATRIX: 4}))
    words = ("--profile", token, "--dataset", str(folder), "--json")
    found, _ = command(capsys, "recommend", *words)
    assert [(m["title"], m["stars"]) for m in found["profile"]] == [("The Matrix (1999)", 4.0)]
    assert [m["movie_id"] for m in found["ignored"]] == [GOLDENEYE]
    assert "GoldenEye" in found["ignored"][0]["reason"]
    _, said = command(capsys, "link", *words)
    assert "GoldenEye" in said


def test_rate_means_the_data_sets_own_ids_and_the_link_says_so(folder, own, capsys):
    words = ("--rate", "10=5", "--dataset", str(folder), "--json")
    found, _ = command(capsys, "recommend", *words)
    assert found["profile"] == [{"movie_id": 10, "title": "The Matrix (1999)", "stars": 5.0}]
    token = command(capsys, "link", *words)[0]["token"]
    assert token.startswith("3")
    assert link.decode(token) == Profile.of({10: 5}, own.catalogue)


def test_the_recommender_refuses_foreign_ids_and_takes_its_own(folder, own):
    import recsys

    recommender = recsys.load(folder)
    with pytest.raises(DataError, match="ids are not those of ml-100k"):
        recommender.recommend(Profile.of({10: 5}))
    assert recommender.recommend({10: 5}).profile[0].title == "The Matrix (1999)"
    assert recommender.scores(Profile.of({10: 5}, own.catalogue)).equals(
        recommender.scores({10: 5})
    )


def test_our_own_file_is_carried_or_said(own):
    found = Importer(own).read("mine.json", profile_json(MINE).encode())
    assert found.profile() == carry_into(MINE, own).profile
    assert [line.title for line in found.unmatched] == ["GoldenEye (1995)"]
    assert profile_of_json(profile_json(found.profile()))[0] == found.profile()


def test_ids_of_a_csv_file_are_not_taken_for_others(own):
    found = Importer(own).read("mine.csv", profile_csv(Profile.of({10: 5})).encode())
    assert found.profile().is_empty
    assert found.profile().catalogue == own.catalogue
    assert "its id means another movie here" in found.unmatched[0].reason
    with pytest.raises(DataError, match="JSON"):
        profile_csv(carry_into(MINE, own).profile)


def test_a_movie_night_is_carried_or_said(own):
    stranger = Profile(((1, 5.0),), catalogue="00000001")
    people, said = night_link.carry_people([Person("Ann", MINE), Person("Bo", stranger)], own)
    assert people == (Person("Ann", carry_into(MINE, own).profile),)
    assert said[0].startswith("Ann: ml-100k")
    assert "GoldenEye" in said[0]
    assert said[1].startswith("Bo could not come: ")
