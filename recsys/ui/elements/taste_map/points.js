// Thousands of movies as points: by WebGL, or on a plain canvas where there is none.

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

export const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))

export class Points {
  constructor(canvas, onRestored) {
    this.canvas = canvas
    this.start()
    this.leaving = new AbortController()
    const { signal } = this.leaving
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault(), { signal })
    canvas.addEventListener("webglcontextrestored", () => {
      this.start()
      this.load(this.places, this.colours)
      onRestored()
    }, { signal })
  }

  start() {
    const gl = this.canvas.getContext("webgl", { premultipliedAlpha: true, antialias: false })
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

  // A canvas that was asked for WebGL once has no other context.
  doWithoutWebGL() {
    const plain = this.canvas.cloneNode()
    this.canvas.replaceWith(plain)
    this.canvas = plain
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

  // `places`: [x, y] of each point; `colours`: its colour as #rrggbb.
  load(places, colours) {
    Object.assign(this, { places, colours })
    if (!this.gl) return
    const parts = new Map([...new Set(colours)].map((hex) => [hex, rgb(hex).map((c) => c / 255)]))
    const shades = new Float32Array(3 * colours.length)
    for (const [i, hex] of colours.entries()) shades.set(parts.get(hex), 3 * i)
    this.attribute("place", 2, new Float32Array(places.flat()))
    this.attribute("colour", 3, shades)
  }

  paint(view, density) {
    const across = Math.min(3.6 + Math.sqrt(view.scale / view.fit), 9)
    if (this.gl) this.paintByWebGL(view, density, across)
    else this.paintFlat(view, density, across)
  }

  paintByWebGL(view, density, across) {
    const { gl, uniforms } = this
    gl.viewport(0, 0, this.canvas.width, this.canvas.height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    gl.uniform2f(uniforms.centre, view.x, view.y)
    gl.uniform2f(uniforms.size, view.width, view.height)
    gl.uniform1f(uniforms.scale, view.scale)
    gl.uniform1f(uniforms.across, across * density)
    gl.drawArrays(gl.POINTS, 0, this.places.length)
  }

  paintFlat(view, density, across) {
    const ctx = this.flat
    ctx.setTransform(density, 0, 0, density, 0, 0)
    ctx.clearRect(0, 0, view.width, view.height)
    this.places.forEach(([x, y], i) => {
      const [px, py] = view.pixel(x, y)
      ctx.fillStyle = this.colours[i]
      ctx.fillRect(px - across / 2, py - across / 2, across, across)
    })
  }

  // A page has few WebGL contexts to give; one that is not given back is taken from another map.
  release() {
    this.leaving.abort()
    this.gl?.getExtension("WEBGL_lose_context")?.loseContext()
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
