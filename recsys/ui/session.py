"""A session's profile, settings and data set, and the one place that turns addresses into them.

The session holds what the person says; the address mirrors it. It comes in from the address when
a session begins, when the person changes the address or goes back, and never otherwise. Parameters
that are not named here belong to a page and are left alone.
"""

import os
import threading
import time
import weakref
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from recsys.data.dataset import Dataset
from recsys.data.registry import installed
from recsys.data.releases import DEFAULT_DATASET, RELEASES
from recsys.data.uploads import Uploads
from recsys.errors import RecsysError
from recsys.profile import link
from recsys.profile.carry import Carried, carry, carry_into
from recsys.profile.history import MAX_STEPS, History
from recsys.profile.profile import Profile
from recsys.recommend import settings as steering
from recsys.recommend.settings import Settings
from recsys.text import excerpt
from recsys.ui import address, shared

FIRST_STARS = 4.0
"""What a movie gets when it is picked, until the person says more."""
MAX_NAME = 40
LOOK_SECONDS, GONE_SECONDS = 20, 180
"""A visit comes back within 120 seconds or never: Streamlit's own bound."""


def profile() -> Profile:
    found = st.session_state.get("profile")
    return found if isinstance(found, Profile) else Profile()


def set_profile(changed: Profile) -> None:
    """Replace the profile, to be undone if wanted; the address follows in the run that comes."""
    enter(history().change(changed))


def history() -> History:
    """Return what undo and redo lead to."""
    found = st.session_state.get("history")
    return found if isinstance(found, History) else History(profile())


def enter(history: History) -> None:
    """Take over a profile and the way to it: the one door into the session."""
    st.session_state["history"] = history
    st.session_state["profile"] = history.present


def dataset() -> str:
    """Return the session's data set: an installed one's name, or the path of an own file."""
    return str(st.session_state.get("dataset") or start_dataset())


def set_dataset(name: str) -> None:
    """Go over to another data set; the profile stays as it is."""
    st.session_state["dataset"] = name
    st.session_state["dataset_problem"] = None


def add_session_dataset(path: str, shown: str) -> None:
    """Remember a data set that the person brought along, for this session."""
    st.session_state["own_datasets"] = {**session_datasets(), path: shown}


def uploads() -> Uploads:
    """Return the files of this visit; they go with it."""
    found = st.session_state.get("uploads")
    if isinstance(found, Uploads):
        return found
    begun = st.session_state["uploads"] = Uploads()
    if (context := get_script_run_ctx()) is not None and runtime.exists():
        here = partial(runtime.get_instance().is_active_session, context.session_id)
        arguments = weakref.ref(begun), here
        threading.Thread(target=close_when_over, args=arguments, daemon=True).start()
    return begun


def close_when_over(
    visit: Callable[[], Uploads | None],
    is_here: Callable[[], bool],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Delete a visit's files once nobody was there for `GONE_SECONDS`.

    Streamlit says when a browser disconnects, as a telephone does in a pocket, but not when it
    gave up waiting for it; and how long a session's memory stays after that is left to chance.
    """
    away = 0
    while away < GONE_SECONDS and visit() is not None:
        wait(LOOK_SECONDS)
        away = 0 if is_here() else away + LOOK_SECONDS
    if (found := visit()) is not None:
        found.close()


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


def name() -> str:
    """Return what the person is called, empty if they did not say."""
    return str(st.session_state.get("name", ""))


def set_name(wanted: str) -> None:
    """Take what the person wants to be called, without what cannot be printed."""
    st.session_state["name"] = excerpt(wanted.strip(), MAX_NAME)


def read_address() -> None:
    """Take over what the address says where that is news, at the top of every run."""
    if (said := address.news(address.OWN)) is not None:
        take_over({name: values[-1] for name, values in said.items()})


@dataclass(frozen=True)
class Moved:
    """A profile that went over into the ids of another data set."""

    left: Profile
    """As it was."""
    came: Profile
    """As it arrived."""
    waiting: Profile
    """What could not come along, as it was."""
    lost: tuple[str, ...] = ()
    """Why, a sentence each."""


def moved() -> Moved | None:
    """Return how the profile came into the data set's ids, if it came from others."""
    found = st.session_state.get("moved")
    return found if isinstance(found, Moved) and found.came.catalogue == catalogue() else None


def carry_over() -> None:
    """Bring the profile into the ids of the session's data set, whichever way it came in.

    What cannot come along waits, and joins again where the data set has its ids.
    """
    now, here = profile(), catalogue()
    if here is None or now.catalogue == here:
        return
    before = st.session_state.get("moved")
    problems: tuple[str, ...] = ()
    waiting = now
    try:
        if before is not None and (before.came.catalogue, before.left.catalogue) == (
            now.catalogue,
            here,
        ):
            came = _at_home(now, before, _carried)
        else:
            found = _carried(now)
            came, problems = found.profile, tuple(one.reason for one in found.lost)
            waiting = _only(now, {one.movie_id for one in found.lost})
    except RecsysError as error:
        came, problems = Profile(catalogue=here), (str(error),)
    enter(History(came))
    if not now.is_empty:
        st.session_state["moved"] = Moved(now, came, waiting, problems)


def home() -> Profile:
    """Return the profile as links and the browser keep it: in the ids it came in, nothing lost."""
    now, before = profile(), moved()
    if before is None:
        return now
    target = named_by(before.left) or shared.source(DEFAULT_DATASET).dataset
    here = shared.source(dataset()).dataset
    back = Carried(now) if now == before.came else carry(now, here, target)
    # Only a link can name a data set, and only one that is installed.
    if back.lost and dataset() not in session_datasets():
        return now
    return _at_home(now, before, lambda _: back)


def _at_home(now: Profile, before: Moved, back: Callable[[Profile], Carried]) -> Profile:
    return before.left if now == before.came else back(now).profile.merge(before.waiting)


def _only(found: Profile, movie_ids: Collection[int]) -> Profile:
    return found.forget(m for m in found.all_ids if m not in movie_ids)


def carried(found: Profile) -> Profile:
    """Return a profile in the ids of the session's data set; empty where nobody knows its ids."""
    try:
        return found if found.catalogue == catalogue() else _carried(found).profile
    except RecsysError:
        return Profile(catalogue=catalogue() or "")


def catalogue() -> str | None:
    """Return whose ids the session's data set has, None where it cannot be read."""
    try:
        opened = shared.source(dataset()).dataset
    except RecsysError:
        return None
    # Where ids are of a data set's own, only the data set itself can say which movies they mean.
    st.session_state.setdefault("catalogues", {})[opened.catalogue] = dataset()
    return opened.catalogue


def named_by(found: Profile) -> Dataset | None:
    """Return a data set of this session that has the profile's ids."""
    name = st.session_state.get("catalogues", {}).get(found.catalogue)
    return None if name is None else shared.source(name).dataset


def _carried(found: Profile) -> Carried:
    return carry_into(found, shared.source(dataset()).dataset, named_by(found))


def take_over(said: Mapping[str, str]) -> None:
    """Take over what a link's parameters say, to be undone if wanted."""
    st.session_state["settings"], problems = steering.from_query(said)
    st.session_state["name"] = excerpt(said.get("name", ""), MAX_NAME)
    _take_dataset(said.get("dataset"))
    try:
        # Only a step back to before the first movie says by its silence that there is none.
        if "p" in said or address.went_back():
            token = said.get("p", "")
            found = link.decode(token)
            found = found.want(_listed_beyond(token, found))
            # A link that takes the place of a profile one has can be undone; the first one begins.
            enter(history().change(found) if "profile" in st.session_state else History(found))
    except RecsysError as error:
        problems.insert(0, str(error))
    st.session_state["link_problems"] = problems


def _take_dataset(asked: str | None) -> None:
    st.session_state["dataset_problem"] = None
    if asked in installed():
        st.session_state["dataset"] = asked
    elif asked is not None:
        st.session_state["dataset_problem"] = (
            f"The link asks for the data set '{asked}', which is not installed here; "
            f"you see {dataset_label()} instead. Installed: {', '.join(installed())}."
        )
    elif dataset() not in session_datasets():
        # An own file never stands in the address, so its absence says nothing there.
        st.session_state["dataset"] = start_dataset()


def write_address() -> None:
    """Make the address say what the session holds."""
    said = query()
    address.write(address.OWN, {name: [value] for name, value in said.items()})
    if len(profile().watchlist) > link.MAX_LISTED:
        known = {**st.session_state.get("listed", {}), said["p"]: home().watchlist}
        st.session_state["listed"] = dict([*known.items()][-MAX_STEPS:])


def _listed_beyond(token: str, found: Profile) -> tuple[int, ...]:
    """Return what stood on the watchlist when an address was written that has not room for all."""
    here = st.session_state.get("listed", {}).get(token)
    if here is not None or len(found.watchlist) != link.MAX_LISTED or not address.went_back():
        return here or ()
    # Written before the page was loaded anew: better a movie too many than hundreds too few.
    now = home()
    return now.watchlist if now.catalogue == found.catalogue else ()


def query(whole: bool = False) -> dict[str, str]:
    """Return the parameters that every link inside the app must carry along.

    `whole` is for what is no address: with a watchlist of any length.
    """
    said = {"p": link.encode(home(), whole), "name": name(), **settings().to_query()}
    if dataset() != start_dataset() and dataset() not in session_datasets():
        said["dataset"] = dataset()
    return {key: value for key, value in said.items() if value}


def link_problems() -> list[str]:
    """Return what could not be read of the link, a sentence each."""
    return list(st.session_state.get("link_problems", []))


def dataset_problem() -> str | None:
    """Return why the link's data set is not used, if so."""
    return st.session_state.get("dataset_problem")


def start_dataset() -> str:
    """Return the data set that a session begins with, a name or a path."""
    return os.environ.get("RECSYS_DATASET") or DEFAULT_DATASET
