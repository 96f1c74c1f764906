"""Find a data set's movie by title and year, and say so when it is not certain.

A title's forms are the same for two ways to write it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from recsys.data.titles.forms import fold, unlabelled
from recsys.data.titles.terms import essential, names_of, terms_of

MAX_CANDIDATES = 5
_ALIKE = 84.0
"""Least similarity, 0 to 100, at which a title of the same year is offered as a candidate."""
MAX_YEARS_AWAY = 3
"""A movie of the same name further away is another movie, and no candidate."""
_ALONE = 3
"""Words that a title must have beside the connecting ones to be told by them."""
_POSSESSIVE = re.compile(r"^.*?(?:['’]s|s['’])\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PART = re.compile(r":\s+|\s+[-–—]\s+|\s+/\s+|/")
_CONNECTING = frozenset(("in", "of", "on", "at", "to", "for", "from", "with", "by"))
_BRITISH = re.compile(r"(?<=\w\w\w)our(?=s?\b)|(?<=\w\w\w)our(?=ful|ed|ing|able)")
_SIGNS = {"♥": " heart ", "❤": " heart ", "♡": " heart "}
_GREEK_ALONE = re.compile(r"(?<!\w)[α-ωΑ-Ω](?!\w)")
_SHORT = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "vs": "versus"}

Index = dict[str, list[int]]


@dataclass(frozen=True)
class Found:
    """What a title and a year lead to."""

    movie_id: int | None
    """The movie, where there is no doubt."""
    candidates: tuple[int, ...] = ()
    """What it may be, where there is, likeliest first."""
    reason: str = ""
    """Why it is not certain."""


class TitleIndex:
    """The titles of a data set (`Dataset.movies`) by their forms; looking up changes nothing."""

    def __init__(self, movies: pd.DataFrame) -> None:
        named = movies[movies["named"]]
        self._exact, self._loose, self._joined = Index(), Index(), Index()
        self._sense, self._parts, self._ends = Index(), Index(), Index()
        self._mains: set[tuple[str, int]] = set()
        self._years: dict[int, int | None] = {}
        self._by_year: dict[int | None, list[tuple[int, str]]] = {}
        for movie_id, title, year in zip(named.index, named["title"], named["year"], strict=True):
            movie_id = int(movie_id)
            self._years[movie_id] = None if pd.isna(year) else int(year)
            title = written_out(unlabelled(title))
            names = [*names_of(title, "" if pd.isna(year) else str(year))]
            self._mains.add((loose(fold(bare(title))), movie_id))
            for name in names:
                _add(self._exact, name, movie_id)
                _add(self._loose, loose(name), movie_id)
                _add(self._joined, joined(name), movie_id)
                _add(self._sense, sense(name), movie_id)
                self._by_year.setdefault(self._years[movie_id], []).append((movie_id, name))
            wholes = [loose(name) for name in names]
            parts = parts_of(title)
            for part in (*wholes, *parts, *without_owner(title)):
                _add(self._parts, part, movie_id)
            # "Life of Brian" is "Monty Python's Life of Brian", and "Star Wars" of 1977 is "Star
            # Wars: Episode IV"; but another beginning, "Kung Fu Panda", is a movie of its own.
            numbered = parts[:1] if parts[1:] and is_number(parts[1]) else []
            for part in (*wholes, *parts[1:][-1:], *numbered, *without_owner(title)):
                _add(self._ends, part, movie_id)

    def find(self, titles: Iterable[str], year: int | None) -> Found:
        """Find a movie by any of its titles.

        A title counts as the movie's where all its words are the same but for case, accents,
        punctuation, spaces, articles, spelling and the writing of numbers, and the year is at most
        one off; a title of a single word needs the very year, there are too many of them. A title
        also counts where all its parts are the movie's and the year is the same ("Life of Brian"
        is "Monty Python's Life of Brian"). Where several movies fit, or one fits but for its year
        or some letters, nothing is decided. The likeliest of the titles stands first.
        """
        titles = [written_out(title) for title in titles]
        names = list(dict.fromkeys(name for title in titles for name in _names(title)))
        if not names:
            return Found(None, reason="the title has no letter or digit")
        same: list[int] = []
        keys = ((self._exact, str), (self._loose, loose), (self._joined, joined))
        for index, key in keys:
            for name in names:
                hits = index.get(key(name), [])
                same += [movie_id for movie_id in hits if movie_id not in same]
                if year is None:
                    decided = self._without_year(hits, name)
                else:
                    decided = self._near(hits, year, 1 if " " in loose(name) else 0)
                if decided is not None:
                    return decided
        sure, partly = ([], []) if year is None else self._by_parts(titles, names, year)
        if len(sure) == 1:
            return Found(sure[0])
        near = [m for m in same if year is None or self._distance(m, year) <= MAX_YEARS_AWAY]
        if near or (same and not partly):
            reason = "several movies fit" if year is None else f"no movie of that name from {year}"
            return Found(None, tuple(near[:MAX_CANDIDATES]), reason)
        if partly:
            return Found(None, tuple(partly[:MAX_CANDIDATES]), "only a part of the title fits")
        alike = self._alike(names, year)
        if alike:
            return Found(None, alike, "only a similar title is there")
        return Found(None, reason="not in this data set")

    def _by_parts(
        self, titles: list[str], names: list[str], year: int
    ) -> tuple[list[int], list[int]]:
        """Return the movies of a year that a title's parts name for sure, and all they may name."""
        sure: list[int] = []
        for name in names:
            if len(sense(name).split()) >= _ALONE:
                sure += self._sense.get(sense(name), [])
        for title in titles:
            parts = parts_of(title)
            for reading in (parts, without_owner(title)):
                if len(" ".join(reading).split()) < 2:
                    continue
                ids = set(self._ends.get(reading[-1], []))
                for part in reading[:-1]:
                    ids &= set(self._parts.get(part, []))
                sure += sorted(ids)
            if len(parts) > 1 and " " in parts[-1]:
                sure += self._loose.get(parts[-1], [])
        partly = [m for t in titles for p in parts_of(t) for m in self._parts.get(p, [])]
        of_year = [m for m in dict.fromkeys(partly) if self._years[m] == year]
        return [m for m in dict.fromkeys(sure) if self._years[m] == year], of_year

    def _near(self, hits: list[int], year: int, tolerance: int) -> Found | None:
        """Decide by the year: the same one first, then those beside it within the tolerance."""
        for away in range(tolerance + 1):
            near = [m for m in hits if self._distance(m, year) == away]
            if len(near) == 1:
                return Found(near[0])
            if near:
                return Found(None, tuple(near[:MAX_CANDIDATES]), "several movies fit")
        return None

    def _without_year(self, hits: list[int], name: str) -> Found | None:
        if len(hits) == 1 and (loose(name), hits[0]) in self._mains:
            return Found(hits[0])
        if hits:
            reason = "several movies fit" if len(hits) > 1 else "only a second title of it fits"
            return Found(None, tuple(hits[:MAX_CANDIDATES]), reason)
        return None

    def _distance(self, movie_id: int, year: int) -> int:
        own = self._years[movie_id]
        return 99 if own is None else abs(own - year)

    def _alike(self, names: list[str], year: int | None) -> tuple[int, ...]:
        if year is None:
            return ()
        pool = [hit for y in (year, year - 1, year + 1) for hit in self._by_year.get(y, [])]
        texts = [text for _, text in pool]
        found: dict[int, float] = {}
        for name in names:
            for _, score, place in process.extract(
                name, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MAX_CANDIDATES
            ):
                movie_id = pool[place][0]
                found[movie_id] = max(score, found.get(movie_id, 0.0))
        return tuple(sorted(found, key=lambda m: -found[m])[:MAX_CANDIDATES])


def _names(title: str) -> Iterable[str]:
    """Yield a title's folded form, then those of its main part and of what is in brackets."""
    yield from (name for name in (fold(title), *names_of(title, "")) if name)


def _add(index: Index, key: str, movie_id: int) -> None:
    hits = index.setdefault(key, [])
    if movie_id not in hits:
        hits.append(movie_id)


def loose(name: str) -> str:
    """Return a folded name without articles, its numbers and spelling made alike."""
    terms = essential(terms_of(_BRITISH.sub("or", name)))
    if len(terms) == 1:  # "The One" is not "+1".
        return terms[0].text
    return " ".join(term.number or _SHORT.get(term.text, term.text) for term in terms)


def sense(name: str) -> str:
    """Return the loose form without connecting words."""
    words = loose(name).split()
    return " ".join(word for word in words if word not in _CONNECTING)


def joined(name: str) -> str:
    """Return the loose form without spaces: `Wall E` and `WALLE`."""
    return loose(name).replace(" ", "")


def bare(title: str) -> str:
    """Return a title without what is in brackets."""
    return _BRACKETS.sub("", title)


def parts_of(title: str) -> list[str]:
    """Return what colons, dashes and slashes part, in loose form."""
    return [loose(part) for part in map(fold, _PART.split(bare(title))) if part]


def is_number(part: str) -> bool:
    """Return whether a part only counts: `Episode IV`, `Part 2`."""
    return all(term.number for term in terms_of(part))


def without_owner(title: str) -> list[str]:
    """Return what follows "Monty Python's", in loose form; nothing where nobody owns it."""
    rest = _POSSESSIVE.sub("", bare(title))
    return [] if rest == bare(title) or not fold(rest) else [loose(fold(rest))]


def written_out(title: str) -> str:
    """Write signs that are read as a word as that word: I ♥ Huckabees, π."""
    if title.isascii():
        return title
    return "".join(_SIGNS.get(c, c) for c in _GREEK_ALONE.sub(_greek_name, title))


def _greek_name(match: re.Match[str]) -> str:
    return unicodedata.name(match[0]).rpartition(" ")[2].lower()
