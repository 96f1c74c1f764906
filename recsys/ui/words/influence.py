"""What is said about which favourites drive a list."""

from recsys.explain.influence import Driven
from recsys.recommend.results import Recommendations
from recsys.text import count, percent


def strongest_reason(result: Recommendations) -> str:
    """Say which rated movie is the strongest reason most often, and what share of the list."""
    firsts = [r.contributions[0] for r in result.recommendations if r.contributions]
    names = [c.title for c in firsts if c.contribution > 0]
    n = len(result.recommendations)
    if not names:
        return "None of your ratings speaks for any of these movies."
    leader = max(dict.fromkeys(names), key=names.count)
    if names.count(leader) == n:
        return f"{leader} is the strongest reason for all {count(n, 'recommendation')}."
    others = len(set(names)) - 1
    rest = f"; the rest is led by {count(others, 'other favourite')}" if others else ""
    return f"{leader} is the strongest reason for {names.count(leader)} of {n}{rest}."


def brought_in(driven: tuple[Driven, ...], title: str) -> str:
    """Say how many recommendations one favourite leads and where it counts most."""
    if not driven:
        return f"There is no recommendation that {title} could bring in."
    lead = sum(d.is_first for d in driven)
    top = driven[0]
    if top.contribution <= 0:
        return f"{title} speaks for none of these movies."
    led = count(lead, "recommendation") if lead else "none of these"
    return (
        f"{title} is the strongest reason for {led}; most of all it counts for {top.title} "
        f"({percent(top.share)} of its support)."
    )
