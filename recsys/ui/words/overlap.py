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
        f"({percent(found.share)}); {_about(found.by_chance)} would by chance"
    )
    if found.is_few:
        low, high = found.share_range
        return (
            f"{said}. These are few people, so read it with care: the share could be anything "
            f"from {percent(low)} to {percent(high)}."
        )
    return (
        f"{said}, so {_times(found.lift)}. Counting how many movies these people like at "
        f"all, {_about(found.by_activity)} would: {_verdict(found.both / found.by_activity)}."
    )


def _about(expected: float) -> str:
    return f"{expected:,.0f}" if expected >= 10 else f"{expected:.1f}"


def _verdict(ratio: float) -> str:
    if 1 - NO_SIGN < ratio < 1 + NO_SIGN:
        return "no sign of a common taste"
    return "still more than by chance" if ratio > 1 else "fewer than by chance"


def _times(lift: float) -> str:
    if 0.95 <= lift < 1.05:
        return "as many as by chance"
    return f"{lift:.1f} times as many" if lift > 1 else f"only {lift:.2f} times as many"
