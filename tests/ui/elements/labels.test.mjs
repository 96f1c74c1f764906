import assert from "node:assert/strict"
import { test } from "node:test"

import { placed } from "../../../recsys/ui/elements/taste_map/labels.js"
import { View } from "../../../recsys/ui/elements/taste_map/view.js"

const widthOf = (text) => 6 * text.length
const view = (width = 1080) => new View([-10, 10, -5, 5], width, width / 2)
const places = (wanted, width, ...more) => placed(wanted, view(width), widthOf, ...more)
const texts = (...found) => places(...found).map((label) => label.text)

test("what matters more has the best place, and the other another one", () => {
  const [one, two] = places([{ title: "Heat", x: 0, y: 0 }, { title: "Hamlet", x: 0, y: 0 }])
  assert.deepEqual([one.text, one.left, one.middle], ["Heat", 550, 270])
  // Right of the place there is no room any more, so it stands to the left.
  assert.deepEqual([two.text, two.left, two.middle], ["Hamlet", 530 - 36, 270])
})

test("where there is no room a label is left out, unless it must stand", () => {
  const crowd = Array.from({ length: 4 }, () => ({ title: "Heat", x: 0, y: 0 }))
  assert.equal(texts([...crowd, { title: "Hamlet", x: 0, y: 0 }]).length, 4)
  assert.equal(texts([...crowd, { title: "Hamlet", x: 0, y: 0, always: true }]).length, 5)
})

test("a label lies on no line and on no symbol", () => {
  const movie = { title: "Heat", x: 0, y: 0 }
  const line = [[540, 270], [1000, 270]]
  assert.equal(places([movie], 1080, [line])[0].left, 530 - 24)
  const aside = view().place(560, 270)
  assert.equal(places([movie], 1080, [], [{ x: aside[0], y: aside[1] }])[0].left, 530 - 24)
  const cross = [[[0, 270], [1080, 270]], [[540, 0], [540, 540]], [[0, 0], [1, 1]]]
  assert.deepEqual(texts([movie], 1080, cross), [])
  assert.deepEqual(texts([{ ...movie, always: true }], 1080, cross), ["Heat"])
})

test("a region's name stands on its middle above its lift, alone on a narrow map", () => {
  const region = { title: "1990s", under: "2.4 times as many", x: 0, y: 0 }
  const found = places([region])
  assert.deepEqual(found.map(({ text, middle }) => [text, middle]), [["1990s", 262], ["2.4 times as many", 278]])
  assert.equal(found[0].left + 15, 540)
  assert.deepEqual(texts([region], 400), ["1990s"])
})

test("nothing stands outside, on the buttons or beyond the right edge", () => {
  assert.deepEqual(texts([{ title: "Away", x: 99, y: 0 }, { title: "Buttons", x: 9.9, y: 4.9 }]), [])
  const [label] = places([{ title: "At the edge", x: 10, y: -3 }])
  assert.ok(label.left + widthOf(label.text) <= 1080)
})

test("long titles are cut and few stand on a narrow map", () => {
  assert.equal(texts([{ title: "x".repeat(50), x: 0, y: 0 }])[0].length, 34)
  const many = Array.from({ length: 40 }, (_, i) => ({ title: "·", x: -9 + i % 8, y: 4 - i / 8 }))
  assert.equal(texts(many).length, 22)
  assert.equal(texts(many, 400).length, 12)
})
