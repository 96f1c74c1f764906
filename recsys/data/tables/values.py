"""From the text of a person's own file to ids, stars and times."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.data.readers.ratings import MAX_ID, MAX_TIMESTAMP

NUMERIC_SHARE = 0.9
"""From this share of whole numbers on, ids are numbers and the rest is rejected."""
SCALE_SHARE = 0.9
"""A scale fits if it holds this share of the ratings; the rest is out of range."""
UNREADABLE_TIME = -1
_MAX_TIME = 1e18
_FINER_UNITS = (
    ("nanoseconds", 10**9, 1e17),
    ("microseconds", 10**6, 1e14),
    ("milliseconds", 10**3, 1e11),
)
"""Name, parts of a second, and the smallest time of today that only they can mean."""
_WHOLE = re.compile(r"(\d{1,18})(?:\.0+)?")


@dataclass(frozen=True)
class Scale:
    """A way to write ratings.

    Attributes
    ----------
    lowest, highest : float
        Ratings outside are out of range.
    per_star : float
        Points that make one star.
    """

    lowest: float
    highest: float
    per_star: float

    @property
    def sentence(self) -> str | None:
        """How ratings become stars, or None for stars."""
        if self.highest == 5.0:
            return None
        return (
            f"Ratings go up to {self.highest:g} and become stars: "
            f"{self.per_star:g} a star, rounded to half stars, 0.5 at least"
        )

    def in_range(self, values: NDArray[np.float32]) -> NDArray[np.bool_]:
        return (values >= self.lowest) & (values <= self.highest)

    def stars(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return half stars from 0.5 to 5; halves in between go up."""
        steps = np.floor(values * np.float32(2 / self.per_star) + np.float32(0.5))
        return np.clip(steps / 2, 0.5, 5.0).astype(np.float32)


_SCALES = (
    Scale(0.0, 1.0, 0.2),
    Scale(0.5, 5.0, 1.0),
    Scale(1.0, 10.0, 2.0),
    Scale(0.0, 100.0, 20.0),
)


def scale_of(values: NDArray[np.float32], highest: float | None = None) -> Scale:
    """Return the scale a person chose, or the smallest that holds nearly all ratings.

    Parameters
    ----------
    values : float32
        Ratings as written, NaN where unreadable.
    highest : float, optional
        The scale chosen: 1, 5, 10 or 100.
    """
    if highest is not None:
        return next(scale for scale in _SCALES if scale.highest == highest)
    known = values[~np.isnan(values)]
    yes_or_no, *graded = _SCALES
    if len(known) and bool(np.isin(known, (0, 1)).all()):
        return yes_or_no
    for scale in graded:
        # A rating below the scale (0 for "not rated", say) does not make the scale larger.
        if len(known) and (known <= scale.highest).mean() >= SCALE_SHARE:
            return scale
    return _SCALES[1]


class Codes:
    """Numbers texts in order of appearance, over many batches."""

    def __init__(self) -> None:
        self.code_of: dict[str, int] = {}

    def add(self, texts: pa.StringArray) -> NDArray[np.int32]:
        """Return the code of each text, spaces around it apart."""
        encoded = texts.dictionary_encode()
        codes = [
            self.code_of.setdefault(text.strip(), len(self.code_of))
            for text in encoded.dictionary.to_pylist()
        ]
        return np.array(codes, dtype=np.int32)[encoded.indices.to_numpy()]

    @property
    def texts(self) -> list[str]:
        return list(self.code_of)


def numbers(texts: pa.StringArray) -> NDArray[np.float32]:
    """Return ratings as written, a decimal comma allowed, NaN where unreadable."""
    encoded = texts.dictionary_encode()
    values = [_number(text) for text in encoded.dictionary.to_pylist()]
    return np.array(values, dtype=np.float32)[encoded.indices.to_numpy()]


def _number(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return float("nan")
    return value if abs(value) < 1e30 else float("nan")


def times(texts: pa.StringArray) -> NDArray[np.int64]:
    """Return times as whole seconds, milli- or microseconds, or from written dates (UTC).

    Returns
    -------
    int64
        0 where the cell is empty, `UNREADABLE_TIME` where it holds no time.
    """
    try:
        return pc.cast(texts, pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        column = pd.Series(texts.to_pylist(), dtype=object).str.strip()
    found = pd.to_numeric(column, errors="coerce")
    written = found.isna() & (column != "")
    if written.any():
        dates = pd.to_datetime(column[written], errors="coerce", utc=True, format="mixed")
        # Whole seconds at once: pandas' nanoseconds end in 2262.
        seconds = dates.dt.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.float64)
        found = found.astype(float)
        found[written] = np.where(dates.isna(), np.nan, seconds)
    impossible = found.isna() | (found.abs() > _MAX_TIME)
    found[impossible] = UNREADABLE_TIME
    found[column == ""] = 0
    return found.to_numpy(np.float64).astype(np.int64)


def in_seconds(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], str | None]:
    """Bring milli- or microseconds to seconds and say so; impossible times are unreadable."""
    known = values[values > 0]
    typical = float(np.median(known)) if len(known) else 0.0
    unit = None
    for name, divisor, above in _FINER_UNITS:
        if typical > above:
            unit = f"Times were {name}"
            values = np.where(values > 0, values // divisor, values)
            break
    impossible = (values < 0) | (values > MAX_TIMESTAMP)
    return (np.where(impossible, UNREADABLE_TIME, values) if impossible.any() else values), unit


@dataclass(frozen=True, eq=False)
class Numbered:
    """Ids for texts.

    Attributes
    ----------
    ids : int32, shape (n_texts,)
        −1 where a text is no id.
    kept : bool
        Whether the file's own numbers are the ids.
    note : str or None
        How ids were made, where they were.
    """

    ids: NDArray[np.int32]
    kept: bool
    note: str | None = None


def number_users(texts: Sequence[str]) -> Numbered:
    """Keep whole numbers as user ids; number anything else in alphabetical order from 1."""
    own = _own_numbers(texts)
    if own is not None:
        return Numbered(own, kept=True)
    rank = {text: i for i, text in enumerate(sorted(set(texts) - {""}), start=1)}
    return Numbered(
        np.array([rank.get(text, -1) for text in texts], dtype=np.int32),
        kept=False,
        note=f"Users with names instead of numbers, numbered alphabetically: {len(rank):,}",
    )


def number_items(texts: Sequence[str]) -> Numbered:
    """Keep whole numbers as movie ids; give anything else an id that only its text decides.

    An id made from the text stays the same when the file grows, and does not fall among the
    small ids of MovieLens, so that a profile from elsewhere does not meet a wrong movie.
    """
    own = _own_numbers(texts)
    if own is not None:
        if not (own == 0).any():
            return Numbered(own, kept=True)
        shifted = np.where((own >= 0) & (own < MAX_ID), own + 1, -1).astype(np.int32)
        return Numbered(shifted, True, "Movie ids begin at 0 in the file, so here each is 1 higher")
    taken: set[int] = set()
    id_of: dict[str, int] = {"": -1}
    for text in sorted(set(texts) - {""}):
        digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
        number = int.from_bytes(digest, "big") % MAX_ID + 1
        while number in taken:
            number = number % MAX_ID + 1
        taken.add(number)
        id_of[text] = number
    return Numbered(
        np.array([id_of[text] for text in texts], dtype=np.int32),
        kept=False,
        note=f"Movies with names instead of numbers, ids made from the names: {len(taken):,}",
    )


def _own_numbers(texts: Sequence[str]) -> NDArray[np.int32] | None:
    matches = [_WHOLE.fullmatch(text) for text in texts]
    found = [int(match[1]) if match else -1 for match in matches]
    fitting = [number if number <= MAX_ID else -1 for number in found]
    named = sum(text != "" for text in texts)
    if sum(number >= 0 for number in fitting) < NUMERIC_SHARE * named:
        return None
    return np.array(fitting, dtype=np.int32)
