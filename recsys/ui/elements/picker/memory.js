// What outlives a picker when Streamlit builds it anew, which takes it out of the page for a
// moment: what was typed, and what is typed meanwhile, when the page has no field to give it to.

const REBUILT = 10000 // Milliseconds within which a new element takes the place of an old one
const EDITING = ["Backspace", "Enter", "Escape", "ArrowDown", "ArrowUp"]

export class Memory {
  constructor(key, catalogues, document, now = () => performance.now()) {
    Object.assign(this, { key, catalogues, document, now, focused: false, keys: [] })
    this.field = null // the picker that came last
    this.holder = null // the one that somebody types in
    document.addEventListener("keydown", (event) => this.heard(event), true)
  }

  // A picker is not in the page any more. The one that takes its place may come later or, where
  // Streamlit keeps what is old until a run has ended, stand there already.
  leave(picker) {
    if (picker !== this.holder) return
    this.gone ??= this.now()
    if (this.field !== picker && this.isBack()) this.field.goOn()
  }

  // Whether the element that comes takes the place of one in which somebody was typing.
  isBack() {
    return this.focused && this.now() - this.gone < REBUILT
  }

  heard(event) {
    if (!this.focused || this.holder.input.isConnected) return
    this.gone ??= this.now()
    if (!this.isBack() || this.document.activeElement !== this.document.body) {
      this.focused = false
      this.keys = []
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.length > 1 && !EDITING.includes(event.key)) return
    this.keys.push(event.key)
    event.preventDefault()
  }

  // Return the keys pressed meanwhile, once.
  missed() {
    this.gone = undefined
    return this.keys.splice(0)
  }
}
