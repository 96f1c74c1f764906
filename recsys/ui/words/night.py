"""The rules of a movie night, and what its percentages mean."""

from collections.abc import Sequence

from recsys.people.night import ANYBODY, EVERYBODY, LEAST_MISERY, MEAN, MOST_PLEASURE, Night
from recsys.text import count

LABELS = {MEAN: "Best for most", LEAST_MISERY: "Nobody suffers", MOST_PLEASURE: "Somebody's dream"}
LISTS = {"": "Any movie", EVERYBODY: "On everybody's list", ANYBODY: "On anybody's list"}
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


def no_list(names: Sequence[str]) -> str:
    """Say who has no list, so that nobody wonders whose lists count."""
    have = "has" if len(names) == 1 else "have"
    return f"{' and '.join(names)} {have} no list; the lists of the others count."


def nothing_left(night: Night) -> str:
    """Say why a night has no movie, and what to choose instead."""
    if not night.watchlists:
        return "No movie is left: everything is rated, seen or hidden by somebody."
    if night.watchlists == EVERYBODY and night.on_anybodys:
        some = count(night.on_anybodys, "movie")
        return f"No movie is on everybody's list. Choose “{LISTS[ANYBODY]}” for {some}."
    return (
        "No movie on your lists is new to all of you, or these data have none of them. Choose "
        f"“{LISTS['']}” to see others."
    )
