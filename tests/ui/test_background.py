"""Work behind the pages: begun once, and it goes on without whoever began it."""

import threading

from recsys.errors import DataError
from recsys.ui import background


def test_work_is_begun_once_and_who_comes_later_finds_it_further():
    go_on, begun = threading.Event(), []

    def make(work):
        begun.append(1)
        work.done = 0.5
        assert go_on.wait(20)
        return "made"

    first = background.work("nowhere", "once", make)
    second = background.work("nowhere", "once", make)
    assert second is first
    assert first.result is None
    go_on.set()
    assert first.finished.wait(20)
    assert (first.result, first.done, begun) == ("made", 0.5, [1])


def test_what_cannot_be_made_says_so():
    def make(_work):
        raise DataError("no such thing")

    work = background.work("nowhere", "fails", make)
    assert work.finished.wait(20)
    assert work.result is None
    assert isinstance(work.error, DataError)
