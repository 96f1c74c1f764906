"""Groups, places and what the map's element is given."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.explain.joint import Neighbourhoods, SharedNeighbour
from recsys.map.groups import Purity, by_decade, by_genre
from recsys.map.person import DISLIKE, FAVOURITE, RECOMMENDED, Line, Mark
from recsys.map.projection import MovieMap
from recsys.map.regions import Region
from recsys.ui.charts import map as map_data
from recsys.ui.charts import similar as similar_charts
from recsys.ui.charts import theme
from recsys.ui.words import map as words

STAR = Mark(1, "One (1990)", FAVOURITE, 50, 50)
CROSS = Mark(2, "Two (1991)", DISLIKE, -50, 0)
LIST = Mark(3, "Three (1992)", RECOMMENDED, 0, -50)
OWN = theme.LIGHT.colours_of([1, 2])
NAMES = {"you": "you", FAVOURITE: "yours", DISLIKE: "not yours", RECOMMENDED: "for you"}
POINTS = {"x": [500, -1000], "y": [-20, 30], "id": [1, 2], "kind": [0, 1], "title": ["A", "B"]}


def drawing(**changes):
    groups = by_genre([("Drama",), ()])
    given = {
        "marks": [STAR, CROSS, LIST], "you": (1.0, 2.0), "picked": None, "lines": [],
        "own": OWN, "names": NAMES, "colour": map_data.GENRE, "turn": 0, "colours": theme.LIGHT,
        "alt": "words",
    }  # fmt: skip
    given.update(changes)
    return map_data.drawing(POINTS, groups, [], [-1, 1, -1, 1], **given)


def test_a_movie_is_grouped_by_its_rarest_genre_that_has_a_colour():
    genres = [("Drama",), ("Drama", "War"), ("Comedy", "Drama"), ("War",), ("Comedy",), ("Drama",)]
    found = by_genre([*genres, ("Western",), ()], most=2)
    assert found.names == ("Drama", "Comedy", "Other")
    assert found.of == (0, 0, 1, 2, 1, 0, 2, 2)
    assert found.has_other


def test_old_decades_share_a_group_and_unknown_years_are_other():
    years = [1931, 1947, 1955, 1968, 1999, 2001, None, pd.NA]
    found = by_decade(years, most=4)
    assert found.names == ("before 1960", "1960s", "1990s", "2000s", "Other")
    assert found.of == (0, 0, 0, 1, 2, 3, 4, 4)
    assert by_decade([1999, 2004]).names == ("1990s", "2000s")
    assert not by_decade([1999]).has_other
    assert by_decade([]).names == ()


@given(st.lists(st.one_of(st.none(), st.integers(1874, 2030))), st.integers(1, 8))
def test_every_movie_has_a_decade_group_and_there_are_few(years, most):
    found = by_decade(years, most)
    assert len(found.of) == len(years)
    assert len(found.names) - found.has_other <= most
    assert all(0 <= place < len(found.names) for place in found.of)


def test_lines_are_as_thick_as_their_contributions_and_say_their_sign():
    lines = [Line(1, "A", 0.4, 0, 0), Line(2, "B", -0.1, 1, 1)]
    drawn = drawing(picked=LIST, lines=lines)["lines"]
    thin, thick = map_data.THINNEST, map_data.THICKEST
    assert [line["width"] for line in drawn] == [thick, thin + (thick - thin) / 4]
    assert [line["against"] for line in drawn] == [False, True]


def test_a_rated_movie_has_its_colour_as_mark_and_as_line_and_nothing_else_has_one():
    lines = [Line(2, "B", -0.1, 1, 1), Line(9, "C", 0.1, 1, 1)]
    drawn = drawing(picked=LIST, lines=lines)
    first, second = theme.LIGHT.favourites[:2]
    assert {mark["id"]: mark["colour"] for mark in drawn["marks"]} == {
        1: first, 2: second, 3: theme.LIGHT.text,
    }  # fmt: skip
    assert [line["colour"] for line in drawn["lines"]] == [second, theme.LIGHT.others]


def test_the_ninth_rated_movie_is_one_of_the_others():
    marks = [Mark(i, str(i), FAVOURITE, 0, 0) for i in range(10)]
    drawn = drawing(marks=marks, own=theme.DARK.colours_of(range(10)))["marks"]
    assert [mark["colour"] for mark in drawn][7:] == [
        theme.DARK.favourites[7], theme.DARK.others, theme.DARK.others,
    ]  # fmt: skip


def test_the_whole_map_leaves_out_the_few_that_lie_far_away_and_is_never_flat():
    def made(points):
        return MovieMap(np.arange(len(points)), np.array(points, dtype=np.float64), 1.0, 1.0)

    crowd = [(x / 10, x / 20) for x in range(-500, 500)]
    left, right, low, high = map_data.box(made([*crowd, (100.0, -100.0)]))
    assert (left, right) == pytest.approx((-49.5, 49.5), abs=0.6)
    assert (low, high) == pytest.approx((-24.75, 24.75), abs=0.6)
    assert map_data.box(made([(5.0, 5.0)])) == [4, 6, 4, 6]
    assert map_data.box(made(np.zeros((0, 2)))) == [-1, 1, -1, 1]


@pytest.mark.parametrize(
    ("region", "name", "said"),
    [
        (Region("1990s", "Thriller", 0, 0, 12, 20, 5, 20), "1990s thrillers",
         "2.4 times as many as elsewhere (12 of the 20 movies there)"),
        (Region(None, "Animation", 0, 0, 14, 15, 80, 1485), "animation",
         "17 times as many as elsewhere (14 of the 15 movies there)"),
        (Region("2010s", None, 0, 0, 69, 99, 1, 1401), "2010s",
         "hardly anywhere else (69 of the 99 movies there)"),
        (Region(None, "<i>영화</i>", 0, 0, 9, 10, 0, 1401), "<i>영화</i>",
         "nowhere else (9 of the 10 movies there)"),
    ],
)  # fmt: skip
def test_a_region_is_called_by_what_there_is_and_says_how_much_more(region, name, said):
    assert words.called(region) == name
    assert words.lift(region) == said
    assert map_data.region_names([region])[0]["title"] == name


def test_how_alike_neighbours_are_is_said_with_what_chance_would_do():
    assert words.neighbours(Purity(0.5, 0.125), "decade") == (
        "Of the ten dots nearest to a dot, 50.0 % are of its decade; of ten picked at random it "
        "would be 12.5 %."
    )
    assert words.neighbours(None, "genre") == ""


def test_the_legend_names_what_is_drawn_and_nothing_else():
    roles = [s["role"] for s in drawing()["symbols"]]
    assert roles == ["you", FAVOURITE, DISLIKE, RECOMMENDED]
    assert [s["role"] for s in drawing(marks=[LIST], you=None)["symbols"]] == [RECOMMENDED]
    assert [k["name"] for k in drawing()["kinds"]] == ["Drama", "Other"]


def test_the_view_goes_to_a_movie_only_when_it_was_looked_for():
    assert drawing(picked=LIST)["focus"] is None
    assert drawing(picked=LIST, turn=2)["focus"] == {"x": 0, "y": -50, "turn": 2}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", [map_data.GENRE, map_data.DECADE])
def test_every_group_has_a_colour_of_its_own(colour, dark):
    groups = by_decade([1900 + 10 * i for i in range(8)] + [None])
    if colour == map_data.GENRE:
        groups = by_genre([(f"G{i}",) for i in range(9)])
    drawn = map_data.drawing(
        POINTS,
        groups,
        [],
        [-1, 1, -1, 1],
        [],
        None,
        None,
        (),
        own={},
        names=NAMES,
        colour=colour,
        turn=0,
        colours=theme.DARK if dark else theme.LIGHT,
        alt="",
    )
    shades = [kind["colour"] for kind in drawn["kinds"]]
    assert len(shades) == len(set(shades)) == len(groups.names) == 9


def test_the_takeaway_of_shared_neighbours_counts_them():
    movies = (
        SharedNeighbour(1, "S", 0.5, 0.4, "both"),
        SharedNeighbour(2, "T", 0.5, 0.1, "first"),
        SharedNeighbour(3, "U", 0.1, 0.4, "second"),
    )
    found = Neighbourhoods(2, movies)
    assert found.jaccard == pytest.approx(1 / 3)
    said = similar_charts.neighbourhood_takeaway(found, "A", "B")
    assert "1 are the same (33.3 % of all 3)" in said
    assert said.endswith("closest to both: S.")
    assert similar_charts.neighbourhood_chart(found, "A", "B").to_dict()
    none = Neighbourhoods(2, movies[1:])
    assert similar_charts.neighbourhood_takeaway(none, "A", "B").endswith("none is the same.")
    assert Neighbourhoods(2, ()).jaccard == 0
