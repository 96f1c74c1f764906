"""Regions of the map: what names them, and how many times as many there are as elsewhere."""

from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.map.groups import Groups, by_decade, purity
from recsys.map.regions import LEAST_SURPRISE, Region, cells, regions, surprise


def islands():
    """Return 20 movies on the left, 18 of them thrillers, and 20 on the right, 3 of them."""
    left = [(-50 + 0.1 * i, 0.1 * (i % 3)) for i in range(20)]
    right = [(50 + 0.1 * i, 0.1 * (i % 3)) for i in range(20)]
    genres = [("Thriller",)] * 18 + [("Drama",)] * 2 + [("Thriller",)] * 3 + [("Drama",)] * 17
    return np.array(left + right), genres


def test_a_region_is_named_by_what_there_is_more_of_and_the_lift_is_by_hand():
    points, genres = islands()
    found = regions(points, ["1990s"] * 40, genres, 2)
    # Left: 18 of 20 against 3 of 20: 6 times. Right: dramas, 17 of 20 against 2 of 20: 8.5 times.
    assert {(r.genre, r.decade): (r.found, r.of, r.elsewhere, r.of_elsewhere, r.lift)
            for r in found} == {
        ("Drama", None): (17, 20, 2, 20, pytest.approx(8.5)),
        ("Thriller", None): (18, 20, 3, 20, pytest.approx(6.0)),
    }  # fmt: skip
    assert next(r for r in found if r.genre == "Thriller").x < 0


def test_a_decade_and_a_genre_together_name_what_neither_does_alone():
    points, _ = islands()
    # Everywhere half are dramas and half of the nineties; only left are they the same movies.
    decades = (["1990s"] * 10 + ["2000s"] * 10) + (["1990s", "2000s"] * 10)
    genres = [("Drama",)] * 10 + [("Comedy",)] * 10 + [("Drama",), ("Drama",), ("Comedy",),
                                                        ("Comedy",)] * 5  # fmt: skip
    found = regions(points, decades, genres, 2)
    assert all(r.decade and r.genre for r in found)


def test_the_lift_is_endless_where_elsewhere_is_none_and_never_a_division_by_zero():
    assert Region("2010s", None, 0, 0, 9, 10, 0, 30).lift == inf
    assert Region(None, "War", 0, 0, 12, 20, 5, 20).lift == pytest.approx(2.4)


def test_surprise_is_the_sum_of_observed_times_log_of_observed_over_expected():
    region = Region(None, "War", 0, 0, 12, 20, 5, 20)
    # Expected by the margins: 8.5, 11.5, 8.5, 11.5.
    by_hand = 2 * (12 * log(12 / 8.5) + 8 * log(8 / 11.5) + 5 * log(5 / 8.5) + 15 * log(15 / 11.5))
    assert surprise(region) == pytest.approx(by_hand)
    assert surprise(Region(None, "War", 0, 0, 5, 20, 5, 20)) == pytest.approx(0)


def test_what_chance_would_do_as_well_names_nothing():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(1500, 2))
    names = np.array(["Drama", "Comedy", "War", "Western"])
    genres = [(str(name),) for name in rng.choice(names, 1500)]
    decades = [str(decade) for decade in rng.choice(["1980s", "1990s", "2000s"], 1500)]
    assert regions(points, decades, genres) == ()
    assert LEAST_SURPRISE > 10.8


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=40), st.integers(1, 6)
)  # fmt: skip
def test_every_point_has_a_cell_whatever_lies_on_one_spot(places, most):
    points = np.array(places, dtype=np.float64).reshape(-1, 2)
    cell = cells(points, most)
    assert len(cell) == len(points)
    assert len(np.unique(cell)) <= most
    assert np.array_equal(cell, cells(points, most))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_small_map_has_no_regions(count):
    assert regions(np.zeros((count, 2)), [None] * count, [()] * count) == ()


def test_neighbours_of_one_group_are_counted_by_hand():
    # 0 and 1 lie together, 10 and 11 too; the nearest of 5 is 1 or 10, of another group either way.
    points = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0], [5, 0]])
    found = purity(points, by_decade([1990, 1990, 2000, 2000, 2010]), n=1)
    assert found is not None
    assert found.near == pytest.approx(4 / 5)
    # Two pairs of ten are of one group.
    assert found.chance == pytest.approx(2 / 10)
    assert purity(points, by_decade([1990] * 5), n=5) is None


def test_neighbours_are_counted_where_all_movies_lie_on_one_spot():
    found = purity(np.zeros((30, 2)), Groups(("1990s",), (0,) * 30, False))
    assert found is not None
    assert (found.near, found.chance) == (1.0, 1.0)


def test_the_group_of_each_is_its_name_and_none_for_the_rest():
    assert by_decade([1999, None, 2004]).of_each() == ["1990s", None, "2000s"]
    assert by_decade([1999]).of_each() == ["1990s"]
