// See history.py for why.
if (!history.holdsTheStepsOfThePerson) {
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
  history.holdsTheStepsOfThePerson = true
}

export default function () {}
