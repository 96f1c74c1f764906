"""Charts of the movie night: who wants a movie how much, and because of which favourites."""

import json
from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from recsys.people.night import MEAN, Night, NightMovie, Vote
from recsys.ui.border import Markdown, plain
from recsys.ui.charts.theme import LIGHT, NEUTRAL, Theme
from recsys.ui.charts.tooltip import tooltip
from recsys.ui.charts.why import by_size, folded, written

SHOWN_FAVOURITES = 4
"""Favourites of each person that get a bar of their own."""

_WIDTH, _THICK, _GAP = 500.0, 14.0, 3.0
_FADED = 0.35
_PHONE = 300
"""Width in pixels that a legend may take."""


def appeal(value: float) -> str:
    """Write an appeal: `84 %`, `−12 %`."""
    return f"{100 * value:.0f} %".replace("-", "−")


def people_bars(movie: NightMovie, rule: str, colour: Mapping[str, str]) -> alt.Chart:
    """Draw one movie's appeal: under the mean one bar of everybody's parts, else a bar each.

    Parameters
    ----------
    colour : mapping name → CSS colour
    """
    names = [vote.name for vote in movie.people]
    stacked = rule == MEAN
    table = pd.DataFrame(
        {
            "name": [vote.name for vote in movie.people],
            "order": range(len(movie.people)),
            "appeal": [100 * vote.appeal for vote in movie.people],
            "part": [100 * (vote.part if stacked else vote.appeal) for vote in movie.people],
            "row": ["all" if stacked else vote.name for vote in movie.people],
            "strength": [1.0 if vote.deciding else 0.4 for vote in movie.people],
            "decides": ["yes" if vote.deciding else "no" for vote in movie.people],
        }
    )
    labels = {vote.name: f"{vote.name} {appeal(vote.appeal)}" for vote in movie.people}
    lowest = min(0.0, *table["part"]) * (len(table) if stacked else 1)
    columns = ["name:N", "appeal:Q", *["part:Q"] * stacked, "decides:N"]
    titles = {"name": "Person", "appeal": "Appeal, %", "part": "Adds to the mean, points"}
    shade = alt.Color("name:N").title(None).sort(names).scale(_scale(names, colour))
    across = alt.X("part:Q").title(None).stack("zero").scale(domain=[lowest, 100])
    chart = alt.Chart(table, height=alt.Step(24 if stacked else 16), padding=0)
    bars = chart.mark_bar(cornerRadius=2, height=16 if stacked else 12)
    return bars.encode(
        x=across.axis(values=[0, 50, 100], labels=False, domain=False, ticks=False),
        y=alt.Y("row:N").title(None).axis(None).sort(names),
        color=shade.legend(
            orient="top",
            columns=_columns(labels.values()),
            offset=4,
            padding=0,
            labelLimit=_PHONE,
            labelExpr=f"({json.dumps(labels)})[datum.label]",
        ),
        opacity=alt.Opacity("strength:Q").scale(None).legend(None),
        order="order:Q",
        tooltip=tooltip(*columns, **titles),
    )


def _scale(names: Sequence[str], colour: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(names), range=[colour[name] for name in names])


def _columns(labels: Iterable[str]) -> int:
    """Return how many of these labels fit next to each other on a phone."""
    widest = max(map(len, labels), default=1)
    return max(1, min(4, _PHONE // (7 * widest + 28)))


def people_takeaway(movie: NightMovie, rule: str) -> str:
    """Return what `people_bars` shows as a sentence."""
    parts = ", ".join(
        f"{vote.name} {appeal(vote.appeal)}"
        + (" (decides)" if vote.deciding and rule != MEAN else "")
        for vote in movie.people
    )
    return f"{movie.title}: {appeal(movie.value)} for all; {parts}"


def favourite_rows(
    people: Sequence[Vote], shown: int = SHOWN_FAVOURITES
) -> list[tuple[str, str, float]]:
    """Return (person, favourite, what it adds to the person's appeal).

    The favourites with the largest effect come first, what is left of a person is "n others", so
    that each person's rows sum to the appeal.
    """
    return [(vote.name, *row) for vote in people for row in folded(vote.contributions, shown)]


def favourite_bars(
    movie: NightMovie, colour: Mapping[str, str], colours: Theme = LIGHT
) -> alt.LayerChart:
    """Draw what each person's favourites add to that person's appeal."""
    names = [vote.name for vote in movie.people]
    table = pd.DataFrame(favourite_rows(movie.people), columns=["name", "title", "adds"])
    table["adds"] *= 100
    table["row"] = range(len(table))
    table["text"] = table["name"] + " · " + table["title"]
    table["label"] = [f"{value:+.0f}" for value in table["adds"]]
    table["right"] = table["adds"].clip(lower=0)
    low, high = float(min(table["adds"].min(), 0)), float(table["right"].max())
    base = alt.Chart(table).encode(y=alt.Y("row:O").axis(None).scale(padding=0.1))
    across = alt.X("adds:Q").title("Adds to the person's appeal, %")
    bars = base.mark_bar(height=14, yOffset=9, cornerRadius=2).encode(
        x=across.scale(domain=[low, high + 0.16 * (high - low or 1)]).axis(grid=True, tickCount=4),
        color=alt.Color("name:N").title(None).scale(_scale(names, colour)).legend(None),
        tooltip=tooltip("name:N", "title:N", "adds:Q", name="Person", title="Favourite"),
    )
    return (bars + written(base, low, colours.text, "text:N")).properties(height=alt.Step(42))


def favourite_takeaway(movie: NightMovie) -> str:
    """Return what `favourite_bars` shows as a sentence."""
    parts = []
    for vote in movie.people:
        largest = by_size(vote.contributions)[:SHOWN_FAVOURITES]
        adds = ", ".join(f"{c.title} {100 * c.contribution:+.0f}" for c in largest)
        parts.append(f"{vote.name} {appeal(vote.appeal)} ({adds})")
    return f"Favourites behind the appeal of {movie.title}: {'; '.join(parts)}"


def lowest(night: Night) -> float:
    """Return where the axis of a list's bars begins: 0, or where the lowest bar ends."""
    if night.rule != MEAN:
        return min([0.0, *(vote.appeal for movie in night.movies for vote in movie.people)])
    ends = (sum(min(vote.part, 0.0) for vote in movie.people) for movie in night.movies)
    return min(ends, default=0.0)


def bar_svg(movie: NightMovie, rule: str, colour: Mapping[str, str], low: float = 0.0) -> str:
    """Draw what `people_bars` does as a small picture: ten charts on a page take seconds.

    Parameters
    ----------
    colour : mapping name → CSS colour
    low : float
        Where the axis begins, 0 or less (see `lowest`); it ends at 1.
    """
    scale = _WIDTH / (1 - low)
    rows = 1 if rule == MEAN else len(movie.people)
    height = rows * _THICK + (rows - 1) * _GAP
    shapes = [_rect(-low * scale, 0, scale, height, NEUTRAL, 0.15)]
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


def people_key(movie: NightMovie, rule: str, colour: Mapping[str, str]) -> Markdown:
    """Return everybody's appeal in Markdown, each with the colour of the bar."""
    parts = []
    for word in movie.people:
        value = f"{plain(word.name)} {appeal(word.appeal)}"
        decides = rule != MEAN and word.deciding
        parts.append(
            f"{square(colour[word.name])}\u00a0{f'**{value} decides**' if decides else value}"
        )
    return Markdown(" · ".join(parts))


def square(colour: str) -> Markdown:
    """Return a person's colour, `#` and six digits, in Markdown."""
    return Markdown(f':color[■]{{foreground="#{int(colour[1:], 16):06x}"}}')
