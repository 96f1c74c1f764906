"""Keyed widgets that show a value kept elsewhere: in the profile or the settings."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def showing(key: str, value: object, default: str = "value") -> dict[str, Any]:
    """Return the arguments with which a keyed widget shows a value, whoever changed it last.

    The value is also the widget's default. Told through the session alone, it reaches the browser
    in one run only, and a browser that is quick to ask for the next run reports the widget's own
    default instead, which would then pass for the person's choice.

    Parameters
    ----------
    default : str
        What the widget calls its default: "value", or "default" for a choice of several.
    """
    if key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value
        # Streamlit objects to a default beside a value set in the same run.
        return {"key": key}
    return {"key": key, default: value}


def choosing(key: str, value: object, options: Sequence[object]) -> dict[str, Any]:
    """Return the same for a select box, whose default is the place of the value."""
    shown = showing(key, value, "index")
    return {**shown, "index": options.index(value)} if "index" in shown else shown
