// Half stars: a slider drawn as five stars. Tap the left or the right half of a star, drag, or use
// the arrow keys.
import { made } from "./made.js"

const SHAPE = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z"
const FIVE = [0, 1, 2, 3, 4].map((i) => `<g transform="translate(${24 * i})"><path d="${SHAPE}"/></g>`)
const ROW = `<svg viewBox="0 0 120 24" aria-hidden="true">${FIVE.join("")}</svg>`

export class Stars {
  // `change` is called with the stars that the person gave.
  constructor(change) {
    this.change = change
    this.element = made("span", "cine-stars")
    this.element.innerHTML = `${ROW}${ROW}<input type="range" max="5" step="0.5">`
    this.input = this.element.querySelector("input")
    this.number = made("span", "cine-number", { "aria-hidden": "true" })
    this.element.append(this.number)
    const { input } = this
    const follow = (event) => {
      if (this.held === undefined) return
      const { left, width } = this.element.getBoundingClientRect()
      const share = Math.min(Math.max((event.clientX - left) / width, 0), 1)
      input.value = Math.max(Math.ceil(share * 10), 1) / 2
      this.draw()
    }
    const release = (stars) => {
      if (this.held === undefined) return
      if (stars !== undefined) input.value = stars
      this.held = undefined
      this.draw()
      this.decide()
    }
    input.addEventListener("pointerdown", (event) => {
      if (event.button) return
      this.held = this.stars
      follow(event)
    })
    input.addEventListener("pointermove", follow)
    // What the browser makes of the pointer knows nothing of halves.
    input.addEventListener("input", () => { if (this.held === undefined) this.draw() })
    input.addEventListener("change", () => { if (this.held === undefined) this.decide() })
    input.addEventListener("pointerup", (event) => { follow(event); release() })
    // The finger went on to scroll the page.
    input.addEventListener("pointercancel", () => release(this.held))
  }

  get isHeld() {
    return this.held !== undefined
  }

  // Show stars, 0 where none were given yet; `name` says whose they are.
  show(stars, name) {
    this.stars = stars
    this.input.min = stars ? 0.5 : 0
    this.input.setAttribute("aria-label", name)
    if (!this.isHeld) this.input.value = stars
    this.draw()
  }

  draw() {
    const stars = Number(this.input.value)
    const said = stars ? `${stars.toFixed(1)} stars` : "no stars yet"
    this.input.setAttribute("aria-valuetext", said)
    this.number.textContent = stars ? `${stars} ★` : ""
    this.element.style.setProperty("--cine-share", `${100 - 20 * stars}%`)
  }

  decide() {
    const stars = Number(this.input.value)
    if (stars === this.stars || !stars) return
    this.stars = stars
    this.change(stars)
  }
}
