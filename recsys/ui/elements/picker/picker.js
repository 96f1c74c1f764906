// A combobox over the titles of a catalogue, after the pattern of ARIA 1.2. What is typed, open and
// focused belongs to the browser: a rerun of the app calls `show` again and rebuilds nothing.
import { arriving } from "../connection/arriving.js"
import { cover } from "../cover.js"
import { made } from "../made.js"
import { Catalogues } from "./catalogue.js"
import { Memory } from "./memory.js"

const SHOWN = 50
const PAGE = 8
const LEAST_ROOM = 220 // CSS pixels below the field, else the list opens above it
const CHECK =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>'

function movies(number, verb) {
  return `${number.toLocaleString("en")} ${number === 1 ? "movie" : "movies"} ${verb}`
}

class Picker {
  constructor(root, memory) {
    const of = (selector) => root.querySelector(selector)
    Object.assign(this, {
      root, memory, input: of("input"), popup: of(".cine-popup"), list: of("ul"),
      none: of(".cine-none"), status: of("[role=status]"), label: of("label"),
      clear: of(".cine-clear"), options: [], active: -1,
    })
    this.memory.field = this
    const id = `cine-picker-${memory.key}`
    this.input.id = this.label.htmlFor = id
    this.list.id = `${id}-list`
    this.input.setAttribute("aria-controls", this.list.id)
    this.listen()
  }

  show(data, { pick, clear }) {
    const before = this.data
    Object.assign(this, { data, pick, dismiss: clear })
    this.label.textContent = data.label
    this.list.setAttribute("aria-label", data.label)
    this.clear.setAttribute("aria-label", `${data.label}: clear`)
    this.input.placeholder = data.example
    this.taken = new Set(data.taken)
    this.mark()
    if (before?.chosen !== data.chosen) this.rest()
    this.clear.hidden = !(data.clears && data.chosen)
    if (!before && this.memory.isBack()) this.goOn()
    else if (before && before.titles !== data.titles && this.isOpen) this.open()
  }

  get catalogue() {
    return this.memory.catalogues.get(this.data.titles)
  }

  // Titles have come, which may be later than the control; they may be another one's.
  supplied(catalogue) {
    if (this.data && catalogue === this.catalogue && this.input === document.activeElement) this.open()
  }

  // Show the movie that is chosen, where nobody is typing.
  rest() {
    if (this.data.chooses && !this.isOpen) this.input.value = this.data.chosen ?? ""
  }

  // Streamlit has built the element anew while somebody was typing.
  goOn() {
    const { input, memory } = this
    const { text, caret, open } = memory
    input.value = text ?? ""
    this.quietly = true
    input.focus({ preventScroll: true })
    this.quietly = false
    input.setSelectionRange(...(caret ?? [input.value.length, input.value.length]))
    if (open) this.open()
    for (const key of memory.missed()) this.type(key)
  }

  // Do what a key would have done, had it reached the field.
  type(key) {
    const { input } = this
    const [start, end] = [input.selectionStart, input.selectionEnd]
    if (key.length > 1 && key !== "Backspace") return this.key(new KeyboardEvent("keydown", { key }))
    if (key !== "Backspace") input.setRangeText(key, start, end, "end")
    else input.setRangeText("", start === end ? Math.max(start - 1, 0) : start, end, "end")
    this.open()
  }

  goes() {
    this.leaving.abort()
    this.memory.leave(this)
  }

  remember() {
    const { input } = this
    Object.assign(this.memory, {
      text: input.value, open: this.isOpen, caret: [input.selectionStart, input.selectionEnd],
    })
  }

  get isOpen() {
    return !this.popup.hidden
  }

  open() {
    const { catalogue, input, data } = this
    if (!catalogue) return
    const asked = input.value === data.chosen ? "" : input.value
    const typed = !catalogue.isNothing(asked)
    const found = catalogue.find(asked)
    this.options = found.slice(0, SHOWN).map((row, place) => this.option(row, place))
    this.list.replaceChildren(...this.options)
    this.list.hidden = !found.length
    this.place()
    this.popup.hidden = false
    this.list.scrollTop = 0
    input.setAttribute("aria-expanded", String(found.length > 0))
    this.say(typed, found.length)
    this.mark()
    this.activate(typed && found.length ? 0 : -1)
    this.walking = false
    this.remember()
  }

  say(typed, found) {
    const all = movies(found, found === 1 ? "fits" : "fit")
    const nothing = `No movie fits “${this.input.value.trim()}”. Try a single word of the title.`
    this.none.hidden = found > 0
    this.none.textContent = found ? "" : nothing
    if (!typed) this.status.textContent = `The ${movies(this.options.length, "liked most")}`
    else if (!found) this.status.textContent = nothing
    else this.status.textContent = found > SHOWN ? `${all}, the best ${SHOWN} are listed` : all
  }

  option(row, place) {
    const item = made("li", "", {
      id: `${this.list.id}-${place}`, role: "option", "aria-selected": "false",
    })
    const title = this.catalogue.title(row)
    Object.assign(item, { movie: this.catalogue.id(row), shown: title })
    item.append(cover({ title, genres: this.catalogue.genres(row) }), made("bdi", "", { text: title }))
    if (this.catalogue.hasTooFew(row)) {
      item.setAttribute("aria-disabled", "true")
      item.append(made("small", "", { text: this.data.tooFew }))
    }
    return item
  }

  // Put a check mark on the movies that are taken.
  mark() {
    for (const item of this.options) {
      if (item.querySelector("small")) continue
      const isTaken = this.taken.has(item.movie)
      if (isTaken === item.hasAttribute("aria-disabled")) continue
      if (isTaken) {
        item.setAttribute("aria-disabled", "true")
        item.insertAdjacentHTML("beforeend", CHECK)
      } else {
        item.removeAttribute("aria-disabled")
        item.querySelector(":scope > svg").remove()
      }
    }
  }

  // Below the field, or above it where there is more room; a phone's keyboard takes some away.
  place() {
    const box = this.input.getBoundingClientRect()
    const seen = window.visualViewport
    const top = seen?.offsetTop ?? 0
    const below = top + (seen?.height ?? window.innerHeight) - box.bottom
    const above = box.top - top
    const up = below < LEAST_ROOM && above > below
    this.popup.classList.toggle("cine-up", up)
    this.popup.style.setProperty("--cine-room", `${Math.max((up ? above : below) - 12, 120)}px`)
  }

  close() {
    this.popup.hidden = true
    this.activate(-1)
    this.input.setAttribute("aria-expanded", "false")
    this.status.textContent = ""
    this.remember()
  }

  activate(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false")
    this.active = place
    const item = this.options[place]
    if (!item) return this.input.removeAttribute("aria-activedescendant")
    item.setAttribute("aria-selected", "true")
    this.input.setAttribute("aria-activedescendant", item.id)
    // Not scrollIntoView, which would move the page as well.
    const { list } = this
    if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop
    const end = item.offsetTop + item.offsetHeight - list.clientHeight
    if (end > list.scrollTop) list.scrollTop = end
  }

  choose(item) {
    if (item.hasAttribute("aria-disabled")) {
      const isTaken = this.taken.has(item.movie)
      this.status.textContent = `${item.shown}${isTaken ? " is there already" : `: ${this.data.tooFew}`}.`
      return
    }
    // Shown at once; the app's answer, which may be another, takes a moment.
    if (this.data.chooses) this.data.chosen = item.shown
    else this.taken.add(item.movie)
    this.input.value = this.data.chosen ?? ""
    this.close()
    this.pick(item.movie)
  }

  listen() {
    const { input, popup } = this
    input.addEventListener("input", () => this.open())
    input.addEventListener("click", () => { if (!this.isOpen) this.open() })
    input.addEventListener("focus", () => {
      Object.assign(this.memory, { focused: true, holder: this })
      if (!this.quietly && this.data?.chosen) input.select()
      if (!this.quietly && !this.away && !this.isOpen) this.open()
      this.away = false
    })
    input.addEventListener("blur", () => {
      this.away = document.activeElement === input // The window lost the focus, not the field.
      if (!this.away) queueMicrotask(() => this.left())
    })
    input.addEventListener("keydown", (event) => this.key(event))
    for (const kind of ["keyup", "select"]) input.addEventListener(kind, () => this.remember())
    this.clear.addEventListener("click", () => {
      this.data.chosen = null
      this.rest()
      this.clear.hidden = true
      this.dismiss()
    })
    // The focus stays in the field, whatever is done to the list.
    popup.addEventListener("mousedown", (event) => event.preventDefault())
    popup.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]")
      if (item) this.choose(item)
    })
    this.leaving = new AbortController()
    const { signal } = this.leaving
    // A tap beside it leaves the focus where it is on some phones.
    document.addEventListener("pointerdown", (event) => {
      if (this.isOpen && !this.root.contains(event.target)) this.close()
    }, { signal, capture: true })
    window.visualViewport?.addEventListener("resize", () => {
      if (this.isOpen) this.place()
    }, { signal })
  }

  // An element that is taken away loses the focus as well, but nobody has left it.
  left() {
    if (!this.input.isConnected) return
    this.memory.focused = false
    this.close()
    this.rest()
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const last = this.options.length - 1
    const to = (place) => {
      this.activate(Math.min(Math.max(place, 0), last))
      this.walking = true
    }
    const around = (place) => to(place < 0 ? last : place > last ? 0 : place)
    const { active } = this
    const moves = {
      ArrowDown: () => around(active + 1),
      ArrowUp: () => around(active < 0 ? last : active - 1),
      PageDown: () => to(active + PAGE),
      PageUp: () => to(active - PAGE),
      // While one edits the text they move in the text.
      ...(this.walking && { Home: () => to(0), End: () => to(last) }),
    }
    if (event.key === "Escape") {
      const resting = this.data.chosen ?? ""
      if (!this.isOpen && this.input.value === resting) return
      if (this.isOpen) this.close()
      else this.input.value = resting
      this.remember()
      event.stopPropagation()
    } else if (event.key === "Enter") {
      const item = this.isOpen && this.options[active]
      if (item) this.choose(item)
    } else if (this.isOpen && moves[event.key]) moves[event.key]()
    else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      this.open()
      if (this.active < 0) around(event.key === "ArrowDown" ? 0 : last)
    } else return
    event.preventDefault()
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cine-picker")
  const pickers = (window.cinefoldPickers ??= { memories: {}, catalogues: new Catalogues() })
  const memory = (pickers.memories[data.key] ??= new Memory(data.key, pickers.catalogues, document))
  root.picker ??= new Picker(root, memory)
  const tell = arriving(setTriggerValue)
  pickers.catalogues.want(data.titles, new URL(data.titles, import.meta.url), (catalogue) => {
    for (const { field } of Object.values(pickers.memories)) field?.supplied(catalogue)
  })
  root.picker.show(data, {
    pick: (movie) => tell("picked", movie),
    clear: () => tell("cleared", true),
  })
  // Streamlit also calls this for a run that the next one overtook.
  return () => { if (!root.isConnected) root.picker.goes() }
}
