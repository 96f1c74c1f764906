// Links to a film at other sites; see recsys/ui/elements/elsewhere/links.js.
import assert from "node:assert/strict"
import test from "node:test"

import "./drawn.mjs"
import { linksOut } from "../../../recsys/ui/elements/elsewhere/links.js"

test("each site has a link that is named by the film and tells it nothing", () => {
  const { children } = linksOut("Heat (1995)", [["IMDb", "https://imdb.example/1"], ["TMDB", "https://tmdb.example/2"]])
  assert.deepEqual(children.map(({ tag, textContent }) => [tag, textContent]),
    [["a", "IMDb"], ["span", "·"], ["a", "TMDB"]])
  assert.deepEqual(children.filter(({ tag }) => tag === "a").map(({ attributes }) => attributes), [
    ["IMDb", "https://imdb.example/1"], ["TMDB", "https://tmdb.example/2"],
  ].map(([site, href]) => ({
    href, target: "_blank", rel: "noopener noreferrer", "aria-label": `Heat (1995) at ${site}`, "data-action": site,
  })))
})
