"""Charts of why a movie stands in a list, and of what drives the whole list."""

from collections.abc import Iterable, Sequence

import altair as alt
import pandas as pd

from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui.charts.theme import LIGHT, Theme
from recsys.ui.charts.tooltip import tooltip

FOR, AGAINST, TOTAL = "speaks for it", "speaks against it", "total"
SHOWN_CONTRIBUTIONS = 12
PICKED = "picked"
"""Name of the heat map's selection: the favourite whose column was clicked."""


def by_size(contributions: Iterable[Contribution]) -> list[Contribution]:
    """Return the largest first, whatever their sign."""
    return sorted(contributions, key=lambda c: -abs(c.contribution))


def folded(contributions: Iterable[Contribution], shown: int) -> list[tuple[str, float]]:
    """Return title and contribution of the `shown` largest, then one row "n others"."""
    ordered = by_size(contributions)
    head = sorted(ordered[:shown], key=lambda c: -c.contribution)
    rows = [(c.title, c.contribution) for c in head]
    if rest := ordered[shown:]:
        rows.append((count(len(rest), "other"), sum(c.contribution for c in rest)))
    return rows


def waterfall_table(
    contributions: Sequence[Contribution], shown: int = SHOWN_CONTRIBUTIONS
) -> pd.DataFrame:
    """Lay `folded` contributions end to end from zero to their sum; the last row is the total.

    Returns
    -------
    DataFrame
        `title`, `contribution`, `start`, `end` (score), `kind` (for, against or total).
    """
    table = pd.DataFrame(folded(contributions, shown), columns=["title", "contribution"])
    table["end"] = table["contribution"].cumsum()
    table["start"] = table["end"] - table["contribution"]
    table["kind"] = [FOR if value >= 0 else AGAINST for value in table["contribution"]]
    score = float(table["contribution"].sum())
    total = pd.DataFrame([("Score", score, score, 0.0, TOTAL)], columns=list(table.columns))
    return pd.concat([table, total], ignore_index=True) if len(table) else total


def waterfall(
    contributions: Sequence[Contribution], colours: Theme = LIGHT, shown: int = SHOWN_CONTRIBUTIONS
) -> alt.Chart:
    """Draw how each rated movie moves the score, from zero to the total."""
    table = waterfall_table(contributions, shown)
    table["label"] = [f"{value:+.3f}" for value in table["contribution"]]
    table.loc[table["kind"] == TOTAL, "label"] = f"{table['contribution'].iloc[-1]:.3f}"
    table["right"] = table[["start", "end"]].max(axis=1)
    low = float(min(table[["start", "end"]].min().min(), 0))
    high = float(max(table["right"].max(), 1e-9))
    titles = alt.Y("title:N").sort(list(table["title"])).axis(None)
    base = alt.Chart(table).encode(y=titles.scale(padding=0.1))
    across = alt.X("start:Q").title("Score").scale(domain=[low, high + 0.16 * (high - low)])
    colour = alt.Color("kind:N").title(None).legend(orient="top")
    bars = base.mark_bar(height=14, yOffset=9, cornerRadius=2).encode(
        x=across.axis(grid=True, tickCount=4, format="~g"),
        x2="end:Q",
        color=colour.scale(
            domain=[FOR, AGAINST, TOTAL],
            range=[colours.speaks_for, colours.speaks_against, colours.muted],
        ),
        tooltip=tooltip("title:N", "contribution:Q"),
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
    score = sum(c.contribution for c in contributions)
    largest = by_size(contributions)[:SHOWN_CONTRIBUTIONS]
    parts = ", ".join(f"{c.title} {c.contribution:+.3f}" for c in largest)
    return f"Score of {title}: {score:.3f}, the sum of {parts}"


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
