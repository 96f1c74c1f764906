"""Which favourites drive the list, in words."""

from recsys.explain.influence import brings_in
from recsys.ui.words.influence import brought_in, strongest_reason

FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 1.0}


def test_the_favourite_that_leads_most_often_is_named_with_its_count(small):
    found = small.recommend(FAVOURITES, 20)
    firsts = [r.contributions[0].title for r in found.recommendations]
    leader = max(set(firsts), key=firsts.count)
    assert strongest_reason(found).startswith(f"{leader} is the strongest reason for ")
    assert f" {firsts.count(leader)} of 20" in strongest_reason(found)


def test_what_one_favourite_brings_in_is_counted(small):
    found = small.recommend(FAVOURITES, 20)
    driven = brings_in(found, 1196)
    lead = sum(d.is_first for d in driven)
    assert lead > 1
    said = brought_in(driven, "It")
    assert said.startswith(f"It is the strongest reason for {lead} recommendations; ")
    assert f"it counts for {driven[0].title} (" in said
    assert brought_in((), "It") == "There is no recommendation that It could bring in."
