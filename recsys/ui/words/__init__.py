"""Sentences from numbers: pure functions, no Streamlit."""
