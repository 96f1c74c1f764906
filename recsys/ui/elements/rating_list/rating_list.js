// The rated movies, each with its stars, its weight and a way out. Titles are only set as text.
import { arriving, connection } from "../connection/arriving.js"
import { keepingKeyboard, made } from "../made.js"

const UNCONFIRMED = 3000 // Milliseconds for which what the person did outweighs an older answer
const REMOVE = '<span aria-hidden="true">✕</span><span class="cine-word">Remove</span>'

class Row {
  constructor(movie, weights) {
    this.sent = {}
    const id = `cine-rating-${movie.movie_id}`
    this.element = made("li", "cine-rating", { "data-movie": movie.movie_id })
    this.label = made("label", "cine-rated", { for: id, id: `${id}-label` })
    this.output = made("output", "cine-stars", { for: id })
    this.stars = made("input", "", { type: "range", min: 0.5, max: 5, step: 0.5, id })
    this.weight = made("select")
    this.weight.append(...weights.map(([value, text]) => new Option(text, value)))
    this.remove = made("button", "", { type: "button", "aria-describedby": this.label.id })
    this.remove.innerHTML = REMOVE
    this.element.append(this.label, this.output, this.stars, this.weight, this.remove)
    this.stars.oninput = () => this.say()
    this.stars.onchange = () => this.send("rate", Number(this.stars.value))
    this.weight.onchange = () => this.send("weigh", this.weight.value)
    this.remove.onclick = () => this.tell(["remove", this.movie.movie_id, null])
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
    const { stars, weight, title, note } = this.movie
    this.label.textContent = `${title} · Your rating${note}`
    this.weight.setAttribute("aria-label", `How much ${title} counts`)
    this.remove.title = `Take ${title} out of your profile`
    if (this.sent.rate === stars) delete this.sent.rate
    if (this.sent.weigh === weight) delete this.sent.weigh
    if (this.sent.rate === undefined && !this.stars.matches(":active")) this.stars.value = stars
    if (this.sent.weigh === undefined) this.weight.value = weight
    this.say()
  }

  say() {
    const stars = Number(this.stars.value)
    this.output.textContent = `${stars.toFixed(1)} ★`
    this.stars.setAttribute("aria-valuetext", `${stars.toFixed(1)} stars`)
    this.stars.style.setProperty("--cine-share", `${((stars - 0.5) / 4.5) * 100}%`)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul")
  const rows = (list.rows ??= new Map())
  const arrive = arriving(setTriggerValue)
  const tell = (said) => arrive("changed", said)
  keepingKeyboard(list, (control) => control.tagName, () => {
    const wanted = new Set(data.movies.map((movie) => movie.movie_id))
    for (const [movieId, row] of rows) {
      if (wanted.has(movieId)) continue
      row.element.remove()
      rows.delete(movieId)
    }
    data.movies.forEach((movie, i) => {
      if (!rows.has(movie.movie_id)) rows.set(movie.movie_id, new Row(movie, data.weights))
      const row = rows.get(movie.movie_id)
      row.show(movie, tell)
      // Only what stands elsewhere is moved: a moved element loses the keyboard.
      if (list.children[i] !== row.element) list.insertBefore(row.element, list.children[i] ?? null)
    })
  })
}
