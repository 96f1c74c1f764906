// The taste map: thousands of movies as WebGL points, everything else on a canvas above them.
// The view (zoom and place) belongs to the browser, so that a rerun of the app never moves it.
import { arriving } from "../connection/arriving.js"
import { made } from "../made.js"
import { listen } from "./gestures.js"
import { paint, symbol } from "./labels.js"
import { Points } from "./points.js"
import { View } from "./view.js"

const REACH = 14 // CSS pixels from a point at which a click still means it
const MARKED = 4 // CSS pixels that a mark reaches further
const CLOSER = 1.6 // Times that a press on + enlarges
const SHEET = "(max-width: 640px)" // Where what was picked covers the lower half of the window

class TasteMap {
  constructor(root) {
    const of = (selector) => root.querySelector(selector)
    Object.assign(this, {
      root, stage: of(".stage"), above: of("canvas.marks"), tip: of(".tip"), legend: of(".legend"),
    })
    this.points = new Points(of("canvas.points"), () => this.draw())
    // Streamlit builds the element anew when something appears or goes above it on the page.
    this.kept = (window.cinefoldTasteMap ??= { view: null, solo: null, turn: 0 })
    listen(this.above, this)
    of(".in").onclick = () => this.closer()
    of(".out").onclick = () => this.change("zoom", 1 / CLOSER)
    of(".all").onclick = () => this.change("whole")
    this.watching = new ResizeObserver(() => this.resized())
    this.watching.observe(this.stage)
  }

  show(data, pick) {
    Object.assign(this, { data, pick })
    const { kept } = this
    this.above.setAttribute("aria-label", data.alt)
    // For the sheet over the map, which is the page's own: see layout.css.
    document.documentElement.style.setProperty("--cine-paper", data.ink.paper)
    const { x, y, kind, id, title } = data.points
    // Positions come as tenths.
    const places = x.map((tenths, i) => ({ x: tenths / 10, y: y[i] / 10 }))
    this.movies = id.map((one, i) => ({ ...places[i], kind: kind[i], id: one, title: title[i] }))
    this.others = places.slice(id.length)
    const kinds = data.kinds.map((kind) => kind.name).join("|")
    if (kept.kinds !== kinds) Object.assign(kept, { kinds, solo: null })
    this.drawLegend()
    this.load()
    const box = data.box.join(",")
    if (kept.box !== box) Object.assign(kept, { box, view: null })
    this.resized()
    if (!this.view) return
    if (data.focus && data.focus.turn !== kept.turn) this.view.goTo([data.focus, ...data.lines])
    kept.turn = data.focus?.turn ?? kept.turn
    this.draw()
  }

  get view() {
    return this.kept.view
  }

  isLit({ kind }) {
    return this.kept.solo === null || kind === this.kept.solo
  }

  load() {
    const { kinds, ink } = this.data
    const dots = this.movies.map((movie) => (
      { ...movie, colour: this.isLit(movie) ? kinds[movie.kind].colour : ink.pale }
    ))
    const others = this.others.map((place) => ({ ...place, colour: ink.muted }))
    this.points.load([...dots, ...others], dots.length)
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.stage
    if (!width || !height || !this.data) return
    this.density = window.devicePixelRatio || 1
    this.kept.view ??= new View(this.data.box, width, height)
    this.view.resize(width, height)
    for (const canvas of [this.points.canvas, this.above]) {
      canvas.width = Math.round(width * this.density)
      canvas.height = Math.round(height * this.density)
    }
    this.draw()
  }

  // Change the view by the method of this name.
  change(how, ...by) {
    this.view[how](...by)
    this.draw()
  }

  // Closer to what was picked or to the person, so that they stay in the picture.
  closer() {
    const { picked, you } = this.data
    this.change("approach", CLOSER, [picked, you].filter(Boolean))
  }

  draw() {
    this.waiting ||= requestAnimationFrame(() => this.paint())
  }

  paint() {
    this.waiting = 0
    const { view, density, data, above } = this
    if (!view || !density) return
    this.points.paint(view, density)
    const ctx = above.getContext("2d")
    ctx.setTransform(density, 0, 0, density, 0, 0)
    ctx.clearRect(0, 0, view.width, view.height)
    const font = getComputedStyle(this.root).fontFamily || "sans-serif"
    paint(ctx, view, { ...data, titles: this.movies.filter((movie) => this.isLit(movie)), font })
    this.stage.dataset.view = [view.x, view.y, view.scale].join(",")
  }

  nearest(px, py) {
    let found = null, least = REACH
    const offer = (movie, bonus) => {
      const [qx, qy] = this.view.pixel(movie.x, movie.y)
      const far = Math.hypot(qx - px, qy - py) - bonus
      if (far < least) { least = far; found = { id: movie.id, title: movie.title, px: qx, py: qy } }
    }
    for (const mark of this.data.marks) offer(mark, MARKED)
    for (const movie of this.movies) offer(movie, 0)
    return found
  }

  click(px, py) {
    const found = this.nearest(px, py)
    if (!found) return
    this.pick(found.id)
    if (!matchMedia(SHEET).matches) return
    // What was tapped stays in view above the sheet that is about to come.
    const hidden = this.stage.getBoundingClientRect().top + found.py - 0.4 * window.innerHeight
    if (hidden > 0) document.querySelector("[data-testid=stMain]")?.scrollBy({ top: hidden })
  }

  hover(px, py) {
    const { tip, view } = this
    const found = this.nearest(px, py)
    tip.hidden = !found
    this.above.style.cursor = found ? "pointer" : "grab"
    if (!found) return
    tip.textContent = found.title
    const wide = tip.offsetWidth
    tip.style.left = `${Math.min(Math.max(found.px - wide / 2, 4), view.width - wide - 4)}px`
    tip.style.top = `${found.py > 44 ? found.py - 40 : found.py + 14}px`
  }

  leave() {
    this.tip.hidden = true
  }

  drawLegend() {
    const items = this.data.kinds.map((kind, i) => {
      const item = made("button", "", { type: "button", "aria-pressed": this.kept.solo === i })
      const dot = made("i")
      dot.style.background = kind.colour
      item.append(dot, kind.name)
      item.onclick = () => {
        this.kept.solo = this.kept.solo === i ? null : i
        this.drawLegend()
        this.load()
        this.draw()
      }
      return item
    })
    const symbols = this.data.symbols.map(({ role, name }) => {
      const item = made("span")
      const canvas = made("canvas", "", { width: 40, height: 40 })
      const ctx = canvas.getContext("2d")
      ctx.scale(2, 2)
      symbol(ctx, role, 10, 10, this.data.ink)
      item.append(canvas, name)
      return item
    })
    this.legend.replaceChildren(...symbols, ...items)
  }

  goes() {
    this.watching.disconnect()
    cancelAnimationFrame(this.waiting)
    this.points.release()
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".taste")
  root.map ??= new TasteMap(root)
  root.map.show(data, (id) => arriving(setTriggerValue)("picked", id))
  // Streamlit also calls this for a run that the next one overtook.
  return () => { if (!root.isConnected) root.map.goes() }
}
