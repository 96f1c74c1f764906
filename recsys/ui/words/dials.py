"""The dials' prices, and what a dial did to a movie, in plain words."""

from recsys.evaluate import Position, Prices
from recsys.recommend.results import Recommendation

LEAST = 0.0005
"""A term below it would be shown as 0."""
_LESS = ((0.15, "Much less sure"), (0.05, "Less sure"), (0, "A little less sure"))
"""From what share of the NDCG@10 lost on, and what it is called."""


def given_for(prices: Prices, likes: int) -> float:
    """Return which measured number of favourites is nearest to a profile's own."""
    return min(prices.given, key=lambda given: (abs(given - likes), given))


def price(prices: Prices, dial: str, at: float, given: float) -> str:
    """Say what a dial's position costs and what it gives, against the dial at rest.

    Empty at rest. What lies between two measured positions is said to be "about" so. How sure: by
    NDCG@10; how well known: by the mean number of likes.
    """
    if at == 0:
        return ""
    rest, there = prices.at(dial, 0, given), prices.at(dial, at, given)
    about = "" if prices.measured(dial, at, given) else "about "
    return f"{_cost(rest, there, about)}, {_gift(dial, rest, there, about)}."


def setting(prices: Prices, given: float, label: str) -> str:
    """Say how the prices were measured."""
    return (
        f"Measured on {prices.users:,} people of {label} whom the model never saw, told "
        f"{given:g} of their favourites, one dial at a time and without filters. How sure a list "
        "is, is its NDCG@10: 1 when the first ten movies are all among those that the person went "
        "on to like, and early places count more. How well films are known goes by their likes."
    )


def terms(movie: Recommendation, dial: float) -> str:
    """Say what the dials did to a movie's place; empty where they did nothing.

    Parameters
    ----------
    dial : float
        Where the popularity dial stands, −1 to 1.
    """
    parts = []
    if abs(movie.popularity_term) >= LEAST:
        lowered = movie.popularity_term < 0
        known = "famous" if lowered == (dial < 0) else "little known"
        parts.append(f"{'lowered' if lowered else 'raised'} for being {known}")
    if abs(movie.diversity_term) >= LEAST:
        parts.append("lowered for being like others of the list")
    said = " and ".join(parts)
    return said[:1].upper() + said[1:]


def _cost(rest: Position, there: Position, about: str) -> str:
    before, after = rest.metrics["ndcg_at_10"].mean, there.metrics["ndcg_at_10"].mean
    share = abs(after - before) / before
    if there.against_neutral.verdict == "tie":
        return "As sure as before, as far as can be measured"
    if after > before:
        return f"Surer ({about}{_percent(share)})"
    how = next(said for least, said in _LESS if share >= least)
    return f"{how} ({about}{_percent(share)})"


def _gift(dial: str, rest: Position, there: Position, about: str) -> str:
    if dial == "popularity":
        before, after = rest.metrics["likes"].mean, there.metrics["likes"].mean
        how = "less" if after < before else "better"
        return f"films {about}{_percent(abs(after / before - 1))} {how} known"
    before, after = 1 - rest.metrics["diversity"].mean, 1 - there.metrics["diversity"].mean
    how = "less" if after <= before else "more"
    return f"films {about}{_percent(abs(1 - after / before))} {how} alike"


def _percent(share: float) -> str:
    # A line must not break before the sign.
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
