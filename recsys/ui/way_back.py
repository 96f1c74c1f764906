"""The browser's Back button leads to what the person saw, not to an address on its way.

The menu opens a page without parameters; the run then adds the profile to the address, which
Streamlit, where the run takes its time, writes as one more step of the browser's history. Back
would lead to the bare address, whose run adds the step again, and nobody would get past it. So a
step that only completes a bare address takes its place.
"""

import streamlit as st

_JS = """
if (!history.completesBareAddresses) {
  const push = history.pushState
  history.pushState = function (state, title, url) {
    const here = window.location
    const next = new URL(url ?? here.href, here.href)
    const completes = !here.search && next.search && next.pathname === here.pathname
    return completes
      ? history.replaceState(state, title, url)
      : push.call(history, state, title, url)
  }
  history.completesBareAddresses = true
}

export default function () {}
"""

_component = st.components.v2.component("way_back", js=_JS)


def keep() -> None:
    """Let the browser's history hold complete addresses only."""
    _component(key="way-back")
