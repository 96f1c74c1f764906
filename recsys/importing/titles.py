"""Find a data set's movie by title and year, and say so when it is not certain."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from recsys.search_terms import essential, names_of, terms_of
from recsys.titles import fold

MAX_CANDIDATES = 5
_ALIKE = 84.0
"""Least similarity, 0 to 100, at which a title of the same year is offered as a candidate."""
MAX_YEARS_AWAY = 3
"""A movie of the same name further away is another movie, and no candidate."""
_POSSESSIVE = re.compile(r"^.*?['’]s\s+")
_PART = re.compile(r":\s+|\s+[-–—]\s+|\s+/\s+|/")


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
    """The titles of a data set by their normal form; looking up changes nothing.

    Parameters
    ----------
    movies : DataFrame indexed by movie_id
        `title`, `year` and `named`, as in `recsys.datasets.Dataset.movies`.
    """

    def __init__(self, movies: pd.DataFrame) -> None:
        named = movies[movies["named"]]
        self._exact: dict[str, list[int]] = {}
        self._loose: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        self._parts: dict[str, list[int]] = {}
        self._mains: set[tuple[str, int]] = set()
        self._years: dict[int, int | None] = {}
        self._by_year: dict[int | None, list[tuple[int, str]]] = {}
        for movie_id, title, year in zip(named.index, named["title"], named["year"], strict=True):
            movie_id = int(movie_id)
            self._years[movie_id] = None if pd.isna(year) else int(year)
            # The unique label of a doubled title is ours, not the title's.
            title = title.partition(" [MovieLens ")[0]
            names = [*names_of(title, "" if pd.isna(year) else str(year))]
            bare = re.sub(r"\s*\([^()]*\)", "", title)
            self._mains.add((_loose(fold(bare)), movie_id))
            for name in names:
                _add(self._exact, name, movie_id)
                _add(self._loose, _loose(name), movie_id)
                _add(self._joined, _joined(name), movie_id)
                self._by_year.setdefault(self._years[movie_id], []).append((movie_id, name))
            # "Life of Brian" stands for "Monty Python's Life of Brian".
            for part in (*_PART.split(bare), _POSSESSIVE.sub("", bare)):
                _add(self._parts, _loose(fold(part)), movie_id)

    def find(self, titles: Iterable[str], year: int | None) -> Found:
        """Find a movie by any of its titles.

        A title counts as the movie's where all its words are the same but for case, accents,
        punctuation, spaces, articles and the writing of numbers, and the year is at most one off.
        Where several movies fit, or one fits but for its year or some letters, nothing is decided.

        Parameters
        ----------
        titles : iterable of str
            The title and its alternatives, the likeliest first.
        year : int or None
            Year of release, None where unknown.
        """
        names = list(dict.fromkeys(name for title in titles for name in _names(title)))
        if not names:
            return Found(None, reason="the title has no letter or digit")
        same: list[int] = []
        keys = ((self._exact, str), (self._loose, _loose), (self._joined, _joined))
        for index, key in keys:
            for name in names:
                hits = index.get(key(name), [])
                same += [movie_id for movie_id in hits if movie_id not in same]
                decided = self._without_year(hits, name) if year is None else self._near(hits, year)
                if decided is not None:
                    return decided
        if year is not None:
            for name in names:
                hits = [m for m in self._parts.get(_loose(name), []) if self._years[m] == year]
                if len(hits) == 1 and len(_loose(name).split()) > 1:
                    return Found(hits[0])
                same += [movie_id for movie_id in hits if movie_id not in same]
        if same:
            reason = "several movies fit" if year is None else f"no movie of that name from {year}"
            near = [m for m in same if year is None or self._distance(m, year) <= MAX_YEARS_AWAY]
            return Found(None, tuple(near[:MAX_CANDIDATES]), reason)
        alike = self._alike(names, year)
        if alike:
            return Found(None, alike, "only a similar title is there")
        return Found(None, reason="not in this data set")

    def _near(self, hits: list[int], year: int) -> Found | None:
        """Decide by the year: the same one first, then the years beside it."""
        for away in (0, 1):
            near = [m for m in hits if self._distance(m, year) == away]
            if len(near) == 1:
                return Found(near[0])
            if near:
                return Found(None, tuple(near[:MAX_CANDIDATES]), "several movies fit")
        return None

    def _without_year(self, hits: list[int], name: str) -> Found | None:
        if len(hits) == 1 and (_loose(name), hits[0]) in self._mains:
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


def _loose(name: str) -> str:
    terms = essential(terms_of(name))
    if len(terms) == 1:  # "The One" is not "+1".
        return terms[0].text
    return " ".join(term.number or term.text for term in terms)


def _joined(name: str) -> str:
    return _loose(name).replace(" ", "")


def _add(index: dict[str, list[int]], key: str, movie_id: int) -> None:
    hits = index.setdefault(key, [])
    if movie_id not in hits:
        hits.append(movie_id)
