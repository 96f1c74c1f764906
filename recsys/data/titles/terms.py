"""What the words of a title or query stand for: numerals, fillers, and how far a typo may go."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from recsys.data.titles.forms import fold, unlabelled

FILLERS = frozenset(
    (
        *("the", "a", "an", "le", "la", "les", "l", "un", "une", "il", "lo", "gli", "el", "los"),
        *("las", "der", "die", "das", "den", "det", "de", "ein", "eine", "o", "os", "as"),
        *("part", "episode", "vol", "volume", "chapter", "and", "aka"),
    )
)
"""Words that titles and people put in or leave out at will."""
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_SPELT = "one two three four five six seven eight nine ten eleven twelve thirteen"
_ORDINAL = {
    **{"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"},
    **{"sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th"},
}
NUMERALS = _ORDINAL | {
    word: str(number)
    for words in (_ROMAN, _SPELT)
    for number, word in enumerate(words.split(), start=1)
}
"""Words that are numbers, with the number."""
LEAST_NUMBER = 3
"""Letters from which a number may begin a longer word: `2` is not the beginning of 2001."""
TYPOS_FROM = (3, 7, 11)
"""Lengths from which one letter more may be wrong, missing, too many or swapped."""
_BRACKET = re.compile(r"\(([^()]*)\)")
_ALSO = re.compile(r"^a\.?k\.?a\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """One word, folded."""

    text: str

    @cached_property
    def number(self) -> str | None:
        """The word as arabic numeral, where it is a number."""
        return self.text if self.text.isdigit() else NUMERALS.get(self.text)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """What the word can be matched by, whole."""
        number = self.number
        return (self.text,) if number in (None, self.text) else (self.text, str(number))

    @property
    def is_whole(self) -> bool:
        """Whether the word is no beginning of a longer one."""
        return self.number is not None and len(self.text) < LEAST_NUMBER


_term = lru_cache(maxsize=1 << 17)(Term)


def typos_of(text: str) -> int:
    """Return how many letters of a text may be wrong, missing, too many or swapped."""
    return 0 if text.isdigit() else sum(len(text) >= length for length in TYPOS_FROM)


def terms_of(folded: str) -> list[Term]:
    """Take a folded text apart."""
    return [_term(word) for word in folded.split()]


def essential(terms: list[Term]) -> list[Term]:
    """Leave out articles and the like, where anything else remains."""
    return [term for term in terms if term.text not in FILLERS] or terms


def main_name(title: str, year: str) -> str:
    """Return a title as shown without its year and our label: `Seven (a.k.a. Se7en)`."""
    title = unlabelled(title)
    return title.removesuffix(f" ({year})") if year else title


def names_of(title: str, year: str) -> list[str]:
    """Return the folded names a title goes by: the main one, those in brackets, and all together.

    The title is as shown, `Seven (a.k.a. Se7en) (1995)`; the year is empty where unknown.
    """
    title = main_name(title, year)
    names = [_BRACKET.sub(" ", title), *(_ALSO.sub("", also) for also in _BRACKET.findall(title))]
    folded = [name for name in map(fold, names) if name]
    # One name together is itself again.
    return list(dict.fromkeys([*folded, " ".join(folded)])) if folded else []
