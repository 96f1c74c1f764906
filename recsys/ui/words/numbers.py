"""Numbers that stand beside their sum, printed so that they add up."""

from collections.abc import Sequence
from math import floor, isfinite, log10

import numpy as np

DECIMALS = 3
MINUS = "\N{MINUS SIGN}"


def decimals_for(total: float, parts: Sequence[float]) -> int:
    """Return how many decimals tell a sum and its parts: more where all of them are small."""
    largest = max([abs(total), *map(abs, parts)], default=0.0)
    if not isfinite(largest) or largest == 0:
        return DECIMALS
    return max(DECIMALS, 1 - floor(log10(largest)))


def adding_up(parts: Sequence[float], decimals: int = DECIMALS) -> tuple[list[str], str]:
    """Print parts with a sign, and their sum, so that what is printed adds up exactly.

    Each part is the value rounded down or up; those nearest to the next step go up, as many as the
    rounded sum asks for (the method of largest remainders). No printed part is a step or more from
    its value.
    """
    scaled = np.asarray(parts, dtype=np.float64) * 10**decimals
    steps = np.floor(scaled)
    missing = round(float(scaled.sum())) - int(steps.sum())
    up = np.argsort(steps - scaled, kind="stable")[:missing]
    steps[up] += 1
    return [signed(step / 10**decimals, decimals) for step in steps.tolist()], plain_number(
        float(steps.sum()) / 10**decimals, decimals
    )


def printed(parts: Sequence[float]) -> tuple[list[str], str]:
    """Print parts and their sum with as many decimals as they need (`adding_up`)."""
    return adding_up(parts, decimals_for(sum(parts), parts))


def signed(value: float, decimals: int = DECIMALS) -> str:
    """Print `+0.190`, `−0.008`, `0.000`."""
    text = f"{abs(value):.{decimals}f}"
    if not float(text):
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def plain_number(value: float, decimals: int = DECIMALS) -> str:
    """Print `0.478`, `−0.001`."""
    return signed(value, decimals).removeprefix("+")
