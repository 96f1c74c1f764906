"""What a chart says about the point under the pointer."""

import altair as alt

_TITLES = {
    "title": "Movie",
    "mean_rating": "Mean stars",
    "cautious_mean": "At least",
    "contribution": "Adds to the score",
    "adds": "Adds to the appeal, %",
    **dict.fromkeys(("ndcg", "ndcg_at_10"), "NDCG@10"),
    "low": "95 % from",
    "high": "to",
}
_FORMATS = {
    **dict.fromkeys(("count", "likes", "movies", "ratings"), ","),
    **dict.fromkeys(("coverage", "likes_share", "movies_share", "share"), ".1%"),
    **dict.fromkeys(("cautious_mean", "mean_rating"), ".2f"),
    **dict.fromkeys(("first", "found", "said", "second", "similarity"), ".3f"),
    **dict.fromkeys(("high", "low", "ndcg", "ndcg_at_10"), ".4f"),
    **dict.fromkeys(("appeal", "part"), ".1f"),
    "adds": "+.1f",
    "contribution": "+.4f",
    "loss": ".6f",
    "start": "%B %Y",
    "year": "d",
}


def tooltip(*columns: str, **titles: str) -> list[alt.Tooltip]:
    """Return one line a column, numbers and times written alike in every chart.

    Parameters
    ----------
    columns : str
        With their types, as `"likes:Q"`.
    titles : str
        By column, where the title is not the column's name or what it is called in most charts.
    """
    lines = []
    for column in columns:
        name, kind = column.split(":")
        title = {**_TITLES, **titles}.get(name, name.capitalize())
        form = _FORMATS.get(name, alt.Undefined) if kind in "QT" else alt.Undefined
        lines.append(alt.Tooltip(column, title=title, format=form))
    return lines
