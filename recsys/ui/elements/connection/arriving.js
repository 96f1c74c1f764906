// See connection.py for why.
const ATTRIBUTE = "data-test-connection-state"
const KEPT = "Not connected. What you just did is kept, and counts when the connection is back."

export class Connection {
  // `app` is the element on which Streamlit writes how it fares; `show` is given a notice or "".
  constructor(app, show) {
    Object.assign(this, { app, show, said: [], waiting: [], isUp: true, asked: false })
    new MutationObserver(() => this.look()).observe(app, { attributeFilter: [ATTRIBUTE] })
    this.look()
  }

  say(tell) {
    if (this.isUp) {
      this.said.push(tell)
      tell()
    } else {
      this.waiting.push(tell)
      this.notice()
    }
  }

  look() {
    // Where a newer Streamlit does not say, all goes as if this were not here.
    if ((this.app.getAttribute(ATTRIBUTE) ?? "CONNECTED") !== "CONNECTED") {
      // Whether they were heard, nobody knows; to say them twice is the same as once.
      this.waiting.unshift(...this.said.splice(0))
      Object.assign(this, { isUp: false, asked: false })
    } else if (!this.isUp && !this.asked) {
      this.asked = true
      this.ask?.()
    }
    this.notice()
  }

  // A run has heard what was said. What waits follows one by one: of several things said at once a
  // run hears the last.
  heard(run) {
    if (this.run === run) return
    this.run = run
    this.said = this.waiting.splice(0, 1)
    this.isUp = !this.waiting.length
    for (const tell of this.said) tell()
    this.notice()
  }

  notice() {
    this.show(this.waiting.length ? KEPT : "")
  }
}

function bar() {
  const element = document.body.appendChild(document.createElement("div"))
  element.setAttribute("role", "status")
  element.style.cssText = "position: fixed; z-index: 1000000; inset: auto 0 0; padding: 0.75rem;" +
    "text-align: center; background: #8c2a26; color: #fff; font: 1rem sans-serif"
  return (text) => {
    element.hidden = !text
    element.textContent = text
  }
}

export function connection() {
  const app = () => document.querySelector("[data-testid=stApp]")
  return (window.cinefoldConnection ??= new Connection(app(), bar()))
}

// Return what an element says to the app with, like `setTriggerValue`, but so that it arrives.
export const arriving = (setTriggerValue) => (...said) => {
  connection().say(() => setTriggerValue(...said))
}
