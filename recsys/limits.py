"""What one visitor may ask of the machine: little on a public host, nearly everything at home.

`RECSYS_PUBLIC=1` chooses the public budget; its numbers and their reasons stand in
`docs/hosting.md`. What protects every parser (bombs, endless lines) is not here: it stands beside
the parser and holds everywhere.
"""

import os
from dataclasses import dataclass

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Limits:
    """One budget.

    Attributes
    ----------
    unpacked_bytes : int
        Of an archive that a visitor brings, after unpacking.
    own_movies : int
        In a visitor's own data.
    link_movies : int
        In the profile of one link.
    factors, iterations : int
        Of a training with settings of one's own.
    training_seconds : float
        Between the starts of two trainings by visitors; there is never more than one at a time.
    heavy : bool
        Whether pages offer what takes a gigabyte or minutes: the evaluations on the Model page, and
        the newest release on Explore.
    kept_bytes : int
        In each folder of RECSYS_HOME; what was used longest ago leaves first.
    calls_a_minute : float
        Answers of the interface (`/api`, `/card.png`) to one address.
    """

    unpacked_bytes: int
    own_movies: int
    link_movies: int
    factors: int
    iterations: int
    training_seconds: float
    heavy: bool
    kept_bytes: int
    calls_a_minute: float


HOME = Limits(
    unpacked_bytes=4 * 1024 * MEGABYTE,
    own_movies=100_000,
    link_movies=10_000,
    factors=512,
    iterations=200,
    training_seconds=0,
    heavy=True,
    kept_bytes=20 * 1024 * MEGABYTE,
    calls_a_minute=float("inf"),
)
PUBLIC = Limits(
    unpacked_bytes=256 * MEGABYTE,
    own_movies=20_000,
    link_movies=5_000,
    factors=128,
    iterations=30,
    training_seconds=60,
    heavy=False,
    kept_bytes=512 * MEGABYTE,
    calls_a_minute=60,
)


def is_public() -> bool:
    """Return whether strangers use this host."""
    return os.environ.get("RECSYS_PUBLIC") == "1"


def limits() -> Limits:
    """Return the budget of this host."""
    return PUBLIC if is_public() else HOME
