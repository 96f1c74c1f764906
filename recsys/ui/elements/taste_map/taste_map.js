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
    of(".in").onclick = () => this.change("zoom", 1.6)
    of(".out").onclick = () => this.change("zoom", 1 / 1.6)
    of(".all").onclick = () => this.change("whole")
    this.watching = new ResizeObserver(() => this.resized())
    this.watching.observe(this.stage)
  }

  show(data, pick) {
    Object.assign(this, { data, pick })
    const { kept } = this
    this.above.setAttribute("aria-label", data.alt)
    const { x, y, kind, id, title } = data.points
    // Positions come as tenths.
    this.movies = x.map((tenths, i) => ({
      x: tenths / 10, y: y[i] / 10, kind: kind[i], id: id[i], title: title[i],
    }))
    const kinds = data.kinds.map((kind) => kind.name).join("|")
    if (kept.kinds !== kinds) Object.assign(kept, { kinds, solo: null })
    this.drawLegend()
    this.load()
    const extent = data.extent.join(",")
    if (kept.extent !== extent) Object.assign(kept, { extent, view: null })
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
    this.points.load(this.movies.map((movie) => (
      { ...movie, colour: this.isLit(movie) ? kinds[movie.kind].colour : ink.pale }
    )))
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.stage
    if (!width || !height || !this.data) return
    this.density = window.devicePixelRatio || 1
    this.kept.view ??= new View(this.data.extent, width, height)
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
    if (found) this.pick(found.id)
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
