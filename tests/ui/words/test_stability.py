"""How stable a list is, in words."""

from recsys.ui.words.stability import stable_part


def test_the_sentence_counts_what_nearly_all_and_what_none_find():
    found = {1: 5, 2: 4, 3: 3}
    said = stable_part(found, [1, 2, 3, 4], 5)
    assert said == (
        "2 of the first 4 stand in the top 20 of at least 4 of 5 small models, 1 movie in none."
    )
    assert "no list" in stable_part(found, [], 5)
