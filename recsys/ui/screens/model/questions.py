"""On the Model page: whether "Rate these next" asks the right questions."""

import streamlit as st

from recsys import evaluate
from recsys.errors import RecsysError
from recsys.recommend.recommender import Recommender
from recsys.ui.border import plain
from recsys.ui.charts import model as model_charts
from recsys.ui.screens.parts import say_no_ratings


def worth_asking(ready: Recommender) -> None:
    """Show how much a list gains by ten questions, chosen our way and others."""
    st.header("Does “Rate these next” ask the right questions?")
    report = ready.model.report
    try:
        found = evaluate.load_asking(report.dataset, report.fingerprint, ready.dataset.bundled)
    except RecsysError as error:
        st.warning(plain(str(error)))
        return
    if found is None and ready.dataset.counted is not None:
        say_no_ratings(ready.dataset.no_ratings())
        return
    if found is None:
        st.info("No simulation for this data set is kept yet. Run it with:")
        st.code(
            evaluate.on_command_line("questions", ready.dataset), language="bash", wrap_lines=True
        )
        return
    takeaway = model_charts.asking_takeaway(found)
    st.markdown(
        "People held out of the training start with nothing and are asked ten questions. They "
        "answer with their true rating where it lies in one half of their ratings, drawn "
        "beforehand, and with “haven’t seen” where it does not. The list then has to find what "
        f"they like in the other half. {plain(takeaway)}"
    )
    table = model_charts.asking_rows(found)
    st.altair_chart(model_charts.accuracy_by_questions(table), width="stretch", alt=takeaway)
    st.dataframe(model_charts.asking_table(found), hide_index=True)
    times = "" if found.draws == 1 else f", {found.draws:,} draws each"
    st.caption(
        f"{found.users:,} people held out{times}, seed {found.seed:d}, {found.minutes:.1f} "
        "minutes; in brackets 95 % bootstrap intervals over people. “Known” is how many have "
        "rated a movie; entropy is that of its stars (Rashid and others 2002, 2008). "
        "Again from the command line:"
    )
    st.code(found.command, language="bash", wrap_lines=True)
