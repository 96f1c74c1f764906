// What several elements of the page do alike.

// Return a new element with attributes and text; `text` is never read as HTML.
export function made(tag, className = "", { text = "", ...attributes } = {}) {
  const element = document.createElement(tag)
  if (className) element.className = className
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.textContent = text
  return element
}

// Change a list and leave the keyboard where it was: on the same control of the same item, or of
// the one that stands in its place now. `selector` returns how to find a control within an item.
export function keepingKeyboard(list, selector, change) {
  const here = list.contains(document.activeElement) ? document.activeElement : null
  const item = here?.closest("li")
  const place = [...list.children].indexOf(item)
  change()
  if (!here || here.isConnected) return
  const items = [...list.children]
  const found = items.find((other) => other.dataset.movie === item.dataset.movie)
  const next = found ?? items[Math.min(place, items.length - 1)]
  next?.querySelector(selector(here))?.focus({ preventScroll: true })
}

// Say something to who does not see it, once what is being said has ended. All elements share one
// place for it: one that comes with its text in it is not read out.
export function announce(text) {
  const place = document.getElementById("cine-announced") ?? document.body.appendChild(
    made("div", "", { id: "cine-announced", role: "status" }),
  )
  place.style.cssText = "position: absolute; width: 1px; height: 1px; overflow: hidden; " +
    "clip-path: inset(50%); white-space: nowrap"
  // The same words twice are no change, and would be said once.
  place.textContent = ""
  setTimeout(() => { place.textContent = text }, 50)
}
