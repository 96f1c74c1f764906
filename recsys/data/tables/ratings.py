"""Ratings as people and services write them, the scale they are on, and the stars they mean."""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

SCALES = (1.0, 5.0, 10.0, 100.0)
"""What may count as five stars; 5 is stars, 1 is no or yes."""
UP, DOWN = 4.5, 1.5
"""The stars of a thumb: a like and a dislike, neither of them extreme."""
_THUMBS = {"1": DOWN, "2": UP, "3": 5.0, "up": UP, "down": DOWN, "like": UP, "dislike": DOWN}
_NUMBER = re.compile(r"[-+]?(?:\d{1,9}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:e[-+]?\d{1,3})?", re.I)
_OUT_OF = re.compile(r"(?P<number>.*?)\s*(?:/|\bout of\b)\s*(?P<scale>5|10|100)(?:[.,]0+)?")
_UNIT = re.compile(r"\s*(?:stars?|points?|pts?\.?)$", re.IGNORECASE)
_STAR_SIGNS = re.compile(r"[★⭐]{0,5}½?")
_IN_HEADING = re.compile(r"(?:/|\bof|[01]\s*[-–]|\bto|rating)\s*(5|10|100)\b", re.IGNORECASE)
_LONGEST = 40
"""Characters of a rating, and of a heading twice as many; what is longer is none."""
_FEW = 0.05
"""A share of ratings beyond a scale that is taken for slips, not for another scale."""
_NOT_BY_CHANCE = 20
"""So many ratings of 1 and nothing else mean yes; fewer may be single stars."""


class Rating(NamedTuple):
    """A rating as it is written."""

    value: float
    out_of: float | None
    """Its own scale, None where that is its column's."""


def parse_rating(text: str) -> Rating | None:
    """Read `4.5`, `4,5`, `4½`, `★★★★½`, `4 stars`, `9/10` or `90%`; None where it is no rating."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    out_of = None
    if match := _OUT_OF.fullmatch(text):
        text, out_of = match["number"], float(match["scale"])
    elif text.endswith("%"):
        text, out_of = text[:-1].rstrip(), 100.0
    text = _UNIT.sub("", text)
    if text and _STAR_SIGNS.fullmatch(text):
        return Rating(len(text) - 0.5 * text.count("½"), out_of or 5.0)
    number = text.removesuffix("½").rstrip()
    if not _NUMBER.fullmatch(number):
        return None
    return Rating(float(number.replace(",", ".")) + 0.5 * text.endswith("½"), out_of)


def stars_of(rating: Rating, scale: float) -> float | None:
    """Return stars from 0.5 to 5 in half steps, halves in between going up; None beyond the scale.

    `scale` counts as five stars where the rating does not say.
    """
    highest = rating.out_of or scale
    # On the other scales 0 means "not rated".
    if not (0 < rating.value <= highest or (rating.value == 0 and lowest(highest) == 0)):
        return None
    return max(0.5, math.floor(10 * rating.value / highest + 0.5) / 2)


def is_unrated(rating: Rating, scale: float) -> bool:
    """Return whether it is a 0 that means "not rated", as on a scale of 1 to 10."""
    return rating.value == 0 and (rating.out_of or scale) == 10


def thumb_of(text: str) -> float | None:
    """Return the stars of a thumb, 0 for none, 1 down, 2 up, 3 both up; None where it says none."""
    word = text.strip().casefold().removeprefix("thumbs ").removesuffix(".0")
    return _THUMBS.get(word)


def are_thumbs(heading: str, numbers: Mapping[str, int]) -> bool:
    """Return whether a column holds thumbs: it says so, or has 0, 1 and 2 and nothing else.

    So many lines of 1 and 2 stars only, `_NOT_BY_CHANCE` or more, are no stars either.
    """
    if "thumb" in heading[: 2 * _LONGEST].casefold():
        return True
    found = {text for text in numbers if text}
    return found == {"0", "1", "2"} or (
        found == {"1", "2"} and sum(numbers.values()) >= _NOT_BY_CHANCE
    )


def lowest(scale: float) -> float:
    """Return the lowest rating of a scale."""
    return 0.0 if scale in (1.0, 100.0) else 0.5


def says_scale(heading: str) -> float | None:
    """Return the scale that a heading names: `Rating (1-10)`, `Avis / 10`."""
    said = _IN_HEADING.search(heading[: 2 * _LONGEST])
    return float(said[1]) if said else None


def scale_of(heading: str, numbers: Mapping[str, int]) -> float:
    """Return what counts as five stars in a column: one of `SCALES`.

    The heading decides where it says so ("Rating (1-10)"). Else the ratings do: who rates out of
    ten gives a six or more now and then, and who rates out of a hundred hardly ever less than
    eleven; a slip must not turn everybody else's stars into half ones. `numbers` says how many
    cells hold each text.
    """
    if said := says_scale(heading):
        return said
    found = [
        (rating.value, number)
        for text, number in numbers.items()
        if (rating := parse_rating(text)) and rating.out_of is None and 0 <= rating.value <= 100
    ]
    above = sum(number for value, number in found if value > 0)
    if found and all(value in (0, 1) for value, _ in found):
        yes_or_no = above < sum(number for _, number in found) or above >= _NOT_BY_CHANCE
        return 1.0 if yes_or_no else 5.0
    if sum(number for value, number in found if value > 10) > above / 2:
        return 100.0
    return 10.0 if sum(n for value, n in found if 5 < value <= 10) > _FEW * above else 5.0
