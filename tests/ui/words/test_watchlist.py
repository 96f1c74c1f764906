"""The words of a person's list, and of what a file or a pasted text holds of one."""

import pytest

from recsys.profile.importing.importer import Doubtful, Imported, Matched, Unmatched, Wanted
from recsys.profile.profile import Profile
from recsys.ui.words import importing, watchlist

MANY = [f"Film {n}" for n in range(1, 12)]


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (MANY[:8], "Film 1, Film 2, Film 3, Film 4, Film 5, Film 6, Film 7 and Film 8"),
        (MANY, "Film 1, Film 2, Film 3, Film 4, Film 5, Film 6, Film 7, Film 8 and 3 more"),
    ],
)
def test_of_many_titles_the_first_are_named(titles, said):
    assert watchlist.some(titles) == said


def test_what_has_no_place_is_told_apart_by_why():
    assert watchlist.unranked([], [], 3) == ""
    assert watchlist.unranked(["Gigli (2003)"], [], 3) == (
        "Listed, but without a place here: nobody in these data gave 3 stars or more to Gigli "
        "(2003)."
    )
    both = watchlist.unranked(["A"], ["B", "C"], 3.5)
    assert both.endswith("gave 3.5 stars or more to A; these data do not have B and C.")


def test_a_link_says_how_much_of_the_list_it_carries():
    assert watchlist.in_link(20, 20) == ""
    assert "the first 300; " in watchlist.in_link(300, 1200)
    assert "all 1,200" in watchlist.in_link(300, 1200)


def test_a_friends_list_is_theirs():
    assert watchlist.labels(True)["only"] == "Their list"
    assert watchlist.mark(True) == "On their list"
    assert watchlist.heading(1200, False) == "Your list to watch (1,200)"


RATED = (Matched(1, "One", 4.0, "One"), Matched(2, "Two", None, "Two"))
LISTED = (Wanted(3, "Three", "three"),)


def test_ratings_and_a_list_are_told_apart():
    found = Imported(
        "letterboxd-ratings",
        RATED,
        (
            Doubtful("Four", None, 3.0, "why", (4,)),
            Doubtful("Five", None, None, "why", (5,), wanted=True),
        ),
        (Unmatched("Six", 1999, "no"), Unmatched("Seven", 2021, "no", wanted=True)),
        watchlist=LISTED,
    )
    assert importing.of_ratings(found) == (
        "From Letterboxd: 1 rating and 1 seen movie, 1 for you to decide, 1 left out."
    )
    assert importing.of_list(found) == (
        "1 movie of your list is here, 1 is for you to decide; 1 is not: Seven (2021)."
    )
    assert importing.holds(found.profile()) == "1 rating, 1 seen movie and 1 listed movie"


def test_what_a_file_does_not_hold_is_not_spoken_of():
    assert importing.of_list(Imported("imdb-ratings", RATED)) == ""
    assert importing.of_ratings(Imported("titles", watchlist=LISTED)) == ""
    assert importing.of_list(Imported("titles", watchlist=LISTED)) == (
        "1 movie of your list is here."
    )
    unknown = Imported("newcomer-ratings", (), (), (Unmatched("Six", None, "no"),))
    assert importing.of_ratings(unknown) == "From your file: nothing certain, 1 left out."


def test_what_an_import_did_is_counted_as_it_is():
    before = Profile.of({1: 4}).want([7])
    assert importing.added(before, before).startswith("Nothing new")
    assert importing.added(before, before.rate(2, 3)) == (
        "1 movie came in; Undo takes it out again."
    )
    assert importing.added(before, before.rate(2, 3).want([8, 9])) == (
        "1 movie came in and 2 movies joined your list; Undo takes them out again."
    )
    assert importing.settled(0) == ""
    assert "have rated, seen or hidden already; it stays off it" in importing.settled(1)
