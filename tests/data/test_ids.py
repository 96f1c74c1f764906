import numpy as np
import pytest

from recsys.data.ids import distinct, positions, tally


@pytest.mark.parametrize("spread", [1, 50_000_000])
def test_dense_and_far_apart_ids_are_counted_alike(spread):
    ids = np.array([7, 3, 7, 40, 3, 7], dtype=np.int32) * np.int32(spread)
    known = distinct(ids)
    assert known.tolist() == [3 * spread, 7 * spread, 40 * spread]
    assert known.dtype == np.int64
    idx = positions(ids, known)
    assert idx.tolist() == [1, 0, 1, 2, 0, 1]
    assert idx.dtype == np.int32
    assert tally(idx, 3).tolist() == [2, 3, 1]
    stars = np.array([1, 2, 3, 4, 5, 0.5], dtype=np.float32)
    assert tally(idx, 3, stars).tolist() == [7, 4.5, 4]


def test_nothing_and_negative_ids():
    assert distinct(np.array([], dtype=np.int32)).tolist() == []
    assert distinct(np.array([-5, 2, -5])).tolist() == [-5, 2]


def test_more_rows_than_one_piece():
    ids = np.arange(5_000_000, dtype=np.int32) % 11
    known = distinct(ids)
    assert known.tolist() == list(range(11))
    assert tally(positions(ids, known), 11).sum() == 5_000_000
