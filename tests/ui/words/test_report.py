"""What reading found, said with the numbers it was found with."""

from recsys.data.report import RejectedLine, Report
from recsys.ui.words.report import findings, scale


def test_every_finding_is_said_with_its_number():
    said = findings(
        Report(
            layout="own file",
            rows_read=1_000,
            rows_rejected=20,
            rejected=(RejectedLine(7, "1,x", "the rating is not a number"),),
            out_of_range=11,
            duplicates=1,
            scale=10,
            first_rating="2020-01-01",
            last_rating="2020-02-01",
            time_unit="microseconds",
            users_without_likes=2,
            movies_without_likes=1,
            movies_unrated=3,
            titles_with_codes=4,
            rounded=5,
            users_named=6,
            movies_named=7,
            movie_ids_moved=True,
            encodings=(("a.csv", "utf-8"), ("b.csv", "cp1252")),
            shares_movie_ids=False,
        )
    )
    assert said == [
        "1,000 ratings read (own file).",
        "20 of them (2.0 %) left out, 11 because the rating is outside its scale; the first is "
        "line 7: the rating is not a number.",
        "1 rating dropped because the same user rated the same movie again: the later rating "
        "stays.",
        "Ratings go up to 10 and become stars: 2 a star, rounded to half stars, 0.5 at least.",
        "Rated between 2020-01-01 and 2020-02-01.",
        "Times were microseconds.",
        "Without a rating of 3 stars or more: 2 users and 1 rated movie.",
        "Never rated: 3 listed movies.",
        "With HTML codes, shown as the characters meant: 4 titles.",
        "Between two half stars, rounded to the nearest: 5 ratings.",
        "With names, not numbers, numbered alphabetically: 6 users.",
        "With names, not numbers, ids made from the names: 7 movies.",
        "Movie ids begin at 0 in the file, so here each is 1 higher.",
        "Text read in an older encoding: b.csv as cp1252.",
        "Its movie ids are its own: a profile made elsewhere does not carry over.",
    ]


def test_a_sound_file_has_little_to_say():
    assert findings(Report(layout="csv", rows_read=3)) == [
        "3 ratings read (csv).",
        "None had to be left out.",
        "Without a rating of 3 stars or more: 0 users and 0 rated movies.",
    ]


def test_a_yes_is_five_stars():
    assert "up to 1 and become stars: 0.2 a star" in scale(1)
