"""Charts of the movie night: because of which favourites each person wants a movie."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from recsys.people.night import NightMovie, Vote
from recsys.ui.border import Markdown
from recsys.ui.charts.theme import LIGHT, Theme
from recsys.ui.charts.tooltip import tooltip
from recsys.ui.charts.why import by_size, folded, written
from recsys.ui.words.night import appeal

SHOWN_FAVOURITES = 4
"""Favourites of each person that get a bar of their own."""


def _scale(names: Sequence[str], colour: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(names), range=[colour[name] for name in names])


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


def square(colour: str) -> Markdown:
    """Return a person's colour, `#` and six digits, in Markdown."""
    return Markdown(f':color[■]{{foreground="#{int(colour[1:], 16):06x}"}}')
