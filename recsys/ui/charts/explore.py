"""Charts of a data set as pure functions: from a table of `recsys.explore` to a chart."""

from collections.abc import Collection
from html import escape

import altair as alt
import pandas as pd
from plotly import graph_objects

from recsys.ui.charts.theme import LIGHT, Theme

RANKED_BY = {
    "likes": ("likes", "People who like it"),
    "ratings": ("ratings", "Ratings"),
    "mean": ("cautious_mean", "Stars it has at least"),
}
LIKE, NO_LIKE = "counts as a like", "does not count"


def popularity_bars(table: pd.DataFrame, by: str = "likes") -> alt.Chart:
    """Draw ranked movies.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explore.popularity` returns it.
    by : str
        "likes", "ratings" or "mean".
    """
    column, title = RANKED_BY[by]
    columns = ["rank", "title", "likes", "ratings", "mean_rating", "cautious_mean"]
    return (
        alt.Chart(table[columns])
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X(f"{column}:Q", title=title, axis=alt.Axis(orient="top", tickCount=5)),
            y=alt.Y("title:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            tooltip=[
                alt.Tooltip("rank:Q", title="Rank"),
                alt.Tooltip("title:N", title="Movie"),
                alt.Tooltip("likes:Q", title="Likes", format=","),
                alt.Tooltip("ratings:Q", title="Ratings", format=","),
                alt.Tooltip("mean_rating:Q", title="Mean stars", format=".2f"),
                alt.Tooltip("cautious_mean:Q", title="At least", format=".2f"),
            ],
        )
        .properties(height=alt.Step(24))
    )


def rating_histogram(table: pd.DataFrame) -> alt.Chart:
    """Draw how many ratings have how many stars.

    Parameters
    ----------
    table : DataFrame
        `stars`, `ratings`, `share` (0 to 1), `kept` (True: a like).
    """
    shown = table.assign(what=[LIKE if kept else NO_LIKE for kept in table["kept"]])
    return (
        alt.Chart(shown)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X("stars:O", title="Stars", axis=alt.Axis(labelAngle=0, format=".1f")),
            y=alt.Y("ratings:Q", title="Ratings", axis=alt.Axis(format="~s", tickCount=5)),
            color=alt.Color(
                "what:N", title=None, sort=[LIKE, NO_LIKE], legend=alt.Legend(orient="top")
            ),
            tooltip=[
                alt.Tooltip("stars:O", title="Stars"),
                alt.Tooltip("ratings:Q", title="Ratings", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
                alt.Tooltip("what:N", title="Here"),
            ],
        )
        .properties(height=260)
    )


def over_time(table: pd.DataFrame) -> alt.Chart:
    """Draw ratings and likes over time.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explore.activity` returns it.
    """
    long = table.melt("start", ["ratings", "likes"], var_name="what", value_name="count")
    return (
        alt.Chart(long)
        .mark_line(point=len(table) < 40, interpolate="monotone")
        .encode(
            x=alt.X("start:T", title=f"By {table['period'].iloc[0]}", axis=alt.Axis(tickCount=6)),
            y=alt.Y("count:Q", title="Count", axis=alt.Axis(format="~s", tickCount=5)),
            color=alt.Color(
                "what:N", title=None, sort=["ratings", "likes"], legend=alt.Legend(orient="top")
            ),
            tooltip=[
                alt.Tooltip("start:T", title="From", format="%B %Y"),
                alt.Tooltip("what:N", title="What"),
                alt.Tooltip("count:Q", title="Count", format=","),
            ],
        )
        .properties(height=260)
    )


def classes(table: pd.DataFrame, per: str) -> alt.Chart:
    """Draw how many users (or movies) have how many ratings, in classes that grow like a log.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explore.ratings_per` returns it.
    """
    noun = {"user": "People", "movie": "Movies"}[per]
    labels = [
        f"{low:,}" if low == high else f"{low:,}–{high:,}"
        for low, high in zip(table["ratings_from"], table["ratings_to"], strict=True)
    ]
    return (
        alt.Chart(table.assign(ratings=labels))
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X(
                "ratings:N", sort=None, title="Ratings (log classes)", axis=alt.Axis(labelAngle=-40)
            ),
            y=alt.Y("count:Q", title=noun, axis=alt.Axis(format="~s", tickCount=5)),
            tooltip=[
                alt.Tooltip("ratings:N", title="Ratings"),
                alt.Tooltip("count:Q", title=noun, format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .properties(height=260)
    )


def years(table: pd.DataFrame) -> alt.Chart:
    """Draw movies by release year: `year`, `movies`, `ratings`, `likes`."""
    return (
        alt.Chart(table)
        .mark_area(line=True, opacity=0.35, interpolate="monotone")
        .encode(
            x=alt.X("year:Q", title="Release year", axis=alt.Axis(format="d", tickCount=8)),
            y=alt.Y("movies:Q", title="Movies", axis=alt.Axis(tickCount=5)),
            tooltip=[
                alt.Tooltip("year:Q", title="Year", format="d"),
                alt.Tooltip("movies:Q", title="Movies", format=","),
                alt.Tooltip("ratings:Q", title="Ratings", format=","),
                alt.Tooltip("likes:Q", title="Likes", format=","),
            ],
        )
        .properties(height=260)
    )


def genres(table: pd.DataFrame) -> alt.Chart:
    """Draw ratings by genre: `genre`, `movies`, `ratings`, `likes_share`, `mean_rating`."""
    return (
        alt.Chart(table)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X("ratings:Q", title="Ratings", axis=alt.Axis(format="~s", tickCount=5)),
            y=alt.Y("genre:N", title=None, sort=None),
            tooltip=[
                alt.Tooltip("genre:N", title="Genre"),
                alt.Tooltip("movies:Q", title="Movies", format=","),
                alt.Tooltip("ratings:Q", title="Ratings", format=","),
                alt.Tooltip("likes_share:Q", title="Likes", format=".1%"),
                alt.Tooltip("mean_rating:Q", title="Mean stars", format=".2f"),
            ],
        )
        .properties(height=alt.Step(20))
    )


def tail_curve(table: pd.DataFrame) -> alt.Chart:
    """Draw which share of the likes the most liked movies hold: `movies_share`, `likes_share`."""
    return (
        alt.Chart(table)
        .mark_area(line=True, opacity=0.35)
        .encode(
            x=alt.X(
                "movies_share:Q", title="Most liked movies", axis=alt.Axis(format="%", tickCount=5)
            ),
            y=alt.Y(
                "likes_share:Q", title="Share of all likes", axis=alt.Axis(format="%", tickCount=5)
            ),
            tooltip=[
                alt.Tooltip("movies:Q", title="Movies", format=","),
                alt.Tooltip("movies_share:Q", title="Most liked", format=".1%"),
                alt.Tooltip("likes_share:Q", title="Hold", format=".1%"),
            ],
        )
        .properties(height=260)
    )


def compared_ratings(table: pd.DataFrame) -> alt.Chart:
    """Draw several movies' rating histograms beside each other.

    Parameters
    ----------
    table : DataFrame
        As `recsys.explore.compare_ratings` returns it.
    """
    return (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("stars:Q", title="Stars", scale=alt.Scale(domain=[0.5, 5])),
            y=alt.Y("share:Q", title="Share of its ratings", axis=alt.Axis(format="%")),
            color=alt.Color(
                "title:N",
                title=None,
                sort=None,
                legend=alt.Legend(orient="top", columns=1, labelLimit=320),
            ),
            tooltip=[
                alt.Tooltip("title:N", title="Movie"),
                alt.Tooltip("stars:Q", title="Stars"),
                alt.Tooltip("ratings:Q", title="Ratings", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .properties(height=280)
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
    ids: list[str] = []
    labels: list[str] = []
    parents: list[str] = []
    likes: list[int] = []
    shades: list[str] = []
    palette = colours.genres

    def add(part: str, label: str, parent: str, number: int, shade: str) -> None:
        # Plotly reads a few HTML tags in a label, links among them.
        ids.append(part)
        labels.append(escape(label, quote=False))
        parents.append(parent)
        likes.append(number)
        shades.append(shade)

    for place, (genre, of_genre) in enumerate(table.groupby("genre", sort=False)):
        shade = palette[place] if place < len(palette) else colours.other
        add(f"{genre}", f"{genre}", "", int(of_genre["likes"].sum()), shade)
        for decade, rows in of_genre.groupby("decade", sort=False):
            inside = f"{genre}/{decade}"
            add(inside, f"{decade}", f"{genre}", int(rows["likes"].sum()), shade)
            for row in rows.itertuples():
                alone = not pd.isna(row.movie_id)
                mine = alone and int(row.movie_id) in yours
                label = f"♥ {row.title}" if mine else str(row.title)
                label = label if alone else f"{row.movies:,} {row.title}"
                part = f"{inside}/{row.movie_id if alone else ''}"
                add(part, label, inside, int(row.likes), colours.favourite if mine else shade)
    drawn = graph_objects.Treemap(
        ids=ids,
        labels=labels,
        parents=parents,
        values=likes,
        branchvalues="total",
        maxdepth=3,
        marker={"colors": shades, "line": {"color": colours.paper, "width": 1}},
        pathbar={"textfont": {"color": colours.text}},
        hovertemplate="%{label}<br>%{value:,} likes, %{percentParent:.1%} of the part around it"
        "<extra></extra>",
        tiling={"pad": 1},
    )
    return graph_objects.Figure(
        drawn,
        layout={
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "height": 560,
            "paper_bgcolor": colours.paper,
        },
    )
