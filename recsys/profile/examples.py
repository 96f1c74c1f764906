"""Example profiles for somebody who wants to look around first; the data is `examples.json`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recsys.data.vocabulary import Vocabulary
from recsys.profile.profile import Profile

_FILE = Path(__file__).with_name("examples.json")


@dataclass(frozen=True)
class Example:
    """A ready-made profile."""

    name: str
    description: str
    profile: Profile


@cache
def examples() -> tuple[Example, ...]:
    """Return all of them, in the order to show them."""
    return tuple(
        Example(
            found["name"],
            found["description"],
            Profile.of({int(movie_id): stars for movie_id, stars in found["ratings"].items()}),
        )
        for found in json.loads(_FILE.read_text(encoding="utf-8"))
    )


def examples_for(movies: Vocabulary) -> tuple[Example, ...]:
    """Return those whose movies a model knows, all of them."""
    return tuple(e for e in examples() if movies.known(e.profile.movie_ids).all())
