"""Whose movies are on the screen. A name is outside text, and so is what is made of it here."""

from recsys.profile.profile import Profile
from recsys.text import count

NOW_YOURS = "These are your movies now."
SOMEBODY = "Somebody"
"""Who sent a link that says no name."""


def headline(whose: str) -> str:
    """Return what stands above a list; `whose` is empty for one's own, else a friend's name."""
    if whose == SOMEBODY:
        return "Recommended from this link"
    return f"Recommended for {whose or 'you'}"


def ratings_heading(whose: str, n: int) -> str:
    """Return what `n` rated movies are called."""
    return f"{_of(whose) if whose else 'Your'} {count(n, 'movie')}"


def size(profile: Profile) -> str:
    """Return how many movies a profile holds, those of its watchlist apart."""
    settled, listed = len(profile.settled_ids), len(profile.watchlist)
    movies = [count(settled, "movie")] if settled or not listed else []
    return " and ".join([*movies, *([f"{listed:,} on the watchlist"] if listed else [])])


def opened(name: str) -> str:
    """Say that the movies came with a link; `name` is empty where it says none."""
    return f"{_of(name)} movies, opened from a link." if name else "Movies opened from a link."


def changed(name: str) -> str:
    """Say that the movies that came with a link are other ones now."""
    whose = f"{_of(name)} movies" if name else "the movies of a link"
    return f"You changed {whose}; this is a copy now."


def _of(name: str) -> str:
    return f"{name}'s"
