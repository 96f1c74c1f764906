// What the browser remembers of a profile, as a link's parameters and a revision. A tab overwrites
// only what it has read or written itself: what another tab wrote meanwhile is reported instead.
const KEY = "cinefold-profile"
const REVISION = "revision"

// Outlives the element, which Streamlit may build anew.
const tab = (window.cinefoldTab ??= { revision: null, decision: 0 })

export function parted(stored) {
  const query = new URLSearchParams(stored ?? "")
  const revision = query.get(REVISION) ?? ""
  query.delete(REVISION)
  return { query: query.toString(), revision }
}

// Return what is to be stored (null: nothing), and what another tab stored that goes before.
export function decide(stored, { keep, decision }, tab) {
  const there = parted(stored)
  if (keep === null || parted(keep).query === there.query) return { write: null, other: null }
  const anothers = there.query !== "" && tab.revision !== null && there.revision !== tab.revision
  if (anothers && decision <= tab.decision) return { write: null, other: there.query }
  return { write: parted(keep).query, other: null }
}

export default function ({ data, setStateValue }) {
  // The place of the banner, as visit.js keeps it.
  if (data.banner !== null) document.documentElement.toggleAttribute("data-visiting", data.banner)
  let kept = ""
  try {
    const stored = localStorage.getItem(KEY)
    const { write, other } = decide(stored, data, tab)
    tab.revision ??= parted(stored).revision
    if (write !== null) {
      tab.revision = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
      localStorage.setItem(KEY, `${write}&${REVISION}=${tab.revision}`)
    }
    if (data.keep !== null && write === null && other === null) tab.revision = parted(stored).revision
    tab.decision = Math.max(tab.decision, data.decision)
    if (other !== null) {
      tab.revision = parted(stored).revision
      setStateValue("other", other)
    }
    kept = parted(localStorage.getItem(KEY)).query
  } catch {
    // The browser keeps nothing; the link does.
  }
  if (data.ask) setStateValue("kept", [data.ask, kept])
  else document.documentElement.dataset.heard = "" // The first screen waits for it.
}
