// The taste map: thousands of movies as WebGL points, everything else on a canvas above them.
// The view (zoom and place) belongs to the browser, so that a rerun of the app never moves it.

const REACH = 14 // CSS pixels from a point at which a click still means it
const LABELS = 22
const MARGIN = 1.08

const VERTEX = `
attribute vec2 place; attribute vec3 colour;
uniform vec2 centre, size; uniform float scale, across; varying vec3 shade; varying float wide;
void main() {
  gl_Position = vec4((place - centre) * scale * 2.0 / size, 0.0, 1.0);
  gl_PointSize = across; wide = across; shade = colour;
}`
const FRAGMENT = `
precision mediump float; varying vec3 shade; varying float wide;
void main() {
  float edge = clamp(wide * (0.5 - length(gl_PointCoord - 0.5)), 0.0, 1.0);
  if (edge <= 0.0) discard;
  gl_FragColor = vec4(shade, 1.0) * edge * 0.8;
}`

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))

class TasteMap {
  constructor(root) {
    this.root = root
    this.stage = root.querySelector(".stage")
    this.below = root.querySelector("canvas.points")
    this.above = root.querySelector("canvas.marks")
    this.tip = root.querySelector(".tip")
    this.legend = root.querySelector(".legend")
    // Streamlit builds the element anew when something appears or goes above it on the page.
    Object.assign(this, { view: null, solo: null, turn: 0 }, window.cinefoldTasteMap)
    this.fingers = new Map()
    this.startDrawing()
    this.below.addEventListener("webglcontextlost", (event) => event.preventDefault())
    this.below.addEventListener("webglcontextrestored", () => {
      this.startDrawing(); this.load(); this.draw()
    })
    this.listen()
    new ResizeObserver(() => this.resized()).observe(this.stage)
  }

  startDrawing() {
    const gl = this.below.getContext("webgl", { premultipliedAlpha: true, antialias: false })
    const program = gl && linked(gl)
    if (!program) return this.doWithoutWebGL()
    this.gl = gl
    gl.useProgram(program)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    const names = ["centre", "size", "scale", "across"]
    this.uniforms = Object.fromEntries(names.map((n) => [n, gl.getUniformLocation(program, n)]))
    this.attributes = Object.fromEntries(["place", "colour"].map((name) => {
      return [name, { at: gl.getAttribLocation(program, name), buffer: gl.createBuffer() }]
    }))
  }

  doWithoutWebGL() {
    const plain = this.below.cloneNode()
    this.below.replaceWith(plain)
    this.below = plain
    this.gl = null
    this.flat = plain.getContext("2d")
  }

  attribute(name, size, values) {
    const { gl } = this, { at, buffer } = this.attributes[name]
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW)
    gl.enableVertexAttribArray(at)
    gl.vertexAttribPointer(at, size, gl.FLOAT, false, 0, 0)
  }

  show(data, pick) {
    this.data = data
    this.pick = pick
    this.above.setAttribute("aria-label", data.alt)
    this.colours = data.kinds.map((kind) => rgb(kind.colour))
    const kinds = data.kinds.map((kind) => kind.name).join("|")
    if (this.kinds !== kinds) { this.kinds = kinds; this.solo = null }
    this.drawLegend()
    this.load()
    const extent = data.extent.join(",")
    if (this.extent !== extent) { this.extent = extent; this.whole() }
    if (data.focus && data.focus.turn !== this.turn) this.goTo(data.focus)
    this.turn = data.focus ? data.focus.turn : this.turn
    this.remember()
    this.resized()
  }

  remember() {
    const { view, solo, turn, extent, kinds, width, height } = this
    window.cinefoldTasteMap = { view: { ...view }, solo, turn, extent, kinds, width, height }
  }

  load() {
    if (!this.gl) return
    const { x, y, kind } = this.data.points
    const places = new Float32Array(2 * x.length), colours = new Float32Array(3 * x.length)
    const pale = rgb(this.data.ink.pale)
    for (let i = 0; i < x.length; i++) {
      places[2 * i] = x[i] / 10
      places[2 * i + 1] = y[i] / 10
      const lit = this.solo === null || this.solo === kind[i]
      colours.set((lit ? this.colours[kind[i]] : pale).map((c) => c / 255), 3 * i)
    }
    this.attribute("place", 2, places)
    this.attribute("colour", 3, colours)
  }

  resized() {
    const { clientWidth: w, clientHeight: h } = this.stage
    if (!w || !h || !this.data) return
    const density = window.devicePixelRatio || 1
    const before = this.width ? this.fit() : 0
    this.width = w; this.height = h; this.density = density
    if (before) this.view.scale *= this.fit() / before
    else this.whole()
    for (const canvas of [this.below, this.above]) {
      canvas.width = Math.round(w * density)
      canvas.height = Math.round(h * density)
    }
    this.draw()
  }

  // CSS pixels per unit at which the whole map just fits.
  fit() {
    const [right, up] = this.data.extent
    return Math.min(this.width / (2 * right), this.height / (2 * up)) / MARGIN
  }

  whole() {
    this.width ||= this.stage.clientWidth
    this.height ||= this.stage.clientHeight
    this.view = { x: 0, y: 0, scale: this.fit() }
  }

  // Closer to a movie that was looked for, but never so close that its lines leave the picture.
  goTo({ x, y }) {
    this.width ||= this.stage.clientWidth
    this.height ||= this.stage.clientHeight
    const ends = [{ x, y }, ...this.data.lines]
    const [left, right] = [Math.min(...ends.map((e) => e.x)), Math.max(...ends.map((e) => e.x))]
    const [low, high] = [Math.min(...ends.map((e) => e.y)), Math.max(...ends.map((e) => e.y))]
    const room = 90 // CSS pixels around, for the titles
    const across = Math.max(this.width - 2 * room, this.width / 3) / Math.max(right - left, 1e-6)
    const upward = Math.max(this.height - 2 * room, this.height / 3) / Math.max(high - low, 1e-6)
    const scale = Math.min(across, upward, 4 * this.fit())
    this.view = { x: (left + right) / 2, y: (low + high) / 2, scale }
  }

  pixel(x, y) {
    const { view } = this
    return [this.width / 2 + (x - view.x) * view.scale, this.height / 2 - (y - view.y) * view.scale]
  }

  place(px, py) {
    const { view } = this
    return [view.x + (px - this.width / 2) / view.scale, view.y - (py - this.height / 2) / view.scale]
  }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.place(px, py)
    const least = this.fit()
    this.view.scale = Math.min(Math.max(this.view.scale * factor, 0.7 * least), 60 * least)
    const [nx, ny] = this.place(px, py)
    this.move(x - nx, y - ny)
  }

  move(dx, dy) {
    const [right, up] = this.data.extent
    this.view.x = Math.min(Math.max(this.view.x + dx, -right), right)
    this.view.y = Math.min(Math.max(this.view.y + dy, -up), up)
    this.draw()
  }

  draw() {
    if (this.waiting) return
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.paint() })
  }

  paint() {
    if (!this.width || !this.view) return
    const { view } = this
    const dot = Math.min(3.6 + Math.sqrt(view.scale / this.fit()), 9)
    if (this.gl) this.paintPoints(dot)
    else this.paintFlat(dot)
    const ctx = this.above.getContext("2d")
    ctx.setTransform(this.density, 0, 0, this.density, 0, 0)
    ctx.clearRect(0, 0, this.width, this.height)
    this.paintLines(ctx)
    this.paintMarks(ctx)
    this.paintLabels(ctx)
    this.remember()
    this.stage.dataset.view = [view.x, view.y, view.scale].join(",")
  }

  paintPoints(dot) {
    const { gl, view, density } = this
    gl.viewport(0, 0, this.below.width, this.below.height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    gl.uniform2f(this.uniforms.centre, view.x, view.y)
    gl.uniform2f(this.uniforms.size, this.width, this.height)
    gl.uniform1f(this.uniforms.scale, view.scale)
    gl.uniform1f(this.uniforms.across, dot * density)
    gl.drawArrays(gl.POINTS, 0, this.data.points.x.length)
  }

  paintFlat(dot) {
    const ctx = this.flat, { x, y, kind } = this.data.points
    ctx.setTransform(this.density, 0, 0, this.density, 0, 0)
    ctx.clearRect(0, 0, this.width, this.height)
    for (let i = 0; i < x.length; i++) {
      const [px, py] = this.pixel(x[i] / 10, y[i] / 10)
      const lit = this.solo === null || this.solo === kind[i]
      ctx.fillStyle = lit ? this.data.kinds[kind[i]].colour : this.data.ink.pale
      ctx.fillRect(px - dot / 2, py - dot / 2, dot, dot)
    }
  }

  paintLines(ctx) {
    const { lines, picked, ink } = this.data
    if (!picked) return
    const [px, py] = this.pixel(picked.x, picked.y)
    ctx.globalAlpha = 0.75
    ctx.lineCap = "round"
    for (const line of lines) {
      ctx.beginPath()
      ctx.moveTo(...this.pixel(line.x, line.y))
      ctx.lineTo(px, py)
      ctx.lineWidth = line.width
      ctx.strokeStyle = line.for ? ink.for : ink.against
      ctx.stroke()
    }
    ctx.globalAlpha = 1
  }

  paintMarks(ctx) {
    const { marks, you, picked, ink } = this.data
    for (const mark of marks) symbol(ctx, mark.role, ...this.pixel(mark.x, mark.y), ink)
    if (you) symbol(ctx, "you", ...this.pixel(you.x, you.y), ink)
    if (picked) symbol(ctx, "picked", ...this.pixel(picked.x, picked.y), ink)
  }

  paintLabels(ctx) {
    const { marks, you, picked, points, ink } = this.data
    const taken = [[this.width - 52, 0, this.width, 132]] // the zoom buttons
    ctx.font = "12px " + (getComputedStyle(this.root).fontFamily || "sans-serif")
    ctx.textBaseline = "middle"
    ctx.lineJoin = "round"
    const label = (text, x, y, always, strong) => {
      const [px, py] = this.pixel(x, y)
      if (px < 0 || py < 0 || px > this.width || py > this.height) return false
      const short = text.length > 34 ? text.slice(0, 33) + "…" : text
      const wide = ctx.measureText(short).width
      const left = px + 10 + wide > this.width ? Math.max(px - 10 - wide, 4) : px + 10
      const box = [left - 2, py - 8, left + wide + 2, py + 8]
      const hit = taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])
      if (hit && !always) return false
      taken.push(box)
      ctx.lineWidth = 3
      ctx.strokeStyle = ink.paper
      ctx.strokeText(short, left, py)
      ctx.fillStyle = strong ? ink.text : ink.muted
      ctx.fillText(short, left, py)
      return true
    }
    if (picked) label(picked.title, picked.x, picked.y, true, true)
    if (you) label("You", you.x, you.y, true, true)
    let left = this.width < 500 ? 12 : LABELS
    for (const mark of marks) if (left > 0 && label(mark.title, mark.x, mark.y, false, true)) left--
    for (let i = 0; i < points.x.length && left > 0; i++) {
      if (this.solo !== null && points.kind[i] !== this.solo) continue
      if (label(points.title[i], points.x[i] / 10, points.y[i] / 10, false, false)) left--
    }
  }

  nearest(px, py) {
    let found = null, least = REACH
    const offer = (id, title, x, y, bonus) => {
      const [qx, qy] = this.pixel(x, y)
      const far = Math.hypot(qx - px, qy - py) - bonus
      if (far < least) { least = far; found = { id, title, px: qx, py: qy } }
    }
    for (const mark of this.data.marks) offer(mark.id, mark.title, mark.x, mark.y, 4)
    const { x, y, id, title } = this.data.points
    for (let i = 0; i < x.length; i++) offer(id[i], title[i], x[i] / 10, y[i] / 10, 0)
    return found
  }

  hover(px, py) {
    const found = this.nearest(px, py)
    this.tip.hidden = !found
    this.above.style.cursor = found ? "pointer" : "grab"
    if (!found) return
    this.tip.textContent = found.title
    const wide = this.tip.offsetWidth
    this.tip.style.left = Math.min(Math.max(found.px - wide / 2, 4), this.width - wide - 4) + "px"
    this.tip.style.top = (found.py > 44 ? found.py - 40 : found.py + 14) + "px"
  }

  listen() {
    const at = (event) => {
      const box = this.above.getBoundingClientRect()
      return [event.clientX - box.left, event.clientY - box.top]
    }
    const { above: el, fingers } = this
    el.addEventListener("pointerdown", (event) => {
      el.setPointerCapture(event.pointerId)
      fingers.set(event.pointerId, at(event))
      this.dragged = fingers.size > 1
      this.from = at(event)
      this.tip.hidden = true
    })
    el.addEventListener("pointermove", (event) => {
      const now = at(event)
      const before = fingers.get(event.pointerId)
      if (!before) return this.hover(...now)
      if (Math.hypot(now[0] - this.from[0], now[1] - this.from[1]) > 5) this.dragged = true
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      if (other) {
        const apart = (p) => Math.max(Math.hypot(p[0] - other[0], p[1] - other[1]), 1)
        this.zoom(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2)
      }
      const share = this.view.scale * fingers.size
      if (this.dragged) this.move((before[0] - now[0]) / share, (now[1] - before[1]) / share)
      fingers.set(event.pointerId, now)
    })
    el.addEventListener("pointerup", (event) => {
      const found = !this.dragged && fingers.size === 1 && this.nearest(...at(event))
      fingers.delete(event.pointerId)
      if (found) this.pick(found.id)
    })
    el.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId))
    el.addEventListener("pointerleave", () => { this.tip.hidden = true })
    el.addEventListener("dblclick", (event) => this.zoom(2, ...at(event)))
    // The wheel scrolls the page until the map has been clicked, or Ctrl is held.
    el.addEventListener("wheel", (event) => {
      if (el.getRootNode().activeElement !== el && !event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...at(event))
    }, { passive: false })
    el.addEventListener("keydown", (event) => {
      const step = 60 / this.view.scale
      const actions = {
        ArrowLeft: () => this.move(-step, 0), ArrowRight: () => this.move(step, 0),
        ArrowUp: () => this.move(0, step), ArrowDown: () => this.move(0, -step),
        "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5),
        0: () => { this.whole(); this.draw() }, Escape: () => el.blur(),
      }
      if (!actions[event.key]) return
      event.preventDefault()
      actions[event.key]()
    })
    const button = (name, act) => { this.root.querySelector(name).onclick = act }
    button(".in", () => this.zoom(1.6))
    button(".out", () => this.zoom(1 / 1.6))
    button(".all", () => { this.whole(); this.draw() })
  }

  drawLegend() {
    const items = this.data.kinds.map((kind, i) => {
      const item = document.createElement("button")
      item.type = "button"
      item.setAttribute("aria-pressed", String(this.solo === i))
      const dot = document.createElement("i")
      dot.style.background = kind.colour
      item.append(dot, kind.name)
      item.onclick = () => {
        this.solo = this.solo === i ? null : i
        this.drawLegend(); this.load(); this.draw()
      }
      return item
    })
    const symbols = this.data.symbols.map(({ role, name }) => {
      const item = document.createElement("span")
      const canvas = document.createElement("canvas")
      canvas.width = canvas.height = 40
      const ctx = canvas.getContext("2d")
      ctx.scale(2, 2)
      symbol(ctx, role, 10, 10, this.data.ink)
      item.append(canvas, name)
      return item
    })
    this.legend.replaceChildren(...symbols, ...items)
  }
}

function linked(gl) {
  const program = gl.createProgram()
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind)
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null
}

function symbol(ctx, role, x, y, ink) {
  ctx.beginPath()
  ctx.lineWidth = 1.5
  ctx.strokeStyle = ink.paper
  ctx.fillStyle = ink[role]
  if (role === "favourite") {
    for (let i = 0; i < 10; i++) {
      const turn = -Math.PI / 2 + (i * Math.PI) / 5, reach = i % 2 ? 3.6 : 8
      ctx.lineTo(x + reach * Math.cos(turn), y + reach * Math.sin(turn))
    }
  } else if (role === "recommended") {
    for (const [dx, dy] of [[0, -7], [6, 0], [0, 7], [-6, 0]]) ctx.lineTo(x + dx, y + dy)
  } else if (role === "dislike") {
    for (const [width, colour] of [[5.5, ink.paper], [3, ink.dislike]]) {
      ctx.beginPath()
      ctx.lineWidth = width
      ctx.strokeStyle = colour
      ctx.moveTo(x - 5, y - 5); ctx.lineTo(x + 5, y + 5)
      ctx.moveTo(x + 5, y - 5); ctx.lineTo(x - 5, y + 5)
      ctx.stroke()
    }
    return
  } else {
    const rings = role === "you" ? [[9, 5, ink.paper], [9, 2.5, ink.you]] : [[11, 2, ink.picked]]
    for (const [reach, width, colour] of rings) {
      ctx.beginPath()
      ctx.lineWidth = width
      ctx.strokeStyle = colour
      ctx.arc(x, y, Math.min(reach, 9), 0, 2 * Math.PI)
      ctx.stroke()
    }
    if (role === "you") { ctx.beginPath(); ctx.arc(x, y, 3.5, 0, 2 * Math.PI); ctx.fill() }
    return
  }
  ctx.closePath()
  ctx.fill()
  ctx.stroke()
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".taste")
  root.map ??= new TasteMap(root)
  root.map.show(data, (id) => setTriggerValue("picked", id))
}
