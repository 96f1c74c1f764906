"""MovieLens titles as people write them, and a normal form to search them by."""

import html
import re
import unicodedata

import pandas as pd

# MovieLens moves a leading article behind a comma, in the main title and in bracketed ones.
_ARTICLES = (
    "The|A|An|Le|La|Les|L'|Un|Une|Il|Lo|I|Gli|El|Los|Las|Der|Die|Das|Den|Det|De|Ein|Eine|O|Os|As"
)
_TRAILING_ARTICLE = re.compile(rf"^(?P<rest>.+), (?P<article>{_ARTICLES})$")
_YEAR = re.compile(r"\s*\((?P<year>(?:18|19|20)\d\d)(?:[-–](?:\d{4})?)?\)\s*$")
_BRACKET = re.compile(r"\(([^()]*)\)")
_HTML_CODE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_WORD = re.compile(r"\w+")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")
LETTERS = {
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"},
    **{"ß": "ss", "ς": "σ", "&": " and ", "'": "", "’": ""},
}
"""What `fold` writes for characters that Unicode does not take apart into a letter and marks."""
_LETTERS = str.maketrans(LETTERS)
_LABEL = " [MovieLens "
_ALSO_KNOWN = re.compile(r"^(a\.k\.a\.?\s+)(.*)$", re.IGNORECASE)


def split_year(raw_title: str) -> tuple[str, int | None]:
    """Split `Heat (1995)` into `Heat` and 1995; the year is None where the title has none."""
    match = _YEAR.search(raw_title)
    if match is None:
        return raw_title.strip(), None
    return raw_title[: match.start()].strip(), int(match["year"])


def article_first(title: str) -> str:
    """Turn `Matrix, The` into `The Matrix`, in the main title and inside brackets."""

    def inside(match: re.Match[str]) -> str:
        also = _ALSO_KNOWN.match(match[1])
        prefix, name = (also[1], also[2]) if also else ("", match[1])
        return f"({prefix}{_move_article(name)})"

    head, bracket, tail = title.partition(" (")
    return _move_article(head) + _BRACKET.sub(inside, bracket + tail)


def _move_article(name: str) -> str:
    match = _TRAILING_ARTICLE.match(name.strip())
    if match is None:
        return name
    article, rest = match["article"], match["rest"]
    return f"{article}{rest}" if article.endswith("'") else f"{article} {rest}"


def display_titles(raw_titles: pd.Series) -> pd.DataFrame:
    """Return how each movie is shown.

    Raw titles, by movie_id, are empty where there is none. Where two movies would be shown alike,
    the first in order keeps the plain title; order by popularity beforehand. Returned are, by
    movie_id, `title` (unique, with the year), `year` (nullable Int64) and `named` (False: no title
    known).
    """
    rows = []
    taken: set[str] = set()
    for movie_id, raw in raw_titles.items():
        name, year = split_year(plain_text(raw))
        shown = article_first(name) if name else f"Movie {movie_id} (title unknown)"
        if name and year is not None:
            shown = f"{shown} ({year})"
        if shown in taken:
            shown = f"{shown}{_LABEL}{movie_id}]"
        taken.add(shown)
        rows.append((shown, year, bool(name)))
    table = pd.DataFrame(rows, columns=["title", "year", "named"], index=raw_titles.index)
    return table.astype({"title": object, "year": "Int64", "named": bool})


def unlabelled(title: str) -> str:
    """Leave out the label by which `display_titles` tells apart what would be shown alike."""
    return title.partition(_LABEL)[0]


def plain_text(raw_title: str) -> str:
    """Replace HTML codes, `&#8230;` for `…` say, by the characters they stand for."""
    return _HTML_CODE.sub(lambda match: html.unescape(match[0]), raw_title)


def has_html_codes(raw_titles: pd.Series) -> pd.Series:
    """Return for each title whether it holds HTML codes."""
    return raw_titles.str.contains(_HTML_CODE)


def fold(text: str) -> str:
    """Return text for comparing: lower case, no accents, punctuation as single spaces.

    Abbreviations close up, so that `E.T.` and `et` are the same word. The browser's `fold` does
    the same by the same `LETTERS`.
    """
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text).lower()
        plain = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    plain = plain.translate(_LETTERS)
    plain = _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", plain)
    return " ".join(_WORD.findall(plain))
