// Thousands of movies: the best known as dots, the others as a faint density behind them. By WebGL,
// or on a plain canvas where there is none.

const VERTEX = `
attribute vec2 place; attribute vec3 colour;
uniform vec2 centre, stretch; uniform float across; varying vec3 shade; varying float wide;
void main() {
  gl_Position = vec4((place - centre) * stretch, 0.0, 1.0);
  gl_PointSize = across; wide = across; shade = colour;
}`
const FRAGMENT = `
precision mediump float; varying vec3 shade; varying float wide; uniform bool faint;
void main() {
  float inside = 0.5 - length(gl_PointCoord - 0.5);
  if (inside <= 0.0) discard;
  float strength = faint ? 0.28 * inside * inside : 0.85 * min(wide * inside, 1.0);
  gl_FragColor = vec4(shade, 1.0) * strength;
}`
const SPREAD = 7 // Units of the map that one of the others is spread over
const FAINT = 0.02 // Of one of the others where there is no WebGL

export class Points {
  constructor(canvas, onRestored) {
    this.canvas = canvas
    this.start()
    this.leaving = new AbortController()
    const { signal } = this.leaving
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault(), { signal })
    canvas.addEventListener("webglcontextrestored", () => {
      this.start()
      this.load(this.points, this.dots)
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
    const names = ["centre", "stretch", "across", "faint"]
    this.uniforms = Object.fromEntries(names.map((n) => [n, gl.getUniformLocation(program, n)]))
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
    // A point is five numbers of four bytes: x, y, red, green and blue.
    for (const [name, size, from] of [["place", 2, 0], ["colour", 3, 8]]) {
      const at = gl.getAttribLocation(program, name)
      gl.enableVertexAttribArray(at)
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, 20, from)
    }
  }

  // A canvas that was asked for WebGL once has no other context.
  doWithoutWebGL() {
    const plain = this.canvas.cloneNode()
    this.canvas.replaceWith(plain)
    this.canvas = plain
    this.gl = null
    this.flat = plain.getContext("2d")
  }

  // `points`: `x`, `y` and `colour` (#rrggbb) of each; the first `dots` of them are dots.
  load(points, dots) {
    Object.assign(this, { points, dots })
    const { gl } = this
    if (!gl) return
    const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    const values = points.flatMap(({ x, y, colour }) => [x, y, ...parts(colour)])
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(values), gl.STATIC_DRAW)
  }

  paint(view, density) {
    const across = Math.min(3.6 + Math.sqrt(view.scale / view.fit), 9)
    const spread = Math.min(SPREAD * view.scale, 60)
    if (this.gl) this.paintByWebGL(view, density * across, density * spread)
    else this.paintFlat(view, density, across, spread)
  }

  paintByWebGL({ x, y, scale, width, height }, across, spread) {
    const { gl, uniforms } = this
    gl.viewport(0, 0, this.canvas.width, this.canvas.height)
    gl.clear(gl.COLOR_BUFFER_BIT)
    gl.uniform2f(uniforms.centre, x, y)
    gl.uniform2f(uniforms.stretch, (2 * scale) / width, (2 * scale) / height)
    for (const faint of [1, 0]) {
      gl.uniform1i(uniforms.faint, faint)
      gl.uniform1f(uniforms.across, faint ? spread : across)
      gl.drawArrays(gl.POINTS, faint ? this.dots : 0, faint ? this.points.length - this.dots : this.dots)
    }
  }

  paintFlat(view, density, across, spread) {
    const ctx = this.flat
    ctx.setTransform(density, 0, 0, density, 0, 0)
    ctx.clearRect(0, 0, view.width, view.height)
    const squares = (points, across, strength) => {
      ctx.globalAlpha = strength
      for (const { x, y, colour } of points) {
        const [px, py] = view.pixel(x, y)
        ctx.fillStyle = colour
        ctx.fillRect(px - across / 2, py - across / 2, across, across)
      }
    }
    squares(this.points.slice(this.dots), spread, FAINT)
    squares(this.points.slice(0, this.dots), across, 1)
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
