// The button that copies or shares a link; see recsys/ui/elements/copy_link.
import assert from "node:assert/strict"
import test from "node:test"

import draw from "../../../recsys/ui/elements/copy_link/copy_link.js"

const LINK = "https://cinefold.example/profile?p=1abc&name=%EB%AF%BC%EC%A7%80"

// A button on a device, and what it did.
async function pressed({ label = "Copy link", primary = false, share, fails = null }) {
  const found = { copied: [], shared: [] }
  globalThis.window = { location: { href: "https://cinefold.example/profile?p=old#top" } }
  const clipboard = {
    writeText: async (text) => {
      if (fails) throw fails
      found.copied.push(text)
    },
  }
  const device = { clipboard }
  if (share) {
    device.canShare = () => true
    device.share = async ({ url }) => {
      found.shared.push(url)
      await share()
    }
  }
  Object.defineProperty(globalThis, "navigator", { value: device, configurable: true })
  globalThis.setTimeout = (after) => { found.later = after }
  const parts = [{}, { select: () => { found.selected = true } }, {}]
  const query = [["p", "1abc"], ["name", "민지"]]
  draw({
    data: { query, label, primary, share: label !== "Copy link" },
    parentElement: { querySelectorAll: () => parts },
  })
  const [button, field, status] = parts
  found.before = button.textContent
  await button.onclick()
  return { ...found, button, field, status }
}

test("the link is copied, said, and the button is named as before again", async () => {
  const { copied, before, button, status, later } = await pressed({})
  assert.deepEqual(copied, [LINK])
  assert.equal(before, "Copy link")
  assert.equal(button.textContent, "Link copied")
  assert.equal(status.textContent, "Link copied")
  later()
  assert.equal(button.textContent, "Copy link")
  assert.equal(status.textContent, "")
})

test("what says that it copies does so also where a device can share", async () => {
  const { copied, shared } = await pressed({ share: async () => {} })
  assert.deepEqual([copied, shared], [[LINK], []])
})

test("Share opens what the device has for it", async () => {
  const { copied, shared, before, button } = await pressed({
    label: "Share", primary: true, share: async () => {},
  })
  assert.deepEqual([copied, shared], [[], [LINK]])
  assert.equal(before, "Share")
  assert.equal(button.className, "primary")
})

test("who thinks better of sharing has nothing copied", async () => {
  const away = Object.assign(new Error("away"), { name: "AbortError" })
  const { copied } = await pressed({ label: "Share", share: async () => { throw away } })
  assert.deepEqual(copied, [])
})

test("Share copies where the device has nothing for it, or fails", async () => {
  assert.deepEqual((await pressed({ label: "Share" })).copied, [LINK])
  const share = async () => { throw new Error("not now") }
  assert.deepEqual((await pressed({ label: "Share", share })).copied, [LINK])
})

test("without a clipboard the link stands selected", async () => {
  const { field, selected, status } = await pressed({ fails: new Error("http") })
  assert.equal(field.value, LINK)
  assert.equal(field.hidden, false)
  assert.ok(selected)
  assert.equal(status.textContent, "Copy the selected link")
})
