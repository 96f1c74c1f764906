// The bar of a card; see recsys/ui/elements/movie_list/bar.js.
import assert from "node:assert/strict"
import test from "node:test"

import "./drawn.mjs"
import { bar } from "../../../recsys/ui/elements/movie_list/bar.js"

const GREY = "#888"
const favourites = new Map([[0, "Others", GREY], [1, "Heat", "#f00"], [2, "Alien", "#0f0"],
  [9, "Ninth", GREY], [10, "Tenth", GREY]].map(([id, title, colour]) => [id, { title, colour }]))

// The pieces of each side as [whose, how long, what is said].
function pieces(parts) {
  const [bad, good] = bar({ parts, shares: "" }, favourites).children
  return [bad, good].map((side) => side.children.map(({ attributes, style }) => [
    Number(attributes["data-favourite"]), Number(/part: (\S+)$/.exec(style.cssText)[1]),
    attributes["data-said"]]))
}

test("what speaks against it lies on the side of its own, with its amount", () => {
  assert.deepEqual(pieces([[1, 0.25, "+0.250"], [2, -0.125, "−0.125"]]),
    [[[2, 0.125, "Alien: −0.125"]], [[1, 0.25, "Heat: +0.250"]]])
})

test("grey pieces of a side are one, at its end, and say their sum as printed", () => {
  assert.deepEqual(
    pieces([[9, 0.5, "+0.500"], [1, 0.25, "+0.250"], [0, 0.125, "+0.125"], [10, -0.25, "−0.250"],
      [0, -0.5, "−0.500"]]),
    [[[0, 0.75, "Others: −0.750"]], [[1, 0.25, "Heat: +0.250"], [0, 0.625, "Others: +0.625"]]])
})

test("what adds nothing has no piece, and what is too small to print has no sign", () => {
  assert.deepEqual(pieces([[1, 0, "0.000"], [9, 0, "0.000"]]), [[], []])
  assert.deepEqual(pieces([[9, 0.0001, "0.000"]]), [[], [[0, 0.0001, "Others: 0.000"]]])
})
