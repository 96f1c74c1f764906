import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"

import { announce } from "../../../recsys/ui/elements/made.js"

let body

function element() {
  return {
    style: {}, attributes: {}, textContent: "",
    setAttribute(name, value) { this.attributes[name] = value },
  }
}

beforeEach(() => {
  body = []
  globalThis.document = {
    createElement: element,
    getElementById: (id) => body.find((one) => one.attributes.id === id) ?? null,
    body: { appendChild: (one) => { body.push(one); return one } },
  }
})

test("what is announced stands in one polite place, and comes into it once it is there", () => {
  mock.timers.enable({ apis: ["setTimeout"] })
  announce("1 new, 6 up")
  assert.equal(body.length, 1)
  assert.deepEqual([body[0].attributes.role, body[0].textContent], ["status", ""])
  mock.timers.tick(50)
  assert.equal(body[0].textContent, "1 new, 6 up")
  announce("1 new, 6 up")
  assert.deepEqual([body.length, body[0].textContent], [1, ""])
  mock.timers.tick(50)
  assert.equal(body[0].textContent, "1 new, 6 up")
  mock.timers.reset()
})
