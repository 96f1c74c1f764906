"""Model: what was trained, on what, and how it went."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from recsys.ui import charts, frame

frame.through_the_entrypoint()

ready = frame.recommender()
model, report = ready.model, ready.model.report
train, foldin = model.config.train, model.config.foldin

st.title("The model")
st.markdown(
    "Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren and Volinsky "
    "2008), trained with the library `implicit`. Your profile is folded in by one exact solve; "
    "the same solve gives the contributions."
)
with st.grid(4, min_column_width=150):
    st.metric("People", f"{report.users:,}", border=True)
    st.metric("Movies", f"{report.movies:,}", border=True)
    st.metric("Likes", f"{report.likes:,}", border=True)
    st.metric("Training", f"{report.seconds:.1f} s", border=True)

st.header("Training loss")
takeaway = (
    f"The loss fell from {report.losses[0]:.5f} to {report.losses[-1]:.5f} "
    f"in {len(report.losses)} iterations."
)
st.markdown(takeaway)
st.altair_chart(charts.loss_curve(report.losses), width="stretch", alt=takeaway)


def by_length(value: Callable[[int], float]) -> str:
    """Show a setting that depends on how many movies a profile rates."""
    return " / ".join(f"{value(n):.3g}" for n in (3, 30, 300))


st.header("Configuration")
settings = [
    ("Data set", report.dataset),
    ("Fingerprint of the data", report.fingerprint[:16]),
    ("Preset", model.config.preset),
    ("Factors", f"{train.factors}"),
    ("Regularisation λ", f"{train.regularization:g}"),
    ("Alpha", f"{train.alpha:g}"),
    ("Iterations", f"{train.iterations}"),
    ("A like has at least", f"{train.min_rating:g} stars"),
    ("Seed", f"{train.seed}"),
    ("Fold-in λ for 3 / 30 / 300 movies", by_length(foldin.regularization_for)),
    ("Fold-in alpha for 3 / 30 / 300 movies", by_length(foldin.alpha_for)),
]
st.table(pd.DataFrame(settings, columns=["Setting", "Value"]), hide_index=True)
st.caption(
    f"Reproduce: python -m recsys train --dataset {report.dataset} "
    f"--preset {model.config.preset} --seed {train.seed}"
)
