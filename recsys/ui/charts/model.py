"""Charts of the Model page as pure functions: from an evaluation to an Altair chart."""

from collections.abc import Iterable, Sequence
from itertools import chain, cycle, repeat
from typing import TypeVar

import altair as alt
import pandas as pd

from recsys.evaluate import MODELS, Asking, Evaluation
from recsys.text import count
from recsys.ui.charts.theme import LIGHT, Theme
from recsys.ui.charts.tooltip import tooltip

Mark = TypeVar("Mark", str, list[int])

ACCURACY = {
    "ndcg_at_10": "NDCG@10",
    "ndcg_at_100": "NDCG@100",
    "capped_recall_at_20": "Recall@20 of at most 20",
    "capped_recall_at_50": "Recall@50 of at most 50",
    "recall_at_10": "Recall@10",
    "recall_at_20": "Recall@20",
    "hit_rate_at_10": "Hit rate@10",
}
NOTICED = {
    "known_at_10": "Heard of, of ten",
    "differ_at_10": "Two lists differ by",
    "coverage": "Coverage",
    "popularity_percentile": "Popularity percentile",
    "diversity": "Diversity",
    "disliked_share_at_10": "Disliked share@10",
}
METRIC_NAMES = ACCURACY | NOTICED
WAYS_OF_ASKING = {
    "gain": "Rate these next",
    "uncertainty": "Known × uncertainty",
    "popular": "Most popular",
    "entropy": "Entropy",
    "popularity × entropy": "Known × entropy",
    "entropy0": "Entropy0",
    "random": "Random",
}
_LINES, _POINTS = ([1, 0], [6, 3], [2, 2]), ("circle", "diamond", "square")
_NDCG = alt.Y("ndcg_at_10:Q").title("NDCG@10").scale(zero=False)


def loss_curve(losses: Sequence[float]) -> alt.Chart:
    """Draw the training loss by iteration."""
    table = pd.DataFrame({"iteration": range(1, len(losses) + 1), "loss": losses})
    line = alt.Chart(table, height=240).mark_line(point=True)
    return line.encode(
        x=alt.X("iteration:Q").title("Iteration").axis(tickMinStep=1),
        y=alt.Y("loss:Q").title("Loss").scale(zero=False),
        tooltip=["iteration:Q", *tooltip("loss:Q")],
    )


def evaluation_rows(evaluation: Evaluation) -> pd.DataFrame:
    """Return one row a model and amount given.

    Returns
    -------
    DataFrame
        `model`, `given`, one column a metric of `METRIC_NAMES` (means over people) that was
        measured, `low` and `high` (95 % interval of NDCG@10), `by_seed` (each seed's own NDCG@10),
        `against` (better, worse or tie, compared with the default).
    """
    return pd.DataFrame(
        [
            {
                "model": row.model,
                "given": row.given,
                **{name: m.mean for name, m in row.metrics.items() if name in METRIC_NAMES},
                "low": row.ci95[0],
                "high": row.ci95[1],
                "by_seed": ", ".join(f"{mean:.3f}" for mean in row.by_seed["ndcg_at_10"]),
                "against": row.against_default.verdict if row.against_default else "",
            }
            for row in evaluation.rows
        ]
    )


def accuracy_by_given(table: pd.DataFrame, colours: Theme = LIGHT) -> alt.LayerChart:
    """Draw `evaluation_rows` of one or more protocols: NDCG@10 by how much was given.

    Every model has its line and its 95 % intervals, side by side; the default's line is the
    strongest and its interval a band.
    """
    shown = _worth_drawing(table)
    shown = shown.assign(told=[f"{k:.0%}" if k < 1 else f"{k:g}" for k in shown["given"]])
    order = shown.sort_values("given", key=lambda given: given.where(given >= 1, float("inf")))
    told = alt.X("told:O").title("Likes given").axis(labelAngle=0)
    ours = alt.datum.model == "default"
    legend = alt.Legend(
        orient="top",
        columns=alt.ExprRef("width > 600 ? 7 : 2"),
        symbolOpacity=1,
        symbolType="stroke",
        symbolStrokeWidth=3,
        symbolSize=300,
        labelExpr="datum.label == 'default' ? 'default (Cinefold)' : datum.label",
    )
    base = alt.Chart(shown).encode(
        x=told.sort(list(order["told"].unique())).scale(paddingInner=0.4, paddingOuter=0.2),
        xOffset=alt.XOffset("model:N").sort(_best_first(shown)),
        color=_colour(shown, colours).legend(legend),
    )
    spans = base.encode(y="low:Q", y2="high:Q")
    band = spans.transform_filter(ours).mark_area(opacity=0.15)
    rules = spans.transform_filter(~ours).mark_rule(opacity=0.6)
    lines = base.mark_line(point=True).encode(
        y=_NDCG,
        strokeWidth=alt.condition(ours, alt.value(4), alt.value(1.5)),
        strokeDash=alt.StrokeDash(
            "model:N", scale=_mark_of_round(shown, colours, _LINES), legend=legend
        ).title(None),
        tooltip=tooltip("model:N", "told:N", "ndcg_at_10:Q", "low:Q", "high:Q", told="Given"),
    )
    return (band + rules + lines).properties(height=560)


def intervals(table: pd.DataFrame) -> alt.LayerChart:
    """Draw NDCG@10 of each model as a point with its 95 % interval, best first."""
    base = alt.Chart(_worth_drawing(table)).encode(
        y=alt.Y("model:N").title(None).sort(_best_first(table))
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q").title("NDCG@10").scale(zero=False), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90).encode(
        x="ndcg_at_10:Q", tooltip=tooltip("model:N", "ndcg_at_10:Q", "low:Q", "high:Q")
    )
    return (rules + points).properties(height=alt.Step(28))


def accuracy_and_coverage(table: pd.DataFrame, colours: Theme = LIGHT) -> alt.LayerChart:
    """Draw how accurate each model is against how much of the catalogue it shows to anyone."""
    shown = _worth_drawing(table)
    base = alt.Chart(shown).encode(
        x=alt.X("coverage:Q").title("Share of the catalogue shown").axis(format="%"),
        y=_NDCG,
        color=_colour(shown, colours).legend(None),
    )
    points = base.mark_point(filled=True, size=90).encode(
        shape=alt.Shape("model:N", scale=_mark_of_round(shown, colours, _POINTS), legend=None),
        tooltip=tooltip("model:N", "coverage:Q", "ndcg_at_10:Q"),
    )
    # Towards the middle, or a name near an edge is cut off on a phone.
    is_left = alt.datum.coverage <= shown["coverage"].max() / 2
    names = base.encode(text="model:N").transform_filter(
        alt.FieldOneOfPredicate("model", _apart(shown))
    )
    left = names.transform_filter(is_left).mark_text(align="left", dx=9, fontSize=11)
    right = names.transform_filter(~is_left).mark_text(align="right", dx=-9, fontSize=11)
    return (points + left + right).properties(height=320)


def _apart(table: pd.DataFrame) -> list[str]:
    """Return the models whose names have room beside their points, the default and the best first.

    Two that face each other take half of a phone; a model without is told by colour and touch.
    """
    places = table.set_index("model")[["coverage", "ndcg_at_10"]]
    places = (places - places.min()) / (places.max() - places.min()).replace(0, 1)
    named: list[str] = []
    for model in sorted(_best_first(table), key=lambda model: model != "default"):
        beside = (places.loc[named] - places.loc[model]).abs()
        if not ((beside["coverage"] < 0.5) & (beside["ndcg_at_10"] < 0.05)).any():
            named.append(model)
    return named


def evaluation_takeaway(evaluation: Evaluation) -> str:
    """Say for how many amounts given the default model is at least as good as every other."""
    table = evaluation_rows(evaluation)
    if "default" not in set(table["model"]):
        return "The default model was not part of this run."
    ahead: dict[str, list[str]] = {"worse": [], "tie": [], "better": []}
    closest: dict[str, list[str]] = {verdict: [] for verdict in ahead}
    # Shares come last: they are more than any number of likes.
    for given in sorted(table["given"].unique(), key=lambda given: (given < 1, given)):
        others = table[(table["given"] == given) & (table["model"] != "default")]
        if others.empty:
            continue
        rival = others.loc[others["ndcg_at_10"].idxmax()]
        verdict = str(rival["against"])
        ahead[verdict].append(
            f"{given:.0%} of the likes" if given < 1 else count(int(given), "like")
        )
        closest[verdict].append(str(rival["model"]))
    said = (
        "ahead of every other, the best of them {}",
        "level with the best other, {}",
        "behind {}",
    )
    parts = [
        f"told {', '.join(ahead[verdict])}, {words.format(' or '.join(dict.fromkeys(rivals)))}"
        for words, (verdict, rivals) in zip(said, closest.items(), strict=True)
        if rivals
    ]
    return f"The default model is, {'; '.join(parts)}." if parts else "Nothing to compare."


def _colour(table: pd.DataFrame, colours: Theme) -> alt.Color:
    """Give each model a colour, the same in all charts; the default stands out from the others.

    There are fewer colours than models: `_mark_of_round` tells those apart that share one.
    """
    scale = _own_of_each(table, colours.text, cycle(colours.categorical))
    return alt.Color("model:N", scale=scale).title(None)


def _mark_of_round(table: pd.DataFrame, colours: Theme, marks: Sequence[Mark]) -> alt.Scale:
    """Give the models of each round of the colours a mark."""
    rounds = (repeat(mark, len(colours.categorical)) for mark in cycle(marks))
    return _own_of_each(table, marks[0], chain.from_iterable(rounds))


def _own_of_each(table: pd.DataFrame, ours: Mark, others: Iterable[Mark]) -> alt.Scale:
    """Map the default to `ours` and the other models, in one order for all, to `others`."""
    models: list[str] = _best_first(table)
    order: list[str] = [*MODELS, *sorted(set(models) - set(MODELS))]
    own = dict(zip((model for model in order if model != "default"), others, strict=False))
    return alt.Scale(domain=models, range=[own.get(model, ours) for model in models])


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
    """Draw `asking_rows`: how the list improves with each question, one line a way of asking."""
    last = table[table["questions"] == table["questions"].max()]
    order = list(last.sort_values("ndcg", ascending=False)["way"])
    colour = alt.Color("way:N").title(None).sort(order)
    ours = alt.datum.way == WAYS_OF_ASKING["gain"]
    lines = alt.Chart(table, height=400).mark_line(point=True)
    return lines.encode(
        x=alt.X("questions:Q").title("Questions asked").axis(tickMinStep=1, format="d"),
        y=alt.Y("ndcg:Q").title("NDCG@10").scale(zero=False),
        color=colour.legend(orient="top", columns=2),
        strokeWidth=alt.condition(ours, alt.value(4), alt.value(1.5)),
        tooltip=tooltip("way:N", "questions:Q", "ndcg:Q", "low:Q", "high:Q", way="Asked"),
    )


def asking_table(asking: Asking) -> pd.DataFrame:
    """Return the outcome of each way of asking as people read it."""
    rows = []
    for way in asking.ways:
        end, ahead = way.ndcg_at_10[-1], way.ours_minus_this
        difference = ""
        if ahead:
            difference = f"{ahead.difference:+.4f} ({ahead.low:+.4f} to {ahead.high:+.4f})"
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
