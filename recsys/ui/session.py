"""A session's profile, settings and data set, and the one place that turns addresses into them.

The session holds what the person says, and the address follows; see `recsys.ui.address`.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from recsys.data.registry import installed
from recsys.data.releases import DEFAULT_DATASET, RELEASES
from recsys.errors import RecsysError
from recsys.profile import link
from recsys.profile.history import History
from recsys.profile.profile import Profile
from recsys.recommend import settings as steering
from recsys.recommend.settings import Settings
from recsys.text import excerpt
from recsys.ui.address import Part

FIRST_STARS = 4.0
"""What a movie gets when it is picked, until the person says more."""
MAX_NAME = 40
_ADDRESS = Part("own", ("p", "name", *steering.PARAMETERS, "dataset"))
"""Who somebody is and what they asked for; other parameters belong to a page."""


def profile() -> Profile:
    return history().present


def history() -> History:
    """Return what undo and redo lead to."""
    found = st.session_state.get("history")
    return found if isinstance(found, History) else History()


def set_profile(changed: Profile) -> None:
    """Replace the profile, to be undone if wanted."""
    enter(history().change(changed))


def enter(steps: History) -> None:
    """Let a profile into the session: the one door, whether it is picked, read or undone."""
    st.session_state["history"] = steps
    st.session_state["profile"] = steps.present
    _ADDRESS.has_changed()


def dataset() -> str:
    """Return the session's data set: an installed one's name, or the path of an own file."""
    return str(st.session_state.get("dataset") or _start_dataset())


def set_dataset(name: str) -> None:
    """Go over to another data set; the profile stays as it is."""
    st.session_state["dataset"] = name
    st.session_state["dataset_problem"] = None
    _ADDRESS.has_changed()


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


def settings() -> Settings:
    """Return the session's filters and dials."""
    found = st.session_state.get("settings")
    return found if isinstance(found, Settings) else Settings()


def set_settings(changed: Settings) -> None:
    """Replace filters and dials; the address follows in the run that comes."""
    st.session_state["settings"] = changed
    _ADDRESS.has_changed()


def name() -> str:
    """Return what the person is called, empty if they did not say."""
    return str(st.session_state.get("name", ""))


def set_name(wanted: str) -> None:
    """Take what the person wants to be called, without what cannot be printed."""
    st.session_state["name"] = excerpt(wanted.strip(), MAX_NAME)
    _ADDRESS.has_changed()


def read_address() -> None:
    """Take over what the address says, at the top of every run."""
    if said := _ADDRESS.news():
        take_over({key: values[-1] for key, values in said.items()})


def take_over(said: Mapping[str, str]) -> None:
    """Take over what a link's parameters say, to be undone if wanted."""
    _take_over_dataset(said.get("dataset"))
    st.session_state["settings"], problems = steering.from_query(said)
    st.session_state["name"] = excerpt(said.get("name", ""), MAX_NAME)
    try:
        if "p" in said:
            found = link.decode(said["p"])
            # A link that takes the place of a profile one has can be undone; the first one begins.
            enter(history().change(found) if "history" in st.session_state else History(found))
    except RecsysError as error:
        problems.insert(0, str(error))
    st.session_state["link_problems"] = problems


def _take_over_dataset(asked: str | None) -> None:
    # What the person brought along stands in no address.
    here = dataset() if dataset() in session_datasets() else _start_dataset()
    if asked in (None, dataset()) or asked in installed():
        set_dataset(asked or here)
    else:
        st.session_state["dataset_problem"] = (
            f"The link asks for the data set '{asked}', which is not installed here; "
            f"you see {dataset()} instead. Installed: {', '.join(installed())}."
        )


def write_address() -> None:
    """Make the address say what the session holds."""
    _ADDRESS.write({key: [value] for key, value in query().items()})


def query() -> dict[str, str]:
    """Return the parameters that every link inside the app must carry along."""
    shown = dataset() != _start_dataset() and dataset() not in session_datasets()
    said = {
        "p": link.encode(profile()),
        "name": name(),
        **settings().to_query(),
        "dataset": dataset() if shown else "",
    }
    return {key: value for key, value in said.items() if value}


def link_problems() -> list[str]:
    """Return what could not be read of the link, a sentence each."""
    return list(st.session_state.get("link_problems", []))


def dataset_problem() -> str | None:
    """Return why the link's data set is not used, if so."""
    return st.session_state.get("dataset_problem")


def _start_dataset() -> str:
    return os.environ.get("RECSYS_DATASET") or DEFAULT_DATASET
