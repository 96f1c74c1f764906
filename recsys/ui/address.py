"""The one address: the session says what stands in it, and the person may go back in it.

The session holds what the person says, and every run writes it to the address. What comes with the
next run is then the same again, an older address, or another one. An older one is either an echo,
from a browser that had not yet seen what was written, or the person's Back. Streamlit's message is
the same for both; so an element in the page reports where the person went, by Back or Forward, and
its report arrives before the run that it leads to. No clock is asked: a browser may be as slow as
it likes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

import streamlit as st

Said = Mapping[str, Sequence[str]]
"""Parameters of an address; one may stand several times, and one that stands there has a value."""

_REMEMBERED = 200
"""How many addresses a browser may be behind."""
_WIDGET = "address"

_JS = """
if (!history.holdsTheStepsOfThePerson) {
  // A step is the person's only if they did something: the menu opens a page without parameters,
  // which the run then adds, and Back, pressed twice, is answered by the page between as well.
  let went = false
  const onWindow = (kind, heard) => window.addEventListener(kind, heard, { capture: true })
  onWindow("popstate", () => {
    went = true
    // Before Streamlit asks for the run that the step leads to.
    history.reportTheStep?.()
  })
  for (const kind of ["pointerdown", "keydown", "click"]) onWindow(kind, () => { went = false })

  const push = history.pushState
  history.pushState = function (state, title, url) {
    const here = window.location
    const next = new URL(url ?? here.href, here.href)
    const completes = !here.search && next.search && next.pathname === here.pathname
    return went || completes
      ? history.replaceState(state, title, url)
      : push.call(history, state, title, url)
  }
  history.stepsOfThePerson = 0
  history.holdsTheStepsOfThePerson = true
}

export default function ({ setStateValue }) {
  history.reportTheStep = () =>
    setStateValue("went", [++history.stepsOfThePerson, window.location.search.slice(1)])
}
"""

_component = st.components.v2.component("address", js=_JS)


def decide(written: Sequence[Said], acknowledged: Said | None, said: Said, changed: bool) -> bool:
    """Return whether the session takes over what the address says.

    Parameters
    ----------
    written : sequence
        What the app has written or taken over, the last one last.
    acknowledged : mapping or None
        Where the browser says that the person went, if that has not been followed yet.
    said : mapping
        What the address says that came with this run.
    changed : bool
        Whether the person has changed the session since the last run.
    """
    if changed or not said or (written and said == written[-1]):
        return False
    return said == acknowledged or said not in written


@dataclass(frozen=True)
class _Record:
    written: tuple[Said, ...] = ()
    step: object = None
    """The last report of the browser that was followed."""
    changed: bool = False
    taken: bool = False


@dataclass(frozen=True)
class Part:
    """Parameters of the address that are taken over and written together."""

    name: str
    parameters: tuple[str, ...]

    def has_changed(self) -> None:
        """Note that the person has changed the session; the address follows in the coming run."""
        self._note(changed=True)

    def news(self) -> dict[str, list[str]] | None:
        """Return what the session should take over from the address, if so; ask once a run."""
        record = self._record()
        said = self._said()
        step = getattr(st.session_state.get(_WIDGET), "went", None)
        went = None
        if step and step != record.step:
            asked = parse_qs(str(step[1]))
            went = {key: asked[key] for key in self.parameters if key in asked}
        taken = decide(record.written, went, said, record.changed)
        if taken or record.changed or said == went:
            self._note(step=step, taken=taken)
        if not taken:
            return None
        self._remember(said)
        return said

    def write(self, wanted: Said) -> None:
        """Make the address say this; parameters that are not the part's are left alone."""
        wanted = {key: list(wanted[key]) for key in self.parameters if wanted.get(key)}
        self._remember(wanted)
        self._note(changed=False)
        # After a step back something written before may still be under way to the browser.
        if self._said() == wanted and not self._record().taken:
            return
        self._note(taken=False)
        kept = {key: st.query_params.get_all(key) for key in st.query_params}
        others = {key: values for key, values in kept.items() if key not in self.parameters}
        st.query_params.from_dict({**wanted, **others})

    def _said(self) -> dict[str, list[str]]:
        return {k: st.query_params.get_all(k) for k in self.parameters if k in st.query_params}

    def _remember(self, said: Said) -> None:
        earlier = [old for old in self._record().written if old != said]
        self._note(written=(*earlier, said)[-_REMEMBERED:])

    def _record(self) -> _Record:
        found = st.session_state.get(f"address-{self.name}")
        return found if isinstance(found, _Record) else _Record()

    def _note(self, **changed: object) -> None:
        st.session_state[f"address-{self.name}"] = replace(self._record(), **changed)  # type: ignore[arg-type]


@st.fragment
def listen() -> None:
    """Let the browser say where the person goes; what it says costs no run of the page."""
    _component(key=_WIDGET, on_went_change=lambda: None)
