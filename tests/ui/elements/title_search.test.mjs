// The rule of search, kind by kind, on a handful of titles.
import assert from "node:assert/strict"
import { test } from "node:test"

import { editsTo, TitleSearch } from "../../../recsys/ui/elements/picker/title_search.js"

const rule = {
  letters: { ø: "o", "&": " and ", "'": "" }, fillers: ["the", "a", "and", "die", "part"],
  numerals: { ii: "2", two: "2", iii: "3", three: "3", first: "1st" }, leastNumber: 3,
  typosFrom: [3, 7, 11], few: 5, leastInside: 3, leastRun: 4, maxQuery: 20,
}

function searching(...shown) {
  const parts = shown.map((title) => /^(.*?)(?: \((\d{4})\))?$/.exec(title))
  const titles = parts.map((part) => part[1])
  const search = new TitleSearch({ rule, titles, years: parts.map((p) => Number(p[2] ?? 0)), names: {} })
  return (query) => search.find(query).map((row) => shown[row])
}

test("kinds come in order, and among equals the order of the titles", () => {
  const find = searching(
    "The Salient", "Two Aliens", "My Alien", "Aliens", "Alien Nation", "The Alien",
  )
  const order = ["The Alien", "Aliens", "Alien Nation", "My Alien", "Two Aliens", "The Salient"]
  assert.deepEqual(find("alien"), order)
})

test("articles, order, spaces and the writing of numbers do not matter", () => {
  const find = searching("The Godfather: Part II", "The Godfather", "Rocky II", "Spider-Man")
  assert.equal(find("godfather the")[0], "The Godfather")
  assert.equal(find("god father")[0], "The Godfather")
  assert.equal(find("godfather 2")[0], "The Godfather: Part II")
  assert.equal(find("two rocky")[0], "Rocky II")
  assert.equal(find("rocky2")[0], "Rocky II")
  assert.equal(find("spiderman")[0], "Spider-Man")
})

test("a year narrows, and one that fits nothing is passed over", () => {
  const find = searching("Heat (1986)", "Heat (1995)", "1995 (2001)")
  assert.deepEqual(find("heat 1995"), ["Heat (1995)"])
  assert.deepEqual(find("heat 1950"), ["Heat (1986)", "Heat (1995)"])
  assert.deepEqual(find("1995"), ["1995 (2001)", "Heat (1995)"])
})

test("typos are forgiven by length, the fewest first, and only where little fits", () => {
  const find = searching("Alan", "Aliens", "Alien", "Gun", "Top Hat")
  assert.deepEqual(find("alein"), ["Alien", "Aliens"])
  assert.deepEqual(find("gn"), [])
  assert.deepEqual(find("gum"), ["Gun"])
  assert.deepEqual(find("tpo ha"), ["Top Hat"])
})

test("a short number begins no longer one", () => {
  const find = searching("Space 2001", "Rocky II")
  assert.deepEqual(find("space 2"), [...find("space")])
  assert.deepEqual(find("rocky 2"), ["Rocky II"])
})

test("letters are folded by the table and nothing is a pattern", () => {
  const find = searching("Bjørn & the E.T. Café", "(.*)")
  assert.deepEqual(find("BJORN AND ET CAFE"), ["Bjørn & the E.T. Café"])
  assert.deepEqual(find(".*"), [])
  assert.deepEqual(find(`bjorn ${" ".repeat(14)}zzzzzz`), ["Bjørn & the E.T. Café"]) // cut at 20
})

test("edits to a word and to its beginning", () => {
  assert.deepEqual(editsTo("alein", "alien", 2), [1, 1])
  assert.deepEqual(editsTo("hart", "heart", 2), [1, 1])
  assert.deepEqual(editsTo("stri", "strikes", 1)[1], 0)
  assert.ok(editsTo("stri", "strikes", 1)[0] > 1)
  assert.ok(editsTo("kitten", "sitting", 2)[0] > 2)
  assert.equal(editsTo("kitten", "sitting", 3)[0], 3)
  assert.ok(editsTo("abcdef", "x", 1)[0] > 1)
})
