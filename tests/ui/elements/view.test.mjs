// Which part of the map is seen. Expected numbers by hand.
import assert from "node:assert/strict"
import { test } from "node:test"

import { View } from "../../../recsys/ui/elements/taste_map/view.js"

function near(found, wanted) {
  for (const [i, value] of found.entries()) assert.ok(Math.abs(value - wanted[i]) < 1e-9)
}

// 1,080 × 540 pixels for 20 × 10 units: 54 pixels a unit would just fill it, with the margin 50.
const view = () => new View([10, 5], 1080, 540)

test("the whole map fits, and pixels and places are each other's way back", () => {
  const v = view()
  near([v.x, v.y, v.scale], [0, 0, 50])
  near(v.pixel(1, 1), [590, 220])
  near(v.place(...v.pixel(-3.5, 2.25)), [-3.5, 2.25])
  assert.ok(v.holds(0, 540) && !v.holds(-1, 5) && !v.holds(5, 541))
})

test("what lies under the pointer stays there", () => {
  const v = view()
  const before = v.place(700, 200)
  v.zoom(3, 700, 200)
  near([v.scale], [150])
  near(v.place(700, 200), before)
})

test("nobody zooms or moves out of sight of the map", () => {
  const v = view()
  v.zoom(1e9)
  near([v.scale], [3000])
  v.zoom(1e-9)
  near([v.scale], [35])
  v.move(99, -99)
  near([v.x, v.y], [10, -5])
})

test("another size of the window shows the same part", () => {
  const v = view()
  v.zoom(2)
  v.move(3, 1)
  v.resize(540, 270)
  near([v.x, v.y, v.scale], [3, 1, 50])
})

test("going to places shows them all, at most four times as large", () => {
  const v = view()
  v.goTo([{ x: 4, y: 2 }])
  near([v.x, v.y, v.scale], [4, 2, 200])
  v.goTo([{ x: -5, y: 0 }, { x: 5, y: 2 }])
  // 1,080 − 180 pixels for 10 units.
  near([v.x, v.y, v.scale], [0, 1, 90])
})
