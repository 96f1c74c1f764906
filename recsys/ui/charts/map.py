"""What the map's element is given, as pure functions: points, marks, lines, words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recsys.map import person as taste
from recsys.map.groups import Groups, by_decade, by_genre
from recsys.map.person import Line, Mark
from recsys.map.projection import MovieMap
from recsys.recommend.recommender import Recommender
from recsys.text import count, percent
from recsys.ui.charts.theme import Theme
from recsys.ui.words.map import where

Points = dict[str, list[Any]]

GENRE, DECADE = "Genre", "Decade"

THINNEST, THICKEST = 1.0, 9.0


def points(ready: Recommender, made: MovieMap, colour: str) -> tuple[Points, Groups]:
    """Return the movies of the map as the element wants them, and their coloured groups.

    Positions are tenths, most liked movies first.
    """
    ids = ready.model.movies.ids[made.rows]
    movies = ready.dataset.movies.loc[ids]
    groups = by_genre(list(movies["genres"])) if colour == GENRE else by_decade(movies["year"])
    x, y = np.rint(made.points.T * 10).astype(int).tolist()
    titles = movies["title"].tolist()
    drawn = {"x": x, "y": y, "id": ids.tolist(), "kind": list(groups.of), "title": titles}
    return drawn, groups


def drawing(
    points: Points,
    groups: Groups,
    marks: Sequence[Mark],
    you: tuple[float, float] | None,
    picked: Mark | None,
    lines: Sequence[Line],
    *,
    names: Mapping[str, str],
    colour: str,
    turn: int,
    colours: Theme,
    alt: str,
) -> dict[str, object]:
    """Return everything that is drawn.

    Parameters
    ----------
    names : dict role → str
        Words for the legend, in order.
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
        "kinds": [
            {"name": name, "colour": shade}
            for name, shade in zip(groups.names, shades, strict=False)
        ],
        "symbols": [{"role": r, "name": name} for r, name in names.items() if r in drawn_roles],
        "marks": [
            {"id": m.movie_id, "title": m.title, "role": m.role, "x": m.x, "y": m.y}
            # What is drawn last lies on top.
            for m in sorted(marks, key=lambda m: m.role != taste.RECOMMENDED)
        ],
        "you": None if you is None else {"x": you[0], "y": you[1]},
        "picked": None if picked is None else {"x": picked.x, "y": picked.y, "title": picked.title},
        "lines": [
            {
                "x": line.x,
                "y": line.y,
                "for": line.contribution > 0,
                "width": THINNEST + (THICKEST - THINNEST) * abs(line.contribution) / largest,
            }
            for line in lines
        ],
        "focus": {"x": picked.x, "y": picked.y, "turn": turn} if picked and turn else None,
        # How far the map reaches to the right and up; it is centred on 0.
        "extent": [max(max(map(abs, points[axis]), default=0) / 10, 1.0) for axis in ("x", "y")],
        "ink": {
            **dict.fromkeys(("text", "recommended", "you", "picked"), colours.text),
            "muted": colours.muted,
            "paper": colours.paper,
            "pale": colours.pale,
            "favourite": colours.favourite,
            "dislike": colours.dislike,
            "for": colours.speaks_for,
            "against": colours.speaks_against,
        },
        "alt": alt,
    }


def honest(made: MovieMap, catalogue: int) -> str:
    """Say what distances on the map mean, with the figures measured on it."""
    if len(made.rows) < 3:
        return "With so few movies there is nothing to tell from a map."
    chance = min(30 / (len(made.rows) - 1), 1.0)
    said = (
        "Movies that the same people like lie close together. Of each movie's 10 nearest in the "
        f"model, {percent(made.kept)} are among its 10 nearest here and {percent(made.kept_wider)} "
        f"among its 30 nearest (by chance {percent(chance)}). So a neighbour is worth a look, but "
        "the directions, the size of a cluster and the distance between far places mean nothing."
    )
    if len(made.rows) < catalogue:
        said += (
            f" The map holds the {len(made.rows):,} most liked of {catalogue:,} movies; others "
            "that you rate, find or are recommended stand among the five most similar ones."
        )
    return said


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
    made: MovieMap, you: tuple[float, float] | None, marks: Sequence[Mark], beside: str | None
) -> str:
    """Return the map in a sentence or two, as alternative text."""
    said = f"Map of {count(len(made.rows), 'movie')}"
    if you is None:
        return f"{said}; pick a movie below to see its neighbours in words."
    favourites = sum(mark.role == taste.FAVOURITE for mark in marks)
    place = where(*you)
    at = "in" if place == "middle" else "at"
    said += f" with {count(favourites, 'favourite')} of yours. You stand {at} the {place}"
    return f"{said}, near {beside}." if beside else f"{said}."
