"""Titles and years: what is certain, and what a person must decide."""

import pytest
from exports import doubts, importer_of, left_out, read, stars, wanted

from recsys.profile.importing.match import TitleIndex, loose, spelt


def rated(importer, *lines):
    return read(importer, "\n".join(["title,year,rating", *lines]))


def test_the_very_year_goes_first_whatever_the_order_of_lines():
    importer = importer_of("Sherlock Holmes (2009)")
    found = rated(importer, "Sherlock Holmes,2010,1", "Sherlock Holmes,2009,5")
    assert stars(found) == {1: 5}
    assert doubts(found) == {"Sherlock Holmes": (1,)}


@pytest.mark.parametrize(
    ("title", "sure"),
    [("Sherlock Holmes", False), ("Heat", False), ("The Lady from Nowhere", True)],
)
@pytest.mark.parametrize("year", [1994, 1996])
def test_one_year_off_is_certain_for_long_titles_only(title, sure, year):
    found = rated(importer_of(f"{title} (1995)"), f"{title},{year},4")
    assert stars(found) == ({1: 4} if sure else {})
    assert doubts(found) == ({} if sure else {title: (1,)})


def test_one_year_off_is_a_doubt_where_the_file_holds_the_exact_one_too():
    importer = importer_of("The Lady from Nowhere (1995)")
    for lines in (("1996,1", "1995,5"), ("1995,5", "1996,1")):
        found = rated(importer, *(f"The Lady from Nowhere,{line}" for line in lines))
        assert stars(found) == {1: 5}
        assert doubts(found) == {"The Lady from Nowhere": (1,)}


def test_two_lines_on_either_side_of_a_year_are_both_doubts():
    importer = importer_of("The Lady from Nowhere (1995)")
    found = rated(importer, "The Lady from Nowhere,1994,1", "The Lady from Nowhere,1996,5")
    assert stars(found) == {}
    assert len(found.doubtful) == 2


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        ("Arrival, The (1996)", "Arrival"),
        ("Parasite (1982)", "Parasite"),
        ("Love Letter, The (1999)", "Love Letter"),
        ("10 (1979)", "Emily in Somewhere: A Stranger (Episode 10)"),
        ("Seven Samurai (1954)", "Shichinin no samurai (Seven Samurai)"),
        ("I Am Curious (Yellow) (1967)", "I Am Curious (Blue)"),
        ("Toy Story (1995)", "Toy Story (2)"),
        ("Shame (Hidden Names) (1968)", "Hidden Names"),
    ],
)
def test_without_a_year_it_is_a_doubt_at_most(listed, title):
    found = read(importer_of(listed), f'title,rating\n"{title}",4\n')
    assert stars(found) == {}
    assert left_out(found) or any("No year was found" in note for note in found.notes)


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        ("Pulp Fiction (1994)", "pulp fiction"),
        ("(500) Days of Summer (2009)", "(500) Days of Summer"),
        ("Matrix Again, The (1999)", "The Matrix Again"),
        ("Gone in 60 Seconds (2000)", "Gone in Sixty Seconds"),
    ],
)
def test_without_a_year_two_words_written_the_same_are_certain(listed, title):
    assert stars(read(importer_of(listed), f"title,rating\n{title},4\n")) == {1: 4}


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        (
            "Fantastic Four (2015)",
            "Doomed: The Untold Story of Roger Corman's the Fantastic Four",
        ),
        ("Die Another Day (2015)", "Another Day"),
        ("I Am Curious (Yellow) (2014)", "I Am Curious (Blue)"),
        ("I Am Curious (Yellow) (2015)", "I Am Curious (Blue)"),
        ("Aguirre: The Wrath of God (2015)", "The Wrath of God"),
        ("The Puppet Masters (2015)", "Somebody Important Here's The Puppet Masters"),
        ("Land (2015)", "La La Land"),
        ("Boys, The (2015)", "Les Boys"),
        ("Boys (2015)", "Les Boys"),
        ("Boys, Les (2015)", "Boys"),
        ("Panda: Holiday (2015)", "Holiday"),
        ("Movie, The Second (2015)", "Doug's Second Movie"),
    ],
)
def test_a_part_of_a_title_is_not_the_title(listed, title):
    found = rated(importer_of(listed), f"{title},2015,4")
    assert stars(found) == {}


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        ("Monty Python's Life of Brian (2015)", "Life of Brian"),
        ("Life of Brian (2015)", "Monty Python's Life of Brian"),
        ("Star Wars: Episode V - The Empire Strikes Back (2015)", "The Empire Strikes Back"),
        ("Gone in 60 Seconds (2015)", "Gone in Sixty Seconds"),
        ("101 Dalmatians (2015)", "One Hundred and One Dalmatians"),
        ("28 Days Later (2015)", "Twenty-Eight Days Later"),
        ("400 Blows, The (2015)", "The Four Hundred Blows"),
        ("Godzilla vs. Mothra (2015)", "Mothra vs. Godzilla"),
        ("Die Hard (2015)", "Die Hard"),
        ("Boys, The (2015)", "Boys"),
        ("Boys (2015)", "The Boys"),
        ("To Die For (2015)", "To Die For"),
    ],
)
def test_other_ways_to_write_a_title_are_found(listed, title):
    assert stars(rated(importer_of(listed), f"{title},2015,4")) == {1: 4}


def test_words_that_the_other_title_contains_are_a_doubt_of_the_same_year():
    importer = importer_of("Grand Day Out with Wallace and Gromit, A (1989)")
    assert doubts(rated(importer, "A Grand Day Out,1989,4")) == {"A Grand Day Out": (1,)}
    found = rated(importer, "A Grand Day Out,1999,4")
    assert left_out(found) == {"A Grand Day Out": "not in this data set"}


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("sixty", "60"),
        ("ninety nine", "99"),
        ("a hundred", "a 100"),
        ("one two three", "1 2 3"),
        ("twenty one hundred", "2100"),
        ("five hundred and six", "506"),
        ("hundred and more", "100 and more"),
        ("seventh seal", "7th seal"),
        ("i am", "1 am"),
    ],
)
def test_number_words_are_numbers(words, form):
    assert spelt(words.split()) == form


def test_die_is_no_article_and_foreign_ones_stand_first():
    assert loose("die another day") == "die another day"
    assert loose("la la land") == "la land"
    assert loose("le petit la") == "petit la"
    assert loose("the one") == "one"


def test_a_movie_without_a_year_is_a_doubt_for_any():
    importer = importer_of("Some Long Title")
    assert doubts(rated(importer, "Some Long Title,1995,4")) == {"Some Long Title": (1,)}


class Hiding(dict):
    """An index that says nothing of one movie."""

    hidden = None

    def get(self, key, default=None):
        return [m for m in super().get(key, default) if m != self.hidden]


def hide(index):
    for name, value in vars(index).items():
        if name in (
            "_exact",
            "_loose",
            "_joined",
            "_sense",
            "_sorted",
            "_parts",
            "_ends",
            "_owned",
        ):
            setattr(index, name, Hiding(value))
    return index


@pytest.mark.parametrize("source", ["ml-latest-small", pytest.param("1m", marks=pytest.mark.ml1m)])
def test_a_title_whose_movie_is_not_there_names_no_other(source, request):
    """Each movie is looked for, by its year, where it is hidden; GroupLens lists a few twice."""
    from recsys.data.registry import open_dataset

    path = str(request.getfixturevalue("ml1m_path")) if source == "1m" else source
    movies = open_dataset(path).movies
    movies = movies[movies["named"] & movies["year"].notna()]
    index = hide(TitleIndex(movies))
    wrong = []
    for movie_id, title, year in zip(movies.index, movies["title"], movies["year"], strict=True):
        Hiding.hidden = movie_id
        title = title.partition(" [MovieLens")[0].rpartition(" (")[0].partition(" (")[0]
        if (found := index.find([title], int(year)).movie_id) is not None:
            wrong.append((title, movies.at[found, "title"]))
    Hiding.hidden = None
    twice = [pair for pair in wrong if pair[0].casefold() in pair[1].casefold()]
    assert wrong == twice
    assert len(wrong) <= len(movies) / 1_000


def test_a_wanted_line_is_told_from_a_rated_one():
    importer = importer_of("Heat (1995)", "Fargo (1996)")
    found = importer.read_text("Fargo (1996)\nHeat (1996)\nNowhere (1990)\n")
    assert wanted(found) == [2]
    assert [d.wanted for d in found.doubtful] == [True]
    assert [u.wanted for u in found.unmatched] == [True]
    assert found.profile([(found.doubtful[0], 1)]).settled_ids == ()
