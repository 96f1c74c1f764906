"""Folders are whole or not there, whoever writes at once; nothing stays behind; bytes are told."""

import dataclasses
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from recsys import disk, limits
from recsys.errors import ArtifactError

ROOT = Path(__file__).resolve().parents[1]


def keep(target, content, most=None):
    disk.keep(target, {"a": content, "b.npy": np.arange(3)}, "the thing", "for now", most)


def find(target):
    return disk.find(target, "the kept thing", "it is made anew")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_kept_comes_back_under_checksums_that_other_tools_know(tmp_path):
    keep(tmp_path / "x", b"hello")
    kept = find(tmp_path / "x")
    assert kept.content("a") == b"hello"
    assert kept.array("b.npy").tolist() == [0, 1, 2]
    # Worked out by `printf hello | sha256sum`.
    told = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  a"
    assert (tmp_path / "x" / "SHA256SUMS").read_text().splitlines()[0] == told
    assert find(tmp_path / "y") is None
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("exchange", [True, False])
def test_what_is_replaced_goes_whole(tmp_path, monkeypatch, exchange):
    if not exchange:  # a system without such a call
        monkeypatch.setattr(disk, "_exchange", lambda *_: False)
    for content in (b"one", b"two", b"three"):
        keep(tmp_path / "x", content)
    assert find(tmp_path / "x").content("a") == b"three"
    assert names(tmp_path) == ["x"]
    (tmp_path / "x").rename(tmp_path / "y")
    (tmp_path / "x").write_text("a file where a folder goes")
    keep(tmp_path / "x", b"four")
    assert find(tmp_path / "x").content("a") == b"four"


def test_a_writer_that_fails_leaves_the_old_whole(tmp_path):
    keep(tmp_path / "x", b"old")

    def write_half():
        with disk.new_folder(tmp_path) as fresh:
            (fresh / "a").write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert find(tmp_path / "x").content("a") == b"old"
    assert names(tmp_path) == ["x"]


def write_often(target, letter):
    for _ in range(50):
        keep(Path(target), letter * 1000)


def test_two_processes_that_write_one_name_both_succeed(tmp_path):
    target = tmp_path / "x"
    keep(target, b"s" * 1000)
    start = multiprocessing.get_context("fork").Process
    writers = [start(target=write_often, args=(str(target), letter)) for letter in (b"a", b"b")]
    for writer in writers:
        writer.start()
    there = []
    while any(writer.is_alive() for writer in writers):
        there.append(target.is_dir())
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert all(there) or sys.platform != "linux"
    assert find(target).content("a")[:1] in (b"a", b"b")
    assert names(tmp_path) == ["x"]


def test_every_flipped_bit_is_told_before_anything_is_parsed(tmp_path, monkeypatch):
    keep(tmp_path / "x", b"hello")
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("parsed"))
    for path in (tmp_path / "x").iterdir():
        content = path.read_bytes()
        for bit in range(8 * len(content)):
            flipped = bytearray(content)
            flipped[bit // 8] ^= 1 << bit % 8
            path.write_bytes(flipped)

            def read_all():
                kept = find(tmp_path / "x")
                kept.check("a")
                kept.check("b.npy")

            with pytest.raises(ArtifactError, match=r"is damaged.*; it is made anew"):
                read_all()
        path.write_bytes(content)
    (tmp_path / "x" / "a").unlink()
    with pytest.raises(ArtifactError, match=r"is damaged \(it lacks a file\)"):
        find(tmp_path / "x").content("a")


def test_the_oldest_and_what_a_crash_left_are_pruned(tmp_path):
    for i, name in enumerate(["old", "newer", "newest", ".new-crash", ".old-crash", ".else"]):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (i, i))
    with disk.new_folder(tmp_path) as busy:
        os.utime(busy, (0, 0))
        disk.prune(tmp_path, 2)
        assert names(tmp_path) == sorted([".else", busy.name, "newer", "newest"])
    disk.prune(tmp_path / "nowhere", 2)


def test_where_nothing_can_be_locked_only_old_leftovers_go(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "fcntl", None)
    for name, age in ((".new-old", disk.LEFTOVER_SECONDS + 9), (".new-young", 9)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    with disk.new_folder(tmp_path) as busy:
        disk.prune(tmp_path)
        assert names(tmp_path) == sorted([".new-young", busy.name])


def test_a_leftover_that_another_prunes_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    make, made = tempfile.mkdtemp, []

    def made_and_gone(**where):
        made.append(make(**where))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", made_and_gone)
    keep(tmp_path / "x", b"hello")
    assert find(tmp_path / "x").content("a") == b"hello"


def test_bytes_are_bounded_but_what_is_new_or_in_use_stays(tmp_path, monkeypatch):
    budget = dataclasses.replace(limits.PUBLIC, kept_bytes=7_000)
    monkeypatch.setattr(disk, "limits", lambda: budget)
    for i in range(6):
        keep(tmp_path / f"{i}", b"x" * 2_000)
        os.utime(tmp_path / f"{i}", (i, i))
        if i == 0:
            find(tmp_path / "0")
            os.utime(tmp_path / "0", (0, 0))
    assert names(tmp_path) == ["0", "4", "5"]
    keep(tmp_path / "6", b"x" * 9_000)
    assert names(tmp_path) == ["0", "6"]


def test_a_clock_that_was_ahead_does_not_push_out_what_is_used_now(tmp_path):
    for name, ahead in (("now", 0), ("tomorrow", 86_400), ("yesterday", -86_400)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() + ahead,) * 2)
    disk.prune(tmp_path, 2)
    assert names(tmp_path) == ["now", "yesterday"]
    disk.prune(tmp_path, 1)
    assert names(tmp_path) == ["now"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ml-1m", "ml-1m"), ("my club.csv", "my club.csv"), ("../../evil", "evil"),
        ("C:\\evil.csv", "evil.csv"), ("..", "x"), ("", "x"), (".hidden", "hidden"),
        ("a*b?c", "a_b_c"), ("film\n名\x00", "film_名_"), ("é" * 99, "é" * 60),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_else(text, name):
    assert disk.safe_name(text, "x") == name


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArtifactError) as caught:
        keep(tmp_path / "file" / "x", b"")
    assert str(caught.value) == (
        f"the thing cannot be kept in {tmp_path}/file (File exists); "
        "for now set RECSYS_HOME to a folder that can be written"
    )


SMALL_DISK = """
import pathlib, resource, signal, sys
import numpy as np
from recsys import disk
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
disk.keep(pathlib.Path(sys.argv[1]) / "x", {"a.npy": np.zeros(10**5)}, "the thing", "for now")
"""


def test_the_system_says_why_an_array_was_not_taken_not_numpy(tmp_path):
    """As numpy itself would say how many numbers were written, and nothing of the disk."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"the thing cannot be kept in {tmp_path} (File too large); for now" in done.stderr
    assert names(tmp_path) == []


LOCKED = """
import os, pathlib, sys
home = os.environ["RECSYS_HOME"]
stat, mkdir, listdir = os.stat, os.mkdir, os.listdir
def closed(call):
    def refuse(path, *args, **kwargs):
        if isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(home + "/"):
            raise PermissionError(13, "Permission denied", path)
        return call(path, *args, **kwargs)
    return refuse
os.stat, os.mkdir = closed(stat), closed(mkdir)
from recsys.commands.parser import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["summary"], 0),
        (["train", "--factors", "2", "--iterations", "1"], 0),
        (["similar", "1"], 0),
        (["summary", "--dataset", "nowhere"], 2),
    ],
)
def test_a_home_of_somebody_else_is_a_sentence_and_no_traceback(words, status, tmp_path):
    """As with mode 700 of another user, which a test that runs as root cannot make."""
    done = subprocess.run(
        [sys.executable, "-c", LOCKED, *words],
        cwd=ROOT, env={**os.environ, "RECSYS_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode == status
    said = [line for line in done.stderr.splitlines() if not line.startswith("iteration")]
    assert all(re.search(r"Permission denied|^error: ", line) for line in said)
    assert said
