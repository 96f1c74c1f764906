"""The newest release in one click: terms and needs, progress, and over to it once it is trained.

It is fetched and trained behind the pages, once for all sessions, and goes on when who pressed goes
elsewhere. Whoever pressed changes over, when it is ready and Explore is open.
"""

import threading
from dataclasses import dataclass, field

import streamlit as st

from recsys.data import install, room
from recsys.data.download import Loaded
from recsys.data.registry import installed
from recsys.data.releases import NEWEST, RELEASES, Release
from recsys.errors import RecsysError, UnavailableError
from recsys.limits import limits
from recsys.model.als import Progress
from recsys.ui import background, session, shared
from recsys.ui.border import plain
from recsys.ui.screens.parts import action
from recsys.ui.words import newer as words

LOOK_SECONDS = 1.0
_PRESSED, _REFUSED = "newer-pressed", "newer-refused"


class _StoppedError(Exception):
    """Somebody pressed Cancel."""


@dataclass(eq=False)
class Fetch:
    """A release on its way."""

    wanted: Release
    at: Loaded | Progress | None = None
    """How far it is."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def hear(self, at: Loaded | Progress) -> None:
        if self.stopped.is_set():
            raise _StoppedError
        self.at = at

    def make(self, _: background.Work[bool]) -> bool:
        """Return whether it is ready; it is not where somebody pressed Cancel."""
        try:
            install.fetch(self.wanted.name, on_loaded=self.hear)
            shared.recommender(self.wanted.name, self.hear)
        except _StoppedError:
            return False
        return True


_guard = threading.Lock()
_way: list[tuple[Fetch, background.Work[bool]]] = []
"""The one that was begun last."""


def under_way() -> tuple[Fetch, background.Work[bool]] | None:
    """Return what is being fetched, for whichever session."""
    return next(((fetch, work) for fetch, work in _way if not work.finished.is_set()), None)


def press() -> None:
    """Begin, or join what has begun, and note that this session waits for it."""
    wanted = RELEASES[NEWEST]
    st.session_state.pop(_REFUSED, None)
    with _guard:
        if under_way() is None:
            try:
                _check(wanted)
            except RecsysError as error:
                st.session_state[_REFUSED] = str(error)
                return
            fetch = Fetch(wanted)
            _way[:] = [(fetch, background.begin(f"model of {wanted.name}", fetch.make))]
        st.session_state[_PRESSED] = _way[0]


def _check(wanted: Release) -> None:
    if not limits().heavy:
        raise UnavailableError(words.public(wanted))
    room.check(wanted)


def arrive() -> None:
    """Change over to what this session waited for, once it is ready; first thing on the page."""
    fetch, work = st.session_state.get(_PRESSED, (None, None))
    if work is not None and work.finished.is_set() and work.result:
        del st.session_state[_PRESSED]
        session.set_dataset(fetch.wanted.name)
        st.toast(plain(f"{fetch.wanted.label} is here"), icon=":material/done_all:")
        st.rerun()


def offer() -> None:
    """Draw what leads to the newest release, where it is not here."""
    wanted = RELEASES[NEWEST]
    if wanted.name in installed() or under_way() is not None:
        return
    with st.popover(plain(words.label(wanted)), icon=":material/new_releases:", key="newer"):
        st.markdown(plain(words.brings(wanted)))
        st.link_button("Terms in full", wanted.terms_url, type="tertiary")
        if not limits().heavy:
            st.info(plain(words.public(wanted)), icon=":material/home:")
            return
        free = room.free_memory(), room.free_disk()
        needs = words.needs(wanted, room.needed(wanted), *free, install.loaded(wanted))
        st.markdown(plain(needs))
        refusal = None
        try:
            room.check(wanted)
        except RecsysError as error:
            refusal = str(error)
            st.warning(plain(refusal), icon=":material/memory:")
        action(
            "Download and train", "newer-get", press, kind="primary", disabled=refusal is not None
        )


def progress() -> None:
    """Draw how far it is, or why it ended."""
    if (refused := st.session_state.get(_REFUSED)) is not None:
        st.warning(plain(refused))
    if under_way() is not None:
        _watch()
        return
    fetch, work = st.session_state.get(_PRESSED, (None, None))
    if work is None:
        return
    if work.error is not None:
        said = (
            str(work.error) if isinstance(work.error, RecsysError) else "the server's log says why"
        )
        st.error(plain(f"{fetch.wanted.label} is not here: {said}"))
    elif not work.result:
        st.info(plain(words.cancelled(fetch.wanted, fetch.wanted.name in installed())))


@st.fragment(run_every=LOOK_SECONDS)
def _watch() -> None:
    begun = under_way()
    if begun is None:
        st.rerun()
    fetch, _ = begun
    with st.container(horizontal=True, vertical_alignment="center"):
        share, said = words.far(fetch.wanted, fetch.at)
        if fetch.stopped.is_set():
            said = "Cancelled; this step ends first …"
        st.progress(share, text=plain(said))
        action("Cancel", "newer-cancel", fetch.stopped.set, disabled=fetch.stopped.is_set())
