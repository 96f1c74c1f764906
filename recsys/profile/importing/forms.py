"""Forms of a title that are the same for two ways to write it."""

import re
import unicodedata

from recsys.data.titles.forms import fold
from recsys.data.titles.terms import essential, terms_of

_POSSESSIVE = re.compile(r"^.*?(?:['’]s|s['’])\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PART = re.compile(r":\s+|\s+[-–—]\s+|\s+/\s+|/")
_CONNECTING = frozenset(("in", "of", "on", "at", "to", "for", "from", "with", "by"))
_BRITISH = re.compile(r"(?<=\w\w\w)our(?=s?\b)|(?<=\w\w\w)our(?=ful|ed|ing|able)")
_SIGNS = {"♥": " heart ", "❤": " heart ", "♡": " heart "}
_GREEK_ALONE = re.compile(r"(?<!\w)[α-ωΑ-Ω](?!\w)")
_SHORT = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "vs": "versus"}


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
