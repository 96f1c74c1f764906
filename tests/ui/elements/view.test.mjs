// Which part of the map is seen. Expected numbers by hand.
import assert from "node:assert/strict"
import { test } from "node:test"

import { View } from "../../../recsys/ui/elements/taste_map/view.js"

function near(found, wanted) {
  for (const [i, value] of found.entries()) assert.ok(Math.abs(value - wanted[i]) < 1e-9)
}

// 1,080 × 540 pixels for 20 × 10 units: 54 pixels a unit would just fill it.
const view = () => new View([-10, 10, -5, 5], 1080, 540)
const FIT = 54 / 1.06

test("the whole map fits, and pixels and places are each other's way back", () => {
  const v = view()
  near([v.x, v.y, v.scale], [0, 0, FIT])
  near(v.pixel(1, 1), [540 + FIT, 270 - FIT])
  near(v.place(...v.pixel(-3.5, 2.25)), [-3.5, 2.25])
  assert.ok(v.holds(0, 540) && !v.holds(-1, 5) && !v.holds(5, 541))
})

test("what lies under the pointer stays there", () => {
  const v = view()
  const before = v.place(700, 200)
  v.zoom(3, 700, 200)
  near([v.scale], [3 * FIT])
  near(v.place(700, 200), before)
})

test("nobody zooms or moves out of sight of the map", () => {
  const v = view()
  v.zoom(1e9)
  near([v.scale], [60 * FIT])
  v.zoom(1e-9)
  near([v.scale], [0.7 * FIT])
  v.move(99, -99)
  near([v.x, v.y], [10, -5])
})

test("another size of the window shows the same part", () => {
  const v = view()
  v.zoom(2)
  v.move(3, 1)
  v.resize(540, 270)
  near([v.x, v.y, v.scale], [3, 1, FIT])
})

test("going to places shows them all, at most four times as large", () => {
  const v = view()
  v.goTo([{ x: 4, y: 2 }])
  near([v.x, v.y, v.scale], [4, 2, 4 * FIT])
  v.goTo([{ x: -5, y: 0 }, { x: 5, y: 2 }])
  // 1,080 − 180 pixels for 10 units.
  near([v.x, v.y, v.scale], [0, 1, 90])
})

test("a map that lies beside the origin is shown whole and in the middle", () => {
  const v = new View([0, 40, -10, 0], 1080, 540)
  near([v.x, v.y, v.scale], [20, -5, 27 / 1.06])
  v.move(99, 99)
  near([v.x, v.y], [40, 0])
})

test("closer brings the first place that is in the picture nearer to the middle", () => {
  const v = view()
  v.approach(2, [{ x: 99, y: 0 }, { x: 4, y: 2 }])
  // A quarter of the way is left, in twice the size: half as far on the screen.
  near([v.x, v.y, v.scale], [3, 1.5, 2 * FIT])
  v.approach(2, [{ x: 99, y: 0 }])
  near([v.x, v.y, v.scale], [3, 1.5, 4 * FIT])
})
