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

const SYMBOLS = {
  favourite(ctx, x, y) {
    for (let i = 0; i < 10; i++) {
      const turn = -Math.PI / 2 + (i * Math.PI) / 5, reach = i % 2 ? 3.6 : 8
      ctx.lineTo(x + reach * Math.cos(turn), y + reach * Math.sin(turn))
    }
    filled(ctx)
  },
  recommended(ctx, x, y) {
    for (const [dx, dy] of [[0, -7], [6, 0], [0, 7], [-6, 0]]) ctx.lineTo(x + dx, y + dy)
    filled(ctx)
  },
  dislike(ctx, x, y, ink) {
    for (const [width, colour] of [[5.5, ink.paper], [3, ink.dislike]]) {
      ctx.beginPath()
      ctx.moveTo(x - 5, y - 5); ctx.lineTo(x + 5, y + 5)
      ctx.moveTo(x + 5, y - 5); ctx.lineTo(x - 5, y + 5)
      stroked(ctx, width, colour)
    }
  },
  picked(ctx, x, y, ink) {
    ctx.arc(x, y, 9, 0, 2 * Math.PI)
    stroked(ctx, 2, ink.picked)
  },
  you(ctx, x, y, ink) {
    ctx.arc(x, y, 9, 0, 2 * Math.PI)
    stroked(ctx, 5, ink.paper)
    stroked(ctx, 2.5, ink.you)
    ctx.beginPath()
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI)
    ctx.fill()
  },
}

export function symbol(ctx, role, x, y, ink) {
  ctx.beginPath()
  ctx.lineWidth = 1.5
  ctx.strokeStyle = ink.paper
  ctx.fillStyle = ink[role]
  SYMBOLS[role](ctx, x, y, ink)
}

function filled(ctx) {
  ctx.closePath()
  ctx.fill()
  ctx.stroke()
}

function stroked(ctx, width, colour) {
  ctx.lineWidth = width
  ctx.strokeStyle = colour
  ctx.stroke()
}
