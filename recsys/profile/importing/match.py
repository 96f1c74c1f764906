"""Find a data set's movie by title and year, and say so when it is not certain.

A title's forms are the same for two ways to write it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz, process

from recsys.data.titles.forms import fold, unlabelled
from recsys.data.titles.terms import FILLERS, main_name, names_of, terms_of

MAX_CANDIDATES = 5
_ALIKE = 84.0
"""Least similarity, 0 to 100, at which a title of the same year is offered as a candidate."""
MAX_YEARS_AWAY = 3
"""A movie of the same name further away is another movie, and no candidate."""
LONG = 3
"""Words that a title must have to be told a year off, or by its words in another order or joined
otherwise; too many movies share a shorter one."""
_MOST_NAMES = 12
"""Names of a line that are looked for; brackets upon brackets are no title."""
_OWNER = re.compile(r"^(?:[\w.]+\s+)?[\w.]+(?:['’]s|s['’])\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PART = re.compile(r":\s+|\s+[-–—]\s+|\s+/\s+|/")
_CONNECTING = frozenset(("in", "of", "on", "at", "to", "for", "from", "with", "by"))
_BRITISH = re.compile(r"(?<=\w\w\w)our(?=s?\b)|(?<=\w\w\w)our(?=ful|ed|ing|able)")
_SIGNS = {"♥": " heart ", "❤": " heart ", "♡": " heart "}
_GREEK_ALONE = re.compile(r"(?<!\w)[α-ωΑ-Ω](?!\w)")
_SHORT = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "vs": "versus"}
_COME_AND_GO = frozenset(
    ("the", "a", "an", "and", "part", "episode", "vol", "volume", "chapter", "aka")
)
_LEADING = FILLERS - _COME_AND_GO - {"die"}
"""Articles of other languages, which come and go at the beginning only ("La La Land"). Before
English words "die" is none ("Die Another Day"), and without it no German title is lost."""
_ENGLISH = frozenset(("the", "a", "an"))
_ARTICLES = _LEADING | _ENGLISH
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELT = {
    **{word: number for number, word in enumerate(_UNITS.split())},
    **{"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
}
_NUMBERS = frozenset({*_SPELT, "hundred"})
_MISSING = "not in this data set"
_SEVERAL = "several movies fit"

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
    away: int = 0
    """Years between the movie's and the one that was looked for."""


@dataclass(frozen=True)
class _Hit:
    """A movie that has one of the names."""

    level: int
    """0: written the same, 1: but for articles and numbers, 2: but for spaces."""
    words: int
    """How many the name has."""
    doubt: str = ""
    """Why it may be another movie all the same."""


class TitleIndex:
    """The titles of a data set (`Dataset.movies`) by their forms; looking up changes nothing."""

    def __init__(self, movies: pd.DataFrame) -> None:
        named = movies[movies["named"]]
        self._exact, self._loose, self._joined = Index(), Index(), Index()
        self._sense, self._sorted = Index(), Index()
        self._parts, self._ends, self._owned = Index(), Index(), Index()
        self._mains: set[tuple[str, int]] = set()
        self._names: dict[int, set[str]] = {}
        self._years: dict[int, int | None] = {}
        self._by_year: dict[int, tuple[list[int], list[str], list[frozenset[str]]]] = {}
        for movie_id, title, year in zip(named.index, named["title"], named["year"], strict=True):
            movie_id = int(movie_id)
            self._years[movie_id] = None if pd.isna(year) else int(year)
            title = written_out(unlabelled(title))
            if names := names_of(title, "" if pd.isna(year) else str(year)):
                self._add(movie_id, title, names)

    def _add(self, movie_id: int, title: str, names: list[str]) -> None:
        year = self._years[movie_id]
        wholes = [loose(name) for name in names]
        # "(500) Days of Summer" is its own name with what stands in brackets.
        mains = [names[0]] if len(names) == 1 else [names[0], fold(main_name(title, str(year)))]
        self._mains.update((spelt(main.split()), movie_id) for main in mains)
        self._names[movie_id] = set(wholes)
        for name, whole in zip(names, wholes, strict=True):
            _put(self._exact, name, movie_id)
            _put(self._loose, whole, movie_id)
            _put(self._joined, whole.replace(" ", ""), movie_id)
            for index, key in ((self._sense, sense(whole)), (self._sorted, ordered(whole))):
                if key:
                    _put(index, key, movie_id)
            if year is not None:
                ids, texts, words = self._by_year.setdefault(year, ([], [], []))
                ids.append(movie_id)
                texts.append(name)
                words.append(frozenset(whole.split()))
        parts, rest = parts_of(title), without_owner(title)
        for part in (*wholes, *parts, *rest):
            _put(self._parts, part, movie_id)
        for part in rest:
            _put(self._owned, part, movie_id)
        # "Star Wars" of 1977 is "Star Wars: Episode IV", and a number also vouches for what follows
        # it; but what merely ends a title, "The Wrath of God", may be a movie of its own.
        first = parts[:1] if parts[1:] and is_number(parts[1]) else []
        last = parts[-1:] if any(map(is_number, parts[1:-1])) else []
        for part in (*wholes, *first, *last):
            _put(self._ends, part, movie_id)

    def find(self, titles: Iterable[str], year: int | None) -> Found:
        """Find a movie by any of its titles.

        A title counts as the movie's where all its words are the same but for case, accents,
        punctuation, spaces, articles, spelling and the writing of numbers, and the year is the
        same; one of `LONG` words may be a year off (`Found.away`). It also counts in the same year
        where all its parts are the movie's, where only an owner is too many ("Life of Brian" is
        "Monty Python's Life of Brian"), or with `LONG` words in another order. Without a year it
        needs two words, and the movie's main title written alike, articles too. Where several
        movies fit, or one fits but for its year or some letters, nothing is decided. The likeliest
        of the titles stands first.
        """
        titles = [written_out(title) for title in titles]
        names = list(dict.fromkeys(name for title in titles for name in _names(title)))[
            :_MOST_NAMES
        ]
        if not names:
            return Found(None, reason="the title has no letter or digit")
        same = self._of_that_name(titles, names)
        if year is None:
            return self._without_year(titles, same)
        found = self._of_year(same, year) or self._by_parts(titles, names, year)
        found = found or self._a_year_off(same, year)
        if found is not None:
            return found
        near = [m for m in same if self._distance(m, year) <= MAX_YEARS_AWAY]
        away = f"no movie of that name from {year}"
        asked = [part for t in titles for part in (*parts_of(t), *without_owner(t))]
        parts = (m for part in asked for m in self._parts.get(part, []))
        partly = [m for m in dict.fromkeys(parts) if self._years[m] == year]
        for candidates, reason in (
            (near, away),
            (partly, "only a part of the title fits"),
            (self._within(names, year), "only some words of the title fit"),
            (self._alike(names, year), "only a similar title is there"),
        ):
            if candidates:
                return Found(None, tuple(candidates[:MAX_CANDIDATES]), reason)
        return Found(None, reason=away if same else _MISSING)

    def _of_that_name(self, titles: list[str], names: list[str]) -> dict[int, _Hit]:
        """Return the movies of these names, those written alike first."""
        own = {loose(name) for title in titles for name in _in_brackets(title)}
        same: dict[int, _Hit] = {}
        forms = [(name, loose(name)) for name in names]
        keys = [
            [(name, name, form) for name, form in forms],
            [(form, name, form) for name, form in forms],
            [(form.replace(" ", ""), name, form) for name, form in forms],
        ]
        for level, index in enumerate((self._exact, self._loose, self._joined)):
            for key, name, form in keys[level]:
                for movie_id in index.get(key, []):
                    if movie_id in same:
                        continue
                    doubt = ""
                    if level and self._other_article(name, form, movie_id):
                        doubt = "its article is another one"
                    elif own and len(self._names[movie_id]) > 1 and not own & self._names[movie_id]:
                        # I Am Curious (Blue), I Am Curious (Yellow).
                        doubt = "in brackets it says something else"
                    same[movie_id] = _Hit(level, len(form.split()), doubt)
        return same

    def _other_article(self, name: str, form: str, movie_id: int) -> bool:
        """Return whether a title of one word has another article here than there (Les Boys).

        English ones come and go; whether one of another language does, nobody knows.
        """
        if " " in form:
            return False
        first = name.partition(" ")[0]
        here = first if first != form and first in _ARTICLES else ""
        there = [a for a in _ARTICLES if movie_id in self._exact.get(f"{a} {form}", [])]
        if not here:
            return bool(there) and not _ENGLISH.intersection(there)
        return here not in there and (bool(there) or here not in _ENGLISH)

    def _of_year(self, same: dict[int, _Hit], year: int) -> Found | None:
        hits = [m for m in same if self._years[m] == year]
        least = min((same[m].level for m in hits), default=0)
        best = [m for m in hits if same[m].level == least]
        if len(best) == 1 and not same[best[0]].doubt:
            return Found(best[0])
        if not hits:
            return None
        reason = _SEVERAL if len(best) > 1 else same[best[0]].doubt
        return Found(None, tuple(hits[:MAX_CANDIDATES]), reason)

    def _a_year_off(self, same: dict[int, _Hit], year: int) -> Found | None:
        hits = [m for m in same if self._distance(m, year) == 1]
        if len(hits) == 1 and same[hits[0]].words >= LONG and not same[hits[0]].doubt:
            return Found(hits[0], away=1)
        return Found(None, tuple(hits[:MAX_CANDIDATES]), _SEVERAL) if len(hits) > 1 else None

    def _by_parts(self, titles: list[str], names: list[str], year: int) -> Found | None:
        """Find the one movie of a year that a title's parts or words name for sure."""
        sure: list[int] = []
        for whole in map(loose, names):
            sure += self._sense.get(sense(whole), [])
            sure += self._sorted.get(ordered(whole), [])
        for title in titles:
            whole, parts, rest = loose(fold(bare(title))), parts_of(title), without_owner(title)
            if len(" ".join(parts).split()) > 1:
                ids = set(self._ends.get(parts[-1], []))
                for part in parts[:-1]:
                    ids &= set(self._parts.get(part, []))
                sure += sorted(ids)
            if " " in whole:
                sure += self._owned.get(whole, [])
            sure += [m for part in rest if " " in part for m in self._loose.get(part, [])]
            # "Star Wars: Episode V: The Empire Strikes Back".
            if any(map(is_number, parts[1:-1])) and " " in parts[-1]:
                sure += self._loose.get(parts[-1], [])
        of_year = [m for m in dict.fromkeys(sure) if self._years[m] == year]
        return Found(of_year[0]) if len(of_year) == 1 else None

    def _without_year(self, titles: list[str], same: dict[int, _Hit]) -> Found:
        hits = tuple(same)[:MAX_CANDIDATES]
        if not hits:
            return Found(None, reason=_MISSING)
        words = {spelt(fold(title).split()) for title in titles}
        alike = [m for m in same if any((text, m) in self._mains for text in words)]
        if len(same) > 1:
            reason = _SEVERAL
        elif not alike:
            reason = "without a year only its main title, written the same, is certain"
        elif same[hits[0]].words < 2:
            reason = "without a year a title of one word is not certain"
        else:
            return Found(hits[0])
        return Found(None, hits, reason)

    def _distance(self, movie_id: int, year: int) -> int:
        """Return how far away a movie's year is; one without a year may be of any."""
        own = self._years[movie_id]
        return MAX_YEARS_AWAY if own is None else abs(own - year)

    def _within(self, names: list[str], year: int) -> list[int]:
        """Return the movies of a year whose words hold all of a name's, or the other way round."""
        ids, _, known = self._by_year.get(year, ([], [], []))
        found: dict[int, int] = {}
        for asked in {frozenset(loose(name).split()) for name in names}:
            for movie_id, words in zip(ids, known, strict=True):
                if (asked <= words or words <= asked) and min(len(asked), len(words)) > 1:
                    found[movie_id] = max(len(asked & words), found.get(movie_id, 0))
        return sorted(found, key=lambda m: -found[m])

    def _alike(self, names: list[str], year: int) -> list[int]:
        found: dict[int, float] = {}
        for ids, texts, _ in (
            self._by_year.get(y, ([], [], [])) for y in (year, year - 1, year + 1)
        ):
            for name in names:
                for _, score, place in process.extract(
                    name, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MAX_CANDIDATES
                ):
                    found[ids[place]] = max(score, found.get(ids[place], 0.0))
        return sorted(found, key=lambda m: -found[m])


def _names(title: str) -> Iterator[str]:
    """Yield a title's folded form, then those of its main part and of what is in brackets."""
    yield from (name for name in (fold(title), *names_of(title, "")) if name)


def _in_brackets(title: str) -> list[str]:
    return [name for name in map(fold, _BRACKETS.findall(title)) if name]


def _put(index: Index, key: str, movie_id: int) -> None:
    hits = index.setdefault(key, [])
    if movie_id not in hits:
        hits.append(movie_id)


@lru_cache(maxsize=1 << 12)
def loose(name: str) -> str:
    """Return a folded name without articles, its numbers and spelling made alike."""
    words = name.split()
    if len(words) < 2:
        return _BRITISH.sub("or", name)
    rest = words[1:] if words[0] in _LEADING else words
    rest = [word for word in rest if word not in _COME_AND_GO] or words
    if len(rest) == 1:  # "The One" is not "+1".
        return _BRITISH.sub("or", rest[0])
    return spelt(rest)


def spelt(words: list[str]) -> str:
    """Return folded words with numbers in digits, in one spelling, and with nothing shortened."""
    if not _NUMBERS.intersection(words):
        return " ".join(map(_alike_written, words))
    result: list[str] = []
    start = 0
    while start < len(words):
        number, length = _number_at(words, start)
        result.append(str(number) if length else _alike_written(words[start]))
        start += length or 1
    return " ".join(result)


@lru_cache(maxsize=1 << 16)
def _alike_written(word: str) -> str:
    text = _BRITISH.sub("or", word) if "our" in word else word
    return terms_of(word)[0].number or _SHORT.get(text, text)


def _number_at(words: list[str], start: int) -> tuple[int, int]:
    """Read a number in words, up to some hundreds: its value, and how many words it takes."""
    first = words[start]
    if first not in _NUMBERS:
        return 0, 0
    number, length = _SPELT.get(first, 100), 1
    following = words[start + 1] if start + 1 < len(words) else ""
    if 20 <= number < 100 and 1 <= _SPELT.get(following, 0) < 10:
        number, length = number + _SPELT[following], 2
        following = words[start + 2] if start + 2 < len(words) else ""
    if number < 100 and following == "hundred":
        number, length = 100 * number, length + 1
    if number < 100:
        return number, length
    # One hundred (and) one.
    joined = start + length + (words[start + length : start + length + 1] == ["and"])
    if joined < len(words) and words[joined] in _SPELT:
        rest, more = _number_at(words, joined)
        return number + rest, joined + more - start
    return number, length


def sense(form: str) -> str:
    """Return a loose form without connecting words, "" where too little is left to tell by."""
    words = [word for word in form.split() if word not in _CONNECTING]
    return " ".join(words) if len(words) >= LONG else ""


def ordered(form: str) -> str:
    """Return a loose form's words by the alphabet, "" where they are too few to tell by."""
    words = form.split()
    return " ".join(sorted(words)) if len(words) >= LONG else ""


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
    """Return what follows "Monty Python's", in loose form; nothing where nobody owns it.

    An owner stands at the very beginning and has two words at most.
    """
    rest = _OWNER.sub("", bare(title))
    return [] if rest == bare(title) or not fold(rest) else [loose(fold(rest))]


def written_out(title: str) -> str:
    """Write signs that are read as a word as that word: I ♥ Huckabees, π."""
    if title.isascii():
        return title
    return "".join(_SIGNS.get(c, c) for c in _GREEK_ALONE.sub(_greek_name, title))


def _greek_name(match: re.Match[str]) -> str:
    return unicodedata.name(match[0]).rpartition(" ")[2].lower()
