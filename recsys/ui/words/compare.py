"""What is said about two people's tastes."""

from collections.abc import Iterable

from recsys.people.compare import Comparison
from recsys.people.likeness import MANY, Alike
from recsys.text import count, stars

TOO_FEW = 5
"""Ratings of each of two people below which nothing is said about how alike they are."""
_LONG = ((0.55, "very much alike"), (0.35, "much in common"), (0.15, "something in common"))
"""From what share of their best movies on, and what people then are. On the embedded data half of
all pairs of people of whom 50 likes are told share 3 or more of 20, a quarter 6 or more and a
twentieth 10 or more (`python -m benchmarks.night`)."""
_SHORT = ((0.7, "very much alike"), (0.45, "much in common"), (0.25, "something in common"))
"""The same where one of them has told fewer: lists made of little have what everybody likes in
common, so that with 5 to 20 likes half of all pairs share 4 or 5, a quarter 8 or 9 and a twentieth
12 or 13."""


def sentences(found: Comparison, my_name: str, their_name: str) -> list[str]:
    """Say in plain sentences how two people's tastes compare.

    Parameters
    ----------
    my_name : str
        "You" or a name; begins sentences.
    """
    both = f"{my_name} and {their_name}"
    inside = both.replace("You and", "you and", 1) if my_name == "You" else both
    said = []
    if found.alike is None:
        said.append(
            f"What {inside} would like cannot be compared: one of the two has no like that the "
            "model knows."
        )
    else:
        alike = found.alike
        same = (
            f"{alike.shared} of each one's {alike.listed} best unseen movies are the "
            f"same{_order(alike)}"
        )
        if alike.ratings < TOO_FEW:
            said.append(
                f"It is too early to say how alike {inside} are: that takes {TOO_FEW} ratings of "
                f"each. So far {same}."
            )
        else:
            in_common = likeness(alike).replace("very much alike", "very much the same taste")
            said.append(f"{both} have {in_common}: {same}.")
    if not found.shared:
        said.append("No movie is rated by both.")
        return said
    mean = sum(abs(r.mine - r.theirs) for r in found.shared) / len(found.shared)
    if len(found.shared) == 1:
        apart = f"{stars(mean)} apart" if mean else "with the same stars"
    else:
        apart = f"{mean:.1f} stars apart on average" if mean else "with the same stars each time"
    said.append(f"{count(len(found.shared), 'movie is', 'movies are')} rated by both, {apart}.")
    if found.both_love:
        said.append(f"Both love {_listed(r.title for r in found.both_love)}.")
    if found.differ:
        widest = found.differ[0]
        said.append(
            f"Opinions differ most about {widest.title}: {widest.mine:g} against "
            f"{widest.theirs:g} stars."
        )
    return said


def likeness(found: Alike) -> str:
    """Say how alike two people are: "much in common" and the like."""
    if found.ratings < TOO_FEW:
        return "too early to say"
    scale = _LONG if found.ratings >= MANY else _SHORT
    return next((said for least, said in scale if found.shared_share >= least), "little in common")


def _order(found: Alike) -> str:
    if found.correlation is None:
        return ""
    return f", and the order of all movies agrees at {found.correlation:.2f} (1 is the same order)"


def _listed(titles: Iterable[str], shown: int = 3) -> str:
    names = list(titles)
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown:,} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
