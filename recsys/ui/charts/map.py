"""What the map's element is given, as pure functions: points, marks, lines, words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recsys.map import person as taste
from recsys.map.groups import Groups, by_decade, by_genre
from recsys.map.person import Line, Mark
from recsys.map.projection import MovieMap
from recsys.map.regions import Region
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui.charts.theme import Theme
from recsys.ui.words.map import called, times, where

Points = dict[str, list[Any]]

DECADE, GENRE = "Decade", "Genre"

THINNEST, THICKEST = 1.0, 9.0
_ALL_BUT = 0.5
"""Percent of the dots, at each side, that the whole map may leave out: a few lie far away."""


def points(ready: Recommender, made: MovieMap, colour: str) -> tuple[Points, Groups]:
    """Return the movies of the map as the element wants them, and the coloured groups of the dots.

    Positions are tenths, most liked movies first; the dots are the first of them, with all else
    that is known of them.
    """
    ids = ready.model.movies.ids[made.rows[: len(made.dots)]]
    movies = ready.dataset.movies.loc[ids]
    groups = by_genre(list(movies["genres"])) if colour == GENRE else by_decade(movies["year"])
    x, y = np.rint(made.points.T * 10).astype(int).tolist()
    titles = movies["title"].tolist()
    drawn = {"x": x, "y": y, "id": ids.tolist(), "kind": list(groups.of), "title": titles}
    return drawn, groups


def region_names(found: Sequence[Region]) -> list[dict[str, Any]]:
    """Return regions as the element wants them."""
    return [{"title": called(r), "under": times(r), "x": r.x, "y": r.y} for r in found]


def box(made: MovieMap) -> list[float]:
    """Return what the whole map shows: left, right, low and high."""
    if not len(made.dots):
        return [-1.0, 1.0, -1.0, 1.0]
    low, high = np.percentile(made.dots, [_ALL_BUT, 100 - _ALL_BUT], axis=0)
    room = np.maximum(1.0 - (high - low) / 2, 0.0)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return [left, right, bottom, top]


def drawing(
    points: Points,
    groups: Groups,
    regions: Sequence[dict[str, Any]],
    box: Sequence[float],
    marks: Sequence[Mark],
    you: tuple[float, float] | None,
    picked: Mark | None,
    lines: Sequence[Line],
    *,
    own: Mapping[int, str],
    names: Mapping[str, str],
    colour: str,
    turn: int,
    colours: Theme,
    alt: str,
) -> dict[str, object]:
    """Return everything that is drawn.

    Parameters
    ----------
    own : mapping movie_id → colour
        Of each rated movie, for its mark and its line.
    names : dict role → str
        Words for the legend, in order; what "you" is called stands at the place itself as well.
    turn : int
        Counts how often a movie was looked for: the view goes to `picked` when it changes.
    """
    of_group = colours.genres if colour == GENRE else list(colours.decades)
    if colour == DECADE:
        places = np.linspace(0, len(of_group) - 1, max(len(groups.names) - groups.has_other, 1))
        of_group = [of_group[round(place)] for place in places]
    shades = [*of_group[: len(groups.names) - groups.has_other], colours.other]
    drawn_roles = {mark.role for mark in marks} | ({"you"} if you else set())
    largest = max([1e-12, *(abs(line.contribution) for line in lines)])
    return {
        "points": points,
        "regions": regions,
        "box": box,
        "kinds": [
            {"name": name, "colour": shade}
            for name, shade in zip(groups.names, shades, strict=False)
        ],
        "symbols": [{"role": r, "name": name} for r, name in names.items() if r in drawn_roles],
        "marks": [
            {
                "id": m.movie_id,
                "title": m.title,
                "role": m.role,
                "x": m.x,
                "y": m.y,
                "colour": own.get(m.movie_id, colours.text),
            }
            # What is drawn last lies on top.
            for m in sorted(marks, key=lambda m: m.role != taste.RECOMMENDED)
        ],
        "you": None if you is None else {"title": names["you"], "x": you[0], "y": you[1]},
        "picked": None
        if picked is None
        else {"id": picked.movie_id, "title": picked.title, "x": picked.x, "y": picked.y},
        "lines": [
            {
                "x": line.x,
                "y": line.y,
                "colour": own.get(line.movie_id, colours.others),
                "against": line.contribution < 0,
                "width": THINNEST + (THICKEST - THINNEST) * abs(line.contribution) / largest,
            }
            for line in lines
        ],
        "focus": {"x": picked.x, "y": picked.y, "turn": turn} if picked and turn else None,
        "ink": {
            "text": colours.text,
            "muted": colours.muted,
            "paper": colours.paper,
            "pale": colours.pale,
            "own": next(iter(own.values()), colours.others),
        },
        "alt": alt,
    }


def marks_table(
    ready: Recommender, made: MovieMap, marks: Sequence[tuple[Mark, str]]
) -> pd.DataFrame:
    """Return marks as a table to read aloud.

    Parameters
    ----------
    marks : sequence of (Mark, what it is)

    Returns
    -------
    DataFrame
        `Movie`, `What`, `Where` (words), `Right` and `Up` (−100 to 100), `Nearest on the map`.
    """
    rows = []
    for mark, what in marks:
        own = ready.model.movies.idx_of(mark.movie_id)
        near = made.nearest(np.array([mark.x, mark.y]), 1, but=own)
        beside = ready.dataset.title(int(ready.model.movies.ids[near[0]])) if len(near) else ""
        place = (where(mark.x, mark.y), f"{mark.x:+.0f}", f"{mark.y:+.0f}")
        rows.append((mark.title, what, *place, beside))
    return pd.DataFrame(
        rows, columns=["Movie", "What", "Where", "Right", "Up", "Nearest on the map"]
    )


def map_takeaway(
    made: MovieMap,
    you: tuple[float, float] | None,
    marks: Sequence[Mark],
    beside: str | None,
    whose: str,
) -> str:
    """Return the map in a sentence or two, as alternative text."""
    said = f"Map of {count(len(made.rows), 'movie')}"
    if you is None:
        return f"{said}; find a movie above to see its neighbours in words."
    favourites = sum(mark.role == taste.FAVOURITE for mark in marks)
    place = where(*you)
    at = "in" if place == "middle" else "at"
    said += f" with {count(favourites, 'favourite')} {whose} {at} the {place}"
    return f"{said}, near {beside}." if beside else f"{said}."
