"""The address and the session mirror one another: which of the two has something new to say.

The session holds what the person says, and the address follows at every run. The other way round,
what the address says is news in two cases only: the browser says that the person went back or
forward, or this session has never written it (a link just opened). Everything else is an address
that stood there before, reported by a browser that has not heard of the latest one yet. No clock is
asked, so a slow browser loses nothing, and Back counts however soon it is pressed.
"""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from recsys.recommend.settings import PARAMETERS

Query = Mapping[str, list[str]]
"""Parameters of an address; each may stand several times, and none is empty."""


Part = tuple[str, ...]
"""Parameters that are mirrored together."""
OWN: Part = ("p", "name", "dataset", *PARAMETERS)
"""Who somebody is, the data set, and what they asked for; on every page."""
NIGHT: Part = ("with", "rule", "lists")
"""A movie night's people; on its page."""
WHAT_IF: Part = ("movie",)
"""The movie that is asked about, on the page "What if"."""


def decide(said: Query, known: Sequence[Query], went: bool) -> bool:
    """Return whether the session should take over what the address says.

    Parameters
    ----------
    said : Query
        What the browser reports.
    known : sequence of Query
        What this session wrote there or took from there so far; the last one is what it stands for.
    went : bool
        Whether the browser says that the person went back or forward.
    """
    if known and said == known[-1]:
        return False
    return went or (bool(said) and said not in known)


def news(part: Part) -> Query | None:
    """Return what the session should take over, None where it has the last word."""
    said = {name: st.query_params.get_all(name) for name in part if name in st.query_params}
    if not decide(said, _known(part), went_back()):
        return None
    _note(part, said)
    return said


def write(part: Part, wanted: Query) -> None:
    """Make the address say what the session holds; other parts of it stay as they are."""
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    others = {name: values for name, values in shown.items() if name not in part}
    wanted = {name: list(values) for name, values in wanted.items() if values}
    _note(part, wanted)
    # After going back the browser may still be about to show what was written before that.
    if shown != {**wanted, **others} or went_back():
        st.query_params.from_dict({**wanted, **others})


def went_back() -> bool:
    """Return whether this run answers the browser's Back or Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _known(part: Part) -> tuple[Query, ...]:
    return st.session_state.get(f"address_{part[0]}", ())


def _note(part: Part, query: Query) -> None:
    """Remember an address as the latest one, each once."""
    others = (known for known in _known(part) if known != query)
    st.session_state[f"address_{part[0]}"] = (*others, query)
