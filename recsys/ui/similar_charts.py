"""Charts of the Similar page about two movies."""

import altair as alt
import pandas as pd

from recsys.similar_joint import Neighbourhoods
from recsys.words import percent


def neighbourhood_chart(found: Neighbourhoods, one: str, other: str) -> alt.Chart:
    """Draw each neighbour by its similarity to either movie; shared ones lie to the upper right."""
    names = {"both": "both", "first": f"only {one}", "second": f"only {other}"}
    table = pd.DataFrame(
        [(m.title, m.first, m.second, names[m.of]) for m in found.movies],
        columns=["title", "first", "second", "of"],
    )
    return (
        alt.Chart(table)
        .mark_point(filled=True, size=70, opacity=0.85)
        .encode(
            x=alt.X("first:Q", title=f"Similarity to {one}", scale=alt.Scale(zero=False)),
            y=alt.Y("second:Q", title=f"Similarity to {other}", scale=alt.Scale(zero=False)),
            color=alt.Color(
                "of:N",
                title="Neighbour of",
                scale=alt.Scale(domain=list(names.values())),
                legend=alt.Legend(orient="top", columns=1, labelLimit=300),
            ),
            shape=alt.Shape("of:N", scale=alt.Scale(domain=list(names.values()))),
            tooltip=[
                alt.Tooltip("title:N", title="Movie"),
                alt.Tooltip("first:Q", title=f"To {one}", format=".3f"),
                alt.Tooltip("second:Q", title=f"To {other}", format=".3f"),
                alt.Tooltip("of:N", title="Neighbour of"),
            ],
        )
        .properties(height=340)
    )


def neighbourhood_takeaway(found: Neighbourhoods, one: str, other: str) -> str:
    """Say how many neighbours two movies share, and name the nearest shared ones."""
    shared = found.shared
    said = (
        f"Of the {found.n} movies nearest to {one} and the {found.n} nearest to {other}, "
        f"{len(shared)} are the same ({percent(found.jaccard)} of all {len(found.movies)})"
    )
    if not shared:
        return f"{said}."
    nearest = ", ".join(movie.title for movie in shared[:3])
    return f"{said}; closest to both: {nearest}."
