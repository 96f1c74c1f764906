// Movies as tiles to tap. Titles are only ever set as text.
import { arriving } from "../connection/arriving.js"
import { cover, titled } from "../cover.js"
import { made } from "../made.js"

const tile = (movie) => {
  // By its whole name, for the year on the cover is drawn.
  const button = made("button", "", {
    type: "button",
    title: movie.title,
    "aria-label": movie.title,
    "data-movie": movie.movie_id,
  })
  button.append(cover(movie), made("span", "cine-name", { text: titled(movie.title).name }))
  const item = made("li")
  item.append(button)
  return item
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul")
  list.onclick = (event) => {
    const tapped = event.target.closest("button")
    if (tapped) arriving(setTriggerValue)("picked", Number(tapped.dataset.movie))
  }
  const said = JSON.stringify(data)
  if (list.said === said) return
  list.said = said
  list.replaceChildren(...data.movies.map(tile))
}
