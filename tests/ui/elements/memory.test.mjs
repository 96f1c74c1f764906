// What is typed while a picker is out of the page, as Streamlit builds it anew.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { Memory } from "../../../recsys/ui/elements/picker/memory.js"

let memory, old, press, page, time

const picker = () => ({ input: { isConnected: true }, gone: 0, goOn() { this.gone += 1 } })

beforeEach(() => {
  page = { body: {}, addEventListener: (_, act) => { page.act = act } }
  page.activeElement = page.body
  time = 1000
  memory = new Memory("picker", new Map(), page, () => time)
  old = picker()
  Object.assign(memory, { field: old, holder: old, focused: true })
  press = (key, more = {}) => {
    let taken = false
    page.act({ key, preventDefault: () => { taken = true }, ...more })
    return taken
  }
})

test("keys go to the field while it stands", () => {
  assert.equal(press("a"), false)
  assert.deepEqual(memory.missed(), [])
})

test("keys pressed while it is away are kept for the one that comes, once", () => {
  old.input.isConnected = false
  assert.ok(press("a") && press("Backspace") && press("Enter"))
  assert.ok(!press("Tab") && !press("F5") && !press("r", { ctrlKey: true }))
  assert.ok(memory.isBack())
  assert.deepEqual(memory.missed(), ["a", "Backspace", "Enter"])
  assert.deepEqual(memory.missed(), [])
})

test("one that stands already goes on when the old one leaves", () => {
  memory.field = picker()
  memory.leave(old)
  assert.equal(memory.field.gone, 1)
})

test("one in which nobody types does not", () => {
  memory.field = picker()
  memory.focused = false
  memory.leave(old)
  memory.focused = true
  memory.leave(picker())
  assert.equal(memory.field.gone, 0)
})

test("after ten seconds, or where something else has the focus, it is left", () => {
  old.input.isConnected = false
  press("a")
  time += 10_001
  assert.equal(press("b"), false)
  assert.equal(memory.focused, false)
  Object.assign(memory, { focused: true, gone: undefined })
  page.activeElement = {}
  assert.equal(press("c"), false)
  assert.deepEqual(memory.missed(), [])
})
