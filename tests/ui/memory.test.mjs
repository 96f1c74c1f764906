// What a tab may overwrite of what the browser remembers; see recsys/ui/memory.js.
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test from "node:test"

globalThis.window = globalThis
const source = await readFile(new URL("../../recsys/ui/memory.js", import.meta.url), "utf8")
const { decide, parted } = await import(`data:text/javascript,${encodeURIComponent(source)}`)

const tab = (revision, decision = 0) => ({ revision, decision })

test("what was stored before there were revisions is read", () => {
  assert.deepEqual(parted("p=1abc&name=Ann"), { query: "p=1abc&name=Ann", revision: "" })
  assert.deepEqual(parted("p=1abc&revision=7"), { query: "p=1abc", revision: "7" })
  assert.deepEqual(parted(null), { query: "", revision: "" })
})

test("a tab writes over what it knows, and over nothing", () => {
  assert.equal(decide("p=1a&revision=7", { keep: "p=1b", decision: 0 }, tab("7")).write, "p=1b")
  assert.equal(decide(null, { keep: "p=1b", decision: 0 }, tab(null)).write, "p=1b")
})

test("what another tab wrote meanwhile stays, and is reported", () => {
  const found = decide("p=1others&revision=8", { keep: "p=1b", decision: 0 }, tab("7"))
  assert.deepEqual(found, { write: null, other: "p=1others" })
})

test("what the person decides goes before it, once", () => {
  const stored = "p=1others&revision=8"
  assert.equal(decide(stored, { keep: "p=1b", decision: 1 }, tab("7")).write, "p=1b")
  assert.equal(decide(stored, { keep: "p=1b", decision: 1 }, tab("7", 1)).other, "p=1others")
})

test("nothing is written where nothing changed or nothing is one's own", () => {
  assert.equal(decide("p=1a&revision=7", { keep: "p=1a", decision: 0 }, tab("6")).write, null)
  assert.equal(decide("p=1a&revision=7", { keep: null, decision: 0 }, tab("6")).write, null)
})
