"""On the Model page: whether the chance that an open card names is the share found."""

import streamlit as st

from recsys import evaluate
from recsys.errors import RecsysError
from recsys.evaluate import Chances
from recsys.recommend.recommender import Recommender
from recsys.ui.border import plain
from recsys.ui.charts import chances as chance_charts
from recsys.ui.charts import theme


def kept_chances(ready: Recommender) -> Chances | None:
    """Return the chances measured for a model, if any; say so where they are damaged."""
    report, config = ready.model.report, ready.model.config.to_dict()
    try:
        return evaluate.load_chances(
            report.dataset, report.fingerprint, config, ready.dataset.bundled
        )
    except RecsysError as error:
        st.warning(plain(str(error)))
        return None


def how_likely(ready: Recommender) -> None:
    """Show how often listed movies were liked, against what was said."""
    found = kept_chances(ready)
    if found is None and ready.dataset.counted is not None:
        return
    st.header("Will you like what you watch?")
    if found is None:
        st.info("For this data set and model it is not measured yet. Measure it with:")
        config = ready.model.config
        flags = {"preset": config.preset, "seed": config.train.seed}
        command = evaluate.on_command_line("chances", ready.dataset, **flags)
        st.code(command, language="bash", wrap_lines=True)
        return
    takeaway = chance_charts.takeaway(found)
    st.markdown(
        "An open card names the chance that a movie is liked by somebody who watches it. It is "
        "learned from some people held out of the training and judged on others: the movies "
        "listed for them that they rated. Where a point lies on the line, as many were liked as "
        f"was said. {plain(takeaway)}"
    )
    table = chance_charts.bins(found)
    drawn = chance_charts.reliability(table, theme.current())
    st.altair_chart(drawn, width="stretch", alt=takeaway)
    st.dataframe(chance_charts.summary(found), hide_index=True)
    st.caption(
        f"{found.users:,} people, each held out once, {found.draws:,} draws each, seed "
        f"{found.seed:d}, {found.minutes:.1f} minutes; the first hundred of each list, bins of "
        "equal weight, in each the 95 % bootstrap interval over people. People choose what they "
        "watch: what nobody would have chosen is not in it. “Known of ten” is how many of the "
        "first ten nine people in ten have rated as a like: a floor, as nobody has seen "
        "everything. Again from the command line:"
    )
    st.code(found.command, language="bash", wrap_lines=True)
