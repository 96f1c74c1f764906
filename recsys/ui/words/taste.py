"""What is said about a person's taste."""

from collections.abc import Callable, Sequence

import pandas as pd

from recsys.explain.known_to_model import Hidden, found_within
from recsys.people.portrait import BANDS, NO_GENRE, NO_YEAR, band_names
from recsys.text import count

_PARTS = (1, 2, 3, 4, 5, 10)
"""Denominators of the fractions that people say."""


def one_in(share: float) -> str:
    """Say a share as a fraction: "1 in 4", "2 in 3", "none"."""
    if share <= 0:
        return "none"
    if share < 0.075:
        return f"1 in {round(1 / share):,}"
    near = {n: max(1, round(share * n)) for n in _PARTS}
    n = min(_PARTS, key=lambda n: (round(abs(near[n] / n - share), 2), n))
    return "nearly all" if near[n] == n else f"{near[n]} in {n}"


def stands_out(table: pd.DataFrame, name: Callable[[str, bool], str], n_likes: int) -> str:
    """Say which group stands out most, upwards and downwards.

    Parameters
    ----------
    table : DataFrame
        As `recsys.people.portrait.group_shares` returns it.
    name : callable
        What follows "3 of your 5 favourites are" for a group, or "1 of your 5 favourites is".
    n_likes : int
        The profile's.
    """
    if n_likes == 1:
        return "One favourite does not make a pattern yet; a second one begins it."
    gap = table["yours"] - table["average"]
    said = []
    for row, stands in ((gap.idxmax(), gap.max() > 0), (gap.idxmin(), gap.min() < 0)):
        if stands:
            group = table.loc[row]
            own = {0: "None", n_likes: "All"}.get(group["likes"], f"{group['likes']:,}")
            many = bool(group["likes"] > 1)
            rest = f"among everybody's favourites it is {one_in(group['average'])}."
            said.append(
                f"{own} of your {n_likes:,} favourites {'are' if many else 'is'} "
                f"{name(str(group['group']), many)}; {rest}"
            )
    return " ".join(said) or "Your favourites are spread as everybody's are."


def of_genre(group: str, many: bool) -> str:
    """Return "adventure films", "an adventure film"; "Sci-Fi" and the like stay as written."""
    if group == NO_GENRE:
        return "films without a genre" if many else "a film without a genre"
    name = group.lower() if group.istitle() and group.isalpha() else group
    article = "an" if name[0].lower() in "aeiou" else "a"
    return f"{name} films" if many else f"{article} {name} film"


def of_decade(group: str, many: bool) -> str:
    """Return "films of the 1990s"."""
    rest = "without a year" if group == NO_YEAR else f"of the {group}"
    return f"films {rest}" if many else f"a film {rest}"


def of_band(group: str, _many: bool) -> str:
    """Return "among the 100 best-loved movies" and the like."""
    first, *between, last = band_names()
    if group == first:
        return f"among the {BANDS[0]:,} best-loved movies"
    if group == last:
        return f"not among the {BANDS[-1]:,} best-loved movies"
    return f"number {group} of the best-loved movies" if group in between else group


def known(hidden: Sequence[Hidden], n: int) -> str:
    """Say how many favourites are found again in the first `n`, and what that is worth."""
    found = found_within([movie.rank for movie in hidden], n)
    popular = found_within([movie.rank_by_popularity for movie in hidden], n)
    if found.found > popular.found:
        meaning = "so it has learnt something about you that goes beyond what is popular"
    elif found.found == popular.found:
        meaning = "so here it knows you no better than popularity does"
    else:
        meaning = "so for your favourites plain popularity is the better guess"
    low, high = 100 * found.low, 100 * found.high
    return (
        f"{found.found:,} of your {count(found.n, 'hidden favourite')} "
        f"{'comes' if found.found == 1 else 'come'} back among the first {n}. The list of what "
        f"most people like, the same for everybody, finds {popular.found:,}, {meaning}. With "
        f"{count(found.n, 'movie')} this can be luck ({low:.0f} to {high:.0f} %)."
    )
