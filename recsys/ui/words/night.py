"""The rules of a movie night, and what its percentages mean."""

from recsys.people.night import LEAST_MISERY, MEAN, MOST_PLEASURE

LABELS = {MEAN: "Best for most", LEAST_MISERY: "Nobody suffers", MOST_PLEASURE: "Somebody's dream"}
_COUNTS = {
    MEAN: "everybody counts alike",
    LEAST_MISERY: "whoever wants a movie least decides",
    MOST_PLEASURE: "whoever wants a movie most decides",
}
APPEAL = (
    "New to you is what nobody here has rated, seen or hidden. A percentage is not a number of "
    "stars, and it makes long and short profiles count alike."
)


def meaning(rule: str) -> str:
    """Say in a sentence what the percentages of a list are, and how they become one."""
    return (
        f"100 % is what a person would like most of all that is new to all of you; {_COUNTS[rule]}."
    )
