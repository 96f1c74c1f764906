"""What a dial costs and gives, over all its positions: table and charts."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from recsys.evaluate import Position

PRICED_METRICS = {
    "ndcg_at_10": "NDCG@10",
    "hit_rate_at_10": "Lists with a hit",
    "likes": "Mean likes",
    "popularity_percentile": "Popularity percentile",
    "diversity": "Diversity",
    "coverage": "Coverage",
}


def price_table(curve: Sequence[Position]) -> pd.DataFrame:
    """Return one row a position.

    Returns
    -------
    DataFrame
        `at`, one column a metric of `PRICED_METRICS` (mean), and the same with `_low` and
        `_high` (95 %).
    """
    rows = []
    for position in curve:
        row = {"at": position.at}
        for name in PRICED_METRICS:
            found = position.metrics[name]
            row |= {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
        rows.append(row)
    return pd.DataFrame(rows)


def shown_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the prices with headings and the 95 % interval of NDCG@10 in words."""
    shown = table[["at", *PRICED_METRICS]].rename(columns={"at": "Dial at", **PRICED_METRICS})
    between = [
        f"{row.ndcg_at_10_low:.3f} to {row.ndcg_at_10_high:.3f}" for row in table.itertuples()
    ]
    shown.insert(2, "95 % interval", between)
    for name in ("Lists with a hit", "Popularity percentile", "Coverage"):
        shown[name] = [f"{100 * share:.1f} %" for share in shown[name]]
    return shown.round({"NDCG@10": 3, "Mean likes": 0, "Diversity": 3})


def price_curve(table: pd.DataFrame, metric: str, at: float) -> alt.LayerChart:
    """Draw a metric over a dial's positions with its 95 % interval, and where the dial stands.

    Parameters
    ----------
    table : DataFrame
        As `price_table` returns it.
    metric : str
        Of `PRICED_METRICS`.
    at : float
        Where the dial stands now.
    """
    columns = ["at", metric, f"{metric}_low", f"{metric}_high"]
    base = alt.Chart(table[columns]).encode(x=alt.X("at:Q").title("Dial at"))
    y = alt.Y(f"{metric}_low:Q").title(PRICED_METRICS[metric]).axis(tickCount=4)
    band = base.mark_area(opacity=0.25).encode(y=y, y2=f"{metric}_high:Q")
    form = ",.0f" if metric == "likes" else ".3f"
    line = base.mark_line(point=True).encode(
        y=alt.Y(f"{metric}:Q", title=PRICED_METRICS[metric]),
        tooltip=[
            alt.Tooltip("at:Q", title="Dial at"),
            alt.Tooltip(f"{metric}:Q", title=PRICED_METRICS[metric], format=form),
            alt.Tooltip(f"{metric}_low:Q", title="95 % from", format=form),
            alt.Tooltip(f"{metric}_high:Q", title="to", format=form),
        ],
    )
    here = (
        alt.Chart(pd.DataFrame({"at": [at]}))
        .mark_rule(strokeDash=[4, 4], strokeWidth=1.5, color="gray")
        .encode(x="at:Q", tooltip=[alt.Tooltip("at:Q", title="The dial stands at")])
    )
    return (band + line + here).properties(height=200)


def price_takeaway(curve: Sequence[Position], metric: str) -> str:
    """Say where a metric begins, rests and ends, as alternative text."""
    name = PRICED_METRICS[metric]
    form = ",.0f" if metric == "likes" else ".3f"
    ends = [curve[0], *[p for p in curve[1:-1] if p.at == 0], curve[-1]]
    said = ", ".join(f"{format(p.metrics[metric].mean, form)} at {p.at:g}" for p in ends)
    return f"{name} by the dial's position: {said}"
