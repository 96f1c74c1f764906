"""Charts of the Similar page: groups of similar movies, and two movies side by side."""

import altair as alt
import pandas as pd

from recsys.explain.joint import Neighbourhoods
from recsys.text import percent
from recsys.ui.charts.tooltip import tooltip


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
    """Draw `similarity_rows` of a table, a group a favourite; one chart, to fit any width."""
    heading = {"test": "indexof(datum.value, '#') == 0", "value": "bold"}
    bars = alt.Chart(similarity_rows(table), height=alt.Step(22))
    rows = alt.Y("row:N").title(None).sort(None)
    return bars.mark_bar(cornerRadiusEnd=3, invalid=None).encode(
        x=alt.X("similarity:Q").title("Similarity").scale(domainMax=1),
        y=rows.axis(
            labelExpr="slice(datum.label, indexof(datum.label, '|') + 1)",
            labelFontWeight={"condition": heading, "value": "normal"},
            labelLimit=190,
        ),
        color=alt.Color("favourite:N").legend(None),
        tooltip=tooltip("favourite:N", "title:N", "similarity:Q", favourite="Similar to"),
    )


def neighbourhood_chart(found: Neighbourhoods, one: str, other: str) -> alt.Chart:
    """Draw each neighbour by its similarity to either movie; shared ones lie to the upper right."""
    # Titles do not fit beside a plot on a phone; the tooltip has them.
    names = {"both": "both", "first": "only the first", "second": "only the second"}
    table = pd.DataFrame(
        [(m.title, m.first, m.second, names[m.of]) for m in found.movies],
        columns=["title", "first", "second", "of"],
    )
    titles = {"first": f"To {one}", "second": f"To {other}", "of": "Neighbour of"}
    kinds = alt.Scale(domain=list(names.values()))
    points = alt.Chart(table, height=360).mark_point(filled=True, size=70, opacity=0.85)
    return points.encode(
        x=alt.X("first:Q").title("Similarity to the first movie").axis(tickCount=5),
        y=alt.Y("second:Q").title("Similarity to the second movie").axis(tickCount=5),
        color=alt.Color("of:N", scale=kinds).title("Neighbour of").legend(orient="top", columns=3),
        shape=alt.Shape("of:N", scale=kinds),
        tooltip=tooltip("title:N", "first:Q", "second:Q", "of:N", **titles),
    )


def neighbourhood_takeaway(found: Neighbourhoods, one: str, other: str) -> str:
    """Say how many neighbours two movies share, and name the nearest shared ones."""
    shared = found.shared
    said = f"Of the {found.n} movies nearest to {one} and the {found.n} nearest to {other}, "
    if not shared:
        return f"{said}none is the same."
    said += f"{len(shared)} are the same ({percent(found.jaccard)} of all {len(found.movies)})"
    nearest = ", ".join(movie.title for movie in shared[:3])
    return f"{said}; closest to both: {nearest}."
