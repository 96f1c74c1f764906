"""What if in words, each sentence against its numbers."""

from recsys.explain import what_if
from recsys.explain.what_would_it_take import NEW, Answer, Edit
from recsys.recommend.filters import Filters
from recsys.ui.words import what_if as words

FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 1.0}


def test_nothing_left_is_said(small):
    nothing = Filters(year_from=3000)
    assert "No movie is left" in words.without_them(
        what_if.list_without(small, FAVOURITES, [1196], filters=nothing)
    )


def test_the_sentences_say_what_the_edits_are():
    edits = (Edit(1, "A", 5.0, 2.5), Edit(2, "B", None, 1.0))
    assert words.said(edits) == "Give A 2.5 stars instead of 5 and rate B with 1 star"
    assert [edit.stars for edit in edits] == [2.5, NEW]
    gone = Answer(3, "C", "out", 10, (Edit(1, "A", 5.0, None),), (), 7, 0.1)
    assert words.what_it_takes(gone) == (
        "Take away your rating of A: that takes C out of the top 10."
    )


def test_the_takeaways_count_who_leaves_and_comes_in(small):
    found = what_if.list_without(small, FAVOURITES, [1196])
    leave = "leaves" if len(found.left) == 1 else "leave"
    assert f"Without 1 rating, {len(found.left)} of the top 10 {leave}" in words.without_them(found)
    first = what_if.influence_of_each(small, FAVOURITES)[0]
    said = words.most_decisive(what_if.influence_of_each(small, FAVOURITES))
    assert f"Leaving out {first.title} changes the list most, {first.changed} of" in said
