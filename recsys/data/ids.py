"""Counting and numbering ids in long columns, without sorting them where they are dense.

Ids of MovieLens are small whole numbers, so a table with one cell for every possible id beats
sorting 32 million of them. Ids far apart (made from names, say) fall back to sorting.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
Ids = NDArray[np.int32] | NDArray[np.int64]

# numpy widens every index array to 64 bits; in pieces of this size that costs little memory.
_PIECE = 1 << 21


def distinct(ids: Ids) -> IntArray:
    """Return the sorted distinct ids, shape (n,) to (m,)."""
    if not _dense(ids):
        return np.unique(ids).astype(np.int64)
    present = np.zeros(int(ids.max()) + 1, dtype=bool)
    for piece in _pieces(len(ids)):
        present[ids[piece]] = True
    return np.flatnonzero(present).astype(np.int64)


def positions(ids: Ids, vocabulary: IntArray) -> NDArray[np.int32]:
    """Return where each id stands in the vocabulary, shape (n,).

    The vocabulary, shape (m,), is as `distinct` returns it and must hold all of them.
    """
    found = np.empty(len(ids), dtype=np.int32)
    dense = _dense(ids)
    if dense:
        table = np.zeros(int(vocabulary[-1]) + 1, dtype=np.int32)
        table[vocabulary] = np.arange(len(vocabulary), dtype=np.int32)
    for piece in _pieces(len(ids)):
        found[piece] = table[ids[piece]] if dense else np.searchsorted(vocabulary, ids[piece])
    return found


def positions_between(
    starts: NDArray[np.generic], values: NDArray[np.generic]
) -> NDArray[np.int32]:
    """Return in which interval each value lies, shape (n,).

    The starts, shape (m,), ascend; the first is at or below every value.
    """
    found = np.empty(len(values), dtype=np.int32)
    for piece in _pieces(len(values)):
        found[piece] = np.searchsorted(starts, values[piece], side="right") - 1
    return found


def mark(table: NDArray[np.bool_], rows: NDArray[np.int32], columns: NDArray[np.int32]) -> None:
    """Set these cells of a table, in place."""
    for piece in _pieces(len(rows)):
        table[rows[piece], columns[piece]] = True


def tally(
    idx: NDArray[np.int32], size: int, weights: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """Count positions from 0 to size − 1, or sum weights by position, shape (n,) to (size,)."""
    total = np.zeros(size)
    for piece in _pieces(len(idx)):
        part = None if weights is None else weights[piece]
        total += np.bincount(idx[piece], part, minlength=size)
    return total


def _dense(ids: Ids) -> bool:
    if not len(ids) or ids.min() < 0:
        return False
    return int(ids.max()) < max(4 * len(ids), 1 << 20)


def _pieces(length: int) -> Iterator[slice]:
    return (slice(start, start + _PIECE) for start in range(0, length, _PIECE))
