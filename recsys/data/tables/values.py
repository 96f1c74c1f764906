"""From the cells of one's own data to codes, ids and times."""

import hashlib
import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.data.readers.ratings import MAX_ID, MAX_TIMESTAMP
from recsys.errors import DataError
from recsys.limits import limits

NUMERIC_SHARE = 0.9
"""From this share of whole numbers on, ids are numbers and the rest is rejected."""
UNREADABLE_TIME = -1
_MAX_TIME = 1e18
_UNITS = (
    ("nanoseconds", 10**9, 1e17),
    ("microseconds", 10**6, 1e14),
    ("milliseconds", 10**3, 1e11),
)
"""Name, parts of a second, and the smallest time of today that only they can mean."""
_WHOLE = re.compile(r"(\d{1,18})(?:\.0+)?")

Texts: TypeAlias = pa.StringArray | pa.DictionaryArray


class Codes:
    """Numbers texts in order of appearance, over many batches.

    A column with more than `most` distinct texts, or more characters in them than a quarter of
    what an archive may unpack to, is refused, by the sentence `refusal`: a file of some megabytes
    must not cost gigabytes.
    """

    def __init__(self, most: int, refusal: str) -> None:
        self.code_of: dict[str, int] = {}
        self._most, self._refusal = most, refusal
        self._characters = 0

    def add(self, texts: Texts) -> NDArray[np.int32]:
        """Return the code of each text, spaces around it apart.

        Raises
        ------
        DataError
            There are more distinct texts than expected.
        """
        encoded = texts.dictionary_encode()
        known = len(self.code_of)
        codes = [
            self.code_of.setdefault(text.strip(), len(self.code_of))
            for text in encoded.dictionary.to_pylist()
        ]
        self._characters += sum(map(len, islice(self.code_of, known, None)))
        if len(self.code_of) > self._most or 4 * self._characters > limits().unpacked_bytes:
            raise DataError(self._refusal)
        return np.array(codes, dtype=np.int32)[encoded.indices.to_numpy()]

    @property
    def texts(self) -> list[str]:
        return list(self.code_of)


def shortened(texts: Texts, characters: int) -> Texts:
    """Return the beginnings of texts; one that all rows share stays one."""
    if isinstance(texts, pa.DictionaryArray):
        beginnings = shortened(texts.dictionary, characters)
        return pa.DictionaryArray.from_arrays(texts.indices, beginnings)
    return pc.utf8_slice_codeunits(texts, 0, characters)


def times(texts: Texts) -> NDArray[np.int64]:
    """Return times as whole seconds, milli- or microseconds, or from written dates (UTC).

    0 where the cell is empty, `UNREADABLE_TIME` where it holds no time.
    """
    if isinstance(texts, pa.DictionaryArray):
        return times(texts.dictionary)[texts.indices.to_numpy()]
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
    found[found.isna() | (found.abs() > _MAX_TIME)] = UNREADABLE_TIME
    found[column == ""] = 0
    return found.to_numpy(np.float64).astype(np.int64)


def in_seconds(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], str]:
    """Bring times to seconds, and return the unit they had; impossible times are unreadable."""
    known = values[values > 0]
    typical = float(np.median(known)) if len(known) else 0.0
    unit, parts = next(((unit, n) for unit, n, above in _UNITS if typical > above), ("seconds", 1))
    if parts > 1:
        values = np.where(values > 0, values // parts, values)
    impossible = (values < 0) | (values > MAX_TIMESTAMP)
    return (np.where(impossible, UNREADABLE_TIME, values) if impossible.any() else values), unit


class Numbered(NamedTuple):
    """Ids for texts."""

    ids: NDArray[np.int32]
    """Shape (n_texts,), −1 where a text is no id."""
    named: int = 0
    """How many names were given an id; 0 where the file's own numbers are the ids."""
    moved: bool = False
    """Whether the file's numbers begin at 0, so that each id is 1 higher."""


def number_users(texts: Sequence[str]) -> Numbered:
    """Keep whole numbers as user ids; number anything else in alphabetical order from 1."""
    own = _own_numbers(texts)
    if own is not None:
        return Numbered(own)
    names = sorted(set(texts) - {""})
    return _named(texts, {name: number for number, name in enumerate(names, start=1)})


def number_items(texts: Sequence[str]) -> Numbered:
    """Keep whole numbers as movie ids; give anything else an id that only its text decides.

    An id made from the text stays the same when the file grows, and does not fall among the
    small ids of MovieLens, so that a profile from elsewhere does not meet a wrong movie.
    """
    own = _own_numbers(texts)
    if own is not None:
        if not (own == 0).any():
            return Numbered(own)
        return Numbered(np.where((own >= 0) & (own < MAX_ID), own + 1, -1), moved=True)
    id_of: dict[str, int] = {}
    taken: set[int] = set()
    for text in sorted(set(texts) - {""}):
        digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
        number = int.from_bytes(digest, "big") % MAX_ID + 1
        while number in taken:
            number = number % MAX_ID + 1
        taken.add(number)
        id_of[text] = number
    return _named(texts, id_of)


def _named(texts: Sequence[str], id_of: dict[str, int]) -> Numbered:
    return Numbered(np.array([id_of.get(text, -1) for text in texts], dtype=np.int32), len(id_of))


def _own_numbers(texts: Sequence[str]) -> NDArray[np.int32] | None:
    found = [int(match[1]) if (match := _WHOLE.fullmatch(text)) else -1 for text in texts]
    ids = np.array([number if number <= MAX_ID else -1 for number in found], dtype=np.int32)
    named = sum(text != "" for text in texts)
    return None if int((ids >= 0).sum()) < NUMERIC_SHARE * named else ids
