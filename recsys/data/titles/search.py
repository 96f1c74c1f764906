"""Find movies by words a person would type.

Nothing a person types is ever run as a regular expression.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from recsys.data.titles.forms import fold
from recsys.data.titles.terms import Similar, Term, essential, names_of, terms_of
from recsys.errors import ConfigError

EXACT, WORDS, BEGINNINGS, SUBSTRING, NEARLY, FUZZY, NONE = range(7)
MATCHES = ("exact", "words", "beginnings", "substring", "fuzzy", "fuzzy")
"""How a title can fit, best first: it is the query, holds its words, holds words that begin like
them, holds its letters in one run (spaces apart), is the query but for typos, or holds its words
but for typos."""
FEW = 5
"""Typos are only looked for where fewer titles fit without."""
ALIKE = 0.86
"""Least similarity, 0 to 1, of a whole title to a query misspelt beyond its words."""
_MIN_RUN = 4

Rows = NDArray[np.int64]
RowsOf = Callable[[Term], Rows]


class SearchIndex:
    """The titles of a table, taken apart once; searching it changes nothing, so threads may share.

    Parameters
    ----------
    table : DataFrame indexed by movie_id
        As `recsys.explore.popularity` returns it, most likes first.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._plain = [
            f"{raw}\n{title}".casefold()
            for raw, title in zip(table["raw_title"], table["title"], strict=True)
        ]
        self._whole: dict[str, list[int]] = {}
        postings: dict[str, list[int]] = {}
        runs: list[str] = []
        self._run_rows: list[int] = []
        self._cores: list[str] = []
        for row, (title, year) in enumerate(zip(table["title"], table["year"], strict=True)):
            year_text = "" if pd.isna(year) else str(year)
            for name in names_of(title, year_text):
                terms = terms_of(name)
                for key in _keys(terms, year_text):
                    self._whole.setdefault(key, []).append(row)
                for word in {form for term in terms for form in term.forms}:
                    postings.setdefault(word, []).append(row)
                runs.append(_run(terms))
                self._cores.append(_run(essential(terms)))
                self._run_rows.append(row)
            if year_text:
                postings.setdefault(year_text, []).append(row)
        self._words = sorted(postings)
        lengths = [len(postings[word]) for word in self._words]
        self._starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        self._postings = np.fromiter(
            (row for word in self._words for row in postings[word]), np.int64, self._starts[-1]
        )
        self._runs = runs
        self._similar_words = Similar(self._words)
        self._similar_cores = Similar(self._cores)
        self._all_runs = "\n".join(runs)
        self._run_starts = np.cumsum([0] + [len(run) + 1 for run in runs[:-1]])

    def search(self, query: str, n: int = 50, exact: bool = False) -> pd.DataFrame:
        """Find movies whose title fits a query.

        Parameters
        ----------
        query : str
            `|` separates alternatives. Case, accents, punctuation and the order of words do not
            matter, so `matrix the` finds The Matrix; a year narrows (`heat 1995`); II, 2 and two
            are the same; small typos are forgiven.
        exact : bool
            The notebook's search: the query's text as it is, anywhere in the title, case apart.

        Returns
        -------
        DataFrame
            The rows found, best first, with a column `match`, one of `MATCHES`; within a kind in
            the table's order.

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
        kinds = np.full(len(self._table), NONE, dtype=np.int8)
        for part in alternatives:
            if exact:
                _mark(kinds, self._substring(part), SUBSTRING)
            else:
                self._forgiving(part, kinds)
        rows = np.flatnonzero(kinds < NONE)
        rows = rows[np.argsort(kinds[rows], kind="stable")][:n]
        return self._table.iloc[rows].assign(match=[MATCHES[kind] for kind in kinds[rows]])

    def _substring(self, part: str) -> list[int]:
        wanted = part.casefold()
        return [row for row, text in enumerate(self._plain) if wanted in text]

    def _forgiving(self, part: str, kinds: NDArray[np.int8]) -> None:
        terms = terms_of(fold(part))
        if not terms:
            return
        found = np.full(len(kinds), NONE, dtype=np.int8)
        self._mark_fitting(terms, found)
        unnumbered = [term for term in terms if term.number is None]
        if not _any(found) and unnumbered and terms[-1].number == "1":
            # The first film of a series does not call itself the first: `rocky 1` is Rocky.
            self._mark_fitting(unnumbered, found)
        if found.min(initial=NONE) > WORDS and np.count_nonzero(found < NONE) < FEW:
            _mark(found, self._with_all(terms, self._rows_of_misspelt), FUZZY)
            _mark(found, self._nearly(terms), NEARLY)
        if not _any(found) and unnumbered:
            # A series may not number its films at all: better its films than nothing.
            _mark(found, self._with_all(unnumbered, self._rows_of_word), FUZZY)
        np.minimum(kinds, found, out=kinds)

    def _mark_fitting(self, terms: list[Term], kinds: NDArray[np.int8]) -> None:
        run = _run(terms)
        for key in {_key(terms), run}:
            _mark(kinds, self._whole.get(key, []), EXACT)
        _mark(kinds, self._with_all(terms, self._rows_of_word), WORDS)
        _mark(kinds, self._with_all(terms, self._rows_of_beginning), BEGINNINGS)
        if len(run) >= _MIN_RUN:
            _mark(kinds, self._with_run(run), SUBSTRING)

    def _with_all(self, terms: list[Term], rows_of: RowsOf) -> Rows:
        hits = np.ones(len(self._table), dtype=bool)
        for term in terms:
            one = np.zeros(len(self._table), dtype=bool)
            one[rows_of(term)] = True
            hits &= one
        return np.flatnonzero(hits)

    def _rows_of_word(self, term: Term) -> Rows:
        return self._rows_between((word, word + "\0") for word in term.forms)

    def _rows_of_beginning(self, term: Term) -> Rows:
        return self._rows_between((word, word + "\U0010ffff") for word in term.beginnings)

    def _rows_of_misspelt(self, term: Term) -> Rows:
        rows = [self._rows_of_word(term), self._rows_of_beginning(term)]
        if term.typos:
            places = self._similar_words.to(term.text, term.typos, 2 * term.typos)
            words = [self._words[place] for place in places]
            distances = process.cdist(
                [term.text], words, scorer=OSA.distance, score_cutoff=term.typos
            )[0]
            rows += [
                self._rows_of_position(int(places[i]))
                for i in np.flatnonzero(distances <= term.typos)
                if not words[i].isdigit()
            ]
        return np.concatenate(rows)

    def _rows_between(self, ranges: Iterable[tuple[str, str]]) -> Rows:
        found = [
            self._postings[self._starts[low] : self._starts[high]]
            for low, high in (
                (bisect_left(self._words, first), bisect_left(self._words, last))
                for first, last in ranges
            )
        ]
        return np.concatenate([np.empty(0, dtype=np.int64), *found])

    def _rows_of_position(self, position: int) -> Rows:
        return self._postings[self._starts[position] : self._starts[position + 1]]

    def _with_run(self, run: str) -> list[int]:
        rows, start = [], self._all_runs.find(run)
        while start >= 0:
            name = int(np.searchsorted(self._run_starts, start, side="right")) - 1
            rows.append(self._run_rows[name])
            start = self._all_runs.find(run, int(self._run_starts[name]) + len(self._runs[name]))
        return rows

    def _nearly(self, terms: list[Term]) -> list[int]:
        core = _run(essential(terms))
        if len(core) < _MIN_RUN:
            return []
        # Indel similarity is 1 − edits / (length + length), and a core of the greatest length
        # that can be alike allows the most edits.
        edits = int((1 - ALIKE) * len(core) * (1 + (2 - ALIKE) / ALIKE))
        places = self._similar_cores.to(core, edits, edits)
        cores = [self._cores[place] for place in places]
        alike = process.cdist(
            [core], cores, scorer=Indel.normalized_similarity, score_cutoff=ALIKE
        )[0]
        return [self._run_rows[places[i]] for i in np.flatnonzero(alike >= ALIKE)]


def search(table: pd.DataFrame, query: str, n: int = 50, exact: bool = False) -> pd.DataFrame:
    """Search a table once; for more than one query keep a `SearchIndex`, which this builds."""
    return SearchIndex(table).search(query, n, exact)


def _keys(terms: list[Term], year: str) -> set[str]:
    keys = {_key(terms), _run(terms), _run(essential(terms))}
    return {*keys, _key([*terms, *terms_of(year)])} if year else keys


def _key(terms: list[Term]) -> str:
    return " ".join(sorted(term.number or term.text for term in essential(terms)))


def _run(terms: list[Term]) -> str:
    return "".join(term.text for term in terms)


def _any(kinds: NDArray[np.int8]) -> bool:
    return bool((kinds < NONE).any())


def _mark(kinds: NDArray[np.int8], rows: Rows | list[int], kind: int) -> None:
    rows = np.asarray(rows, dtype=np.int64)
    kinds[rows] = np.minimum(kinds[rows], kind)
