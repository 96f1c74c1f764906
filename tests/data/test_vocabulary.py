import numpy as np
import pytest

from recsys.data.vocabulary import Vocabulary
from recsys.errors import UnknownIdError


def test_ids_are_sorted_unique_and_read_only():
    vocabulary = Vocabulary(np.array([30, 10, 30, 20]))
    assert vocabulary.ids.tolist() == [10, 20, 30]
    with pytest.raises(ValueError, match="read-only"):
        vocabulary.ids[0] = 1


def test_idx_follows_the_given_order():
    assert Vocabulary([10, 20, 30]).idx([30, 10]).tolist() == [2, 0]


def test_unknown_id_is_named():
    with pytest.raises(UnknownIdError, match="movie 25 is not among the 3 movies"):
        Vocabulary([10, 20, 30]).idx([10, 25])


def test_membership_at_both_ends_and_beyond():
    vocabulary = Vocabulary([10, 20, 30])
    assert vocabulary.known([5, 10, 30, 31]).tolist() == [False, True, True, False]
    assert 20 in vocabulary
    assert 21 not in vocabulary
    assert not Vocabulary([]).known([1]).any()


def test_unknown_ids_can_be_left_out_knowingly():
    vocabulary = Vocabulary([30, 10, 20])
    assert vocabulary.idx_of_known([20, 99, 10, 5]).tolist() == [1, 0]
    assert vocabulary.idx_of_known([]).tolist() == []
    assert Vocabulary([]).idx_of_known([1]).tolist() == []
