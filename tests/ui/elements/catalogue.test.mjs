import assert from "node:assert/strict"
import { test } from "node:test"

import { Catalogue, read } from "../../../recsys/ui/elements/picker/catalogue.js"

const rule = {
  letters: {}, fillers: [], numerals: {}, leastNumber: 3, typosFrom: [3], few: 5, leastInside: 3,
  leastRun: 4, maxQuery: 200,
}
const data = {
  rule, titles: ["Heat", "Hamlet", "Babylon 5"], years: [1995, 2000, 0], ids: [6, 65665, 7],
  names: {}, labels: { 1: "Hamlet (2000) [MovieLens 65665]" }, 
  genres: [["Drama"], ["Crime", "Drama"], []], genresOf: [1, 0, 2],
}
const bytes = (print) => new TextEncoder().encode(`${print}\n${JSON.stringify(data)}`)

test("titles are shown with their year, or as the server says", () => {
  const catalogue = new Catalogue(data)
  const shown = [0, 1, 2].map((row) => catalogue.title(row))
  assert.deepEqual(shown, ["Heat (1995)", "Hamlet (2000) [MovieLens 65665]", "Babylon 5"])
  assert.deepEqual(catalogue.find("hamlet").map((row) => catalogue.id(row)), [65665])
})

test("genres are sent once, and each movie says which it has", () => {
  const catalogue = new Catalogue(data)
  assert.deepEqual([0, 1, 2].map((row) => catalogue.genres(row)), [["Crime", "Drama"], ["Drama"], []])
})

test("where nothing is asked, all are listed", () => {
  const catalogue = new Catalogue(data)
  for (const query of ["", "  ", "?!"]) assert.deepEqual(catalogue.find(query), [0, 1, 2])
})

test("titles are read once, and only the last few sets of them are kept", () => {
  const kept = new Map()
  assert.ok(read(bytes("one"), kept) instanceof Catalogue)
  assert.equal(read(bytes("one"), kept), null)
  for (let i = 0; i < 9; i++) read(bytes(`more ${i}`), kept)
  assert.ok(kept.size <= 5)
  assert.ok(kept.has("more 8"))
})
