"""What a change of the profile did to the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """How one movie came to its place."""

    places: int | None
    """Places up (above 0) or down (below 0) since the list before; None: it was not on it."""


def moves(before: Sequence[int], after: Sequence[int]) -> Mapping[int, Move]:
    """Compare two lists of movie ids, best first.

    Returns
    -------
    mapping movie_id → Move
        Of the movies of `after` that are new or stand elsewhere; who kept the place is left out.
    """
    places = {movie_id: place for place, movie_id in enumerate(before)}
    found = {
        movie_id: Move(places[movie_id] - place if movie_id in places else None)
        for place, movie_id in enumerate(after)
    }
    return {movie_id: move for movie_id, move in found.items() if move.places != 0}
