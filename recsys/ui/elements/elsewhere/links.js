// Links to a film at other sites, for a person to follow: nothing is fetched from there, and the
// site is not told the address of this page, which holds the profile.
import { made } from "../made.js"

export function linksOut(title, places) {
  const row = made("p", "cine-elsewhere")
  for (const [site, address] of places) {
    if (row.children.length) row.append(made("span", "", { text: "·", "aria-hidden": "true" }))
    row.append(made("a", "", {
      text: site, href: address, target: "_blank", rel: "noopener noreferrer",
      "aria-label": `${title} at ${site}`, "data-action": site,
    }))
  }
  return row
}
