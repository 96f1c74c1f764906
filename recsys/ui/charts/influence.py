"""Charts of what drives a list, as pure functions: from a table to an Altair chart."""

import altair as alt
import pandas as pd

LIGHT = ["#8f2f1b", "#f4efe8", "#0f5a73"]
DARK = ["#f2a08a", "#20242c", "#9ad4e6"]


PICKED = "picked"
"""Name of the selection: the favourite whose column was clicked."""


def heat_map(table: pd.DataFrame, dark: bool = False) -> alt.Chart:
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
        .mark_rect(stroke="#15171c" if dark else "#fffdfa", strokeWidth=1)
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
                    domain=[-bound, 0, bound], range=DARK if dark else LIGHT, interpolate="lab"
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
