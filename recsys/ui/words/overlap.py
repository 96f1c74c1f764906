"""What is said about the people whom two movies share."""

from recsys.people.overlap import NO_SIGN, Overlap
from recsys.text import count, percent


def in_people(found: Overlap, first: str, second: str) -> str:
    """Say what an overlap means, few people included."""
    if not found.first_likes or not found.second_likes:
        return f"Nobody here likes {second if found.first_likes else first}, so there is no count."
    people = count(found.first_likes, "person", "people")
    said = (
        f"{found.both:,} of the {people} who liked {first} also liked {second} "
        f"({percent(found.share)})"
    )
    if found.is_few:
        low, high = found.share_range
        return (
            f"{said}. With so few people this can be luck ({100 * low:.0f} to {100 * high:.0f} %)."
        )
    return (
        f"{said}; of people who like as many movies, {_about(found.by_activity)} would by chance: "
        f"{_verdict(found.both / found.by_activity)}."
    )


def _about(expected: float) -> str:
    return f"{expected:,.0f}" if expected >= 10 else f"{expected:.1f}"


def _verdict(ratio: float) -> str:
    if 1 - NO_SIGN < ratio < 1 + NO_SIGN:
        return "no sign of a common taste"
    return f"{ratio:.1f} times as many" if ratio > 1 else "fewer than by chance"
