"""Charts of why a movie stands in a list, and of what drives the whole list."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui.charts.theme import LIGHT, Theme

FOR, AGAINST, TOTAL = "speaks for it", "speaks against it", "total"
SHOWN_CONTRIBUTIONS = 12
PICKED = "picked"
"""Name of the heat map's selection: the favourite whose column was clicked."""


def waterfall_table(
    contributions: Sequence[Contribution], shown: int = SHOWN_CONTRIBUTIONS
) -> pd.DataFrame:
    """Lay contributions end to end from zero to their sum.

    The largest by size come first, what is left is one row "n others", and the last row is the
    total.

    Returns
    -------
    DataFrame
        `title`, `contribution`, `start`, `end` (score), `kind` (for, against or total).
    """
    by_size = sorted(contributions, key=lambda c: -abs(c.contribution))
    head = sorted(by_size[:shown], key=lambda c: -c.contribution)
    rows = [(c.title, c.contribution) for c in head]
    rest = by_size[shown:]
    if rest:
        rows.append((count(len(rest), "other"), sum(c.contribution for c in rest)))
    table = pd.DataFrame(rows, columns=["title", "contribution"])
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
    span = high - low
    base = alt.Chart(table).encode(
        y=alt.Y("title:N", sort=list(table["title"]), axis=None, scale=alt.Scale(padding=0.1)),
    )
    bars = base.mark_bar(height=14, yOffset=9, cornerRadius=2).encode(
        x=alt.X(
            "start:Q",
            title="Score",
            scale=alt.Scale(domain=[low, high + 0.16 * span]),
            axis=alt.Axis(grid=True, tickCount=4, format="~g"),
        ),
        x2="end:Q",
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(
                domain=[FOR, AGAINST, TOTAL],
                range=[colours.speaks_for, colours.speaks_against, colours.muted],
            ),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip("title:N", title="Movie"),
            alt.Tooltip("contribution:Q", title="Adds to the score", format="+.4f"),
        ],
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
    parts = ", ".join(
        f"{c.title} {c.contribution:+.3f}"
        for c in sorted(contributions, key=lambda c: -abs(c.contribution))[:SHOWN_CONTRIBUTIONS]
    )
    return f"Score of {title}: {score:.3f}, the sum of {parts}"


def heat_map(table: pd.DataFrame, colours: Theme = LIGHT) -> alt.Chart:
    """Draw how much each favourite adds to each recommendation; a click picks a favourite.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explain.influence.influence` returns it.
    """
    bound = max(float(table["contribution"].abs().max()), 1e-9)
    names = table.drop_duplicates("rank")
    order = [f"{r.rank}. {r.recommendation}" for r in names.itertuples()]
    table = table.assign(row=[f"{r.rank}. {r.recommendation}" for r in table.itertuples()])
    picked = alt.selection_point(PICKED, fields=["favourite"])
    return (
        alt.Chart(table)
        .mark_rect(stroke=colours.paper, strokeWidth=1)
        .encode(
            x=alt.X(
                "favourite:N",
                title="Your ratings",
                sort=list(dict.fromkeys(table["favourite"])),
                axis=alt.Axis(labelAngle=-90, labelLimit=150, labelOverlap=False, orient="top"),
            ),
            y=alt.Y("row:N", title=None, sort=order, axis=alt.Axis(labelLimit=150)),
            color=alt.Color(
                "contribution:Q",
                title="Adds to the score",
                scale=alt.Scale(
                    domain=[-bound, 0, bound], range=colours.diverging, interpolate="lab"
                ),
                legend=alt.Legend(orient="bottom", format="+.2f", gradientLength=140),
            ),
            opacity=alt.condition(picked, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("recommendation:N", title="Recommendation"),
                alt.Tooltip("favourite:N", title="Your rating of"),
                alt.Tooltip("contribution:Q", title="Adds to the score", format="+.4f"),
            ],
        )
        .add_params(picked)
        .properties(height=alt.Step(24))
    )
