// The rated movies, each with its stars, its weight and a way out. Titles are only set as text.
import { arriving, connection } from "../connection/arriving.js"
import { cover, titled } from "../cover.js"
import { keepingKeyboard, made } from "../made.js"
import { Stars } from "../stars.js"

const UNCONFIRMED = 3000 // Milliseconds for which what the person did outweighs an older answer
const PHONE = matchMedia("(max-width: 640px)")

const button = (action, sign, className = "") => {
  const element = made("button", className, { type: "button", "data-action": action })
  element.append(made("span", "", { text: sign, "aria-hidden": "true" }))
  return element
}

class Row {
  constructor(movie, weights, list) {
    this.list = list
    this.sent = {}
    this.element = made("li", "cine-rating", { "data-movie": movie.movie_id })
    this.tile = made("button", "cine-tile", { type: "button", "data-action": "open" })
    this.tile.append(cover(movie), made("span", "cine-dot", { "aria-hidden": "true" }))
    this.edit = made("div", "cine-edit")
    this.label = made("span", "cine-rated", { id: `cine-rated-${movie.movie_id}` })
    this.stars = new Stars((given) => this.send("rate", given))
    this.more = button("more", "…", "cine-more")
    this.remove = button("remove", "✕")
    this.remove.append(made("span", "cine-hidden", { text: "Remove" }))
    this.choices = made("div", "cine-choices", { hidden: "" })
    this.weight = made("select")
    this.weight.append(...weights.map(([value, text]) => new Option(text, value)))
    this.seen = made("button", "", { type: "button", "data-action": "see", text: "Seen, no stars" })
    const word = made("label", "", { text: "Counts " })
    word.append(this.weight)
    this.choices.append(word, this.seen)
    this.edit.append(this.label, this.stars.element, this.more, this.remove, this.choices)
    this.element.append(this.tile, this.edit)
    this.weight.onchange = () => this.send("weigh", this.weight.value)
    this.more.onclick = () => {
      this.choices.hidden = !this.choices.hidden
      this.more.setAttribute("aria-expanded", String(!this.choices.hidden))
    }
    for (const [control, action] of [[this.remove, "remove"], [this.seen, "see"]]) {
      control.setAttribute("aria-describedby", this.label.id)
      control.onclick = () => this.tell([action, this.movie.movie_id, null])
    }
    this.element.onclick = (event) => {
      if (PHONE.matches && !event.target.closest(".cine-edit button, .cine-choices")) {
        this.list.open(this.list.opened === this ? null : this)
      }
    }
  }

  send(action, value) {
    this.sent[action] = value
    this.wait()
    this.tell([action, this.movie.movie_id, value])
  }

  wait() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      if (!connection().isUp) return this.wait()
      this.sent = {}
      this.take()
    }, UNCONFIRMED)
  }

  show(movie, tell) {
    Object.assign(this, { movie, tell })
    this.take()
  }

  // Take over what the app says, but not an answer to what the person did before the last act.
  take() {
    const { stars, weight, title, note, colour } = this.movie
    const { name, year } = titled(title)
    this.label.replaceChildren(made("bdi", "", { text: name }),
      made("span", "cine-year", { text: year ? ` (${year})` : "" }),
      made("span", "cine-note", { text: note }))
    this.element.style.setProperty("--cine-colour", colour)
    this.edit.style.setProperty("--cine-colour", colour)
    this.tile.setAttribute("aria-label", `Change ${title}`)
    // Beside the list there is nothing to open: all controls stand there.
    this.tile.disabled = !PHONE.matches
    this.more.setAttribute("aria-label", `More about ${title}`)
    this.more.setAttribute("aria-expanded", String(!this.choices.hidden))
    this.weight.setAttribute("aria-label", `How much ${title} counts`)
    this.remove.title = `Take ${title} out of your profile`
    if (this.sent.rate === stars) delete this.sent.rate
    if (this.sent.weigh === weight) delete this.sent.weigh
    if (this.sent.rate === undefined && !this.stars.isHeld) {
      this.stars.show(stars, `${title} · Your rating${note}`)
    }
    if (this.sent.weigh === undefined) this.weight.value = weight
  }
}

class RatingList {
  constructor(root) {
    this.ul = root.querySelector("ul")
    this.panel = root.querySelector(".cine-panel")
    this.rows = this.ul.rows = new Map()
    this.add = made("li", "cine-add")
    const add = button("add", "+", "cine-tile")
    add.append(made("span", "", { text: "Add" }))
    add.setAttribute("aria-label", "Add a movie")
    add.onclick = () => document.querySelector(".cine-picker input")?.focus()
    this.add.append(add)
    this.ul.append(this.add)
    const turned = () => {
      if (root.isConnected) {
        this.open(null)
        for (const row of this.rows.values()) row.tile.disabled = !PHONE.matches
      } else PHONE.removeEventListener("change", turned)
    }
    PHONE.addEventListener("change", turned)
  }

  // On a phone one movie at a time stands below the strip, to be changed.
  open(row) {
    const before = this.opened
    if (before) before.element.append(before.edit)
    this.opened = row
    this.panel.replaceChildren(...(row ? [row.edit] : []))
    for (const one of this.rows.values()) one.tile.setAttribute("aria-expanded", String(one === row))
    if (row) row.element.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  show(data, tell) {
    const wanted = new Set(data.movies.map((movie) => movie.movie_id))
    const selector = (control) =>
      control.dataset.action ? `[data-action="${control.dataset.action}"]` : control.tagName
    keepingKeyboard(this.ul, selector, () => {
      for (const [movieId, row] of this.rows) {
        if (wanted.has(movieId)) continue
        if (row === this.opened) {
          const held = this.panel.contains(document.activeElement)
          this.open(null)
          if (held) this.add.firstChild.focus()
        }
        row.element.remove()
        this.rows.delete(movieId)
      }
      data.movies.forEach((movie, place) => {
        if (!this.rows.has(movie.movie_id)) {
          this.rows.set(movie.movie_id, new Row(movie, data.weights, this))
        }
        const row = this.rows.get(movie.movie_id)
        row.show(movie, tell)
        // Only what stands elsewhere is moved: a moved element loses the keyboard.
        const there = this.ul.children[place + 1]
        if (there !== row.element) this.ul.insertBefore(row.element, there ?? null)
      })
    })
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cine-favourites")
  const list = (root.ratings ??= new RatingList(root))
  const arrive = arriving(setTriggerValue)
  list.show(data, (said) => arrive("changed", said))
}
