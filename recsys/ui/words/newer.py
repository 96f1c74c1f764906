"""The newest release: what it brings, what it needs, and how far the way to it is."""

from recsys.data.download import Loaded
from recsys.data.releases import Release
from recsys.data.room import Room
from recsys.model.als import Progress
from recsys.text import count, size


def label(wanted: Release) -> str:
    return f"Get {wanted.label} ({wanted.movies:,} movies, to {wanted.until})"


def brings(wanted: Release) -> str:
    known = wanted.counts[0]
    return (
        f"{count(known.ratings, 'rating')} of {wanted.movies:,} movies by {known.users:,} people, "
        f"the last of {wanted.until}. By GroupLens, University of Minnesota (Harper and Konstan "
        "2015), for non-commercial use; it may not be passed on."
    )


def needs(wanted: Release, need: Room, memory: int | None, disk: int, already: int) -> str:
    """Say what is downloaded, what it takes and what is free.

    Parameters
    ----------
    memory, disk : int
        Bytes that are free; None where the system does not say.
    already : int
        Bytes of the archive that are here.
    """
    load = f"A download of {size(wanted.archive_bytes or 0)}"
    if already:
        load += f", of which {size(already)} are here"
    some = "" if memory is None else f" ({size(memory)} are free)"
    return (
        f"{load}. It needs {size(need.disk)} on disk ({size(disk)} are free), and "
        f"{size(need.memory)} of memory{some} while it is read and trained. "
        "You can go on meanwhile."
    )


def public(wanted: Release) -> str:
    """Say why a public host does not fetch it, and who does."""
    return (
        f"This public host keeps to the data it has: {wanted.label} would take its memory from "
        "everybody else here. Run Cinefold at home, and this is one click."
    )


def far(wanted: Release, at: Loaded | Progress | None) -> tuple[float, str]:
    """Return how much is done of what is under way, 0 to 1, and a sentence."""
    if at is None:
        return 0.0, f"Asking GroupLens for {wanted.label} …"
    if isinstance(at, Progress):
        share = at.iteration / at.iterations
        left = "under a minute" if at.remaining < 60 else f"{at.remaining / 60:.0f} min"
        return share, f"Training: {at.iteration} of {at.iterations} rounds, {left} to go"
    if at.whole is None:
        return 0.0, f"{size(at.bytes)} loaded"
    if at.bytes >= at.whole:
        return (
            1.0,
            f"{size(at.whole)} loaded; they are compared with the published checksum and read …",
        )
    return at.bytes / at.whole, f"{size(at.bytes)} of {size(at.whole)} loaded"


def cancelled(wanted: Release, installed: bool) -> str:
    """Say what stays after Cancel."""
    if installed:
        return (
            f"Cancelled. {wanted.label} is here all the same: choose it above, and it is trained."
        )
    return "Cancelled. What was loaded is kept, and the next download goes on from there."
