"""A disk that refuses at any one call: a sentence with the true cause, or success, never a half."""

import errno
import io
import os
import re
from dataclasses import replace
from functools import cache

import kept
import made
import pytest

from recsys import disk, loading, paths
from recsys.data.install import fetch
from recsys.data.registry import open_dataset
from recsys.data.uploads import Uploads
from recsys.errors import RecsysError
from recsys.map import store as maps

CAUSES = {
    errno.ENOSPC: "No space left on device",
    errno.EIO: "Input/output error",
    errno.EACCES: "Permission denied",
}


class Refusing:
    """Counts the calls that change a disk, and refuses one of them."""

    def __init__(self, patch, number, cause):
        self.left, self.cause = number, cause
        for name in ("mkdir", "rename", "unlink", "rmdir", "utime"):
            patch.setattr(os, name, self.counted(getattr(os, name)))
        opened = io.open

        def open_(file, mode="r", *args, **kwargs):
            if not set(mode) & set("wax"):
                return opened(file, mode, *args, **kwargs)
            self.count()
            return Writing(opened(file, mode, *args, **kwargs), self)

        patch.setattr(io, "open", open_)

    def count(self):
        self.left -= 1
        if self.left == 0:
            raise OSError(self.cause, os.strerror(self.cause))

    def counted(self, call):
        def counting(*args, **kwargs):
            self.count()
            return call(*args, **kwargs)

        return counting


class Writing:
    """A file whose writes, flushes and end are calls as well."""

    def __init__(self, file, refusing):
        self.file, self.refusing = file, refusing

    def write(self, data):
        self.refusing.count()
        return self.file.write(data)

    def flush(self):
        self.refusing.count()
        self.file.flush()

    def close(self):
        self.file.close()
        self.refusing.count()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def cached(mine, said):
    return len(open_dataset(mine, on_notice=said.append).ratings)


@cache
def opened(mine):
    return loading.Source(open_dataset(mine, private=True))


@cache
def model(mine):
    return loading.train(opened(mine), kept.CONFIG)


def trained(mine, said):
    public = loading.Source(replace(opened(mine).dataset, private=False))
    return loading.train(public, kept.CONFIG, on_notice=said.append, threads=1).report.likes


def laid_out(mine, said):
    drawn, problem = maps.stored_or_made(model(mine))
    said += [problem] if problem else []
    return len(drawn.rows)


def evaluated(_, said):
    return kept.evaluation("mine", "0" * 64, said).minutes


def uploaded(_, said):
    visit = Uploads()
    try:
        return visit.keep("1", "mine.csv", io.BytesIO(b"user,item,rating\n")).read_bytes()
    except RecsysError as error:
        said.append(str(error))
        return b"user,item,rating\n"


def fetched(mine, said):
    try:
        return fetch("ml-latest-small", mine.parent / "ml-latest-small.zip").ratings
    except RecsysError as error:
        said.append(str(error))
        return len(opened(mine).dataset.ratings)


def sentences_name(cause, said):
    for sentence in said:
        assert cause in sentence
        assert "\n" not in sentence
        assert "None" not in sentence
        assert "zip" not in sentence
        assert "damaged" not in sentence
        assert str(paths.home()) not in sentence
    return bool(said)


@pytest.mark.parametrize("cause", CAUSES, ids=errno.errorcode.get)
@pytest.mark.parametrize("work", [cached, trained, laid_out, evaluated, uploaded, fetched])
def test_a_disk_that_refuses(work, cause, mine, tmp_path, monkeypatch):
    made.zipped(mine, mine.parent / "ml-latest-small.zip")
    refusals = told = number = 0
    expected, refused = None, True
    while refused:
        monkeypatch.setenv("RECSYS_HOME", str(tmp_path / f"home {number}"))
        said: list[str] = []
        with monkeypatch.context() as patch:
            refusing = Refusing(patch, number, cause)
            answer = work(mine, said)
            refused = number == 0 or refusing.left <= 0
        expected = answer if number == 0 else expected
        assert answer == expected
        assert not said or number
        told += sentences_name(CAUSES[cause], said)
        refusals += refused
        number += 1
        unfinished = [p for p in paths.home().rglob("*") if re.match(r"\.(new|old)-", p.name)]
        whole = [p.parent for p in paths.home().rglob(disk.SUMS)]
        assert all(not p.name.startswith(".") for p in whole if p.parent not in unfinished)
        disk._sweep.cache_clear()
        disk.sweep()
        again: list[str] = []
        assert work(mine, again) == expected
        assert again == []
        assert kept.leftovers() == []
    print(f"{work.__name__}, {CAUSES[cause]} | {refusals - 1} | {told} a sentence, "
          f"{refusals - 1 - told} done all the same; the next start whole")  # fmt: skip
    assert refusals > 5
    assert told


def test_a_full_disk_for_the_whole_life(mine, truth, home, monkeypatch):
    with monkeypatch.context() as patch:
        refusing = Refusing(patch, 0, errno.ENOSPC)
        refusing.count = refuse
        answer = kept.next_start(mine)
    assert answer.same(truth)
    assert len(answer.said) == 5
    assert sentences_name("No space left on device", answer.said)
    assert not home.exists()
    assert kept.next_start(mine).said == ()


def refuse():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_home_that_goes_while_the_app_runs(mine, truth, home):
    kept.next_start(mine)
    for kind in (None, "models", "processed", "uploads"):
        disk.remove(home / kind if kind else home)
        answer = kept.live(mine)
        assert (answer.same(truth), answer.said) == (True, ())
    assert len(list(home.rglob(disk.SUMS))) == 4


@pytest.mark.parametrize("days", [-10_000, 10_000])
def test_a_clock_that_jumps(mine, truth, home, days):
    kept.next_start(mine)
    (home / "models" / ".new-killed").mkdir()
    for path in [home, *home.rglob("*")]:
        moment = path.stat().st_mtime + days * 86_400
        os.utime(path, (moment, moment))
    answer = kept.next_start(mine)
    assert (answer.same(truth), answer.said) == (True, ())
    assert kept.leftovers() == []
    assert len(list(home.rglob(disk.SUMS))) == 4
