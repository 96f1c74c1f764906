"""Charts of a data set as pure functions: from a table of `recsys.explore` to a chart."""

from collections.abc import Collection
from html import escape

import altair as alt
import pandas as pd
from plotly import graph_objects

from recsys.data.stars import STAR_STEPS
from recsys.ui.charts.theme import LIGHT, Theme
from recsys.ui.charts.tooltip import tooltip

RANKED_BY = {
    "likes": ("likes", "People who like it"),
    "ratings": ("ratings", "Ratings"),
    "mean": ("cautious_mean", "Stars it has at least"),
}
LIKE, NO_LIKE = "counts as a like", "does not count"


def popularity_bars(table: pd.DataFrame, by: str = "likes") -> alt.Chart:
    """Draw movies as `recsys.explore.popularity` ranks them, by "likes", "ratings" or "mean"."""
    column, title = RANKED_BY[by]
    columns = ["rank", "title", "likes", "ratings", "mean_rating", "cautious_mean"]
    bars = alt.Chart(table[columns], height=alt.Step(24)).mark_bar(cornerRadiusEnd=3)
    return bars.encode(
        x=alt.X(f"{column}:Q").title(title).axis(orient="top", tickCount=5),
        y=alt.Y("title:N").title(None).sort(None).axis(labelLimit=220),
        tooltip=tooltip(
            "rank:Q", "title:N", "likes:Q", "ratings:Q", "mean_rating:Q", "cautious_mean:Q"
        ),
    )


def rating_histogram(table: pd.DataFrame) -> alt.Chart:
    """Draw ratings by their stars: `stars`, `ratings`, `share` (0 to 1), `kept` (True: a like)."""
    shown = table.assign(what=[LIKE if kept else NO_LIKE for kept in table["kept"]])
    bars = alt.Chart(shown, height=260).mark_bar(cornerRadiusEnd=3)
    return bars.encode(
        x=alt.X("stars:O").title("Stars").axis(labelAngle=0, format=".1f"),
        y=alt.Y("ratings:Q").title("Ratings").axis(format="~s", tickCount=5),
        color=alt.Color("what:N").title(None).sort([LIKE, NO_LIKE]).legend(orient="top"),
        tooltip=tooltip("stars:O", "ratings:Q", "share:Q", "what:N", what="Here"),
    )


def over_time(table: pd.DataFrame) -> alt.Chart:
    """Draw ratings and likes over time: a table of `recsys.explore.activity`."""
    kinds = ["ratings", "likes"]
    long = table.melt("start", kinds, var_name="what", value_name="count")
    lines = alt.Chart(long, height=260).mark_line(point=len(table) < 40, interpolate="monotone")
    return lines.encode(
        x=alt.X("start:T").title(f"By {table['period'].iloc[0]}").axis(tickCount=6),
        y=alt.Y("count:Q").title("Count").axis(format="~s", tickCount=5),
        color=alt.Color("what:N").title(None).sort(kinds).legend(orient="top"),
        tooltip=tooltip("start:T", "what:N", "count:Q", start="From"),
    )


def classes(table: pd.DataFrame, per: str) -> alt.Chart:
    """Draw how many users (or movies) have how many ratings: `recsys.explore.ratings_per`."""
    noun = {"user": "People", "movie": "Movies"}[per]
    labels = [
        f"{low:,}" if low == high else f"{low:,}–{high:,}"
        for low, high in zip(table["ratings_from"], table["ratings_to"], strict=True)
    ]
    bars = alt.Chart(table.assign(ratings=labels), height=260).mark_bar(cornerRadiusEnd=3)
    return bars.encode(
        x=alt.X("ratings:N").sort(None).title("Ratings (log classes)").axis(labelAngle=-40),
        y=alt.Y("count:Q").title(noun).axis(format="~s", tickCount=5),
        tooltip=tooltip("ratings:N", "count:Q", "share:Q", count=noun),
    )


def years(table: pd.DataFrame) -> alt.Chart:
    """Draw movies by release year: `year`, `movies`, `ratings`, `likes`."""
    area = alt.Chart(table, height=260).mark_area(line=True, opacity=0.35, interpolate="monotone")
    return area.encode(
        x=alt.X("year:Q").title("Release year").axis(format="d", tickCount=8),
        y=alt.Y("movies:Q").title("Movies").axis(tickCount=5),
        tooltip=tooltip("year:Q", "movies:Q", "ratings:Q", "likes:Q"),
    )


def genres(table: pd.DataFrame) -> alt.Chart:
    """Draw ratings by genre: `genre`, `movies`, `ratings`, `likes_share`, `mean_rating`."""
    bars = alt.Chart(table, height=alt.Step(20)).mark_bar(cornerRadiusEnd=3)
    columns = ("genre:N", "movies:Q", "ratings:Q", "likes_share:Q", "mean_rating:Q")
    return bars.encode(
        x=alt.X("ratings:Q").title("Ratings").axis(format="~s", tickCount=5),
        y=alt.Y("genre:N").title(None).sort(None),
        tooltip=tooltip(*columns, likes_share="Likes"),
    )


def tail_curve(table: pd.DataFrame) -> alt.Chart:
    """Draw which share of the likes the most liked movies hold: `movies_share`, `likes_share`."""
    columns = ("movies:Q", "movies_share:Q", "likes_share:Q")
    area = alt.Chart(table, height=260).mark_area(line=True, opacity=0.35)
    return area.encode(
        x=alt.X("movies_share:Q").title("Most liked movies").axis(format="%", tickCount=5),
        y=alt.Y("likes_share:Q").title("Share of all likes").axis(format="%", tickCount=5),
        tooltip=tooltip(*columns, movies_share="Most liked", likes_share="Hold"),
    )


def compared_ratings(table: pd.DataFrame) -> alt.Chart:
    """Draw movies' rating histograms beside each other: `recsys.explore.compare_ratings`."""
    lines = alt.Chart(table, height=280).mark_line(point=True)
    colour = alt.Color("title:N").title(None).sort(None)
    return lines.encode(
        x=alt.X("stars:Q").title("Stars").scale(domain=[0.5, 5]).axis(values=list(STAR_STEPS)),
        y=alt.Y("share:Q").title("Share of its ratings").axis(format="%"),
        color=colour.legend(orient="top", columns=1, labelLimit=320),
        tooltip=tooltip("title:N", "stars:Q", "ratings:Q", "share:Q"),
    )


def treemap(
    table: pd.DataFrame, yours: Collection[int], colours: Theme = LIGHT
) -> graph_objects.Figure:
    """Draw all likes by genre, decade and movie; a click leads into a part and back.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explore.catalogue` returns it.
    yours : collection of movie_ids
        The person's likes, marked with a heart and a colour of their own.
    """
    parts: list[tuple[str, str, str, int, str]] = []
    palette = colours.genres
    for place, (genre, of_genre) in enumerate(table.groupby("genre", sort=False)):
        shade = palette[place] if place < len(palette) else colours.other
        parts.append((f"{genre}", f"{genre}", "", int(of_genre["likes"].sum()), shade))
        for decade, rows in of_genre.groupby("decade", sort=False):
            inside = f"{genre}/{decade}"
            parts.append((inside, f"{decade}", f"{genre}", int(rows["likes"].sum()), shade))
            for row in rows.itertuples():
                alone = not pd.isna(row.movie_id)
                mine = alone and int(row.movie_id) in yours
                label = f"♥ {row.title}" if mine else str(row.title)
                label = label if alone else f"{row.movies:,} {row.title}"
                part = f"{inside}/{row.movie_id if alone else ''}"
                drawn_in = colours.favourite if mine else shade
                parts.append((part, label, inside, int(row.likes), drawn_in))
    drawn = graph_objects.Treemap(
        ids=[part for part, *_ in parts],
        # Plotly reads a few HTML tags in a label, links among them.
        labels=[escape(label, quote=False) for _, label, *_ in parts],
        parents=[parent for _, _, parent, *_ in parts],
        values=[likes for *_, likes, _ in parts],
        branchvalues="total",
        maxdepth=3,
        marker={
            "colors": [shade for *_, shade in parts],
            "line": {"color": colours.paper, "width": 1},
        },
        pathbar={"textfont": {"color": colours.text}},
        hovertemplate="%{label}<br>%{value:,} likes, %{percentParent:.1%} of the part around it"
        "<extra></extra>",
        tiling={"pad": 1},
    )
    margin = dict.fromkeys("lrtb", 0)
    layout = {"margin": margin, "height": 560, "paper_bgcolor": colours.paper}
    return graph_objects.Figure(drawn, layout=layout)
