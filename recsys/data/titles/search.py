"""Find movies by words a person would type: the one rule, which the browser's search follows too.

A movie is as good a hit as the best of its names (`recsys.data.titles.terms.names_of`), and among
equally good ones the table's order decides. Nothing a person types is ever run as a regular
expression.
"""

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from recsys.data.titles.forms import LETTERS, fold
from recsys.data.titles.terms import (
    FILLERS,
    LEAST_NUMBER,
    NUMERALS,
    TYPOS_FROM,
    Term,
    essential,
    main_name,
    names_of,
    terms_of,
    typos_of,
)
from recsys.errors import ConfigError

MATCHES = ("exact", "start", "words", "beginnings", "substring", "fuzzy")
"""How a title can fit, best first: it is the query, articles, spaces and
order apart; it begins like the query; it holds all the query's words; it holds words that
begin like those that matter; it holds them inside of words, or the query's letters in one run from
the beginning of a word; or it is or holds the query but for typos, the fewer the better."""
EXACT, START, WORDS, BEGINNINGS, SUBSTRING, FUZZY = range(len(MATCHES))
NONE = 100
FEW = 5
"""Typos are only looked for where nothing holds all words and fewer titles fit without."""
LEAST_INSIDE = 3
"""Letters of a word that may lie inside of another; shorter ones lie everywhere."""
LEAST_RUN = 4
"""Letters of a query whose spaces do not matter."""
MAX_QUERY = 200
"""Characters of a query that are read."""
RULE: dict[str, object] = {
    **{"letters": LETTERS, "fillers": sorted(FILLERS), "numerals": NUMERALS},
    **{"leastNumber": LEAST_NUMBER, "typosFrom": TYPOS_FROM, "few": FEW},
    **{"leastInside": LEAST_INSIDE, "leastRun": LEAST_RUN, "maxQuery": MAX_QUERY},
}
"""What a search elsewhere needs to know to find the same."""

Rows = NDArray[np.int64]
Ranks = NDArray[np.int16]


class SearchIndex:
    """The titles of a table, taken apart once; searching it changes nothing, so threads may share.

    The table is as `recsys.explore.popularity` returns it, by movie_id, most likes first.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        whole: dict[str, list[int]] = {}
        words: dict[str, list[int]] = {}
        heads: list[tuple[str, int]] = []
        runs: dict[tuple[str, ...], list[int]] = {}
        self._years = [sys.intern("" if pd.isna(year) else str(year)) for year in table["year"]]
        for row, (title, year) in enumerate(zip(table["title"], self._years, strict=True)):
            held = {year} if year else set()
            for name in names_of(title, year):
                terms = terms_of(name)
                for key in _keys(terms):
                    whole.setdefault(key, []).append(row)
                held.update(form for term in terms for form in term.forms)
                heads += [(head, row) for head in {name, _behind_fillers(name)}]
                for kept in {tuple(name.split()), _texts(essential(terms))}:
                    runs.setdefault(kept, []).append(row)
            for word in held:
                words.setdefault(word, []).append(row)
        self._heads = _Lines(heads)
        self._whole, self._words = _Sorted(whole), _Sorted(words)
        texts_of_words = self._words.texts
        self._vocabulary = _Lines([(word, place) for place, word in enumerate(texts_of_words)])
        self._lengths = np.array([len(word) for word in texts_of_words], dtype=np.int64)
        self._runs = _Lines([("".join(run), row) for run, rows in runs.items() for row in rows])
        self._word_starts = np.zeros(len(self._runs.text), dtype=bool)
        texts = [run for run, rows in runs.items() for _ in rows]
        for start, run in zip(self._runs.starts.tolist(), texts, strict=True):
            for word in run:
                self._word_starts[start] = True
                start += len(word)

    def search(self, query: str, n: int = 50, exact: bool = False) -> pd.DataFrame:
        """Find movies whose title fits a query.

        Parameters
        ----------
        query : str
            `|` separates alternatives. Case, accents, punctuation and the order of words do not
            matter, so `matrix the` finds The Matrix; a year narrows (`heat 1995`); II, 2 and two
            are the same; small typos are forgiven. What is longer than `MAX_QUERY` is cut.
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
        alternatives = [part.strip() for part in query[:MAX_QUERY].split("|") if part.strip()]
        if not alternatives or not (exact or any(fold(part) for part in alternatives)):
            raise ConfigError(
                f"the query '{query[:MAX_QUERY]}' has no letter or digit; type a part of a title"
            )
        if n < 1:
            raise ConfigError(f"n is {n}; expected at least 1 result")
        ranks = np.full(len(self._table), NONE, dtype=np.int16)
        for part in alternatives:
            if exact:
                _mark(ranks, self._with_text(part.casefold()), SUBSTRING)
            else:
                np.minimum(ranks, self._ranks(terms_of(fold(part))), out=ranks)
        rows = np.flatnonzero(ranks < NONE)
        rows = rows[np.argsort(ranks[rows], kind="stable")][:n]
        return self._table.iloc[rows].assign(match=[MATCHES[min(r, FUZZY)] for r in ranks[rows]])

    def _ranks(self, terms: list[Term]) -> Ranks:
        """Return how each row fits, the least the best: a place in `MATCHES`, typos on top."""
        ranks = np.full(len(self._table), NONE, dtype=np.int16)
        if not terms:
            return ranks
        self._mark_fitting(terms, ranks)
        if ranks.min(initial=NONE) > WORDS and np.count_nonzero(ranks < NONE) < FEW:
            self._mark_misspelt(terms, ranks)
        unnumbered = [term for term in terms if term.number is None]
        if ranks.min(initial=NONE) == NONE and len(unnumbered) < len(terms):
            # The first film of a series does not call itself the first, some do not count at all,
            # and years are misremembered.
            return self._ranks(unnumbered)
        return ranks

    def _mark_fitting(self, terms: list[Term], ranks: Ranks) -> None:
        query = " ".join(_texts(terms))
        run = "".join(_texts(terms))
        _mark(ranks, self._named(terms), EXACT)
        for place, term in enumerate(terms):
            rows = self._named(terms[:place] + terms[place + 1 :])
            _mark(ranks, [row for row in rows if self._years[row] == term.text], EXACT)
        for head in {query, _behind_fillers(query)}:
            _mark(ranks, self._heads.beginning(head), START)
        needed = essential(terms)
        _mark(ranks, self._with_all(self._places_of_word, terms), WORDS)
        _mark(ranks, self._with_all(self._places_of_beginning, needed), BEGINNINGS)
        _mark(ranks, self._with_all(self._places_inside, needed), SUBSTRING)
        if len(run) >= LEAST_RUN:
            places = self._runs.places(run)
            _mark(ranks, self._runs.rows_at(places[self._word_starts[places]]), SUBSTRING)

    def _with_text(self, wanted: str) -> list[int]:
        names = zip(self._table["raw_title"], self._table["title"], strict=True)
        return [row for row, both in enumerate(names) if wanted in "\n".join(both).casefold()]

    def _named(self, terms: list[Term]) -> Rows:
        places = [self._whole.places(key, key + "\0") for key in _keys(terms)] if terms else []
        return self._whole.rows_of(np.concatenate([np.empty(0, dtype=np.int64), *places]))

    def _with_all(self, places_of: Callable[[Term], Rows], terms: list[Term]) -> Rows:
        hits = np.ones(len(self._table), dtype=bool)
        for term in terms:
            one = np.zeros(len(self._table), dtype=bool)
            one[self._words.rows_of(places_of(term))] = True
            hits &= one
        return np.flatnonzero(hits)

    def _places_of_word(self, term: Term) -> Rows:
        return np.concatenate([self._words.places(form, form + "\0") for form in term.forms])

    def _places_of_beginning(self, term: Term) -> Rows:
        if term.is_whole:
            return self._places_of_word(term)
        places = self._words.places(term.text, term.text + "\U0010ffff")
        return np.concatenate([places, self._places_of_word(term)])

    def _places_inside(self, term: Term) -> Rows:
        if term.number is not None or len(term.text) < LEAST_INSIDE:
            return self._places_of_beginning(term)
        return np.unique(self._vocabulary.rows_at(self._vocabulary.places(term.text)))

    def _mark_misspelt(self, terms: list[Term], ranks: Ranks) -> None:
        """Rank by typos: two a typo, and one more where the query is not the whole name."""
        total = np.zeros(len(ranks), dtype=np.int16)
        for term in essential(terms):
            costs = self._costs(term, is_last=term is terms[-1])
            least = np.full(len(ranks), NONE, dtype=np.int16)
            for cost in range(typos_of(term.text), -1, -1):
                least[self._words.rows_of(np.flatnonzero(costs == cost))] = cost
            total += least
        rows = np.flatnonzero(total < NONE)
        np.minimum.at(ranks, rows, FUZZY + 1 + 2 * total[rows])
        for run in {"".join(_texts(terms)), "".join(_texts(essential(terms)))}:
            most = typos_of(run)
            near = np.flatnonzero(np.abs(self._runs.lengths - len(run)) <= most)
            edits = _edits(run, [self._runs.line(place) for place in near], most)
            near, edits = near[edits <= most], edits[edits <= most]
            np.minimum.at(ranks, self._runs.rows[near], FUZZY + 2 * edits)

    def _costs(self, term: Term, is_last: bool) -> NDArray[np.int16]:
        """Return the fewest typos that make the term each word of the vocabulary.

        Of the word that is being typed, the last one, the beginning will do.
        """
        most = typos_of(term.text)
        words = self._words.texts
        costs = np.full(len(words), NONE, dtype=np.int16)
        size = len(term.text)
        if most:
            within = np.abs(self._lengths - size) <= most
            if is_last:
                within |= self._lengths > size
            near = np.array(
                [p for p in np.flatnonzero(within) if not words[p].isdigit()], dtype=np.int64
            )
            ends = range(max(size - most, 1), size + most + 1) if is_last else [None]
            for end in ends:
                edits = _edits(term.text, [words[p][:end] for p in near], most)
                costs[near] = np.minimum(costs[near], np.where(edits <= most, edits, NONE))
        costs[self._places_of_beginning(term)] = 0
        return costs


class _Sorted:
    """Texts in order, each with the rows that hold it, which may be any number."""

    def __init__(self, rows_of: Mapping[str, list[int]]) -> None:
        self.texts = sorted(rows_of)
        self._starts = np.cumsum([0] + [len(rows_of[text]) for text in self.texts])
        self._rows = _array(row for text in self.texts for row in rows_of[text])

    def places(self, first: str, end: str) -> Rows:
        """Return the places of the texts from one up to another."""
        return np.arange(bisect_left(self.texts, first), bisect_left(self.texts, end))

    def rows_of(self, places: Rows) -> Rows:
        if not len(places):
            return np.empty(0, dtype=np.int64)
        return np.concatenate([self._rows[self._starts[p] : self._starts[p + 1]] for p in places])


class _Lines:
    """Texts one below the other, so that one pass over them finds which hold something."""

    def __init__(self, lines: list[tuple[str, int]]) -> None:
        self.text = "\n" + "".join(f"{text}\n" for text, _ in lines)
        self.rows = _array(row for _, row in lines)
        self.lengths = np.array([len(text) for text, _ in lines], dtype=np.int64)
        self.starts = 1 + np.cumsum(self.lengths + 1) - (self.lengths + 1)

    def line(self, place: int | np.signedinteger) -> str:
        start = self.starts[place]
        return self.text[start : start + self.lengths[place]]

    def places(self, part: str) -> Rows:
        found, place = [], -1
        while (place := self.text.find(part, place + 1)) >= 0:
            found.append(place)
        return _array(found)

    def rows_at(self, places: Rows) -> Rows:
        found: Rows = self.rows[np.searchsorted(self.starts, places, side="right") - 1]
        return found

    def beginning(self, part: str) -> Rows:
        return self.rows_at(self.places(f"\n{part}") + 1)


def search(table: pd.DataFrame, query: str, n: int = 50, exact: bool = False) -> pd.DataFrame:
    """Search a table once; for more than one query keep a `SearchIndex`, which this builds."""
    return SearchIndex(table).search(query, n, exact)


def for_the_browser(titles: Mapping[str, int], years: Iterable[object]) -> dict[str, object]:
    """Return what the browser needs to find the same movies as `SearchIndex`.

    The titles, as shown, map to movie ids, most liked first; the years (int or NA) go with them.
    Returned are `rule`; `titles` without year, `years` (0: unknown) and `ids`, one of each a
    movie; by row, where they do not follow from these, `names` (folded) and `labels` (as shown).
    """
    texts = ["" if pd.isna(year) else str(year) for year in years]
    mains = [main_name(title, year) for title, year in zip(titles, texts, strict=True)]
    names, labels = {}, {}
    for row, (title, main, year) in enumerate(zip(titles, mains, texts, strict=True)):
        if (found := names_of(title, year)) != [fold(main)]:
            names[row] = found
        if title != (f"{main} ({year})" if year else main):
            labels[row] = title
    return {
        "rule": RULE,
        "titles": mains,
        "years": [int(year or 0) for year in texts],
        "ids": list(titles.values()),
        "names": names,
        "labels": labels,
    }


def _edits(text: str, others: list[str], most: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = process.cdist(
        [text], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int64
    )[0]
    return found


def _keys(terms: list[Term]) -> set[str]:
    """Return what is the same where articles, spaces, order and numerals do not matter."""
    kept = essential(terms)
    numbered = [term.number or term.text for term in kept]
    return {" ".join(sorted(numbered)), *map("".join, (numbered, _texts(kept), _texts(terms)))}


def _behind_fillers(text: str) -> str:
    words = text.split()
    lead = next((i for i, word in enumerate(words) if word not in FILLERS), 0)
    return " ".join(words[lead:])


def _texts(terms: list[Term]) -> tuple[str, ...]:
    return tuple(term.text for term in terms)


def _array(numbers: Iterable[int]) -> Rows:
    return np.fromiter(numbers, dtype=np.int64)


def _mark(ranks: Ranks, rows: Rows | list[int], kind: int) -> None:
    rows = np.asarray(rows, dtype=np.int64)
    ranks[rows] = np.minimum(ranks[rows], kind)
