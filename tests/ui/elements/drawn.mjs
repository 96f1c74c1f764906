// As much of a page as the drawn elements need.
class Drawn {
  constructor(tag) {
    Object.assign(this, { tag, children: [], attributes: {}, listeners: {}, textContent: "" })
    const style = { cssText: "", setProperty: (name, value) => { style[name] = value } }
    this.style = style
  }

  setAttribute(name, value) { this.attributes[name] = value }
  append(...children) { this.children.push(...children) }
  addEventListener(name, heard) { this.listeners[name] = heard }
  querySelector(selector) { return (this[selector] ??= new Drawn(selector)) }
  getBoundingClientRect() { return { left: 100, width: 120 } }
  // What happens to it.
  hear(name, event = {}) { this.listeners[name]({ button: 0, ...event }) }
}

globalThis.document = { createElement: (tag) => new Drawn(tag) }
