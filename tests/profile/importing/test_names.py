"""Lines of a list, and the names of files on a shelf."""

import pytest

from recsys.profile.importing.names import name_of, numbered


@pytest.mark.parametrize(
    ("line", "title", "year"),
    [
        ("Heat (1995)", "Heat", 1995),
        ("Heat, 1995", "Heat", 1995),
        ("Heat [1995]", "Heat", 1995),
        ("Heat 1995", "Heat", 1995),
        ("Heat - 1995", "Heat", 1995),
        ("Heat (1995) - Somebody Who Made It", "Heat", 1995),
        ("* Heat", "Heat", None),
        ("[x] Heat (1995)", "Heat", 1995),
        ('"Matrix, The (1999)"', "The Matrix", 1999),
        ("12 Angry Men", "12 Angry Men", None),
        ("1917", "1917", None),
        ("The.Matrix.1999.1080p.mkv", "The Matrix", 1999),
        ("The.Matrix.1999.1080p.BluRay.x264-GROUP", "The Matrix", 1999),
        ("The.Matrix.1999", "The Matrix", 1999),
        ("Heat (1995) [1080p].mp4", "Heat", 1995),
        ("Heat (1995) {imdb-tt0113277}.mkv", "Heat", 1995),
        ("Amelie_2001_720p.avi", "Amelie", 2001),
        ("Movies/Heat (1995)/Heat.1995.mkv", "Heat", 1995),
        ("D:\\Films\\Heat.1995.DVDRip.avi", "Heat", 1995),
        ("Death.Race.2000.1975.avi", "Death Race 2000", 1975),
        ("2001.A.Space.Odyssey.1968.mkv", "2001 A Space Odyssey", 1968),
        ("1917.2019.mkv", "1917", 2019),
        ("Fargo.mkv", "Fargo", None),
        ("The.3D.Movie.1080p.mkv", "The 3D Movie", None),
        ("Web.1999.1080p.mkv", "Web", 1999),
    ],
)
def test_a_line_is_a_title_and_its_year(line, title, year):
    assert name_of(line)[:2] == (title, year)


@pytest.mark.parametrize("line", ["Some.Series.S01E02.720p.mkv", "Some Series 1x02.avi"])
def test_an_episode_says_so(line):
    assert name_of(line).episode
    assert name_of(line).title == "Some Series"


@pytest.mark.parametrize("line", ["Death Race 2000", "Blade.Runner.2049.mkv", "Heat 1995"])
def test_a_number_at_the_end_may_be_of_the_title(line):
    assert name_of(line).whole == line.replace(".mkv", "").replace(".", " ")


def test_numbers_are_taken_away_where_they_count():
    assert numbered(["1. Heat", "2. Fargo", "3. 12 Angry Men"])
    assert name_of("3. 12 Angry Men", counted=True).title == "12 Angry Men"
    assert not numbered(["12 Angry Men", "Heat", "10"])
