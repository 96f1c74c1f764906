// What the browser's search finds. Reads {catalogue, queries, texts} as JSON; writes for each query
// the titles it finds, best first, and each text folded.
import { readFileSync } from "node:fs"

import { Catalogue } from "../../recsys/ui/elements/picker/catalogue.js"

const { catalogue: data, queries, texts } = JSON.parse(readFileSync(0, "utf8"))
const catalogue = new Catalogue(data)
const found = queries.map((query) => catalogue.find(query).slice(0, 5).map((r) => catalogue.title(r)))
console.log(JSON.stringify({ found, folded: texts.map((text) => catalogue.search.fold(text)) }))
