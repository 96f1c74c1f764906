// A cover for a movie, drawn from what the data say: genres as colours, the decade as a pattern,
// year and initials as letters. Muted, so that the colours of the favourites stay the loudest.
import { made } from "./made.js"

const NAMES = ["Action", "Adventure", "Animation", "Children", "Children's", "Comedy", "Crime",
  "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery",
  "Romance", "Sci-Fi", "Thriller", "War", "Western"]
const SHADES = ["#7c3a2d", "#6b4a24", "#33627a", "#2f6a5e", "#2f6a5e", "#7a5a1e", "#3e3a4f",
  "#4c5a3c", "#5b4663", "#4a3f7a", "#33353a", "#571f2a", "#45525c", "#7a3f66", "#2e4a5c",
  "#83405a", "#25456f", "#3c4a53", "#4f4f33", "#77502f"]
const SHADE = Object.fromEntries(NAMES.map((name, place) => [name, SHADES[place]]))
const PLAIN = "#565049"
// From the twenties on: stripes, dots, bars and squares take turns.
const PATTERNS = {
  rays: '<path d="M-10 94L66 -10M-10 64L46 -10M10 104L76 10" stroke-width="5"/>',
  dots: [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3, 4].map(
    (y) => `<circle cx="${7 + 14 * x}" cy="${8 + 14 * y}" r="2.4" stroke="none" fill="#fff"/>`)).join(""),
  lines: '<path d="M0 10H56M0 22H56M0 34H56M0 46H56M0 58H56" stroke-width="2.5"/>',
  rings: '<g fill="none" stroke-width="3"><circle cx="46" cy="16" r="10"/>' +
    '<circle cx="46" cy="16" r="20"/><circle cx="46" cy="16" r="30"/></g>',
  grid: '<path d="M10 0V84M24 0V84M38 0V84M52 0V84M0 10H56M0 24H56M0 38H56M0 52H56" stroke-width="1.2"/>',
  waves: '<path d="M-4 20q8 -10 16 0t16 0t16 0t16 0M-4 40q8 -10 16 0t16 0t16 0t16 0" ' +
    'fill="none" stroke-width="3"/>',
}
const ORDER = Object.values(PATTERNS)
const LEFT_OUT = /^(the|a|an|of|and|in|on|to|la|le|les|el|der|die|das)$/i
const TELLING = /[\p{L}\p{N}\p{Emoji_Presentation}]/u

// Return a title and its year, which stands in brackets at its end.
export function titled(title) {
  const found = /^(.*\S) \((\d{4})\)$/su.exec(title)
  return found ? { name: found[1], year: found[2] } : { name: title, year: "" }
}

// Return up to three letters that a title is recognised by.
export function initials(name) {
  const words = name.replace(/\s*\([^()]*\)/gu, "").split(/[\s:,\-–—]+/u)
    .filter((word) => TELLING.test(word))
  const telling = words.filter((word) => !LEFT_OUT.test(word))
  const chosen = (telling.length ? telling : words).slice(0, 3)
  // In capitals first, for some letters have two.
  const first = (word) => [...word.toLocaleUpperCase()].find((letter) => TELLING.test(letter))
  const isNumber = chosen.length > 0 && /^\d{2,4}$/u.test(chosen[0])
  return isNumber ? chosen[0] : chosen.map(first).join("")
}

// Return the cover; who does not see it hears the title beside it.
export function cover({ title, genres }) {
  const { name, year } = titled(title)
  const [first = PLAIN, second = first] = genres.map((genre) => SHADE[genre]).filter(Boolean)
  const decade = Math.floor(Number(year) / 10)
  const pattern = year ? ORDER[decade % ORDER.length] : ""
  const letters = initials(name)
  // Three Korean letters are as wide as three Ws.
  const size = { 1: 30, 2: 25 }[[...letters].length] ?? 18
  const element = made("span", "cine-cover", { "aria-hidden": "true" })
  element.innerHTML =
    `<svg viewBox="0 0 56 84" preserveAspectRatio="xMidYMid slice"><rect width="56" height="84" ` +
    `fill="${first}"/><path d="M56 0V84H0z" fill="${second}"/>` +
    `<g stroke="#fff" opacity="0.14">${pattern}</g>` +
    `<rect y="62" width="56" height="22" fill="#000" opacity="0.38"/>` +
    `<text x="28" y="40" font-size="${size}"></text><text x="28" y="78" font-size="16"></text></svg>`
  const [big, small] = element.querySelectorAll("text")
  // Initials, not a word: Arabic letters would join, and the letters of flags be one.
  big.textContent = [...letters].join("\u200c")
  small.textContent = year
  return element
}
