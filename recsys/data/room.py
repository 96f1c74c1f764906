"""How much memory and disk a release needs, and how much is free here."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from recsys import paths
from recsys.data.install import loaded
from recsys.data.releases import Release
from recsys.errors import UnavailableError
from recsys.text import size

MEMORY_A_RATING = 75
"""Bytes that a server holds at most for each rating while it reads and trains, and some room:
`python -m benchmarks.scale`, "get: peak" at 32 million, has 68 (docs/scale.md)."""
DISK_A_RATING = 52
"""Bytes for each rating as files, as processed copy and in the model: the same, "files, copy and
model"."""


@dataclass(frozen=True)
class Room:
    """Bytes of memory and disk."""

    memory: int
    disk: int


def needed(wanted: Release) -> Room:
    """Return what it takes to get a release, train on it and show it."""
    ratings = wanted.counts[0].ratings
    # The archive goes once it is unpacked, and what came of it takes no more.
    archive = (wanted.archive_bytes or 0) - loaded(wanted)
    return Room(MEMORY_A_RATING * ratings, DISK_A_RATING * ratings + max(0, archive))


def free_disk() -> int:
    """Return the bytes that are free where Cinefold writes."""
    place = paths.home().absolute()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def free_memory(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the bytes this process may still take: the machine's, or fewer if its group has.

    None where the system does not say.

    Parameters
    ----------
    proc, groups : Path
        Where Linux tells of processes and of control groups.
    """
    found = [*_of_machine(proc), *_of_groups(proc, groups)]
    return min(found) if found else None


def _of_machine(proc: Path) -> list[int]:
    lines = dict(line.split(":") for line in _read(proc / "meminfo").splitlines() if ":" in line)
    said = lines.get("MemAvailable", "").split()
    return [1024 * int(said[0])] if said else []


def _of_groups(proc: Path, groups: Path) -> list[int]:
    """Return what each control group around this process leaves, of either version."""
    lefts = []
    for line in _read(proc / "self" / "cgroup").splitlines():
        _, controllers, name = line.split(":", 2)
        if controllers not in ("", "memory"):
            continue
        root = groups / controllers
        names = ("memory.max", "memory.current")
        if controllers:
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes")
        inside = root / name.lstrip("/")
        for folder in (inside, *inside.parents):
            if not folder.is_relative_to(root):
                break
            most, used = (_read(folder / file).strip() for file in names)
            if most.isdecimal() and used.isdecimal():
                # What was read from files is given back where memory is short.
                stat = dict(row.split() for row in _read(folder / "memory.stat").splitlines())
                lefts.append(max(0, int(most) - int(used) + int(stat.get("inactive_file", 0))))
    return lefts


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def check(wanted: Release) -> None:
    """Refuse a release that this machine has no room for.

    Raises
    ------
    UnavailableError
        Too little memory or disk is free; the message says how much, and how much is needed.
    """
    need, memory, place = needed(wanted), free_memory(), free_disk()
    if memory is not None and memory < need.memory:
        raise UnavailableError(
            f"{wanted.label} needs {size(need.memory)} of memory, and {size(memory)} are free "
            "here; close what else runs, or take a larger machine"
        )
    if place < need.disk:
        raise UnavailableError(
            f"{wanted.label} needs {size(need.disk)} on disk, and {size(place)} are free in "
            "RECSYS_HOME; free some space, or set RECSYS_HOME to another folder"
        )
