// Which part of the map is seen, and how large. The map's own units have y upward; pixels are CSS
// pixels from the upper left corner.

const MARGIN = 1.06
const ROOM = 90 // Pixels around what is gone to, for the titles
const CLOSEST = 4 // Times the whole map's scale, when going to a movie
const [LEAST, MOST] = [0.7, 60] // Times the whole map's scale, when zooming

const within = (value, least, most) => Math.min(Math.max(value, least), most)

export class View {
  // `box`: what the whole map shows, in its own units.
  constructor([left, right, low, high], width, height) {
    Object.assign(this, { left, right, low, high, width, height })
    this.whole()
  }

  // Pixels per unit at which the whole map just fits.
  get fit() {
    const { left, right, low, high } = this
    return Math.min(this.width / (right - left), this.height / (high - low)) / MARGIN
  }

  whole() {
    const { left, right, low, high } = this
    Object.assign(this, { x: (left + right) / 2, y: (low + high) / 2, scale: this.fit })
  }

  // The same part of the map in a larger or smaller window.
  resize(width, height) {
    const before = this.fit
    Object.assign(this, { width, height })
    this.scale *= this.fit / before
  }

  // Closer to some places, but never so close that one leaves the picture.
  goTo(places) {
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    const fitting = (size, reach) => Math.max(size - 2 * ROOM, size / 3) / Math.max(reach, 1e-6)
    const scale = Math.min(
      fitting(this.width, right - left), fitting(this.height, high - low), CLOSEST * this.fit,
    )
    Object.assign(this, { x: (left + right) / 2, y: (low + high) / 2, scale })
  }

  pixel(x, y) {
    return [this.width / 2 + (x - this.x) * this.scale, this.height / 2 - (y - this.y) * this.scale]
  }

  place(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y - (py - this.height / 2) / this.scale]
  }

  holds(px, py) {
    return px >= 0 && py >= 0 && px <= this.width && py <= this.height
  }

  // What lies at a pixel stays there.
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.place(px, py)
    this.scale = within(this.scale * factor, LEAST * this.fit, MOST * this.fit)
    const [nx, ny] = this.place(px, py)
    this.move(x - nx, y - ny)
  }

  // Closer to the first of these places that is in the picture, which comes nearer to the middle.
  approach(factor, places) {
    const found = places.find(({ x, y }) => this.holds(...this.pixel(x, y)))
    this.zoom(factor)
    if (found) this.move((found.x - this.x) * (1 - 1 / factor ** 2), (found.y - this.y) * (1 - 1 / factor ** 2))
  }

  move(dx, dy) {
    this.x = within(this.x + dx, this.left, this.right)
    this.y = within(this.y + dy, this.low, this.high)
  }
}
