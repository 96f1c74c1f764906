// The bar of a card: as long as its score, in pieces as large as what each favourite adds, in the
// favourites' colours; what speaks against the movie lies left of the zero line.
import { announce, made } from "../made.js"

// Return numbers of one sign, as printed, as one: their sum, as printed.
const together = (texts) => {
  const decimals = texts[0].split(".")[1].length
  const sum = texts.reduce((all, text) => all + Number(text.replace("\u2212", "-")), 0)
  const sign = texts.find((text) => /^[+\u2212]/.test(text))?.[0] ?? ""
  return sign + Math.abs(sum).toFixed(decimals)
}

export function bar(movie, favourites) {
  const element = made("div", "cine-bar", { role: "group", "aria-label": movie.shares, tabindex: -1 })
  const [good, bad] = [made("div", "cine-good"), made("div", "cine-bad")]
  const others = { good: 0, bad: 0 }
  const piece = (id, value, text) => {
    const { title, colour } = favourites.get(id)
    const drawn = made("span", value < 0 ? "cine-against" : "", {
      "data-favourite": id, "data-said": `${title}: ${text}`,
    })
    drawn.style.cssText = `--cine-colour: ${colour}; --cine-part: ${Math.abs(value)}`
    return drawn
  }
  // Grey pieces of several favourites are one.
  const grey = favourites.get(0)?.colour
  const rest = { good: [], bad: [] }
  for (const [id, value, text] of movie.parts) {
    const side = value < 0 ? "bad" : "good"
    if (favourites.get(id).colour === grey) {
      others[side] += value
      rest[side].push(text)
    } else if (value) (value < 0 ? bad : good).append(piece(id, value, text))
  }
  if (others.good) good.append(piece(0, others.good, together(rest.good)))
  if (others.bad) bad.append(piece(0, others.bad, together(rest.bad)))
  element.append(bad, good)
  return element
}

// Light up all pieces of a favourite, and say whose they are in the card where somebody points.
export function lighting(list) {
  let line = null
  const light = (piece) => {
    const id = piece?.dataset.favourite
    list.classList.toggle("cine-lights", Boolean(piece))
    for (const other of list.querySelectorAll("[data-favourite]")) {
      other.classList.toggle("cine-lit", other.dataset.favourite === id)
    }
    if (line) {
      line.textContent = line.kept
      line.classList.remove("cine-told")
      line = null
    }
    line = piece?.closest(".cine-text")?.querySelector(".cine-line") ?? null
    if (!line) return
    line.kept ??= line.textContent
    line.textContent = piece.dataset.said
    line.classList.add("cine-told")
    line.style.setProperty("--cine-colour", piece.style.getPropertyValue("--cine-colour"))
  }
  const pieceOf = (target) => target.closest?.("[data-favourite]")
  list.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") light(pieceOf(event.target))
  })
  list.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") light(null)
  })
  list.addEventListener("click", (event) => light(pieceOf(event.target)))
  // One stop of the Tab key for all bars; the arrows lead on.
  const pieces = (bar) => [...bar.querySelectorAll("[data-favourite]")]
  list.addEventListener("focusin", (event) => {
    if (event.target.classList.contains("cine-bar")) light(pieces(event.target).at(-1) ?? null)
  })
  list.addEventListener("focusout", (event) => {
    if (event.target.classList.contains("cine-bar")) light(null)
  })
  list.addEventListener("keydown", (event) => {
    const bar = event.target
    if (!bar.classList.contains("cine-bar")) return
    const all = pieces(bar)
    const here = all.findIndex((piece) => piece.classList.contains("cine-lit"))
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      const piece = all[Math.min(Math.max(here + step, 0), all.length - 1)]
      light(piece)
      if (piece) announce(piece.dataset.said)
    } else if (down) {
      const bars = [...list.querySelectorAll(".cine-bar")]
      const next = bars[bars.indexOf(bar) + down]
      if (!next) return
      bar.tabIndex = -1
      next.tabIndex = 0
      next.focus()
    } else if (event.key === "Escape") light(null)
    else return
    event.preventDefault()
  })
}
