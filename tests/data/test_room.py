"""What a release needs, what is free, and the refusals; figures worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from recsys.data import room
from recsys.data.releases import RELEASES, Counts
from recsys.errors import UnavailableError

WANTED = replace(RELEASES["ml-32m"], counts=(Counts(10_000_000, 9),), archive_bytes=80_000_000)
MEMORY, DISK = 10_000_000 * room.MEMORY_A_RATING, 10_000_000 * room.DISK_A_RATING + 80_000_000


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "not" / "yet"))
    return tmp_path / "not" / "yet"


@pytest.fixture
def free(monkeypatch):
    def having(memory, disk):
        monkeypatch.setattr(room, "free_memory", lambda: memory)
        monkeypatch.setattr(room, "free_disk", lambda: disk)

    return having


def test_the_newest_release_is_the_published_one():
    known = RELEASES["ml-32m"]
    assert (known.counts[0], known.movies) == (Counts(32_000_204, 200_948), 87_585)


def test_what_is_loaded_already_needs_no_room(home):
    assert room.needed(WANTED) == room.Room(MEMORY, DISK)
    part = home / "downloads" / "ml-32m" / "ml-32m.zip"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"?" * 1_000)
    assert room.needed(WANTED) == room.Room(MEMORY, DISK - 1_000)


def test_just_enough_is_enough(free):
    free(MEMORY, DISK)
    room.check(WANTED)
    free(None, DISK)
    room.check(WANTED)


def test_too_little_is_refused_with_both_figures(free):
    free(MEMORY - 300_000_000, DISK)
    with pytest.raises(UnavailableError, match=r"needs \d+ MB of memory, and \d+ MB are free"):
        room.check(replace(WANTED, counts=(Counts(10_000_000, 9),)))
    free(MEMORY, 5_000_000)
    with pytest.raises(UnavailableError, match="on disk, and 5 MB are free in RECSYS_HOME"):
        room.check(WANTED)


def test_the_disk_of_a_home_that_is_not_there_yet():
    assert room.free_disk() > 0


def files(folder: Path, **content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_the_smallest_of_machine_and_groups_counts(tmp_path):
    proc, groups = tmp_path / "proc", tmp_path / "groups"
    assert room.free_memory(proc, groups) is None
    files(proc, meminfo="MemTotal: 9000 kB\nMemAvailable:    8000 kB\n")
    assert room.free_memory(proc, groups) == 8_192_000
    files(proc / "self", cgroup="0::/outer/inner\n")
    files(groups / "outer" / "inner", memory__max="max\n", memory__current="70\n")
    assert room.free_memory(proc, groups) == 8_192_000
    files(groups / "outer", memory__max="5000000\n", memory__current="3000000\n")
    assert room.free_memory(proc, groups) == 2_000_000
    files(groups / "outer", memory__stat="anon 7\ninactive_file 500000\n")
    assert room.free_memory(proc, groups) == 2_500_000
    files(groups / "outer" / "inner", memory__max="60\n")
    assert room.free_memory(proc, groups) == 0


def test_control_groups_of_the_first_version(tmp_path):
    proc, groups = tmp_path / "proc", tmp_path / "groups"
    files(proc / "self", cgroup="5:cpu:/a\n4:memory:/b\n")
    limit = {"memory__limit_in_bytes": "900\n", "memory__usage_in_bytes": "400\n"}
    files(groups / "memory" / "b", **limit)
    assert room.free_memory(proc, groups) == 500
