"""Charts as pure functions: from a table to an Altair chart, tested without a browser."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from recsys.recommend.results import Contribution
from recsys.text import count

FOR, AGAINST, TOTAL = "speaks for it", "speaks against it", "total"
SHOWN_CONTRIBUTIONS = 12


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
    contributions: Sequence[Contribution], dark: bool = False, shown: int = SHOWN_CONTRIBUTIONS
) -> alt.Chart:
    """Draw how each rated movie moves the score, from zero to the total."""
    table = waterfall_table(contributions, shown)
    table["label"] = [f"{value:+.3f}" for value in table["contribution"]]
    table.loc[table["kind"] == TOTAL, "label"] = f"{table['contribution'].iloc[-1]:.3f}"
    table["right"] = table[["start", "end"]].max(axis=1)
    low = float(min(table[["start", "end"]].min().min(), 0))
    high = float(max(table["right"].max(), 1e-9))
    span = high - low
    ink = "#f1ece4" if dark else "#231f20"
    colours = ["#5fb3cf", "#ee8a70", "#b9b2a8"] if dark else ["#1f6f8b", "#c8553d", "#7a726a"]
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
            scale=alt.Scale(domain=[FOR, AGAINST, TOTAL], range=colours),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip("title:N", title="Movie"),
            alt.Tooltip("contribution:Q", title="Adds to the score", format="+.4f"),
        ],
    )
    return (bars + written(base, low, ink, "title:N")).properties(height=alt.Step(42))


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


def similarity_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Lay groups of similar movies below each other, each under a row for its favourite.

    Parameters
    ----------
    table : DataFrame
        `favourite`, `title`, `similarity` (−1 to 1), groups one after the other.

    Returns
    -------
    DataFrame
        The same columns and `row`, unique and in order; what follows its first `|` is the text to
        show, and a heading begins with `#` and has no similarity.
    """
    rows: list[tuple[str, str, str, float | None]] = []
    for favourite, group in table.groupby("favourite", sort=False):
        rows.append((f"#{len(rows)}|{favourite}", str(favourite), str(favourite), None))
        for movie in group.itertuples():
            key = f"{len(rows)}|{movie.title}"
            rows.append((key, str(favourite), str(movie.title), float(movie.similarity)))
    return pd.DataFrame(rows, columns=["row", "favourite", "title", "similarity"])


def similarity_bars(table: pd.DataFrame) -> alt.Chart:
    """Draw similar movies, one group a favourite; one chart, so that it fits any width.

    Parameters
    ----------
    table : DataFrame
        As for `similarity_rows`.
    """
    heading = {"test": "indexof(datum.value, '#') == 0", "value": "bold"}
    return (
        alt.Chart(similarity_rows(table))
        .mark_bar(cornerRadiusEnd=3, invalid=None)
        .encode(
            x=alt.X("similarity:Q", title="Similarity", scale=alt.Scale(domainMax=1)),
            y=alt.Y(
                "row:N",
                title=None,
                sort=None,
                axis=alt.Axis(
                    labelExpr="slice(datum.label, indexof(datum.label, '|') + 1)",
                    labelFontWeight={"condition": heading, "value": "normal"},
                    labelLimit=190,
                ),
            ),
            color=alt.Color("favourite:N", legend=None),
            tooltip=[
                alt.Tooltip("favourite:N", title="Similar to"),
                alt.Tooltip("title:N", title="Movie"),
                alt.Tooltip("similarity:Q", title="Similarity", format=".3f"),
            ],
        )
        .properties(height=alt.Step(22))
    )


def loss_curve(losses: Sequence[float]) -> alt.Chart:
    """Draw the training loss by iteration."""
    table = pd.DataFrame({"iteration": range(1, len(losses) + 1), "loss": losses})
    return (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("iteration:Q", title="Iteration", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("loss:Q", title="Loss", scale=alt.Scale(zero=False)),
            tooltip=["iteration:Q", alt.Tooltip("loss:Q", title="Loss", format=".6f")],
        )
        .properties(height=240)
    )
