"""Bytes flipped, cut and added in every kind of kept file: never another answer, and healed."""

import random
import re
from pathlib import Path

import kept
import made
import numpy as np
import pytest

from recsys import disk, paths
from recsys.data.install import fetch
from recsys.data.registry import open_dataset
from recsys.errors import RecsysError
from recsys.evaluate import report


def flip(content, rng):
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


def cut(content, rng):
    return content[: rng.randrange(len(content))]


def append(content, rng):
    return content + rng.randbytes(rng.randint(1, 9))


def whole_files(home):
    return sorted(p for sums in home.rglob(disk.SUMS) for p in sums.parent.iterdir())


def test_no_damage_changes_the_answer(mine, truth, home, many):
    kept.next_start(mine)
    files = whole_files(home)
    rng, trials, told, kinds = random.Random(9), 500 if many else 120, 0, set()
    for trial in range(trials):
        path = files[trial % len(files)]
        before = path.read_bytes()
        path.write_bytes(rng.choice([flip, cut, append])(before, rng))
        kinds.add(f"{path.relative_to(home).parts[0]}/{path.name}")
        answer = kept.next_start(mine)
        assert answer.same(truth), (trial, path)
        assert len(answer.said) == 1, (trial, path, answer.said)
        assert re.fullmatch(r"[^\n]* in RECSYS_HOME/[^\n]* is damaged \([^\n]*", answer.said[0])
        assert "None" not in answer.said[0]
        told += 1
        again = kept.next_start(mine)
        assert (again.same(truth), again.said) == (True, ()), (trial, path)
    print(f"flips, cuts, appends | {trials} | {trials} the same answer, {told} told, "
          f"{trials} healed; {len(kinds)} kinds of file")  # fmt: skip
    assert len(kinds) == len(files) == 19


def test_each_bit_of_a_header_is_told(mine, truth, home, monkeypatch):
    """One such bit made numpy's own parser raise something else, for ever."""
    kept.next_start(mine)
    (path,) = home.glob("processed/*/rating.npy")
    sound = path.read_bytes()
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("parsed"))
    for bit in range(8 * 128):
        flipped = bytearray(sound)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(RecsysError, match="its checksums do not match"):
            disk.find(path.parent, "it", "").array(path.name)
    monkeypatch.undo()
    monkeypatch.setenv("RECSYS_HOME", str(home))
    assert len(kept.next_start(mine).said) == 1
    assert kept.next_start(mine).said == ()
    print("bits of a header | 1024 | 1024 told before anything is parsed")


def test_a_damaged_evaluation_does_not_hide_the_one_that_came_with_the_app(home):
    data = open_dataset("ml-latest-small")
    shipped = report.load(data.name, data.fingerprint, "few-shot")
    mine = kept.evaluation(data.name, data.fingerprint, [])
    assert mine == shipped
    folder = report.save(shipped)
    for path in folder.iterdir():
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"?")
        assert report.load(data.name, data.fingerprint, "few-shot") == shipped
        path.write_bytes(content)


def test_a_damaged_installed_data_set_is_no_other_data_set(home, tmp_path, many):
    archive = made.zipped(kept.source(tmp_path), tmp_path / "set.zip")
    installed = Path(fetch("ml-latest-small", archive).path)
    rng, files, trials = random.Random(3), sorted(installed.iterdir()), 200 if many else 30
    sound = open_dataset("ml-latest-small").fingerprint
    said = []
    for trial in range(trials):
        path = files[trial % len(files)]
        content = path.read_bytes()
        path.write_bytes(rng.choice([flip, cut, append])(content, rng))
        said.clear()
        found = open_dataset("ml-latest-small", on_notice=said.append)
        assert found.source == paths.EMBEDDED_DATA / "ml-latest-small"
        assert re.fullmatch(
            r"the installed data set in RECSYS_HOME/datasets/ml-latest-small is damaged .*; "
            r"run: python -m recsys fetch ml-latest-small", said[0],
        )  # fmt: skip
        path.write_bytes(content)
    assert open_dataset("ml-latest-small").fingerprint == sound
    path.write_bytes(b"")
    (tmp_path / "home" / "datasets" / "ml-latest-small").rename(home / "datasets" / "ml-1m")
    with pytest.raises(RecsysError, match=r"the installed data set in .* is damaged"):
        open_dataset("ml-1m")
    print(f"installed data set | {trials} | {trials} told, none read")
