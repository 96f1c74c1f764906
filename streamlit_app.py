"""Starts Cinefold: `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from recsys.ui.web.server import MIDDLEWARE, ROUTES, lifespan

# The script that runs lies elsewhere than `pages/`, which Streamlit would otherwise take for the
# menu until the first visitor has come.
app = st.App(
    Path(__file__).resolve().parent / "recsys" / "ui" / "app.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
)
