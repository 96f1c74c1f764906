import assert from "node:assert/strict"
import { test } from "node:test"

import { placed } from "../../../recsys/ui/elements/taste_map/labels.js"
import { View } from "../../../recsys/ui/elements/taste_map/view.js"

const widthOf = (text) => 6 * text.length
const places = (wanted, width = 1080) => placed(wanted, new View([10, 5], width, width / 2), widthOf)
const texts = (...found) => places(...found).map((label) => label.text)

test("what matters more has the room, unless the other must stand too", () => {
  const [one, two] = [{ title: "Heat", x: 0, y: 0 }, { title: "Hamlet", x: 0.1, y: 0.1 }]
  assert.deepEqual(texts([one, two]), ["Heat"])
  assert.deepEqual(texts([one, { ...two, always: true }]), ["Heat", "Hamlet"])
})

test("nothing stands outside, on the buttons or beyond the right edge", () => {
  assert.deepEqual(texts([{ title: "Away", x: 99, y: 0 }, { title: "Buttons", x: 9, y: 4.9 }]), [])
  const [label] = places([{ title: "At the edge", x: 10, y: -3 }])
  assert.ok(label.left + widthOf(label.text) <= 1080)
})

test("long titles are cut and few stand on a narrow map", () => {
  assert.equal(texts([{ title: "x".repeat(50), x: 0, y: 0 }])[0].length, 34)
  const many = Array.from({ length: 40 }, (_, i) => ({ title: "·", x: -9 + i % 8, y: 4 - i / 8 }))
  assert.equal(texts(many).length, 22)
  assert.equal(texts(many, 400).length, 12)
})
