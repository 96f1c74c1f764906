"""A stand-in for the picker, which is the browser's: a field for what the browser would send."""

import json
from types import SimpleNamespace

import streamlit as st

from recsys.ui import picker

_FIELD = "what the browser sends"


def stand_in(monkeypatch):
    """Draw the field in the place of the component."""

    def field(*, data, key, on_picked_change):
        def sent():
            st.session_state[key] = SimpleNamespace(picked=json.loads(st.session_state[_FIELD]))
            on_picked_change()

        st.text_input(_FIELD, key=_FIELD, on_change=sent)

    monkeypatch.setattr(picker, "_combobox", field)


def pick(app, value):
    """Run the app with what the browser sends when something is picked."""
    return app.text_input(key=_FIELD).set_value(json.dumps(value)).run()
