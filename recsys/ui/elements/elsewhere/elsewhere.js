// Links to one film at other sites.
import { linksOut } from "./links.js"

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".cine-places")
  const said = JSON.stringify(data)
  if (place.said === said) return
  place.said = said
  place.replaceChildren(linksOut(data.title, data.places))
}
