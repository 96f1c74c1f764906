// What is said while the connection is gone arrives; see recsys/ui/elements/connection.
import assert from "node:assert/strict"
import test from "node:test"

import { Connection } from "../../../recsys/ui/elements/connection/arriving.js"

// Streamlit's app, a person, and the runs of a server.
function scene() {
  let state = "CONNECTED"
  const found = { arrived: [], notice: "", asked: 0 }
  let changed = null
  globalThis.MutationObserver = class {
    constructor(heard) { changed = heard }
    observe() {}
  }
  const show = (text) => { found.notice = text }
  const connection = new Connection({ getAttribute: () => state }, show)
  connection.ask = () => { found.asked += 1 }
  const becomes = (now) => {
    state = now
    changed()
  }
  let runs = 0
  const run = () => connection.heard(`run ${runs++}`)
  const say = (what) => connection.say(() => found.arrived.push(what))
  return { connection, found, becomes, run, say }
}

test("what is said on a sound connection is said once and at once", () => {
  const { found, say, run } = scene()
  say("a")
  say("b")
  run()
  assert.deepEqual(found, { arrived: ["a", "b"], notice: "", asked: 0 })
})

test("what is said without a connection waits for a run, then goes in order, one a run", () => {
  const { found, becomes, say, run } = scene()
  becomes("PINGING_SERVER")
  assert.equal(found.notice, "")
  say("a")
  say("b")
  assert.match(found.notice, /Not connected/)
  becomes("CONNECTING")
  becomes("CONNECTED")
  assert.deepEqual([found.arrived, found.asked], [[], 1])
  run()
  assert.deepEqual(found.arrived, ["a"])
  say("c")
  run()
  run()
  run()
  assert.deepEqual(found, { arrived: ["a", "b", "c"], notice: "", asked: 1 })
})

test("an element that is drawn again without a run lets nothing out", () => {
  const { connection, found, becomes, say } = scene()
  connection.heard("run 1")
  becomes("PINGING_SERVER")
  say("a")
  becomes("CONNECTED")
  connection.heard("run 1")
  assert.deepEqual(found.arrived, [])
  connection.heard("run 2")
  assert.deepEqual(found.arrived, ["a"])
})

test("what no run had heard when the connection broke is said again", () => {
  const { found, becomes, say, run } = scene()
  say("a")
  run()
  say("b")
  becomes("PINGING_SERVER")
  assert.match(found.notice, /Not connected/)
  becomes("CONNECTED")
  run()
  run()
  assert.deepEqual(found, { arrived: ["a", "b", "b"], notice: "", asked: 1 })
})

test("a connection that breaks again while all is said keeps what is left", () => {
  const { found, becomes, say, run } = scene()
  becomes("PINGING_SERVER")
  say("a")
  say("b")
  becomes("CONNECTED")
  run()
  becomes("PINGING_SERVER")
  becomes("CONNECTED")
  run()
  run()
  run()
  assert.deepEqual(found, { arrived: ["a", "a", "b"], notice: "", asked: 2 })
})

test("where Streamlit does not say how it fares, nothing waits", () => {
  const { found, becomes, say } = scene()
  becomes(null)
  say("a")
  assert.deepEqual(found, { arrived: ["a"], notice: "", asked: 0 })
})
