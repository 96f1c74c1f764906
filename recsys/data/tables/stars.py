"""Ratings as people and services write them, and the scale they are on."""

import re
from collections.abc import Iterable

from recsys.errors import DataError
from recsys.text import excerpt

_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,20})?")
_OUT_OF = re.compile(r"(?P<number>.*?)\s*(?:/|\bout of\b)\s*(?P<scale>5|10|100)(?:[.,]0+)?")
_UNIT = re.compile(r"\s*(?:stars?|points?|pts?\.?)$", re.IGNORECASE)
_STAR_SIGNS = re.compile(r"[★⭐]{0,5}½?")
_IN_HEADER = re.compile(r"(?:/|\bof|[01]\s*[-–]|\bto|rating)\s*(5|10|100)\b", re.IGNORECASE)
_LONGEST = 40
"""Characters of a rating; what is longer is none."""
_FEW = 0.02
"""A share of ratings beyond a scale that is taken for slips, not for another scale."""


def stars_of(text: str, scale: float) -> float:
    """Return the stars, 0.5 to 5 in half steps, that a rating stands for.

    Parameters
    ----------
    text : str
        `4.5`, `4,5`, `4½`, `★★★★½`, `9/10` or `90%`.
    scale : float
        What counts as five stars where the text does not say.

    Raises
    ------
    DataError
        The rating is no number or beyond its scale.
    """
    rest, scale = _own_scale(text, scale)
    value = _value(rest)
    if value is None:
        raise DataError(f"its rating '{excerpt(text, 20)}' is no number")
    if not 0 < value <= scale:
        raise DataError(f"its rating {value:g} is not within 0.5 to {scale:g}")
    return max(0.5, int(10 * value / scale + 0.5) / 2)


def is_rating(text: str) -> bool:
    """Return whether a cell reads as a rating on any scale up to 100."""
    value = _value(_own_scale(text, 100)[0])
    return value is not None and value <= 100


def scale_of(header: str, ratings: Iterable[str]) -> float:
    """Return what counts as five stars in a column: 5, 10 or 100.

    The header decides where it says so ("Rating (1-10)"). Else the ratings do: who rates out of
    ten gives a six or more now and then, and who rates out of a hundred hardly ever less than
    eleven; a slip must not turn everybody else's stars into half ones.
    """
    if said := _IN_HEADER.search(header):
        return float(said[1])
    read = [_value(text) for text in ratings]
    values = [value for value in read if value is not None and value <= 100]
    if sum(value > 10 for value in values) > len(values) / 2:
        return 100.0
    return 10.0 if sum(value > 5 for value in values) > _FEW * len(values) else 5.0


def _own_scale(text: str, scale: float) -> tuple[str, float]:
    if len(text) <= _LONGEST and (match := _OUT_OF.fullmatch(text)):
        return match["number"], float(match["scale"])
    if text.endswith("%"):
        return text[:-1].rstrip(), 100.0
    if text.strip("★⭐½") == "":
        return text, 5.0
    return text, scale


def _value(text: str) -> float | None:
    text = _UNIT.sub("", text) if len(text) <= _LONGEST else "too long"
    if text and _STAR_SIGNS.fullmatch(text):
        return len(text) - 0.5 * text.count("½")
    half = 0.5 if len(text) > 1 and text.endswith("½") else 0.0
    number = text[:-1].rstrip() if half else text
    if not _NUMBER.fullmatch(number):
        return None
    return float(number.replace(",", ".")) + half
