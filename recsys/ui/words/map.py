"""What is said about the taste map."""

from recsys.map.projection import EDGE

_MIDDLE = EDGE / 5


def where(x: float, y: float) -> str:
    """Say in words where a point lies: "upper left", "middle"."""
    vertical = "" if abs(y) <= _MIDDLE else "upper" if y > 0 else "lower"
    horizontal = "" if abs(x) <= _MIDDLE else "right" if x > 0 else "left"
    if not horizontal:
        return {"": "middle", "upper": "top", "lower": "bottom"}[vertical]
    return f"{vertical} {horizontal}".strip()
