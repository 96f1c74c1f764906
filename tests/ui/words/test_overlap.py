"""What two movies' people share, in words."""

from recsys.people.overlap import Overlap
from recsys.ui.words.overlap import in_people


def test_the_sentence_says_the_numbers():
    said = in_people(Overlap(389, 610, 212, 3890, 90.0), "A", "B")
    assert said == (
        "212 of the 389 people who liked A also liked B (54.5 %); of people who like as many "
        "movies, 90 would by chance: 2.4 times as many."
    )
    assert "600 would by chance: no sign of a common taste" in in_people(
        Overlap(900, 900, 610, 2000, 600.0), "A", "B"
    )
    assert in_people(Overlap(900, 900, 300, 2000, 600.0), "A", "B").endswith(
        "fewer than by chance."
    )


def test_few_people_are_said_to_be_few_and_nobody_to_be_nobody():
    said = in_people(Overlap(1, 300, 1, 600, 1.0), "A", "B")
    assert said.startswith("1 of the 1 person who liked A")
    assert said.endswith("(100.0 %). With so few people this can be luck (21 to 100 %).")
    assert "times as many" not in said
    assert in_people(Overlap(0, 5, 0, 9, 0.0), "A", "B").startswith("Nobody here likes A")
    assert in_people(Overlap(5, 0, 0, 9, 0.0), "A", "B").startswith("Nobody here likes B")
