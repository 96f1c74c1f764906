// A list of movies with buttons. Titles and reasons are only ever set as text.

const made = (tag, className, text = "") => {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = text
  return element
}

const badge = ({ text, tone }) => {
  const element = made("span", "cine-badge", text)
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

const button = (action, movie, titleId) => {
  const element = made("button", `cine-${action.name}`, action.label)
  element.type = "button"
  element.dataset.action = action.name
  if (action.help) element.title = `${action.help}: ${movie.title}`
  element.setAttribute("aria-describedby", titleId)
  return element
}

const card = (movie, actions) => {
  const element = made("li", "cine-card")
  element.dataset.movie = movie.movie_id
  const title = made("strong", "", `${movie.rank}. ${movie.title}`)
  title.id = `cine-title-${movie.movie_id}`
  const text = made("div", "cine-text")
  text.append(paragraph("", title, ...movie.beside.map(badge)))
  const [first, ...rest] = movie.lines
  text.append(paragraph("cine-line", ...movie.before.map(badge), first))
  text.append(...rest.map((line) => paragraph("cine-line", line)))
  const buttons = made("div", "cine-buttons")
  const offered = actions.filter((action) => movie.actions.includes(action.name))
  buttons.append(...offered.map((action) => button(action, movie, title.id)))
  element.append(text, buttons)
  return element
}

// Where the keyboard was: on a button of a movie, or of the movie now in its place.
const focused = (list) => {
  const here = list.contains(document.activeElement) ? document.activeElement : null
  if (!here?.dataset.action) return () => {}
  const place = [...list.children].indexOf(here.closest("li"))
  const { movie } = here.closest("li").dataset
  return () => {
    const cards = [...list.children]
    const found = cards.find((c) => c.dataset.movie === movie) ?? cards[place] ?? cards.at(-1)
    found?.querySelector(`[data-action="${here.dataset.action}"]`)?.focus({ preventScroll: true })
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ol")
  list.onclick = (event) => {
    const pressed = event.target.closest("button")
    if (!pressed) return
    const movieId = Number(pressed.closest("li").dataset.movie)
    setTriggerValue("pressed", [pressed.dataset.action, movieId])
  }
  const said = JSON.stringify(data)
  if (list.said === said) return
  list.said = said
  const refocus = focused(list)
  list.replaceChildren(...data.movies.map((movie) => card(movie, data.actions)))
  refocus()
}
