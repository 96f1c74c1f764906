"""The one address: the session says what stands in it, and the person may go back in it.

The session holds what the person says, and every run writes it to the address. What comes with the
next run is the same again, an older address, or another one. An older one is either an echo, from a
browser that had not yet seen what was written since, or the person's Back; the browser says which,
so that it may be as slow as it likes, and no clock is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Said = Mapping[str, Sequence[str]]
"""Parameters of an address, each with its values: one may stand several times."""

_REMEMBERED = 200
"""How many addresses a browser may be behind."""

# Streamlit makes each writing of the address a step of the history. Two kinds of step are not the
# person's: the menu opens a page without parameters, to which the run then adds the profile, and
# Back, pressed twice in a row, is answered by the page between as if it had been opened anew. So a
# step takes the place of the one before where it only completes a bare address, and where the
# person has done nothing since going back or forward.
_JS = """
if (!history.holdsTheStepsOfThePerson) {
  let went = false
  const onWindow = (kind, value) =>
    window.addEventListener(kind, () => { went = value }, { capture: true })
  onWindow("popstate", true)
  for (const kind of ["pointerdown", "keydown", "click"]) onWindow(kind, false)

  const push = history.pushState
  history.pushState = function (state, title, url) {
    const here = window.location
    const next = new URL(url ?? here.href, here.href)
    const completes = !here.search && next.search && next.pathname === here.pathname
    return went || completes
      ? history.replaceState(state, title, url)
      : push.call(history, state, title, url)
  }
  history.holdsTheStepsOfThePerson = true
}

export default function () {}
"""

_component = st.components.v2.component("address", js=_JS)


def decide(written: Sequence[Said], went: bool, said: Said, changed: bool) -> bool:
    """Return whether the session takes over what the address says.

    Parameters
    ----------
    written : sequence
        What the app wrote or took over, the last one last.
    went : bool
        Whether this run answers a step back or forward in the browser's history.
    said : mapping
        What the address says that came with this run.
    changed : bool
        Whether the person has changed the session since the address was written.
    """
    if not said or (written and said == written[-1]):
        return False
    return went or not (changed or said in written)


@dataclass(frozen=True)
class Part:
    """Parameters of the address that are taken over and written together."""

    name: str
    parameters: tuple[str, ...]

    def has_changed(self) -> None:
        """Note that the session has changed; the address follows when it is written next."""
        st.session_state[f"{self.name}-changed"] = True

    def news(self) -> dict[str, list[str]] | None:
        """Return what the session should take over from the address, None if nothing."""
        said = self._said()
        changed = st.session_state.get(f"{self.name}-changed", False)
        return said if decide(self._written(), _went(), said, changed) else None

    def write(self, wanted: Said) -> None:
        """Make the address say this; parameters that are not the part's are left alone."""
        said = self._said()
        wanted = {key: list(wanted[key]) for key in self.parameters if wanted.get(key)}
        earlier = [old for old in (*self._written(), said) if old != wanted]
        st.session_state[f"{self.name}-written"] = (*earlier, wanted)[-_REMEMBERED:]
        st.session_state[f"{self.name}-changed"] = False
        # After a step back something written before may still be on its way to the browser.
        if said != wanted or _went():
            kept = {key: st.query_params.get_all(key) for key in st.query_params}
            others = {key: values for key, values in kept.items() if key not in self.parameters}
            st.query_params.from_dict({**wanted, **others})

    def _said(self) -> dict[str, list[str]]:
        return {k: st.query_params.get_all(k) for k in self.parameters if k in st.query_params}

    def _written(self) -> tuple[Said, ...]:
        return st.session_state.get(f"{self.name}-written", ())


def _went() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def keep_steps() -> None:
    """Let the browser's history hold the steps of the person only."""
    _component(key="address")
