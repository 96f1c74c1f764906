"""Model: what was trained, how good it is for a newcomer, and what one may try."""

import streamlit as st

from recsys.ui import frame, session
from recsys.ui.screens.model import questions as asking_view
from recsys.ui.screens.model import retraining, stability
from recsys.ui.screens.model import training as model_view
from recsys.ui.screens.parts import say_no_ratings
from recsys.ui.screens.recommendations import steering

st.title("The model")
st.markdown(
    "Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren and Volinsky "
    "2008), trained with the library `implicit`. Your profile is folded in by one exact solve; "
    "the same solve gives the contributions."
)
ready = frame.recommender()

model_view.training(ready.model)
model_view.quality(ready)
asking_view.worth_asking(ready)

st.header("Instant list beside retraining")
if not session.profile().ratings:
    st.markdown("Rate a movie to compare the instant list with one from a retrained model.")
elif ready.dataset.counted is not None:
    say_no_ratings(ready.dataset.no_ratings())
elif st.button("Retrain with me and compare"):
    instant = steering.recommend(ready, session.profile())
    retrained, _ = retraining.retrain_and_compare(instant, ready)
    retraining.compare_lists("Instant", instant, "Retrained", retrained)

stability.how_stable(ready)
model_view.configuration(ready)
model_view.try_settings(ready)
