// What a cover says; see recsys/ui/elements/cover.js.
import assert from "node:assert/strict"
import test from "node:test"

import { initials, titled } from "../../../recsys/ui/elements/cover.js"

const LONG = "Donaudampfschifffahrt".repeat(6).slice(0, 120)

test("the year is split off the end of a title, and nothing else is", () => {
  for (const [title, name, year] of [
    ["Heat (1995)", "Heat", "1995"],
    ["기생충 (2019)", "기생충", "2019"],
    ["الرسالة (1976)", "الرسالة", "1976"],
    ["🎬👻 (2001)", "🎬👻", "2001"],
    ["2001: A Space Odyssey (1968)", "2001: A Space Odyssey", "1968"],
    ["Two\nlines (1999)", "Two\nlines", "1999"],
    ["(1995)", "(1995)", ""],
    ["Babylon 5", "Babylon 5", ""],
    ["Live (1995) at Home", "Live (1995) at Home", ""],
    [LONG, LONG, ""],
    ["", "", ""],
  ]) assert.deepEqual(titled(title), { name, year })
})

test("initials are what a title is recognised by", () => {
  for (const [name, letters] of [
    ["The Lord of the Rings: The Two Towers", "LRT"],
    ["The", "T"],
    ["Amelie (Le Fabuleux destin d'Amélie Poulain)", "A"],
    ["2001: A Space Odyssey", "2001"],
    ["12 Angry Men", "12"],
    ["M*A*S*H", "M"],
    ["<img src=x onerror=alert(1)>", "ISO"],
    ["살인의 추억", "살추"],
    ["وداعا يا حبيبتي", "ويح"],
    ["🎬👻🍿", "🎬"],
    ["👨‍👩‍👧 Family", "👨F"],
    ["ﬁ ß straße", "FSS"],
    [LONG, "D"],
    ["?!", ""],
    ["", ""],
  ]) assert.equal(initials(name), letters)
})
