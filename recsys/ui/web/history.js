// The browser's Back button leads to what the person saw, not to an address on its way.
//
// Streamlit writes the address when a run tells it to, and each writing is a step of the history.
// Two kinds of step are not the person's:
// - The menu opens a page without parameters, and the run then adds the profile to the address.
//   Back would lead to the bare address, whose run adds the step again: nobody would get past it.
// - Back, pressed twice in a row, is answered by the run of the page between, which writes that
//   page's address as if the person had opened it anew.
// So a step takes the place of the one before where it only completes a bare address, and where
// the person has done nothing since going back or forward.
let went = false
const onWindow = (kind, value) =>
  window.addEventListener(kind, () => { went = value }, { capture: true })
onWindow("popstate", true)
for (const kind of ["pointerdown", "keydown", "click"]) onWindow(kind, false)

const push = history.pushState
history.pushState = (state, title, url) => {
  const here = window.location
  const next = new URL(url ?? here.href, here.href)
  const completes = !here.search && next.search && next.pathname === here.pathname
  return went || completes
    ? history.replaceState(state, title, url)
    : push.call(history, state, title, url)
}
