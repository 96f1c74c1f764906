// Fingers, mouse, wheel and keys on the map.

const DRAGGED = 5 // Pixels from which a press is no click any more
const STEP = 60 // Pixels that an arrow key moves

// Call `map`'s methods change(how, ...), as `View` is changed, closer(), hover(px, py), leave() and
// click(px, py); pixels are counted from the corner of `canvas`.
export function listen(canvas, map) {
  const fingers = new Map()
  let dragged = false, from = null
  const at = (event) => {
    const box = canvas.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])
  const on = (kind, act, options) => canvas.addEventListener(kind, act, options)
  on("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, at(event))
    dragged = fingers.size > 1
    from = at(event)
    map.leave()
  })
  on("pointermove", (event) => {
    const now = at(event)
    const before = fingers.get(event.pointerId)
    if (!before) return map.hover(...now)
    if (apart(now, from) > DRAGGED) dragged = true
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const factor = Math.max(apart(now, other), 1) / Math.max(apart(before, other), 1)
      map.change("zoom", factor, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2)
    }
    const share = map.view.scale * fingers.size
    if (dragged) map.change("move", (before[0] - now[0]) / share, (now[1] - before[1]) / share)
    fingers.set(event.pointerId, now)
  })
  on("pointerup", (event) => {
    const isClick = !dragged && fingers.size === 1
    fingers.delete(event.pointerId)
    if (isClick) map.click(...at(event))
  })
  on("pointercancel", (event) => fingers.delete(event.pointerId))
  on("pointerleave", () => map.leave())
  on("dblclick", (event) => map.change("zoom", 2, ...at(event)))
  // The wheel scrolls the page until the map has been clicked, or Ctrl is held.
  on("wheel", (event) => {
    if (canvas.getRootNode().activeElement !== canvas && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015))
    map.change("zoom", factor, ...at(event))
  }, { passive: false })
  on("keydown", (event) => {
    const step = STEP / map.view.scale
    const changes = {
      ArrowLeft: ["move", -step, 0], ArrowRight: ["move", step, 0],
      ArrowUp: ["move", 0, step], ArrowDown: ["move", 0, -step],
      "-": ["zoom", 1 / 1.5], 0: ["whole"],
    }
    if (event.key === "+" || event.key === "=") map.closer()
    else if (changes[event.key]) map.change(...changes[event.key])
    else if (event.key === "Escape") canvas.blur()
    else return
    event.preventDefault()
  })
}
