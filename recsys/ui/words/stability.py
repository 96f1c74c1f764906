"""What is said about how stable a list is."""

from collections.abc import Mapping, Sequence

from recsys.explain.stability import TOP
from recsys.text import count


def stable_part(found: Mapping[int, int], listed: Sequence[int], voices: int) -> str:
    """Say how many of the list's first `TOP` movies nearly every model finds."""
    head = listed[:TOP]
    if not head:
        return "There is no list to compare."
    most = voices - 1 if voices > 2 else voices
    stable = sum(found.get(movie_id, 0) >= most for movie_id in head)
    alone = sum(not found.get(movie_id, 0) for movie_id in head)
    rest = f", {count(alone, 'movie')} in none" if alone else ""
    return (
        f"{stable} of the first {len(head)} stand in the top {TOP} of at least {most} of "
        f"{voices} small models{rest}."
    )
