// What is drawn above the points: lines, symbols and as many titles as have room.

const LONGEST = 34 // Letters of a title
const [MOST, FEWER, NARROW] = [22, 12, 500] // Titles, and fewer where the map is less wide
const BUTTONS = [52, 132] // Pixels of the upper right corner that the zoom buttons take

export function paint(ctx, view, { picked, lines, marks, you, titles, ink, font }) {
  if (picked) paintLines(ctx, view, picked, lines, ink)
  for (const mark of marks) symbol(ctx, mark.role, ...view.pixel(mark.x, mark.y), ink)
  if (you) symbol(ctx, "you", ...view.pixel(you.x, you.y), ink)
  if (picked) symbol(ctx, "picked", ...view.pixel(picked.x, picked.y), ink)
  ctx.font = `12px ${font}`
  ctx.textBaseline = "middle"
  ctx.lineJoin = "round"
  const wanted = labels({ picked, you, marks, titles })
  for (const label of placed(wanted, view, (text) => ctx.measureText(text).width)) {
    ctx.lineWidth = 3
    ctx.strokeStyle = ink.paper
    ctx.strokeText(label.text, label.left, label.middle)
    ctx.fillStyle = label.strong ? ink.text : ink.muted
    ctx.fillText(label.text, label.left, label.middle)
  }
}

// The labels one would like, what matters most first.
function* labels({ picked, you, marks, titles }) {
  if (picked) yield { ...picked, always: true, strong: true }
  if (you) yield { title: "You", ...you, always: true, strong: true }
  for (const mark of marks) yield { ...mark, strong: true }
  yield* titles
}

// Return where labels stand, so that none lies on another: `text`, `left`, `middle`, `strong`.
export function placed(wanted, view, widthOf) {
  const taken = [[view.width - BUTTONS[0], 0, view.width, BUTTONS[1]]]
  const found = []
  let left = view.width < NARROW ? FEWER : MOST
  for (const { title, x, y, always, strong } of wanted) {
    if (!left) break
    const [px, py] = view.pixel(x, y)
    if (!view.holds(px, py)) continue
    const text = title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title
    const wide = widthOf(text)
    const from = px + 10 + wide > view.width ? Math.max(px - 10 - wide, 4) : px + 10
    const box = [from - 2, py - 8, from + wide + 2, py + 8]
    const hits = taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])
    if (hits && !always) continue
    if (!always) left -= 1
    taken.push(box)
    found.push({ text, left: from, middle: py, strong: Boolean(strong) })
  }
  return found
}

function paintLines(ctx, view, picked, lines, ink) {
  const end = view.pixel(picked.x, picked.y)
  ctx.globalAlpha = 0.75
  ctx.lineCap = "round"
  for (const line of lines) {
    ctx.beginPath()
    ctx.moveTo(...view.pixel(line.x, line.y))
    ctx.lineTo(...end)
    ctx.lineWidth = line.width
    ctx.strokeStyle = line.for ? ink.for : ink.against
    ctx.stroke()
  }
  ctx.globalAlpha = 1
}

const RING = "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0Z"
const DOT = "M3.5 0A3.5 3.5 0 1 1 -3.5 0A3.5 3.5 0 1 1 3.5 0Z"
const CROSS = "M-5 -5L5 5M5 -5L-5 5"
const DIAMOND = "M0 -7L6 0L0 7L-6 0Z"
const STAR =
  "M0 -8L2.1 -2.9L7.6 -2.5L3.4 1.1L4.7 6.5L0 3.6L-4.7 6.5L-3.4 1.1L-7.6 -2.5L-2.1 -2.9Z"
// By role, one above the other: a shape around the place, its colour and how wide its line is;
// without a width it is filled.
const SYMBOLS = {
  favourite: [[STAR, "favourite"], [STAR, "paper", 1.5]],
  recommended: [[DIAMOND, "recommended"], [DIAMOND, "paper", 1.5]],
  dislike: [[CROSS, "paper", 5.5], [CROSS, "dislike", 3]],
  picked: [[RING, "picked", 2]],
  you: [[RING, "paper", 5], [RING, "you", 2.5], [DOT, "you"]],
}

export function symbol(ctx, role, x, y, ink) {
  ctx.translate(x, y)
  for (const [shape, colour, width] of SYMBOLS[role]) {
    ctx.fillStyle = ctx.strokeStyle = ink[colour]
    ctx.lineWidth = width ?? 1
    if (width) ctx.stroke(new Path2D(shape))
    else ctx.fill(new Path2D(shape))
  }
  ctx.translate(-x, -y)
}
