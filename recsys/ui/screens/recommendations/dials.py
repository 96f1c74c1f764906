"""The two dials, each with its measured price beside it."""

from dataclasses import replace

import streamlit as st

from recsys import evaluate
from recsys.errors import RecsysError
from recsys.evaluate import Prices
from recsys.limits import limits
from recsys.recommend.dials import BOUNDS
from recsys.recommend.recommender import Recommender
from recsys.ui import keyed, session
from recsys.ui.border import plain
from recsys.ui.charts import prices as price_charts
from recsys.ui.screens.model.measuring import measure_here
from recsys.ui.words import dials as dial_words

_STEP = 0.05
_ENDS = {
    "popularity": ("Hidden gems", "Blockbusters"),
    "diversity": ("Closest to your taste", "More variety"),
}
EVERYTHING, BEYOND = "Everything", "Beyond the obvious"
BEYOND_AT = -0.5
"""Where the switch turns the popularity dial."""
_LABELS = {"popularity": "Popularity", "diversity": "Variety"}
_GIVES = {"popularity": "likes", "diversity": "diversity"}
_SECONDS_PER_LIST = 0.0011
"""To make and judge a list out of 3,600 movies, as measured on ML-1M with two cores."""


def beyond_switch() -> None:
    """Draw the switch between all movies and those that not everybody has seen."""
    now = BEYOND if session.settings().popularity < 0 else EVERYTHING
    st.segmented_control(
        "Which movies",
        [EVERYTHING, BEYOND],
        required=True,
        label_visibility="collapsed",
        on_change=_switch,
        **keyed.showing("beyond", now, "default"),
    )


def beyond_price(ready: Recommender) -> None:
    """Say in one line what going beyond the obvious costs, while it is on."""
    settings = session.settings()
    if settings.popularity < 0 and (prices := _prices(ready)) is not None:
        given = dial_words.given_for(prices, ready.usable(session.profile()).n_likes)
        st.caption(plain(dial_words.price(prices, "popularity", settings.popularity, given)))


def _switch() -> None:
    at = BEYOND_AT if st.session_state["beyond"] == BEYOND else 0.0
    session.set_settings(replace(session.settings(), popularity=at))


def dials(ready: Recommender) -> None:
    """Draw both dials; what they say stands in `session.settings()`."""
    prices = _prices(ready)
    given = None
    if prices is not None:
        given = dial_words.given_for(prices, ready.usable(session.profile()).n_likes)
    with st.grid(2, min_column_width=280, gap="medium"):
        for name in _LABELS:
            with st.container(gap="small"):
                _dial(name, prices, given)
    if prices is None:
        _offer_to_measure(ready)
    else:
        _whole_curve(prices, given or prices.given[0])


def _dial(name: str, prices: Prices | None, given: float | None) -> None:
    at = float(getattr(session.settings(), name))
    low, high = _ENDS[name]
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"◂ {low}", width="content")
        st.markdown(f"{high} ▸", width="content")
    st.slider(
        f"{_LABELS[name]}: {low.lower()} to {high.lower()}",
        *BOUNDS[name],
        step=_STEP,
        format="%.2f",
        label_visibility="collapsed",
        on_change=_turn,
        args=(name,),
        **keyed.showing(f"dial-{name}", at),
    )
    if prices is not None and given is not None and at:
        st.caption(plain(dial_words.price(prices, name, at, given)))


def _turn(name: str) -> None:
    at, settings = round(float(st.session_state[f"dial-{name}"]), 2), session.settings()
    if name == "popularity":
        session.set_settings(replace(settings, popularity=at))
    else:
        session.set_settings(replace(settings, diversity=at))


def _prices(ready: Recommender) -> Prices | None:
    report = ready.model.report
    try:
        return evaluate.load_prices(
            report.dataset,
            report.fingerprint,
            ready.model.config.to_dict(),
            ready.dataset.bundled,
        )
    except RecsysError as error:
        st.warning(plain(str(error)))
        return None


def _whole_curve(prices: Prices, given: float) -> None:
    both = session.settings().popularity and session.settings().diversity
    together = " What both cost together was not measured." if both else ""
    expander = st.expander(
        f"What the dials cost, measured on {prices.users:,} people",
        icon=":material/query_stats:",
        on_change="rerun",
        key="curve",
    )
    if not expander.open:
        return
    with expander:
        said = dial_words.setting(prices, given, session.dataset_label())
        st.markdown(plain(said + together))
        chosen = st.segmented_control(
            "Dial",
            _LABELS,
            format_func=_LABELS.__getitem__,
            default="popularity",
            required=True,
            key="curve-dial",
        )
        chosen = chosen or "popularity"
        curve = prices.curve(chosen, given)
        table = price_charts.price_table(curve)
        with st.grid(2, min_column_width=280):
            for metric in ("ndcg_at_10", _GIVES[chosen]):
                st.altair_chart(
                    price_charts.price_curve(table, metric, getattr(session.settings(), chosen)),
                    width="stretch",
                    alt=price_charts.price_takeaway(curve, metric),
                )
        st.dataframe(price_charts.shown_table(table), hide_index=True)
        st.caption(
            "Of the first ten movies of a list; shaded: the 95 % interval over people. Diversity "
            "is 1 − the mean likeness of two listed movies' audiences; coverage the share of the "
            "catalogue that stands in anybody's list. Between the positions measured, what is "
            "said is read off the line. Measure it again:"
        )
        st.code(prices.command, language="bash")


def _offer_to_measure(ready: Recommender) -> None:
    if ready.dataset.private or ready.dataset.counted is not None or not limits().heavy:
        return
    report, config = ready.model.report, ready.model.config
    people = min(600, report.users // 5)
    lists = people * 3 * 2 * 15 * max(1.0, report.movies / 3_600)
    minutes = (10 + report.seconds + lists * _SECONDS_PER_LIST) / 60
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("What the dials cost is not measured for this data set yet.", width="content")
        pressed = st.button(
            f"Measure it (about {max(1, round(minutes)):,} min)",
            key="measure-prices",
            type="tertiary",
            icon=":material/query_stats:",
            help=f"Holds out up to {people:,} people, trains without them and tries each position.",
        )
    if pressed:
        measure_here(
            lambda on_step: evaluate.measure_prices(
                ready.dataset, config.preset, config.train.seed, on_step
            ),
            evaluate.save,
        )
