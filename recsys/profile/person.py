"""Somebody with a name who comes to a movie night."""

from dataclasses import dataclass

from recsys.profile.profile import Profile

MIN_PEOPLE, MAX_PEOPLE = 2, 7
"""How many a night takes."""


@dataclass(frozen=True)
class Person:
    """A name and a profile."""

    name: str
    profile: Profile
