"""kill -9 at any moment: the next start gives the same list and finds nothing half-written."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import kept
import pytest

from recsys import disk, paths
from recsys.data.uploads import Uploads

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lives(mine):
    """Return what starts a process that lives in a home, and says its number."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "helpers")])
    with subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "helpers" / "kept.py")],
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    ) as starter:  # fmt: skip

        def start(home):
            starter.stdin.write(f"{home}\t{mine}\n")
            starter.stdin.flush()
            return int(starter.stdout.readline())

        def killed(child, seconds):
            # Nothing is waited for here: this is the moment of the kill.
            select.select([starter.stdout], [], [], seconds)
            os.kill(child, signal.SIGKILL)
            assert starter.stdout.readline() == "gone\n"

        try:
            yield start, killed
        finally:
            # Where a test has failed, what it started still lives, and would without end.
            os.killpg(starter.pid, signal.SIGKILL)


def sound():
    """Return how many kept folders there are, each as its checksums say."""
    folders = [sums.parent for sums in paths.home().rglob(disk.SUMS)]
    for folder in folders:
        found = disk.find(folder, "it", "")
        for path in folder.iterdir():
            if path.name != disk.SUMS:
                found.check(path.name)
    return len(folders)


def has_kept_everything(home):
    with suppress(FileNotFoundError):  # it removes things as well
        return len(list(home.rglob(disk.SUMS))) == 4
    return False


def test_a_kill_at_any_moment_costs_nothing(lives, home, mine, truth, many):
    start, killed = lives
    rng, trials, left, folders = random.Random(10), 50 if many else 10, 0, 0
    # The first life begins in an empty home; how long a whole one takes is seen there.
    child, begun = start(home), time.perf_counter()
    while not has_kept_everything(home):
        assert time.perf_counter() - begun < 60
    life = time.perf_counter() - begun
    killed(child, 0)
    for _ in range(trials):
        killed(start(home), rng.uniform(0, 2 * life))
        left += bool(kept.leftovers())
        disk._sweep.cache_clear()
        disk.sweep()
        assert kept.leftovers() == []
        folders += sound()
        answer = kept.next_start(mine)
        assert answer.said == ()
        assert answer.same(truth)
    print(f"kill -9 | {trials} | {trials} the same list, {folders} folders sound, "
          f"{left} left something, none after the next start")  # fmt: skip


def test_two_processes_in_one_cold_home(lives, home, mine, truth):
    start, killed = lives
    child = start(home)
    for _ in range(20):
        for kind in (paths.processed_home(), paths.models_home()):
            for folder in kind.glob("[!.]*"):
                disk.remove(folder)
        assert kept.next_start(mine).same(truth)
    killed(child, 0)
    assert kept.next_start(mine).same(truth)
    assert kept.leftovers() == []


def test_a_living_process_keeps_what_it_is_writing(lives, home):
    start, killed = lives
    visit = Uploads()
    mine = visit.keep("1", "a.csv", open(__file__, "rb"))  # noqa: SIM115
    with disk.new_folder(paths.models_home()) as fresh:
        killed(start(home), 0.2)
        for _ in range(3):
            disk._sweep.cache_clear()
            disk.sweep()
        assert fresh.exists()
        assert mine.exists()
    assert kept.leftovers() == [mine.parent.parent]
