// A list of movies with buttons. Titles and reasons are only ever set as text.
import { arriving } from "../connection/arriving.js"
import { keepingKeyboard, made } from "../made.js"

const badge = ({ text, tone }) => {
  const element = made("span", "cine-badge", { text })
  element.style.color = `var(--st-${tone}-text-color)`
  element.style.background = `var(--st-${tone}-background-color)`
  return element
}

const paragraph = (className, ...parts) => {
  const element = made("p", className)
  // Spaces between badges, for those who hear or copy the text.
  element.append(...parts.flatMap((part) => [part, " "]).slice(0, -1))
  return element
}

const button = (action, movie, titleId) => made("button", `cine-${action.name}`, {
  text: action.label,
  type: "button",
  "data-action": action.name,
  "aria-describedby": titleId,
  ...(action.help && { title: `${action.help}: ${movie.title}` }),
})

const card = (movie, actions) => {
  const element = made("li", "cine-card", { "data-movie": movie.movie_id })
  const id = `cine-title-${movie.movie_id}`
  const title = made("strong", "", { text: `${movie.rank}. ${movie.title}`, id })
  const text = made("div", "cine-text")
  text.append(paragraph("", title, ...movie.beside.map(badge)))
  const [first, ...rest] = movie.lines
  text.append(paragraph("cine-line", ...movie.before.map(badge), first))
  text.append(...rest.map((line) => paragraph("cine-line", line)))
  const buttons = made("div", "cine-buttons")
  const offered = actions.filter((action) => movie.actions.includes(action.name))
  buttons.append(...offered.map((action) => button(action, movie, id)))
  element.append(text, buttons)
  return element
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ol")
  list.onclick = (event) => {
    const pressed = event.target.closest("button")
    if (!pressed) return
    const movieId = Number(pressed.closest("li").dataset.movie)
    arriving(setTriggerValue)("pressed", [pressed.dataset.action, movieId])
  }
  const said = JSON.stringify(data)
  if (list.said === said) return
  list.said = said
  keepingKeyboard(list, (control) => `[data-action="${control.dataset.action}"]`, () => {
    list.replaceChildren(...data.movies.map((movie) => card(movie, data.actions)))
  })
}
