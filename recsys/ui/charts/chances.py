"""The chance said and the share found, as a chart, a table and a sentence."""

import altair as alt
import pandas as pd

from recsys.evaluate import Chances
from recsys.ui.charts.theme import Theme
from recsys.ui.charts.tooltip import tooltip


def bins(chances: Chances) -> pd.DataFrame:
    """Return one row a bin: `told`, `said`, `found`, `low`, `high` (95 % interval), `movies`."""
    return pd.DataFrame(
        [
            (told_name(told.given), b.said, b.found.mean, b.found.low, b.found.high, b.movies)
            for told in chances.told
            for b in told.bins
        ],
        columns=["told", "said", "found", "low", "high", "movies"],
    )


def told_name(given: float) -> str:
    """Return how an amount told stands in a legend."""
    return f"{given:.0%} of the likes" if given < 1 else f"{given:g} likes"


def reliability(table: pd.DataFrame, colours: Theme) -> alt.LayerChart:
    """Draw `bins`: what was said across, what was found up, and the line where both agree."""
    least = min(table["said"].min(), table["low"].min()) - 0.01
    scale = alt.Scale(domain=[least, 1], nice=False, zero=False)
    names = list(table["told"].unique())
    x = alt.X("said:Q").title("Chance said").scale(scale).axis(format="%", tickCount=5)
    shades = alt.Scale(domain=names, range=colours.categorical[: len(names)])
    base = alt.Chart(table).encode(
        x=x,
        color=alt.Color("told:N", scale=shades)
        .title(None)
        .legend(orient="top", columns=2, symbolOpacity=1),
    )
    y = alt.Y("low:Q").title("Share liked").scale(scale).axis(format="%", tickCount=5)
    rules = base.mark_rule(opacity=0.5).encode(y=y, y2="high:Q")
    points = base.mark_point(filled=True, size=60).encode(
        y=alt.Y("found:Q").scale(scale),
        tooltip=tooltip("told:N", "said:Q", "found:Q", "low:Q", "high:Q", "movies:Q", told="Given"),
    )
    ends = pd.DataFrame({"said": [least, 1.0], "found": [least, 1.0]})
    diagonal = alt.Chart(ends).mark_line(strokeDash=[4, 4], strokeWidth=1.5, color=colours.muted)
    agree = diagonal.encode(x=x, y=alt.Y("found:Q").scale(scale))
    return (agree + rules + points).properties(height=360)


def summary(chances: Chances) -> pd.DataFrame:
    """Return one row an amount told, as people read it."""
    return pd.DataFrame(
        [
            {
                "Given": told_name(told.given),
                "Rated movies": f"{told.movies:,}",
                "Said": f"{told.bins[0].said:.0%} to {told.bins[-1].said:.0%}",
                "Mean error": f"{told.error:.3f}",
                "Of the first ten": f"{told.error_of_first:.3f}",
                "Known of ten": f"at least {told.at_least}",
                "Held for": f"{told.coverage:.1%}",
            }
            for told in chances.told
        ]
    )


def takeaway(chances: Chances) -> str:
    """Say in one sentence how far what was said is from what was found."""
    worst = max(told.error for told in chances.told)
    return f"On average what is said is off by at most {100 * worst:.1f} of a hundred movies."
