"""Cinefold's server: `streamlit run streamlit_app.py`."""

import streamlit as st

app = st.App("recsys/ui/app.py")
