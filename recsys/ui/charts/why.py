"""Charts of why a movie stands in a list, and of what drives the whole list."""

from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui.charts.theme import LIGHT, Theme
from recsys.ui.charts.tooltip import tooltip
from recsys.ui.words.numbers import adding_up, decimals_for

FOR, AGAINST, TOTAL = "speaks for it", "speaks against it", "total"
SHOWN_CONTRIBUTIONS = 12
PICKED = "picked"
"""Name of the heat map's selection: the favourite whose column was clicked."""


def by_size(contributions: Iterable[Contribution]) -> list[Contribution]:
    """Return the largest first, whatever their sign."""
    return sorted(contributions, key=lambda c: -abs(c.contribution))


def folded(contributions: Iterable[Contribution], shown: int) -> list[tuple[str, float]]:
    """Return title and contribution of the `shown` largest, then one row "n others"."""
    head, rest = _split(contributions, shown)
    rows = [(c.title, c.contribution) for c in head]
    if rest:
        rows.append((count(len(rest), "other"), sum(c.contribution for c in rest)))
    return rows


def _split(
    contributions: Iterable[Contribution], shown: int
) -> tuple[list[Contribution], list[Contribution]]:
    ordered = by_size(contributions)
    return sorted(ordered[:shown], key=lambda c: -c.contribution), ordered[shown:]


def labels(contributions: Sequence[Contribution], shown: int) -> tuple[list[str], str]:
    """Return what stands beside the rows of `folded`, and the score; they add up as printed."""
    decimals = decimals_for(
        sum(c.contribution for c in contributions), [c.contribution for c in contributions]
    )
    return adding_up([value for _, value in folded(contributions, shown)], decimals)


def waterfall_table(
    contributions: Sequence[Contribution],
    shown: int = SHOWN_CONTRIBUTIONS,
    colours: Theme = LIGHT,
    of: Mapping[int, str] | None = None,
) -> pd.DataFrame:
    """Lay `folded` contributions end to end from zero to their sum; the last row is the total.

    Returns
    -------
    DataFrame
        `title`, `contribution`, `start`, `end` (score), `kind` (for, against or total), `colour`
        and `label`.
    """
    table = pd.DataFrame(folded(contributions, shown), columns=["title", "contribution"])
    table["end"] = table["contribution"].cumsum()
    table["start"] = table["end"] - table["contribution"]
    table["kind"] = [FOR if value >= 0 else AGAINST for value in table["contribution"]]
    head, rest = _split(contributions, shown)
    own = [(of or {}).get(c.movie_id, colours.others) for c in head]
    table["colour"] = [*own, *[colours.others] * bool(rest)]
    table["label"], total = labels(contributions, shown)
    score = float(table["contribution"].sum())
    last = pd.DataFrame(
        [("Score", score, score, 0.0, TOTAL, colours.muted, total)], columns=list(table.columns)
    )
    return pd.concat([table, last], ignore_index=True) if len(table) else last


def waterfall(
    contributions: Sequence[Contribution],
    colours: Theme = LIGHT,
    shown: int = SHOWN_CONTRIBUTIONS,
    of: Mapping[int, str] | None = None,
) -> alt.Chart:
    """Draw how each rated movie moves the score, from zero to the total.

    Each has its own colour, those that speak against the movie in outline.

    Parameters
    ----------
    of : mapping movie_id → colour, optional
        As `Theme.colours_of` returns it; by default all are as the others are.
    """
    table = waterfall_table(contributions, shown, colours, of)
    table["right"] = table[["start", "end"]].max(axis=1)
    low = float(min(table[["start", "end"]].min().min(), 0))
    high = float(max(table["right"].max(), 1e-9))
    titles = alt.Y("title:N").sort(list(table["title"])).axis(None)
    base = alt.Chart(table).encode(y=titles.scale(padding=0.1))
    across = alt.X("start:Q").title("Score").scale(domain=[low, high + 0.16 * (high - low)])
    against = alt.datum.kind == AGAINST
    bars = base.mark_bar(height=14, yOffset=9, cornerRadius=2, strokeWidth=1.5).encode(
        x=across.axis(grid=True, tickCount=4, format="~g"),
        x2="end:Q",
        fill=alt.Fill("colour:N").scale(None),
        stroke=alt.Stroke("colour:N").scale(None),
        fillOpacity=alt.condition(against, alt.value(0.12), alt.value(1.0)),
        strokeDash=alt.condition(against, alt.value([4, 2]), alt.value([1, 0])),
        tooltip=tooltip("title:N", "label:N", "kind:N", label="Adds to the score"),
    )
    return (bars + written(base, low, colours.text, "title:N")).properties(height=alt.Step(42))


def written(base: alt.Chart, low: float, ink: str, words: str) -> alt.LayerChart:
    """Write words above each bar, from `low` on, and its `label` behind its `right` end."""
    names = base.mark_text(align="left", dy=-9, color=ink, limit=460, fontSize=13).encode(
        x=alt.datum(low), text=words
    )
    values = base.mark_text(align="left", dx=5, dy=9, color=ink, fontSize=12).encode(
        x="right:Q", text="label:N"
    )
    return names + values


def contribution_summary(contributions: Sequence[Contribution], title: str) -> str:
    """Return the waterfall's takeaway as alternative text."""
    adds, score = labels(contributions, SHOWN_CONTRIBUTIONS)
    rows = folded(contributions, SHOWN_CONTRIBUTIONS)
    parts = ", ".join(f"{name} {text}" for (name, _), text in zip(rows, adds, strict=True))
    return f"Score of {title}: {score}, the sum of {parts}"


def heat_map(table: pd.DataFrame, colours: Theme = LIGHT) -> alt.Chart:
    """Draw how much each favourite adds to each recommendation; a click picks a favourite.

    The table is that of `recsys.explain.influence.influence`.
    """
    bound = max(float(table["contribution"].abs().max()), 1e-9)
    table = table.assign(row=[f"{r.rank}. {r.recommendation}" for r in table.itertuples()])
    order = list(table.drop_duplicates("rank")["row"])
    picked = alt.selection_point(PICKED, fields=["favourite"])
    across = alt.X("favourite:N").title("Your ratings").sort(list(table["favourite"].unique()))
    colour = alt.Color("contribution:Q").title("Adds to the score")
    cells = alt.Chart(table, height=alt.Step(24)).mark_rect(stroke=colours.paper, strokeWidth=1)
    return cells.add_params(picked).encode(
        x=across.axis(labelAngle=-90, labelLimit=150, labelOverlap=False, orient="top"),
        y=alt.Y("row:N").title(None).sort(order).axis(labelLimit=150),
        color=colour.scale(
            domain=[-bound, 0, bound], range=colours.diverging, interpolate="lab"
        ).legend(orient="bottom", format="+.2f", gradientLength=140),
        opacity=alt.condition(picked, alt.value(1.0), alt.value(0.35)),
        tooltip=tooltip(
            "recommendation:N", "favourite:N", "contribution:Q", favourite="Your rating of"
        ),
    )
