"""The dials' prices, and what a dial did to a movie, in plain words."""

from recsys.evaluate import Position, Prices
from recsys.recommend.results import Recommendation

LEAST = 0.0005
"""A term below it would be shown as 0."""


def given_for(prices: Prices, likes: int) -> float:
    """Return which measured number of favourites is nearest to a profile's own."""
    return min(prices.given, key=lambda given: (abs(given - likes), given))


def price(prices: Prices, dial: str, at: float, given: float) -> str:
    """Say what a dial's position costs and what it gives, against the dial at rest.

    Empty at rest. What lies between two measured positions is said to be "about" so.
    """
    if at == 0:
        return ""
    rest, there = prices.at(dial, 0, given), prices.at(dial, at, given)
    about = "" if prices.measured(dial, at, given) else "about "
    return f"{_cost(rest, there, about)} {_gift(dial, rest, there, about)}"


def setting(prices: Prices, given: float, label: str) -> str:
    """Say how the prices were measured."""
    return (
        f"Measured on {prices.users:,} people of {label} whom the model never saw, told "
        f"{given:g} of their favourites, one dial at a time and without filters. NDCG@10 is 1 "
        "when the first ten movies are all among those that the person went on to like, and counts "
        "early places more."
    )


def terms(movie: Recommendation) -> str:
    """Say what the dials added to a movie's score or took from it; empty where they did nothing."""
    parts = [
        f"{name} {'adds' if term > 0 else 'takes'} {abs(term):.3f}"
        for name, term in (
            ("the popularity dial", movie.popularity_term),
            ("the variety dial", movie.diversity_term),
        )
        if abs(term) >= LEAST
    ]
    if not parts:
        return ""
    said = f"{' and '.join(parts)}, so it stands at {movie.value:.3f}"
    return said[0].upper() + said[1:]


def _cost(rest: Position, there: Position, about: str) -> str:
    before, after = rest.metrics["ndcg_at_10"].mean, there.metrics["ndcg_at_10"].mean
    numbers = f"NDCG@10 {about}{after:.3f} instead of {before:.3f}"
    difference = there.against_neutral
    if difference.verdict == "tie":
        return (
            f"No measurable loss: {numbers}, and the 95 % interval of the difference, "
            f"{difference.low:+.3f} to {difference.high:+.3f}, holds 0."
        )
    share = abs(after - before) / before
    how = "better" if after > before else "worse"
    return f"Finds what people go on to like {about}{_percent(share)} {how} ({numbers})."


def _gift(dial: str, rest: Position, there: Position, about: str) -> str:
    if dial == "popularity":
        before, after = rest.metrics["likes"].mean, there.metrics["likes"].mean
        how = "less" if after < before else "more"
        return (
            f"Listed movies are {about}{_percent(abs(after / before - 1))} {how} liked "
            f"({after:,.0f} likes on average instead of {before:,.0f})."
        )
    before, after = 1 - rest.metrics["diversity"].mean, 1 - there.metrics["diversity"].mean
    return (
        f"Two movies of a list have {about}{_percent(1 - after / before)} less audience in common "
        f"(overlap {after:.2f} instead of {before:.2f})."
    )


def _percent(share: float) -> str:
    # A line must not break before the sign.
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
