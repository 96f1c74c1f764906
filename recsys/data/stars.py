"""Stars: the steps a rating may take, and from how many on it is a like."""

STAR_STEPS: tuple[float, ...] = tuple(half / 2 for half in range(1, 11))
"""0.5 to 5."""

DEFAULT_MIN_RATING = 3.0
"""The fewest stars that count as a like, unless a configuration says otherwise."""
