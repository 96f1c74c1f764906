"""Charts of the Model page as pure functions: from an evaluation to an Altair chart."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from recsys.evaluate import Asking, Evaluation

METRIC_NAMES = {
    "ndcg_at_10": "NDCG@10",
    "recall_at_10": "Recall@10",
    "recall_at_20": "Recall@20",
    "hit_rate_at_10": "Hit rate@10",
    "disliked_share_at_10": "Disliked share@10",
    "coverage": "Coverage",
    "popularity_percentile": "Popularity percentile",
    "diversity": "Diversity",
}
WAYS_OF_ASKING = {
    "gain": "Rate these next",
    "uncertainty": "Known × uncertainty",
    "popular": "Most popular",
    "entropy": "Entropy",
    "popularity × entropy": "Known × entropy",
    "entropy0": "Entropy0",
    "random": "Random",
}


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


def evaluation_rows(evaluation: Evaluation) -> pd.DataFrame:
    """Return one row a model and amount given.

    Returns
    -------
    DataFrame
        `model`, `given`, one column a metric of `METRIC_NAMES` (means over people), `low` and
        `high` (95 % interval of NDCG@10), `against` (better, worse or tie, compared with the
        default).
    """
    rows = []
    for row in evaluation.rows:
        means = {name: found.mean for name, found in row.metrics.items() if name in METRIC_NAMES}
        against = row.against_default.verdict if row.against_default else ""
        rows.append(
            {
                "model": row.model,
                "given": row.given,
                **means,
                "low": row.ci95[0],
                "high": row.ci95[1],
                "against": against,
            }
        )
    return pd.DataFrame(rows)


def accuracy_by_given(table: pd.DataFrame) -> alt.LayerChart:
    """Draw NDCG@10 against the number of favourites given, with 95 % intervals.

    Parameters
    ----------
    table : DataFrame
        As `evaluation_rows` returns it.
    """
    order = _best_first(table)
    base = alt.Chart(_worth_drawing(table)).encode(
        x=alt.X("given:O", title="Favourites given", axis=alt.Axis(labelAngle=0)),
        color=alt.Color(
            "model:N", title=None, sort=order, legend=alt.Legend(orient="top", columns=3)
        ),
    )
    lines = base.mark_line(point=True).encode(
        y=alt.Y("ndcg_at_10:Q", title="NDCG@10", scale=alt.Scale(zero=False)),
        tooltip=[
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("given:Q", title="Given"),
            alt.Tooltip("ndcg_at_10:Q", title="NDCG@10", format=".4f"),
            alt.Tooltip("low:Q", title="95 % from", format=".4f"),
            alt.Tooltip("high:Q", title="to", format=".4f"),
        ],
    )
    intervals = base.mark_rule(opacity=0.5).encode(y="low:Q", y2="high:Q")
    return (intervals + lines).properties(height=340)


def intervals(table: pd.DataFrame) -> alt.LayerChart:
    """Draw NDCG@10 of each model as a point with its 95 % interval, best first."""
    base = alt.Chart(_worth_drawing(table)).encode(
        y=alt.Y("model:N", title=None, sort=_best_first(table))
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="NDCG@10", scale=alt.Scale(zero=False)), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90).encode(
        x="ndcg_at_10:Q",
        tooltip=[
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("ndcg_at_10:Q", title="NDCG@10", format=".4f"),
            alt.Tooltip("low:Q", title="95 % from", format=".4f"),
            alt.Tooltip("high:Q", title="to", format=".4f"),
        ],
    )
    return (rules + points).properties(height=alt.Step(28))


def accuracy_and_coverage(table: pd.DataFrame) -> alt.LayerChart:
    """Draw how accurate each model is against how much of the catalogue it shows to anyone."""
    base = alt.Chart(_worth_drawing(table)).encode(
        x=alt.X("coverage:Q", title="Share of the catalogue shown", axis=alt.Axis(format="%")),
        y=alt.Y("ndcg_at_10:Q", title="NDCG@10", scale=alt.Scale(zero=False)),
        color=alt.Color("model:N", legend=None),
    )
    points = base.mark_point(filled=True, size=90).encode(
        tooltip=[
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("coverage:Q", title="Coverage", format=".1%"),
            alt.Tooltip("ndcg_at_10:Q", title="NDCG@10", format=".4f"),
        ]
    )
    names = base.mark_text(dy=-11, fontSize=11).encode(text="model:N")
    return (points + names).properties(height=320)


def evaluation_takeaway(evaluation: Evaluation) -> str:
    """Say for how many amounts given the default model is at least as good as every other."""
    table = evaluation_rows(evaluation)
    if "default" not in set(table["model"]):
        return "The default model was not part of this run."
    ahead: list[str] = []
    tied: list[str] = []
    behind: list[str] = []
    for given, rows in table.groupby("given"):
        others = rows[rows["model"] != "default"]
        name = f"{given:.0%} of the likes" if given < 1 else f"{given:g}"
        if others.empty:
            continue
        rival = others.loc[others["ndcg_at_10"].idxmax()]
        place = {"worse": ahead, "tie": tied, "better": behind}[str(rival["against"])]
        place.append(f"{name} (best other: {rival['model']})")
    parts = [
        f"{words} with {', '.join(places)}"
        for words, places in (
            ("better than every other model", ahead),
            ("level with the best other", tied),
            ("behind", behind),
        )
        if places
    ]
    return f"The default model is {'; '.join(parts)} given." if parts else "Nothing to compare."


def _worth_drawing(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is far below the rest, such as random lists, so that the rest can be seen."""
    means = table.groupby("model")["ndcg_at_10"].mean()
    return table[table["model"].map(means) >= means.max() / 4]


def _best_first(table: pd.DataFrame) -> list[str]:
    means = table.groupby("model")["ndcg_at_10"].mean()
    return [str(model) for model in means.sort_values(ascending=False).index]


def asking_rows(asking: Asking) -> pd.DataFrame:
    """Return one row a way of asking and number of questions asked.

    Returns
    -------
    DataFrame
        `way`, `questions`, `ndcg` (mean NDCG@10 over people), `low`, `high` (95 % interval).
    """
    return pd.DataFrame(
        [
            (WAYS_OF_ASKING.get(way.name, way.name), asked, found.mean, found.low, found.high)
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
        As `asking_rows` returns it.
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
            strokeWidth=alt.condition(
                alt.datum.way == WAYS_OF_ASKING["gain"], alt.value(4), alt.value(1.5)
            ),
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


def asking_table(asking: Asking) -> pd.DataFrame:
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
                "Questions by": WAYS_OF_ASKING.get(way.name, way.name),
                "NDCG@10": f"{end.mean:.4f} ({end.low:.4f} to {end.high:.4f})",
                "Answered": f"{way.answered.mean:.1f} of {asking.questions}",
                "Rate these next is ahead by": difference,
            }
        )
    return pd.DataFrame(rows)


def asking_takeaway(asking: Asking) -> str:
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
