"""The chart and table of how much asking helps, as pure functions."""

import altair as alt
import pandas as pd

from recsys.evaluate import Asking

NAMES = {
    "gain": "Rate these next",
    "uncertainty": "Known × uncertainty",
    "popular": "Most popular",
    "entropy": "Entropy",
    "popularity × entropy": "Known × entropy",
    "entropy0": "Entropy0",
    "random": "Random",
}


def rows_of(asking: Asking) -> pd.DataFrame:
    """Return one row a way of asking and number of questions asked.

    Returns
    -------
    DataFrame
        `way`, `questions`, `ndcg` (mean NDCG@10 over people), `low`, `high` (95 % interval).
    """
    return pd.DataFrame(
        [
            (NAMES.get(way.name, way.name), asked, found.mean, found.low, found.high)
            for way in asking.ways
            for asked, found in enumerate(way.ndcg_at_10)
        ],
        columns=["way", "questions", "ndcg", "low", "high"],
    )


def accuracy_by_questions(table: pd.DataFrame) -> alt.Chart:
    """Draw how the list improves with each question, one line a way of asking.

    Parameters
    ----------
    table : DataFrame
        As `rows_of` returns it.
    """
    last = table[table["questions"] == table["questions"].max()]
    order = list(last.sort_values("ndcg", ascending=False)["way"])
    return (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "questions:Q", title="Questions asked", axis=alt.Axis(tickMinStep=1, format="d")
            ),
            color=alt.Color(
                "way:N", title=None, sort=order, legend=alt.Legend(orient="top", columns=2)
            ),
            strokeWidth=alt.condition(alt.datum.way == NAMES["gain"], alt.value(4), alt.value(1.5)),
            y=alt.Y("ndcg:Q", title="NDCG@10", scale=alt.Scale(zero=False)),
            tooltip=[
                alt.Tooltip("way:N", title="Asked"),
                alt.Tooltip("questions:Q", title="Questions"),
                alt.Tooltip("ndcg:Q", title="NDCG@10", format=".4f"),
                alt.Tooltip("low:Q", title="95 % from", format=".4f"),
                alt.Tooltip("high:Q", title="to", format=".4f"),
            ],
        )
        .properties(height=400)
    )


def comparison(asking: Asking) -> pd.DataFrame:
    """Return the outcome of each way of asking as people read it."""
    rows = []
    for way in asking.ways:
        end, against = way.ndcg_at_10[-1], way.ours_minus_this
        difference = (
            f"{against.difference:+.4f} ({against.low:+.4f} to {against.high:+.4f})"
            if against
            else ""
        )
        rows.append(
            {
                "Questions by": NAMES.get(way.name, way.name),
                "NDCG@10": f"{end.mean:.4f} ({end.low:.4f} to {end.high:.4f})",
                "Answered": f"{way.answered.mean:.1f} of {asking.questions}",
                "Rate these next is ahead by": difference,
            }
        )
    return pd.DataFrame(rows)


def takeaway(asking: Asking) -> str:
    """Say in one sentence what ten of our questions are worth, and ten about popular movies."""
    ways = {way.name: way for way in asking.ways}
    ours, popular = ways["gain"], ways["popular"]
    start, end, other = ours.ndcg_at_10[0], ours.ndcg_at_10[-1], popular.ndcg_at_10[-1]
    verdict = {
        "better": "the difference is more than chance",
        "worse": "the popular ones were the better questions",
        "tie": "the difference may be chance",
        "": "",
    }[popular.ours_minus_this.verdict if popular.ours_minus_this else ""]
    return (
        f"{asking.questions} questions raise NDCG@10 from {start.mean:.3f} to {end.mean:.3f}; "
        f"asking about the {asking.questions} most popular movies, to {other.mean:.3f}. On the "
        f"same people {verdict}. {ours.answered.mean:.1f} of ours were answered, "
        f"{popular.answered.mean:.1f} of the popular ones."
    )
