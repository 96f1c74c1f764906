"""One type converts between a data set's ids and matrix positions."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from recsys.data.ids import IntArray
from recsys.errors import UnknownIdError


class Vocabulary:
    """A sorted, immutable set of ids; the position of an id is its row or column number.

    The ids may come in any order and more than once; the noun ("movie", "user") is for messages.
    """

    def __init__(self, ids: Iterable[int] | IntArray, noun: str = "movie") -> None:
        array = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64)
        self.ids: IntArray = np.unique(array.astype(np.int64))
        self.ids.setflags(write=False)
        self.noun = noun

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, item_id: int) -> bool:
        return bool(self.known([item_id])[0])

    def known(self, ids: Iterable[int] | IntArray) -> NDArray[np.bool_]:
        """Return for each id whether the vocabulary holds it."""
        return self._find(_as_ids(ids))[1]

    def idx(self, ids: Iterable[int] | IntArray) -> IntArray:
        """Return the positions of ids that must all be known.

        Raises
        ------
        UnknownIdError
            Names the first id that is not in the vocabulary.
        """
        array = _as_ids(ids)
        positions, known = self._find(array)
        if not known.all():
            raise UnknownIdError(
                f"{self.noun} {array[~known][0]} is not among the {len(self):,} {self.noun}s here; "
                f"use the id of a {self.noun} of this data set"
            )
        return positions

    def idx_of_known(self, ids: Iterable[int] | IntArray) -> IntArray:
        """Return the positions of those ids that are known, the others left out."""
        positions, known = self._find(_as_ids(ids))
        return positions[known]

    def _find(self, array: IntArray) -> tuple[IntArray, NDArray[np.bool_]]:
        """Return where each id would stand, and whether it stands there."""
        if not len(self.ids):
            return np.zeros(len(array), dtype=np.int64), np.zeros(len(array), dtype=bool)
        positions = np.minimum(np.searchsorted(self.ids, array), len(self.ids) - 1)
        return positions, np.asarray(self.ids[positions] == array)

    def idx_of(self, item_id: int) -> int:
        """Return the position of one id that must be known."""
        return int(self.idx([item_id])[0])


def _as_ids(ids: Iterable[int] | IntArray) -> IntArray:
    return np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), dtype=np.int64)
