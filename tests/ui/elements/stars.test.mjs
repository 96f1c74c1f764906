// Half stars; see recsys/ui/elements/stars.js.
import assert from "node:assert/strict"
import test from "node:test"

import "./drawn.mjs"
import { Stars } from "../../../recsys/ui/elements/stars.js"

function shown(stars) {
  const given = []
  const control = new Stars((value) => given.push(value))
  control.show(stars, "Heat · Your rating")
  return { control, given, input: control.input }
}

test("a tap gives the half that it meets, at least a half and at most five", () => {
  // The stars begin at 100 and are 120 wide: a half is 12.
  for (const [x, stars] of [[101, 0.5], [112, 0.5], [113, 1], [219, 5], [90, 0.5], [400, 5]]) {
    const { given, input } = shown(0)
    input.hear("pointerdown", { clientX: x })
    assert.deepEqual(given, [])
    input.hear("pointerup", { clientX: x })
    assert.deepEqual(given, [stars])
  }
})

test("a finger that goes on to scroll changes nothing", () => {
  const { control, given, input } = shown(3)
  input.hear("pointerdown", { clientX: 219 })
  assert.equal(control.isHeld, true)
  input.hear("pointercancel")
  assert.deepEqual([given, input.value, control.isHeld], [[], 3, false])
})

test("an answer that comes while a finger holds the stars does not move them", () => {
  const { control, input } = shown(3)
  input.hear("pointerdown", { clientX: 219 })
  control.show(1, "Heat · Your rating")
  assert.equal(input.value, 5)
})

test("keys give stars once each, and none are given unasked", () => {
  const { given, input } = shown(0)
  input.hear("change")
  input.value = "2.5"
  input.hear("input")
  input.hear("change")
  input.hear("change")
  assert.deepEqual(given, [2.5])
})

test("stars are said in words", () => {
  for (const [stars, said] of [[0, "no stars yet"], [0.5, "0.5 stars"], [5, "5.0 stars"]]) {
    assert.equal(shown(stars).input.attributes["aria-valuetext"], said)
  }
})
