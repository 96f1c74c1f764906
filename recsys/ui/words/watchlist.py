"""What is said of the movies that a person wants to see; the pages call them "my list"."""

from collections.abc import Sequence

from recsys.recommend.filters import ANY, ONLY, WITHOUT

NAMED = 8
"""So many titles are named in a sentence; the others are counted."""


def labels(is_anothers: bool) -> dict[str, str]:
    """Return what each way to look at a list of recommendations is called."""
    whose = "their" if is_anothers else "my"
    return {ANY: "All movies", ONLY: f"{whose.capitalize()} list", WITHOUT: f"Not on {whose} list"}


def mark(is_anothers: bool) -> str:
    """Say on a card that its movie is on the list."""
    return f"On {'their' if is_anothers else 'your'} list"


def heading(n: int, is_anothers: bool) -> str:
    """Return what the list is called where it stands whole."""
    return f"{'Their' if is_anothers else 'Your'} list to watch ({n:,})"


def by_popularity(has_ratings: bool, like_from: float) -> str:
    """Say why a list is in no order of the person's own, and what to do about it."""
    if has_ratings:
        return (
            "None of your ratings is a like that the model knows, so this is what most people "
            f"like. Rate a movie with {like_from:g} stars or more."
        )
    return (
        "You have rated nothing yet, so what most people like stands first. Add a few movies that "
        "you love, and the order becomes yours."
    )


def unranked(unliked: Sequence[str], absent: Sequence[str], like_from: float) -> str:
    """Name the listed movies that have no place in the ranking; empty where all have one.

    Parameters
    ----------
    unliked, absent : sequence of str
        Titles that nobody in the data likes, and those that are not in the data.
    like_from : float
        From how many stars on a rating is a like.
    """
    parts = []
    if unliked:
        parts.append(f"nobody in these data gave {like_from:g} stars or more to {some(unliked)}")
    if absent:
        parts.append(f"these data do not have {some(absent)}")
    return f"Listed, but without a place here: {'; '.join(parts)}." if parts else ""


def in_link(carried: int, n: int) -> str:
    """Say how much of the list a link carries; empty where it is all of it."""
    if carried == n:
        return ""
    return f"A link carries the first {carried:,}; this browser and the download keep all {n:,}."


def some(titles: Sequence[str]) -> str:
    """Name the first titles and count the others: "A, B and 3 more"."""
    named, more = list(titles[:NAMED]), len(titles) - NAMED
    if more > 0:
        return f"{', '.join(named)} and {more:,} more"
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))
