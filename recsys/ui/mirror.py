"""Of two that mirror one another, the session and the address: which has something new to say.

The session holds what the person says, and the address follows at every run. What the address says
is news only where the person changed it or went back: not where the session has changed since the
last run, not where it is what was written there, and not where the browser, slower than the app,
still reports what stood there a moment ago.
"""

import time

import streamlit as st

_ECHO_SECONDS = 1.0
"""How long the browser may still report an address that was replaced meanwhile."""


def changed_here(part: str) -> None:
    """Note that the session has changed; the address follows in the run that comes.

    Parameters
    ----------
    part : str
        Tells the parts of the address apart that are mirrored each on its own.
    """
    st.session_state[f"{part}_changed"] = True


def is_news(part: str, said: object) -> bool:
    """Return whether the session should take over what the address says; ask once a run."""
    changed = st.session_state.pop(f"{part}_changed", False)
    written, replaced = st.session_state.get(f"{part}_written", (None, ()))
    is_echo = any(said == earlier for earlier, _ in _recent(replaced))
    return not (changed or said == written or is_echo)


def is_taken_over(part: str) -> None:
    """Note that what changed in the session is what the address said."""
    st.session_state.pop(f"{part}_changed", None)


def is_written(part: str, said: object) -> None:
    """Note what the address says from now on."""
    written, replaced = st.session_state.get(f"{part}_written", (None, ()))
    if said != written:
        # Several, for a browser may be behind by more than one quick change.
        replaced = (*_recent(replaced), (written, time.monotonic()))
        st.session_state[f"{part}_written"] = (said, replaced)


def _recent(replaced: tuple[tuple[object, float], ...]) -> tuple[tuple[object, float], ...]:
    now = time.monotonic()
    return tuple((said, when) for said, when in replaced if now - when < _ECHO_SECONDS)
