"""The bars on the cards of a movie night: small pictures, as ten charts would take seconds.

The numbers stand beside them in a line that is also the key to the colours.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from recsys.people.night import MEAN, Night, NightMovie
from recsys.ui.border import Markdown, plain

_WIDTH, _THICK, _GAP = 500.0, 14.0, 3.0
_FADED = 0.35


def appeal(value: float) -> str:
    """Write an appeal: `84 %`, `−12 %`."""
    return f"{100 * value:.0f} %".replace("-", "−")


def colours(names: Sequence[str], dark: bool) -> dict[str, str]:
    """Return each person's colour, from the theme."""
    palette = st.get_option(f"theme.{'dark' if dark else 'light'}.chartCategoricalColors")
    return dict(zip(names, palette, strict=False))


def lowest(night: Night) -> float:
    """Return where the axis of a list's bars begins: 0, or where the lowest bar ends."""
    return min((_low(movie, night.rule) for movie in night.movies), default=0.0)


def _low(movie: NightMovie, rule: str) -> float:
    if rule == MEAN:
        return sum(min(word.part, 0.0) for word in movie.people)
    return min([0.0, *(word.appeal for word in movie.people)])


def bar_svg(movie: NightMovie, rule: str, colour: Mapping[str, str], low: float = 0.0) -> str:
    """Draw one movie's appeal: under the mean one bar of everybody's parts, else a bar each.

    Parameters
    ----------
    colour : mapping name → CSS colour
    low : float
        Where the axis begins, 0 or less (see `lowest`); it ends at 1.
    """
    scale = _WIDTH / (1 - low)
    rows = 1 if rule == MEAN else len(movie.people)
    height = rows * _THICK + (rows - 1) * _GAP
    shapes = [_rect(-low * scale, 0, scale, height, "#808080", 0.15)]
    ends = {True: 0.0, False: 0.0}
    for place, word in enumerate(movie.people):
        fill = colour[word.name]
        if rule == MEAN:
            start = ends[word.part > 0]
            end = ends[word.part > 0] = start + word.part
            top, opacity = 0.0, 1.0
        else:
            start, end = 0.0, word.appeal
            top, opacity = place * (_THICK + _GAP), 1.0 if word.deciding else _FADED
        left, right = sorted((start, end))
        shapes.append(
            _rect((left - low) * scale, top, (right - left) * scale, _THICK, fill, opacity)
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {_WIDTH:g} {height:g}">{"".join(shapes)}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, fill: str, opacity: float) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:g}" width="{width:.2f}" height="{height:g}" rx="2" '
        f'fill="{fill}" opacity="{opacity:g}"/>'
    )


def key(movie: NightMovie, rule: str, colour: Mapping[str, str]) -> Markdown:
    """Return everybody's appeal in Markdown, each with the colour of the bar."""
    parts = []
    for word in movie.people:
        square = f':color[■]{{foreground="{colour[word.name]}"}}'
        value = f"{plain(word.name)} {appeal(word.appeal)}"
        decides = rule != MEAN and word.deciding
        parts.append(f"{square}\u00a0{f'**{value} decides**' if decides else value}")
    return Markdown(" · ".join(parts))
