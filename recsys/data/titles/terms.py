"""What the words of a title or query stand for: numerals, fillers, and how far a typo may go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from recsys.data.titles.forms import fold

_FILLERS = frozenset(
    (
        *("the", "a", "an", "le", "la", "les", "l", "un", "une", "il", "lo", "gli", "el", "los"),
        *("las", "der", "die", "das", "den", "det", "de", "ein", "eine", "o", "os", "as"),
        *("part", "episode", "vol", "volume", "chapter", "and", "aka"),
    )
)
_ROMAN = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
_SPELT = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen"),
)
_NUMERALS = {
    word: str(number) for words in (_ROMAN, _SPELT) for number, word in enumerate(words, start=1)
}
_BRACKET = re.compile(r"\(([^()]*)\)")
_ALSO = re.compile(r"^a\.?k\.?a\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """One word, folded."""

    text: str

    @cached_property
    def number(self) -> str | None:
        """The word as arabic numeral, where it is a number."""
        return self.text if self.text.isdigit() else _NUMERALS.get(self.text)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """What the word can be matched by, whole."""
        number = self.number
        return (self.text,) if number in (None, self.text) else (self.text, str(number))

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What a longer word may begin with; `2` is not the beginning of 2001."""
        short = self.number is not None and len(self.text) < 3
        return () if short else (self.text,)

    @property
    def is_filler(self) -> bool:
        """Whether titles and people put the word in or leave it out at will."""
        return self.text in _FILLERS

    @property
    def typos(self) -> int:
        """How many letters may be wrong, missing, too many or swapped."""
        length = len(self.text)
        if self.text.isdigit() or length < 4:
            return 0
        return 1 if length < 7 else 2 if length < 11 else 3


class Similar:
    """Rule out at once most texts that cannot be a few edits away, by length and letters used.

    An edit changes the length by at most one, and replaces at most one letter of the set that a
    text uses by another.
    """

    def __init__(self, texts: list[str]) -> None:
        self._lengths = np.array([len(text) for text in texts], dtype=np.int32)
        self._letters = np.array([_letters(text) for text in texts], dtype=np.uint64)

    def to(self, text: str, longer: int, changed: int) -> NDArray[np.int64]:
        """Return the places of the texts that remain.

        Parameters
        ----------
        longer : int
            Most letters more or fewer.
        changed : int
            Most different letters that only one of the two uses.
        """
        differing = np.bitwise_count(self._letters ^ np.uint64(_letters(text)))
        near = np.abs(self._lengths - len(text)) <= longer
        return np.flatnonzero(near & (differing <= changed))


def _letters(text: str) -> int:
    mask = 0
    for letter in set(text):
        mask |= 1 << (ord(letter) % 64)
    return mask


def terms_of(folded: str) -> list[Term]:
    """Take a folded text apart."""
    return [_term(word) for word in folded.split()]


def essential(terms: list[Term]) -> list[Term]:
    """Leave out articles and the like, where anything else remains."""
    return [term for term in terms if not term.is_filler] or terms


@lru_cache(maxsize=1 << 17)
def _term(word: str) -> Term:
    return Term(word)


def names_of(title: str, year: str) -> Iterator[str]:
    """Yield the folded names a title goes by: the main one, those in brackets, and all together.

    Parameters
    ----------
    title : str
        As shown: `Seven (a.k.a. Se7en) (1995)`.
    year : str
        Its year, empty where unknown.
    """
    if year:
        title = title.replace(f"({year})", "", 1).strip() if title.endswith(")") else title
    names = [_BRACKET.sub(" ", title), *(_ALSO.sub("", also) for also in _BRACKET.findall(title))]
    folded = [name for name in map(fold, names) if name]
    yield from dict.fromkeys([*folded, *([" ".join(folded)] if len(folded) > 1 else [])])
