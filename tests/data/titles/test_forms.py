import pandas as pd
import pytest

from recsys.data.titles.forms import article_first, display_titles, fold, split_year


@pytest.mark.parametrize(
    ("raw", "name", "year"),
    [
        ("Heat (1995)", "Heat", 1995),
        ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968),
        ("Babylon 5", "Babylon 5", None),
        ("Fawlty Towers (1975-1979)", "Fawlty Towers", 1975),
        ("Big Bang Theory, The (2007-)", "Big Bang Theory, The", 2007),
        ("", "", None),
    ],
)
def test_year_is_split_off(raw, name, year):
    assert split_year(raw) == (name, year)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Matrix, The", "The Matrix"),
        ("Bug's Life, A", "A Bug's Life"),
        ("Avventura, L' (Adventure, The)", "L'Avventura (The Adventure)"),
        ("Seventh Seal, The (Sjunde inseglet, Det)", "The Seventh Seal (Det Sjunde inseglet)"),
        ("Besieged (a.k.a. Assedio, L')", "Besieged (a.k.a. L'Assedio)"),
        ("Paris, Texas", "Paris, Texas"),
        ("Good Morning, Vietnam", "Good Morning, Vietnam"),
        ("Girl, Interrupted", "Girl, Interrupted"),
    ],
)
def test_articles_come_first_as_people_write_them(raw, shown):
    assert article_first(raw) == shown


def test_labels_are_unique_and_untitled_movies_get_a_neutral_name():
    raw = pd.Series({3598: "Hamlet (2000)", 65665: "Hamlet (2000)", 108548: ""})
    table = display_titles(raw)
    assert list(table["title"]) == [
        "Hamlet (2000)",
        "Hamlet (2000) [MovieLens 65665]",
        "Movie 108548 (title unknown)",
    ]
    assert list(table["named"]) == [True, True, False]
    assert table["year"].tolist()[:2] == [2000, 2000]
    assert pd.isna(table["year"].iloc[2])


def test_folding_drops_case_accents_and_punctuation():
    assert fold("Amélie: L'Été & Co.!") == "amelie lete and co"
