"""Charts of the taste portrait as pure functions."""

import altair as alt
import pandas as pd

from recsys.ui.charts.tooltip import tooltip

YOU, OTHERS = "You", "The average person"


def long_form(table: pd.DataFrame) -> pd.DataFrame:
    """Return `recsys.people.portrait.group_shares` with one row a group and side.

    These are `group`, `who` and `share` (0 to 1 of that side's likes).
    """
    melted = table.melt("group", ["yours", "average"], "who", "share")
    return melted.assign(who=melted["who"].map({"yours": YOU, "average": OTHERS}))


def shares(table: pd.DataFrame, title: str) -> alt.Chart:
    """Draw the profile's share of likes for each group beside the average person's.

    Parameters
    ----------
    table : DataFrame
        As `recsys.people.portrait.group_shares` returns it; drawn in its order.
    title : str
        What the groups are, for the tooltip.
    """
    bars = alt.Chart(long_form(table), height=alt.Step(12)).mark_bar(cornerRadiusEnd=2)
    titles = {"group": title, "who": "Whose likes", "share": "Share of likes"}
    return bars.encode(
        y=alt.Y("group:N").title(None).sort(list(table["group"])).axis(labelLimit=120),
        yOffset=alt.YOffset("who:N").sort([YOU, OTHERS]),
        x=alt.X("share:Q").title("Share of likes").axis(format="%", tickCount=4),
        color=alt.Color("who:N").title(None).sort([YOU, OTHERS]).legend(orient="top"),
        tooltip=tooltip("group:N", "who:N", "share:Q", **titles),
    )
