"""Counts, shares, stars and foreign text as they stand in a sentence."""

_JOINERS = "\u200c\u200d"
"""Without width; Persian words and emoji of several people need them."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return "1 movie", "1,234 movies"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """Write a share from 0 to 1: `12.3 %`, and never 0 or 100 where it is not."""
    if 0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    return f"{100 * share:.1f} %"


def stars(value: float) -> str:
    """Write stars: `1 star`, `3.5 stars`."""
    return f"{value:g} star{'' if value == 1 else 's'}"


def size(number: int) -> str:
    """Write bytes: `239 MB`, `3.7 GB`; those of 1,000, as disks and downloads are sold."""
    return f"{number / 1e9:,.1f} GB" if number >= 999_500_000 else f"{number / 1e6:,.0f} MB"


def excerpt(text: str, length: int = 80) -> str:
    """Return the beginning of foreign text, fit for one line.

    A tab or a line break is a space, and what else cannot be printed is `�`.
    """
    return "".join(
        c if c.isprintable() or c in _JOINERS else " " if c.isspace() else "�"
        for c in text[:length]
    )
