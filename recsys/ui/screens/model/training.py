"""The parts of the Model page: what was trained, how good it is, and what one may try."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from recsys import evaluate, loading
from recsys.errors import RecsysError
from recsys.evaluate import Evaluation
from recsys.limits import limits
from recsys.model.config import SPARK, ModelConfig
from recsys.model.model import Model
from recsys.recommend.recommender import Recommender
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import model as model_charts
from recsys.ui.charts import theme
from recsys.ui.screens.model import retraining
from recsys.ui.screens.model.measuring import measure_here
from recsys.ui.screens.parts import download_csv, say_no_ratings, show_rows

PROTOCOL_NAMES = {
    "few-shot": "A few favourites given",
    "holdout": "80 % of the likes given",
    "standard": "As published, likes from 4 stars",
    "standard-3": "As published, likes from 3 stars",
}
MOST_GROUPS = 3


def training(model: Model) -> None:
    """Say what was trained, on what, and how the loss fell."""
    report = model.report
    with st.grid(4, min_column_width=150):
        st.metric("People", f"{report.users:,}", border=True)
        st.metric("Movies", f"{report.movies:,}", border=True)
        st.metric("Likes", f"{report.likes:,}", border=True)
        st.metric("Training", f"{report.seconds:.1f} s", border=True)
    if not report.losses:
        return
    st.header("Training loss")
    if len(report.losses) == 1:  # Spark tells one, at the end
        st.markdown(plain(f"The loss is {report.losses[0]:.5f} in the end."))
        return
    takeaway = (
        f"The loss fell from {report.losses[0]:.5f} to {report.losses[-1]:.5f} in "
        f"{len(report.losses)} iterations."
    )
    st.markdown(plain(takeaway))
    st.altair_chart(model_charts.loss_curve(report.losses), width="stretch", alt=takeaway)
    st.caption(
        "Hu, Koren and Volinsky 2008, eq. 3, divided by the sum of all confidences. The last "
        "value is exact; the others are estimated from a tenth of the people."
    )


def configuration(ready: Recommender) -> None:
    """List every setting, and the command that trains the same model."""
    st.header("Configuration")
    model = ready.model
    train, foldin, report = model.config.train, model.config.foldin, model.report
    damping = f"{train.user_damping:g} / {train.movie_damping:g}"
    settings = [
        ("Data set", session.dataset_label()),
        ("Fingerprint of the data", report.fingerprint[:16]),
        ("Preset", model.config.preset),
        ("Factors", f"{train.factors}"),
        ("Regularisation λ", f"{train.regularization:g}"),
        ("Alpha", f"{train.alpha:g}"),
        ("Damping of confidence by person / movie", damping),
        ("Iterations", f"{train.iterations}"),
        ("A like has at least", f"{train.min_rating:g} stars"),
        ("Seed", f"{train.seed}"),
        ("Fold-in λ for 3 / 30 / 300 likes", _by_length(foldin.regularization_for)),
        ("Fold-in alpha for 3 / 30 / 300 likes", _by_length(foldin.alpha_for)),
        ("Confidence gained per star more", f"{foldin.star_weights.slope:g}"),
        ("Size of the movie factors", f"{model.item_factors.nbytes / 1e6:.1f} MB"),
    ]
    show_rows(settings, "Setting", "Value")
    if ready.dataset.counted is not None:
        return
    st.caption("The same model from the command line:")
    how = {"engine": SPARK} if train.objective == SPARK else {"preset": model.config.preset}
    command = evaluate.on_command_line("train", ready.dataset, **how, seed=train.seed)
    st.code(command, language="bash", wrap_lines=True)


def quality(ready: Recommender) -> None:
    """Show how good the lists are for people the models never saw, and run it again."""
    st.header("How good is it for a newcomer?")
    st.markdown(
        "People are held out of the training entirely. Each is then a newcomer: some of their "
        "likes are given, the rest must be found among all movies."
    )
    kept = {name: _kept(ready, name) for name in PROTOCOL_NAMES}
    _picture([found for name in evaluate.PROTOCOLS if (found := kept[name]) is not None])
    protocol = st.segmented_control(
        "Protocol",
        PROTOCOL_NAMES,
        format_func=PROTOCOL_NAMES.__getitem__,
        default="few-shot",
        required=True,
        key="protocol",
    )
    found = kept[protocol or "few-shot"]
    if found is None:
        if ready.dataset.counted is None:
            st.info("No evaluation of this data set is kept yet. Run one below.")
    else:
        _results(found)
    _run(ready, protocol or "few-shot")


def _kept(ready: Recommender, protocol: str) -> Evaluation | None:
    report, bundle = ready.model.report, ready.dataset.bundled
    try:
        return evaluate.load(report.dataset, report.fingerprint, protocol, bundle=bundle)
    except RecsysError as error:
        st.warning(plain(str(error)))
        return None


def _picture(found: list[Evaluation]) -> None:
    """Draw every protocol's results in one chart, for readers who never heard of the metric."""
    if not found:
        return
    together = replace(found[0], rows=tuple(row for one in found for row in one.rows))
    takeaway = model_charts.evaluation_takeaway(together)
    st.markdown(plain(takeaway))
    table = model_charts.evaluation_rows(together)
    drawn = model_charts.accuracy_by_given(table, theme.current())
    st.altair_chart(drawn, width="stretch", alt=takeaway)
    st.caption(
        "The height, NDCG@10, says of the ten movies shown how many of the best places go to films "
        "the person likes: 1 is all of them, 0 none, and the first place counts most. Lines and "
        f"the band are 95 % intervals over {found[0].users:,} people. With 80 % of the likes given "
        "few are left to be found, so all lines fall there. What is far below the rest, such as "
        "random lists, stands in the table alone."
    )


def _results(found: Evaluation) -> None:
    table = model_charts.evaluation_rows(found)
    if table["given"].nunique() > 1:
        steps = sorted(table["given"])
        given = st.select_slider("Favourites given", steps, value=steps[-1])
    else:
        given = table["given"].iloc[0]
        takeaway = model_charts.evaluation_takeaway(found)
        st.altair_chart(model_charts.intervals(table), width="stretch", alt=takeaway)
    at = table[table["given"] == given].sort_values("ndcg_at_10", ascending=False)
    st.subheader("Accuracy against coverage")
    said = "How much of the catalogue each model shows, and how accurate it is"
    st.altair_chart(
        model_charts.accuracy_and_coverage(at, theme.current()), width="stretch", alt=said
    )
    _table(
        at,
        {
            "ndcg_at_10": model_charts.ACCURACY["ndcg_at_10"],
            "low": "From",
            "high": "to (95 %)",
            "by_seed": "By group of people",
            "against": "Than the default",
            **model_charts.ACCURACY,
        },
    )
    st.subheader("What a person notices")
    _table(at, model_charts.NOTICED)
    st.caption(
        "Heard of: movies of the ten that at least one in ten people liked. Two lists differ by "
        "the share of ten that two people's do not have in common."
    )
    download_csv(lambda: table, "cinefold-evaluation.csv", "Download all rows")
    for model, why in found.skipped.items():
        st.caption(plain(f"{model} was left out: {why}"))
    said = (
        f"{found.users:,} people held out, {_groups(found)}, draws each: {found.draws:,}, "
        f"{found.minutes:.1f} minutes. Data {found.fingerprint[:8]}, settings "
        f"{found.configuration[:8]}, code {found.code[:8]}. Again from the command line:"
    )
    st.caption(plain(said))
    st.code(found.command, language="bash", wrap_lines=True)


def _table(rows: pd.DataFrame, names: dict[str, str]) -> None:
    shown = {"model": "Model", **{key: name for key, name in names.items() if key in rows}}
    st.dataframe(rows[list(shown)].rename(columns=shown), hide_index=True)


def _groups(found: Evaluation) -> str:
    seeds = ", ".join(map(str, found.seeds))
    return f"{len(found.seeds)} groups (seeds {seeds})" if len(found.seeds) > 1 else f"seed {seeds}"


def _run(ready: Recommender, protocol: str) -> None:
    if ready.dataset.counted is not None:
        say_no_ratings(ready.dataset.no_ratings())
        return
    if ready.dataset.private or not limits().heavy:
        why = "It takes minutes and a gigabyte, so nobody can run it on a public host"
        if ready.dataset.private:
            why = "Its result would be kept, and nothing that is made of your own file is"
        st.caption(f"{why}; at home:")
        command = evaluate.on_command_line("evaluate", ready.dataset, protocol=protocol)
        st.code(command, language="bash", wrap_lines=True)
        return
    with st.expander("Run an evaluation here", icon=":material/play_arrow:"):
        usual = ["default", "notebook", "popularity"]
        models = st.multiselect("Models", evaluate.MODELS, default=usual)
        groups = st.number_input(
            "Groups of people",
            1,
            MOST_GROUPS,
            help="Each is held out in turn and takes as long. What is done is not done again.",
        )
        if st.button("Run", disabled=not models):
            measure_here(
                lambda on_step: evaluate.evaluate(
                    ready.dataset, protocol, models, range(int(groups)), on_step
                ),
                evaluate.save,
            )


def try_settings(ready: Recommender) -> None:
    """Train with other settings, for this session only, and compare the lists."""
    st.header("Try other settings")
    if ready.dataset.counted is not None:
        say_no_ratings(ready.dataset.no_ratings())
        return
    train, budget = ready.model.config.train, limits()
    with st.form("model-settings"):
        with st.grid(3, min_column_width=200):
            factors = st.number_input(
                "Factors",
                1,
                budget.factors,
                min(train.factors, budget.factors),
                help="How many numbers describe a movie.",
            )
            regularization = st.number_input(
                "Regularisation λ", 0.001, 10_000.0, float(train.regularization),
                help="How strongly long vectors are discouraged: more is more cautious.",
            )  # fmt: skip
            alpha = st.number_input(
                "Alpha", 0.001, 1_000.0, float(train.alpha),
                help="How much more a like counts than the absence of one.",
            )  # fmt: skip
            iterations = st.number_input(
                "Iterations",
                1,
                budget.iterations,
                min(train.iterations, budget.iterations),
                help="Passes over the data.",
            )
            min_rating = st.number_input(
                "A like has at least", 0.5, 5.0, train.min_rating, step=0.5,
                help="Stars from which a rating is a like.",
            )  # fmt: skip
            seed = st.number_input("Seed", 0, 2**32 - 1, train.seed, help="Of the random start.")
        pressed = st.form_submit_button("Train", type="primary")
    if not pressed:
        return
    try:
        changed = replace(
            train,
            factors=int(factors),
            regularization=float(regularization),
            alpha=float(alpha),
            iterations=int(iterations),
            min_rating=float(min_rating),
            seed=int(seed),
        )
        other = _train(replace(ready.model.config, train=changed, preset="custom"))
    except RecsysError as error:
        st.error(plain(str(error)))
        return
    report = other.model.report
    st.markdown(
        f"Trained in {report.seconds:.1f} s to a loss of {report.losses[-1]:.5f}. The list beside "
        "the default's, for your profile:"
    )
    ours, theirs = (one.recommend(session.profile()) for one in (ready, other))
    retraining.compare_lists("Default", ours, "Your settings", theirs)


def _train(config: ModelConfig) -> Recommender:
    source = shared.source(session.dataset())
    if config.train.min_rating != source.min_rating:
        source = loading.Source(source.dataset, config.train.min_rating)
    shared.turns.take()
    with shared.training_bar(len(source.dataset.ratings)) as (on_progress, on_wait):
        model = loading.train(source, config, on_progress, on_wait)
    return Recommender(model, source.dataset)


def _by_length(value: Callable[[int], float]) -> str:
    """Show a setting that depends on how many likes a profile has."""
    return " / ".join(f"{value(n):.3g}" for n in (3, 30, 300))
