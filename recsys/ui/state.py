"""A session's profile and data set, and the one place that turns addresses into profiles.

The session holds the profile; the address mirrors it. A profile comes in from the address when a
session begins, when the person pastes a link or goes back, and never otherwise.
"""

import os
import time
from pathlib import Path

import streamlit as st

from recsys import link
from recsys.datasets import DEFAULT_DATASET, RELEASES, installed
from recsys.errors import RecsysError
from recsys.history import History
from recsys.profile import Profile

FIRST_STARS = 4.0
"""What a movie gets when it is picked, until the person says more."""
_ECHO_SECONDS = 1.0
"""How long the browser may still report an address that was replaced meanwhile."""


def profile() -> Profile:
    found = st.session_state.get("profile")
    return found if isinstance(found, Profile) else Profile()


def set_profile(changed: Profile) -> None:
    """Replace the profile, to be undone if wanted; the address follows in the run that comes."""
    _step(history().change(changed))


def history() -> History:
    """Return what undo and redo lead to."""
    found = st.session_state.get("history")
    # The profile may have come from elsewhere, a link say.
    if isinstance(found, History) and found.present == profile():
        return found
    return History(profile())


def undo() -> None:
    _step(history().undo())


def redo() -> None:
    _step(history().redo())


def _step(changed: History) -> None:
    st.session_state["history"] = changed
    st.session_state["profile"] = changed.present
    st.session_state["profile_changed"] = True


def dataset() -> str:
    """Return the session's data set: an installed one's name, or the path of an own file."""
    return str(st.session_state.get("dataset") or _start_dataset())


def set_dataset(name: str) -> None:
    """Go over to another data set; the profile stays as it is."""
    st.session_state["dataset"] = name
    st.session_state["dataset_problem"] = None


def add_session_dataset(path: str, shown: str) -> None:
    """Remember a data set that the person brought along, for this session."""
    st.session_state["own_datasets"] = {**session_datasets(), path: shown}


def session_datasets() -> dict[str, str]:
    """Return the paths of the data sets that the person brought along, with their names."""
    return dict(st.session_state.get("own_datasets", {}))


def dataset_label(name: str | None = None) -> str:
    """Return what people call a data set."""
    name = dataset() if name is None else name
    if own := session_datasets().get(name):
        return own
    release = RELEASES.get(name)
    return release.label if release else Path(name).name


def read_address() -> None:
    """Take over what the address says, at the top of every run."""
    _read_dataset()
    changed_here = st.session_state.pop("profile_changed", False)
    token = st.query_params.get("p")
    written, replaced, when = st.session_state.get("written", (None, None, 0.0))
    is_echo = token == replaced and time.monotonic() - when < _ECHO_SECONDS
    if token is None or changed_here or token == written or is_echo:
        return
    try:
        found = link.decode(token)
        # A link that takes the place of a profile one has can be undone; the first one begins.
        known = "profile" in st.session_state
        st.session_state["history"] = history().change(found) if known else History(found)
        st.session_state["profile"] = found
        st.session_state["link_problem"] = None
    except RecsysError as error:
        st.session_state["link_problem"] = str(error)


def write_address() -> None:
    """Make the address say what the session holds."""
    token = link.encode(profile())
    written, _, _ = st.session_state.get("written", (None, None, 0.0))
    if token != written:
        st.session_state["written"] = (token, written, time.monotonic())
    wanted = {"p": token} if token else {}
    if dataset() != _start_dataset() and dataset() not in session_datasets():
        wanted["dataset"] = dataset()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def query() -> dict[str, str]:
    """Return the parameters that every link inside the app must carry along."""
    return dict(st.query_params.to_dict())


def link_problem() -> str | None:
    """Return why the link's profile could not be read, if so."""
    return st.session_state.get("link_problem")


def dataset_problem() -> str | None:
    """Return why the link's data set is not used, if so."""
    return st.session_state.get("dataset_problem")


def _start_dataset() -> str:
    return os.environ.get("RECSYS_DATASET") or DEFAULT_DATASET


def _read_dataset() -> None:
    asked = st.query_params.get("dataset")
    if asked is None or asked == dataset():
        return
    if asked in installed():
        set_dataset(asked)
    else:
        st.session_state["dataset_problem"] = (
            f"The link asks for the data set '{asked}', which is not installed here; "
            f"you see {dataset()} instead. Installed: {', '.join(installed())}."
        )
