from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import LinkError
from recsys.profile import link, night_link
from recsys.profile.person import Person
from recsys.profile.profile import Profile

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
FIVE = link.decode(TOKEN)


@given(name=st.text(max_size=60))
def test_a_person_goes_into_a_link_and_comes_back(name):
    person = Person(night_link.clean_name(name), FIVE)
    assert night_link.from_entry(night_link.entry(person)) == person
    assert len(person.name) <= night_link.MAX_NAME
    assert "\n" not in person.name


def test_a_name_keeps_what_joins_its_letters_and_nothing_else_that_cannot_be_seen():
    assert night_link.clean_name("می\u200cخواهم 👩\u200d👧\u202e") == "می\u200cخواهم 👩\u200d👧�"


def test_somebody_with_an_empty_profile_stays_in_the_link():
    person = Person("Ann", Profile())
    assert night_link.entry(person) == "Ann~"
    assert night_link.from_entry("Ann~") == person


def test_a_damaged_person_is_named():
    with pytest.raises(LinkError, match=r"Ann ~ B could not be read: .*cut off"):
        night_link.from_entry(f"Ann ~ B~{TOKEN[:-2]}")
    with pytest.raises(LinkError, match="Somebody could not be read"):
        night_link.from_entry("x")


def test_whole_links_bare_tokens_and_nights_are_read_from_one_text():
    found = night_link.pasted(
        f"https://example.org/profile?p={TOKEN}&name=Ann%20B\n"
        f"  {TOKEN} http://localhost:8501/night?with=Cy%7E{TOKEN}&with=Di~&rule=mean"
    )
    assert found.people == (
        Person("Ann B", FIVE),
        Person("", FIVE),
        Person("Cy", FIVE),
        Person("Di", Profile()),
    )
    assert found.problems == found.unread == ()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (TOKEN[:-1], "cut off or changed"),
        ("https://example.org/", "no link to a Cinefold profile"),
        ("https://example.org/?q=1", "no link to a Cinefold profile"),
        ("https://[broken/?p=1", "no address"),
        ("/profile?p=", "no link to a Cinefold profile"),
        (f"?p={TOKEN}A", "cut off or changed"),
        ("?" + "&".join(f"p={i}" for i in range(200)), "no address"),
        ("hello", "version 'h'"),
        ("9" * 70_000, "far too many"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_the_others_stay(part, said):
    found = night_link.pasted(f"{part} {TOKEN}")
    assert found.people == (Person("", FIVE),)
    assert found.unread == (part,)
    assert said in found.problems[0]
    assert len(found.problems[0]) < 300


def test_a_novel_is_not_read_to_the_end():
    found = night_link.pasted(f"{TOKEN} " * 1000)
    assert len(found.people) == 28
    assert "1,000 pieces of text" in found.problems[0]


def test_links_full_of_people_are_read_up_to_the_same_number(monkeypatch):
    read = []
    decode = link.decode
    monkeypatch.setattr(link, "decode", lambda token: read.append(token) or decode(token))
    crowd = "/night?" + "&".join(f"with=P{i}~{TOKEN}" for i in range(20))
    found = night_link.pasted(f"{crowd}&with=Bad~x {crowd} {crowd} {TOKEN}")
    assert len(read) == night_link.MAX_PIECES
    assert found.people == ()
    assert "Bad could not be read" in found.problems[0]
    assert "more than 28 people; a movie night takes 7" in found.problems[1]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Ann", [], "Ann"),
        ("Ann", ["Ann"], "Ann 2"),
        ("Ann", ["Ann", "Ann 2"], "Ann 3"),
        ("", [], "Person 1"),
        ("", ["Ann", "Bo"], "Person 3"),
        (" ", ["Person 2"], "Person 3"),
        ("A" * 50, ["A" * 40], "A" * 36 + " 2"),
    ],
)
def test_everybody_gets_a_name_of_their_own(wanted, taken, name):
    assert night_link.free_name(wanted, taken) == name


def test_watchlists_travel_with_their_people():
    people = [Person("Ann", FIVE.want([3, 7])), Person("Bo", Profile(watchlist=(7,)))]
    parameters = night_link.query(people, "mean", "everybody")
    assert parameters[2:] == [("rule", "mean"), ("lists", "everybody")]
    assert [night_link.from_entry(value) for _, value in parameters[:2]] == people
    assert night_link.query(people, "mean") == parameters[:3]
    pasted = night_link.pasted(f"/night?{urlencode(parameters)} {link.encode(people[1].profile)}")
    assert pasted.people == (*people, Person("", people[1].profile))


def test_seven_people_with_fifty_favourites_fit_a_link():
    people = [
        Person("N" * 40, Profile.of({997 * i + 13 * p + 1: 4.5 for i in range(50)}))
        for p in range(7)
    ]
    parameters = night_link.query(people, "least misery")
    assert [key for key, _ in parameters] == ["with"] * 7 + ["rule"]
    assert night_link.length(parameters) < 2_500
