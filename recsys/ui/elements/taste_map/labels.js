// What is drawn above the points: lines, symbols and as many titles as have room.

const LONGEST = 34 // Letters of a title
const [MOST, FEWER, NARROW] = [22, 12, 500] // Titles, and fewer where the map is less wide
const BUTTONS = [60, 156] // Pixels of the upper right corner that the zoom buttons take

export function paint(ctx, view, { picked, lines, marks, you, regions, titles, ink, font }) {
  if (picked) paintLines(ctx, view, picked, lines)
  for (const mark of marks) symbol(ctx, mark.role, ...view.pixel(mark.x, mark.y), ink, mark.colour)
  if (you) symbol(ctx, "you", ...view.pixel(you.x, you.y), ink)
  if (picked) symbol(ctx, "picked", ...view.pixel(picked.x, picked.y), ink)
  ctx.textBaseline = "middle"
  ctx.lineJoin = "round"
  const widthOf = (text, size, weight) => {
    ctx.font = `${weight} ${size}px ${font}`
    return ctx.measureText(text).width
  }
  const spokes = picked ? lines.map((line) => [view.pixel(line.x, line.y), view.pixel(picked.x, picked.y)]) : []
  const symbols = [picked, you, ...marks].filter(Boolean)
  const wanted = labels({ picked, you, marks, regions, titles })
  for (const { text, left, middle, size, weight, strong } of placed(wanted, view, widthOf, spokes, symbols)) {
    ctx.font = `${weight} ${size}px ${font}`
    ctx.lineWidth = 4
    ctx.strokeStyle = ink.paper
    ctx.strokeText(text, left, middle)
    ctx.fillStyle = strong ? ink.text : ink.muted
    ctx.fillText(text, left, middle)
  }
}

// The labels one would like, what matters most first.
function* labels({ picked, you, marks, regions, titles }) {
  if (picked) yield { ...picked, always: true, strong: true }
  if (you) yield { ...you, always: true, strong: true }
  yield* regions
  const named = new Set([picked?.id, ...marks.map((mark) => mark.id)])
  for (const mark of marks) if (mark.id !== picked?.id) yield { ...mark, strong: true }
  for (const movie of titles) if (!named.has(movie.id)) yield movie
}

// Return where labels stand, so that none lies on another, on a symbol or on one of the lines
// `spokes`: `text`, `left`, `middle`, `size`, `weight`, `strong`. The name of a region, which has
// a line `under` it where there is room, stands on its middle; a title beside its movie.
export function placed(wanted, view, widthOf, spokes = [], symbols = []) {
  const taken = symbols.map(({ x, y }) => view.pixel(x, y)).map(([px, py]) => [px - 7, py - 7, px + 7, py + 7])
  taken.push([view.width - BUTTONS[0], 0, view.width, BUTTONS[1]])
  const isNarrow = view.width < NARROW
  const isFree = (box) => !spokes.some((spoke) => crosses(spoke, box)) &&
    !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])
  const found = []
  let left = isNarrow ? FEWER : MOST
  for (const { title, under, x, y, always, strong } of wanted) {
    if (!left) break
    const [px, py] = view.pixel(x, y)
    if (!view.holds(px, py)) continue
    const text = title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title
    const rows = under ? [[text, 14, 700], [under, 11, 400]].slice(0, isNarrow ? 1 : 2) : [[text, 12, 400]]
    const wide = Math.max(...rows.map((row) => widthOf(...row)))
    const half = 8 * rows.length
    const centred = [px - wide / 2, py]
    const places = under ? [centred] : beside(px, py, wide)
    const boxes = places
      .map(([from, middle]) => [Math.min(Math.max(from, 4), view.width - wide - 4), middle])
      .map(([from, middle]) => [from - 2, middle - half, from + wide + 2, middle + half])
    const box = boxes.find(isFree) ?? (always ? boxes[0] : null)
    if (!box) continue
    if (!always) left -= 1
    taken.push(box)
    found.push(...rows.map(([said, size, weight], row) => ({
      text: said, size, weight, strong: Boolean(strong) || (Boolean(under) && row === 0),
      left: under ? (box[0] + box[2] - widthOf(said, size, weight)) / 2 : box[0] + 2,
      middle: box[1] + 8 + 16 * row,
    })))
  }
  return found
}

// The places of a label around a movie, the best first: right, left, above, below.
const beside = (px, py, wide) => [
  [px + 10, py], [px - 10 - wide, py], [px - wide / 2, py - 18], [px - wide / 2, py + 18],
].filter(([from]) => from >= 2 || from === px + 10)

// Whether a line meets a box: by Liang and Barsky 1984.
function crosses([[x1, y1], [x2, y2]], [left, top, right, bottom]) {
  let [from, to] = [0, 1]
  for (const [step, room] of [
    [x1 - x2, x1 - left], [x2 - x1, right - x1], [y1 - y2, y1 - top], [y2 - y1, bottom - y1],
  ]) {
    if (step === 0 && room < 0) return false
    if (step < 0) from = Math.max(from, room / step)
    if (step > 0) to = Math.min(to, room / step)
  }
  return from <= to
}

function paintLines(ctx, view, picked, lines) {
  const end = view.pixel(picked.x, picked.y)
  ctx.globalAlpha = 0.85
  for (const line of lines) {
    ctx.beginPath()
    ctx.moveTo(...view.pixel(line.x, line.y))
    ctx.lineTo(...end)
    ctx.lineWidth = line.width
    ctx.strokeStyle = line.colour
    ctx.setLineDash(line.against ? [Math.max(6, line.width), Math.max(5, line.width)] : [])
    ctx.stroke()
  }
  ctx.setLineDash([])
  ctx.globalAlpha = 1
}

const RING = "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0Z"
const DOT = "M3.5 0A3.5 3.5 0 1 1 -3.5 0A3.5 3.5 0 1 1 3.5 0Z"
const CROSS = "M-5 -5L5 5M5 -5L-5 5"
const DIAMOND = "M0 -7L6 0L0 7L-6 0Z"
const STAR =
  "M0 -8L2.1 -2.9L7.6 -2.5L3.4 1.1L4.7 6.5L0 3.6L-4.7 6.5L-3.4 1.1L-7.6 -2.5L-2.1 -2.9Z"
// By role, one above the other: a shape around the place, its colour and how wide its line is;
// without a width it is filled. The colour "own" is that of the rated movie.
const SYMBOLS = {
  favourite: [[STAR, "paper", 4], [STAR, "own"], [STAR, "text", 1]],
  recommended: [[DIAMOND, "text"], [DIAMOND, "paper", 1.5]],
  dislike: [[CROSS, "paper", 6.5], [CROSS, "own", 3.5]],
  picked: [[RING, "text", 2]],
  you: [[RING, "paper", 5], [RING, "text", 2.5], [DOT, "text"]],
}

export function symbol(ctx, role, x, y, ink, own = ink.own) {
  ctx.translate(x, y)
  for (const [shape, colour, width] of SYMBOLS[role]) {
    ctx.fillStyle = ctx.strokeStyle = colour === "own" ? own : ink[colour]
    ctx.lineWidth = width ?? 1
    if (width) ctx.stroke(new Path2D(shape))
    else ctx.fill(new Path2D(shape))
  }
  ctx.translate(-x, -y)
}
