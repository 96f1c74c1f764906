"""Find movies by words a person would type.

Nothing a person types is ever run as a regular expression.
"""

import pandas as pd
from rapidfuzz import fuzz, process

from recsys.errors import ConfigError
from recsys.titles import fold

FUZZY_FROM = 85.0
"""Least similarity, 0 to 100, at which a misspelt query still finds a title."""


def search(table: pd.DataFrame, query: str, n: int = 50, exact: bool = False) -> pd.DataFrame:
    """Find movies whose title fits a query.

    Parameters
    ----------
    table : DataFrame indexed by movie_id
        As `recsys.explore.popularity` returns it, most likes first.
    query : str
        `|` separates alternatives. Case, accents, punctuation and the order of words do not
        matter, so `matrix the` finds The Matrix, and small typos are forgiven.
    exact : bool
        The notebook's search: the query's text as it is, anywhere in the title, case apart.

    Returns
    -------
    DataFrame
        The rows found, best first, with a column `match`: "exact" (the whole title), "words" (every
        word stands in the title), "fuzzy" (a typo away) or, in exact mode, "substring"; within a
        kind in the table's order.

    Raises
    ------
    ConfigError
        The query holds nothing to search for, or `n` is below 1.
    """
    alternatives = [part.strip() for part in query.split("|") if part.strip()]
    if not alternatives or not (exact or any(fold(part) for part in alternatives)):
        raise ConfigError(f"the query '{query}' has no letter or digit; type a part of a title")
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 result")
    kinds = _substring(table, alternatives) if exact else _forgiving(table, alternatives)
    found = table.assign(match=kinds)
    found = found[found["match"] != ""]
    order = found["match"].map({"exact": 0, "words": 1, "substring": 1, "fuzzy": 2})
    return found.iloc[order.argsort(kind="stable")].head(n)


def _substring(table: pd.DataFrame, alternatives: list[str]) -> list[str]:
    wanted = [part.casefold() for part in alternatives]
    texts = (table["raw_title"] + "\n" + table["title"]).str.casefold()
    return ["substring" if any(part in text for part in wanted) else "" for text in texts]


def _forgiving(table: pd.DataFrame, alternatives: list[str]) -> list[str]:
    titles = [fold(title) for title in table["title"]]
    kinds = [""] * len(titles)
    for query in filter(None, map(fold, alternatives)):
        words = query.split()
        whole = sorted(words)
        for row, title in enumerate(titles):
            in_title = title.split()
            if sorted(in_title) == whole or sorted(in_title[:-1]) == whole:
                kinds[row] = "exact"
            elif not kinds[row] and all(
                any(own.startswith(word) for own in in_title) for word in words
            ):
                kinds[row] = "words"
        scores = process.cdist([query], titles, scorer=fuzz.token_set_ratio)[0]
        partial = process.cdist([query], titles, scorer=fuzz.partial_ratio)[0]
        for row in ((scores >= FUZZY_FROM) & (partial >= FUZZY_FROM)).nonzero()[0]:
            kinds[row] = kinds[row] or "fuzzy"
    return kinds
