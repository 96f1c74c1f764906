// A list of movies, each with the reason as a bar. Titles and reasons are only ever set as text.
import { arriving } from "../connection/arriving.js"
import { cover, titled } from "../cover.js"
import { linksOut } from "../elsewhere/links.js"
import { announce, keepingKeyboard, made } from "../made.js"
import { Stars } from "../stars.js"
import { bar, lighting } from "./bar.js"

const ON_CARD = ["why", "seen", "unseen", "hide"]

const button = (action, movie, titleId) => {
  const element = made("button", `cine-${action.name}`, {
    type: "button",
    "data-action": action.name,
    "aria-describedby": titleId,
    ...(action.help && { title: `${action.help} ${movie.title}` }),
  })
  if (action.icon) element.append(made("span", "cine-icon", { text: action.icon, "aria-hidden": "true" }))
  element.append(made("span", "cine-word", { text: action.label }))
  return element
}

const sentence = (text, className = "") => made("p", className, { text })

// The bars of one card, with numbers that add up to the last.
function account(movie, { favourites, total }, details) {
  const element = made("div", "cine-account")
  const largest = Math.max(...movie.parts.map(([, value]) => Math.abs(value)), 1e-12)
  const low = Math.max(...movie.parts.map(([, value]) => -value), 0)
  const zero = (100 * low) / (largest + low)
  const rows = made("ul", "cine-parts")
  for (const [id, value, text] of movie.parts) {
    const { title, colour } = favourites.get(id)
    const row = made("li")
    const stripe = made("span", "cine-stripe")
    const drawn = made("span", value < 0 ? "cine-against" : "", { "data-favourite": id })
    const width = (100 * Math.abs(value)) / (largest + low)
    drawn.style.cssText = `--cine-colour: ${colour}; width: ${width}%; ` +
      `left: ${value < 0 ? zero - width : zero}%`
    stripe.style.setProperty("--cine-zero", `${zero}%`)
    stripe.append(drawn)
    const dot = made("span", "cine-dot", { "aria-hidden": "true" })
    dot.style.setProperty("--cine-colour", colour)
    const name = made("span", "cine-part")
    name.append(made("bdi", "", { text: title }))
    const without = details?.without[id]
    if (without) name.append(made("small", "", { text: ` ${without}` }))
    row.append(dot, name, stripe, made("span", "cine-value", { text }))
    rows.append(row)
  }
  const sum = made("li", "cine-sum")
  sum.append(made("span", "cine-dot cine-none"), made("span", "cine-part", { text: total }),
    made("span", "cine-stripe cine-empty"), made("span", "cine-value", { text: movie.total }))
  rows.append(sum)
  element.append(rows)
  return element
}

class MovieCard {
  constructor(list, movie) {
    this.list = list
    this.parts = new Map()
    this.element = made("li", "cine-card", { "data-movie": movie.movie_id })
  }

  show(movie) {
    this.movie = movie
    const { actions, details, left } = this.list.shown
    const offered = actions.filter((action) => movie.actions.includes(action.name))
    // What stands is left standing: a control that is built anew loses the keyboard.
    this.draw("face", [movie, this.list.palette], () => this.face(offered))
    this.draw("asked", this.asks || movie.asks ? movie.title : null, () => this.question())
    this.draw("open", this.isOpen ? [movie, this.list.palette, details[movie.movie_id]] : null,
      () => this.reasons(offered.filter((action) => !ON_CARD.includes(action.name))))
    this.draw("left", left?.below === movie.movie_id ? left.text : null, () => this.left(left.text))
    this.element.querySelector(".cine-why")?.setAttribute("aria-expanded", String(Boolean(this.isOpen)))
  }

  // Draw a part of the card where it says something new; what is null is not there.
  draw(part, said, make) {
    const text = JSON.stringify(said)
    const before = this.parts.get(part)
    if (before?.said === text) return
    before?.element?.remove()
    const element = said === null ? null : make()
    this.parts.set(part, { said: text, element })
    if (!element) return
    const order = ["face", "asked", "open", "left"]
    const later = order.slice(order.indexOf(part) + 1)
    const next = later.map((name) => this.parts.get(name)?.element).find(Boolean)
    this.element.insertBefore(element, next ?? null)
  }

  face(offered) {
    const { movie } = this
    const id = `cine-title-${movie.movie_id}`
    const { name, year } = titled(movie.title)
    const title = made("strong", "cine-title", { id })
    title.append(made("span", "cine-rank", { text: `${movie.rank}. ` }), made("bdi", "", { text: name }))
    if (year) title.append(made("span", "cine-year", { text: ` (${year})` }))
    const head = made("p", "cine-head")
    head.append(title)
    if (movie.badge) head.append(" ", made("span", "cine-badge", { text: movie.badge }))
    const text = made("div", "cine-text")
    text.append(head)
    if (movie.parts.length) text.append(bar(movie, this.list.shown.favourites))
    text.append(sentence(movie.reason || movie.about, "cine-line"))
    const buttons = made("div", "cine-buttons")
    const onCard = offered.filter((action) => ON_CARD.includes(action.name))
    buttons.append(...onCard.map((action) => button(action, movie, id)))
    const row = made("div", "cine-face")
    row.append(cover(movie), text, buttons)
    const element = made("div")
    if (movie.heading) element.append(made("h2", "cine-group", { text: movie.heading }))
    element.append(row)
    return element
  }

  reasons(inside) {
    const { movie } = this
    const found = this.list.shown.details[movie.movie_id]
    const element = made("div", "cine-open")
    element.append(account(movie, this.list.shown, found))
    const notes = made("div", "cine-notes")
    notes.append(...[movie.about, ...movie.notes, ...(found?.notes ?? [])].map((n) => sentence(n)))
    if (!found) notes.append(sentence("Working out how sure this is …", "cine-waits"))
    const links = made("div", "cine-links")
    links.append(...inside.map((action) => button(action, movie, `cine-title-${movie.movie_id}`)))
    element.append(notes, links)
    if (found?.elsewhere.length) element.append(linksOut(movie.title, found.elsewhere))
    return element
  }

  // Below the card, so that what is tapped next stands where the last one stood.
  left(text) {
    const id = `cine-left-${this.movie.movie_id}`
    const element = made("p", "cine-left")
    element.append(made("span", "", { id, text }), made("button", "", {
      type: "button", "data-action": "undo", "aria-describedby": id, text: "Undo",
    }))
    // At the window's edge it would be out of sight; a list that is only come back to stays still.
    if (this.list.told !== undefined) {
      requestAnimationFrame(() => element.scrollIntoView({ block: "nearest" }))
    }
    return element
  }

  // Asks for stars, and gives none unasked.
  question() {
    const { movie } = this
    const element = made("div", "cine-asks")
    const stars = new Stars((given) => {
      this.asks = false
      this.list.tell("rate", movie.movie_id, given)
    })
    stars.show(0, `${movie.title} · Your stars`)
    const without = made("button", "", {
      type: "button", "data-action": "see", text: "Seen, no stars", title: `You have seen ${movie.title}`,
    })
    element.append(made("span", "", { text: "How was it?" }), stars.element)
    if (!movie.asks) element.append(without)
    return element
  }

  press(action) {
    if (action === "why") this.isOpen = !this.isOpen
    else if (action === "seen") this.asks = !this.asks
    else return this.list.tell(action, this.movie.movie_id, null)
    this.list.keeping(() => this.show(this.movie))
    if (action === "seen" && this.asks) this.element.querySelector(".cine-asks input").focus()
    if (action === "why" && this.isOpen) this.list.tell("why", this.movie.movie_id, null)
  }
}

class MovieList {
  constructor(root) {
    this.ol = root.querySelector("ol")
    this.cards = new Map()
    lighting(this.ol)
    this.ol.addEventListener("click", (event) => {
      const item = event.target.closest("li.cine-card")
      if (!item || event.target.closest("[data-favourite], .cine-asks input")) return
      const pressed = event.target.closest("button")
      const card = this.cards.get(Number(item.dataset.movie))
      if (pressed) return card.press(pressed.dataset.action)
      // The whole card opens, but not under what somebody marks to copy it.
      if (event.target.closest(".cine-face") && item.querySelector(".cine-why") &&
          !String(document.getSelection())) card.press("why")
    })
  }

  keeping(change) {
    // Once something is undone there is nothing more to undo.
    const name = ({ dataset }) => dataset.action === "undo" ? "hide" : dataset.action
    keepingKeyboard(this.ol, (control) => `[data-action="${name(control)}"]`, change)
  }

  show(data, tell) {
    this.tell = (name, movieId, value) => tell([name, movieId, value])
    const favourites = new Map(data.favourites.map((one) => [one.movie_id, one]))
    this.shown = { ...data, favourites }
    this.palette = JSON.stringify(data.favourites)
    const totals = data.movies.map(({ parts }) => [
      parts.reduce((sum, [, value]) => sum + Math.max(value, 0), 0),
      parts.reduce((sum, [, value]) => sum + Math.max(-value, 0), 0),
    ])
    const most = Math.max(...totals.map(([good]) => good), 1e-12)
    const against = Math.max(...totals.map(([, bad]) => bad), 0)
    this.ol.style.setProperty("--cine-scale", most + against)
    this.ol.style.setProperty("--cine-against", against)
    this.keeping(() => {
      const wanted = new Set(data.movies.map((movie) => movie.movie_id))
      for (const [id, card] of this.cards) {
        if (wanted.has(id)) continue
        card.element.remove()
        this.cards.delete(id)
      }
      data.movies.forEach((movie, place) => {
        if (!this.cards.has(movie.movie_id)) this.cards.set(movie.movie_id, new MovieCard(this, movie))
        const card = this.cards.get(movie.movie_id)
        card.show(movie)
        const there = this.ol.children[place]
        if (there !== card.element) this.ol.insertBefore(card.element, there ?? null)
      })
    })
    if (this.told !== undefined && data.said && this.told !== data.said) announce(data.said)
    this.told = data.said
    const first = this.ol.querySelector(".cine-bar")
    if (first && !this.ol.querySelector(".cine-bar[tabindex='0']")) first.tabIndex = 0
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = (parentElement.querySelector("ol").movies ??= new MovieList(parentElement))
  const said = JSON.stringify(data)
  if (list.said === said) return
  list.said = said
  const arrive = arriving(setTriggerValue)
  list.show(data, (pressed) => arrive("pressed", pressed))
}
