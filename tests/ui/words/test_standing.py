"""Where a movie stands, in words, each sentence against its numbers."""

from dataclasses import replace

from recsys import evaluate
from recsys.explain.standing import standing
from recsys.profile.profile import Profile
from recsys.ui.words.standing import certainty, chance, most_needed, place

FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 1.0}


def test_rank_certainty_and_the_decisive_rating_are_those_of_the_numbers(small):
    found = small.explain(1210, FAVOURITES)
    where = standing(small, found, FAVOURITES)
    assert f"Rank {found.rank}" in place(found, where)
    listed = where.listed
    for surer, said in (
        (0, "As sure as it gets: none of your top 20 is surer."),
        (1, "Quite sure: only 1 of your top 20 is surer."),
        (8, "Fairly sure: 8 of your top 20 are surer."),
        (16, "Not so sure: 16 of your top 20 are surer."),
    ):
        assert certainty(replace(where, surer_than_listed=listed - surer)).startswith(said)
    short = replace(where, listed=4, surer_than_listed=3, likes=1)
    assert certainty(short) == (
        "Quite sure: only 1 of the 4 other movies is surer. 1 person in the data likes it."
    )
    assert certainty(replace(where, listed=0)).endswith("people in the data like it.")
    scores = small.scores(FAVOURITES).drop(list(FAVOURITES))
    assert where.best == max(scores)
    needed = max(found.without, key=lambda w: abs(w.rank - found.rank))
    assert most_needed(found) == f"Without {needed.title} it would be number {needed.rank:,}."


def test_a_rated_or_hidden_movie_is_said_not_to_be_recommended(small):
    for profile in (Profile.of({1196: 5.0}), Profile.of({260: 5.0}).see(1196)):
        found = small.explain(1196, profile)
        where = standing(small, found, profile)
        assert place(found, where).startswith("It would stand at rank")


def test_a_chance_is_that_of_the_score_and_only_where_one_was_measured(small):
    report = small.model.report
    kept = evaluate.load_chances(report.dataset, report.fingerprint, small.model.config.to_dict())
    found = small.explain(1210, FAVOURITES)
    expected = round(100 * kept.of(found.score, 4))
    assert chance(found, kept, 4, 3.0) == (
        f"About {expected} of 100 movies listed with such a score got 3 stars or more from those "
        f"who rated them: measured on {kept.users:,} people, and on nothing but what they chose "
        "to watch."
    )
    assert chance(found, kept, 2, 3.0) == chance(found, None, 4, 3.0) == ""
    sure = replace(kept, told=tuple(replace(told, intercept=20.0) for told in kept.told))
    assert chance(found, sure, 4, 3.0).startswith("About 99 of 100")
