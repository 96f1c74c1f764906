// A combobox over the titles of a catalogue, after the pattern of ARIA 1.2. What is typed, open and
// focused belongs to the browser: a rerun of the app calls `show` again and rebuilds nothing.

const SHOWN = 50
const PAGE = 8
const LEAST_ROOM = 220 // CSS pixels below the field, else the list opens above it
const REBUILT = 10000 // Milliseconds within which a new element takes the place of an old one
const SVG = "http://www.w3.org/2000/svg"

// What outlives an element, by the key of the control: the movies taken, which come from a
// component of their own, and what was being typed when Streamlit builds the element anew.
const memories = (window.cinefoldPickers ??= {})
// Titles by the fingerprint of the data: taken apart once, however often Streamlit hands them over.
const catalogues = new Map()

function catalogueOf(bytes) {
  const end = bytes.indexOf(10)
  const [print, key] = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
  if (!catalogues.has(print)) {
    catalogues.clear()
    catalogues.set(print, JSON.parse(new TextDecoder().decode(bytes.subarray(end + 1))))
  }
  return [catalogues.get(print), key]
}

function searchOf(catalogue) {
  return (catalogue.search ??= new TitleSearch(catalogue.titles))
}

function movies(number, verb) {
  return `${number.toLocaleString("en")} ${number === 1 ? "movie" : "movies"} ${verb}`
}

class Picker {
  constructor(root, key) {
    this.root = root
    this.input = root.querySelector("input")
    this.popup = root.querySelector(".cine-popup")
    this.list = root.querySelector("ul")
    this.none = root.querySelector(".cine-none")
    this.status = root.querySelector("[role=status]")
    this.memory = memories[key] ??= {}
    this.memory.field = this
    this.options = []
    this.active = -1
    const id = `cine-picker-${key}`
    this.input.id = id
    root.querySelector("label").htmlFor = id
    this.list.id = `${id}-list`
    this.input.setAttribute("aria-controls", this.list.id)
    this.listen()
  }

  show(catalogue, pick) {
    this.pick = pick
    const isNew = this.catalogue !== catalogue
    this.catalogue = catalogue
    const moved = performance.now() - this.memory.gone < REBUILT
    if (this.memory.focused && moved && !this.seen) this.goOn()
    else if (isNew && this.isOpen) this.open()
    this.seen = true
  }

  // Streamlit has built the element anew while somebody was typing.
  goOn() {
    const { text, open, caret } = this.memory
    this.input.value = text ?? ""
    this.quietly = true
    this.input.focus({ preventScroll: true })
    this.quietly = false
    this.input.setSelectionRange(...(caret ?? [this.input.value.length, this.input.value.length]))
    if (open) this.open()
  }

  goes() {
    this.leaving.abort()
    this.memory.gone = performance.now()
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
    const { catalogue, input } = this
    if (!catalogue) return
    const typed = fold(input.value) !== ""
    const found = typed ? searchOf(catalogue).find(input.value) : [...catalogue.titles.keys()]
    if (!typed) setTimeout(() => searchOf(catalogue)) // Ready before the first letter.
    this.options = found.slice(0, SHOWN).map((row, place) => this.option(row, place))
    this.list.replaceChildren(...this.options)
    this.list.hidden = !found.length
    this.none.hidden = found.length > 0
    this.none.textContent = found.length ? "" : this.nothing()
    this.place()
    this.popup.hidden = false
    this.popup.scrollTop = 0
    input.setAttribute("aria-expanded", String(found.length > 0))
    this.say(typed, found.length)
    this.mark()
    this.activate(typed && found.length ? 0 : -1)
    this.walking = false
    this.remember()
  }

  nothing() {
    return `No movie fits “${this.input.value.trim()}”. Try a single word of the title.`
  }

  say(typed, found) {
    const all = movies(found, found === 1 ? "fits" : "fit")
    if (!typed) this.status.textContent = `The ${movies(this.options.length, "liked most")}`
    else if (!found) this.status.textContent = this.nothing()
    else this.status.textContent = found > SHOWN ? `${all}, the best ${SHOWN} are listed` : all
  }

  option(row, place) {
    const item = document.createElement("li")
    item.id = `${this.list.id}-${place}`
    item.setAttribute("role", "option")
    item.setAttribute("aria-selected", "false")
    item.movie = this.catalogue.ids[row]
    const title = document.createElement("span")
    title.textContent = this.catalogue.titles[row]
    item.append(title)
    return item
  }

  // Put a check mark on the movies that are taken.
  mark() {
    const taken = new Set(this.memory.taken)
    for (const item of this.options) {
      const isTaken = taken.has(item.movie)
      if (isTaken === item.hasAttribute("aria-disabled")) continue
      if (!isTaken) {
        item.removeAttribute("aria-disabled")
        item.querySelector("svg").remove()
        continue
      }
      item.setAttribute("aria-disabled", "true")
      const check = document.createElementNS(SVG, "svg")
      check.setAttribute("viewBox", "0 0 24 24")
      check.setAttribute("aria-hidden", "true")
      const line = document.createElementNS(SVG, "path")
      line.setAttribute("d", "M5 12.5l4.5 4.5L19 7.5")
      check.append(line)
      item.append(check)
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
    const { popup } = this
    if (item.offsetTop < popup.scrollTop) popup.scrollTop = item.offsetTop
    const end = item.offsetTop + item.offsetHeight - popup.clientHeight
    if (end > popup.scrollTop) popup.scrollTop = end
  }

  choose(item) {
    if (item.hasAttribute("aria-disabled")) {
      this.status.textContent = `${item.textContent} is there already.`
      return
    }
    // Marked at once; the app's answer, which may be another, takes a moment.
    this.memory.taken = [...(this.memory.taken ?? []), item.movie]
    this.input.value = ""
    this.close()
    this.pick(item.movie)
  }

  listen() {
    const { input, popup } = this
    input.addEventListener("input", () => this.open())
    input.addEventListener("click", () => { if (!this.isOpen) this.open() })
    input.addEventListener("focus", () => {
      this.memory.focused = true
      if (!this.quietly && !this.away && !this.isOpen) this.open()
      this.away = false
    })
    input.addEventListener("blur", () => {
      this.away = document.activeElement === input // The window lost the focus, not the field.
      if (!this.away) queueMicrotask(() => this.left())
    })
    input.addEventListener("keydown", (event) => this.key(event))
    for (const kind of ["keyup", "select"]) input.addEventListener(kind, () => this.remember())
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
      if (!this.isOpen && !this.input.value) return
      if (this.isOpen) this.close()
      else this.input.value = ""
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
  const [catalogue, key] = catalogueOf(data)
  root.picker ??= new Picker(root, key)
  root.picker.show(catalogue, (movie) => setTriggerValue("picked", movie))
  // Streamlit also calls this for a run that the next one overtook.
  return () => { if (!root.isConnected) root.picker.goes() }
}
