import assert from "node:assert/strict"
import { test } from "node:test"

import { Catalogue, Catalogues } from "../../../recsys/ui/elements/picker/catalogue.js"

const rule = {
  letters: {}, fillers: [], numerals: {}, leastNumber: 3, typosFrom: [3], few: 5, leastInside: 3,
  leastRun: 4, maxQuery: 200,
}
const data = {
  rule, titles: ["Heat", "Hamlet", "Babylon 5"], years: [1995, 2000, 0], ids: [6, 65665, 7],
  names: {}, labels: { 1: "Hamlet (2000) [MovieLens 65665]" }, 
  genres: [["Drama"], ["Crime", "Drama"], []], genresOf: [1, 0, 2],
}

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

function fetching(answers) {
  const asked = []
  const later = []
  const catalogues = new Catalogues(
    async (address) => {
      asked.push(address)
      const ok = answers.shift() ?? true
      if (ok === "down") throw new TypeError("Failed to fetch")
      return { ok, status: ok ? 200 : 404, json: async () => data }
    },
    (then) => later.push(then),
  )
  return { asked, later, catalogues }
}

test("titles are fetched once, and only the last few sets of them are kept", async () => {
  const { asked, catalogues } = fetching([])
  const come = []
  await Promise.all([1, 2].map(() => catalogues.want("one", "/one", (c) => come.push(c))))
  await catalogues.want("one", "/one", (c) => come.push(c))
  assert.deepEqual(asked, ["/one"])
  assert.deepEqual(come, [catalogues.get("one")])
  for (let i = 0; i < 9; i++) await catalogues.want(`more ${i}`, "/more", () => {})
  assert.equal(catalogues.get("one"), undefined)
  assert.ok(catalogues.kept.size <= 5)
  assert.ok(catalogues.get("more 8") instanceof Catalogue)
})

test("titles that do not come are asked for again, and not for ever", async () => {
  const { asked, later, catalogues } = fetching(["down", false])
  const come = []
  await catalogues.want("one", "/one", (c) => come.push(c))
  await later.shift()()
  assert.equal(come.length, 0)
  await later.shift()()
  assert.equal(come.length, 1)
  assert.equal(asked.length, 3)
  const never = fetching(Array(100).fill("down"))
  await never.catalogues.want("one", "/one", () => {})
  while (never.later.length) await never.later.shift()()
  assert.ok(never.asked.length < 50)
})
