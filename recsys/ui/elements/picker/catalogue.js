// The titles one picks from. They travel apart from the controls, once for all that offer them.
import { TitleSearch } from "./title_search.js"

const KEPT = 4 // Catalogues that are not taken apart again when a page is opened again

export class Catalogue {
  // `data` is what `for_the_browser` made.
  constructor(data) {
    this.data = data
    this.size = data.ids.length
  }

  // Taken apart when it is first needed, which is better not at the first letter.
  get search() {
    return (this.made ??= new TitleSearch(this.data))
  }

  id(row) {
    return this.data.ids[row]
  }

  title(row) {
    const { titles, years, labels } = this.data
    return labels[row] ?? (years[row] ? `${titles[row]} (${years[row]})` : titles[row])
  }

  genres(row) {
    return this.data.genres[this.data.genresOf[row]]
  }

  // Whether a movie is only listed so that who looks for it learns why it cannot be picked.
  hasTooFew(row) {
    return row >= this.data.tooFewFrom
  }

  // Return the rows that fit, best first; all where nothing is asked.
  find(query) {
    return this.isNothing(query) ? [...this.data.ids.keys()] : this.search.find(query)
  }

  isNothing(query) {
    return !query.trim() || this.search.fold(query) === ""
  }
}

// Read a fingerprint, a line feed and the data.
export function read(bytes, catalogues) {
  const end = bytes.indexOf(10)
  const print = new TextDecoder().decode(bytes.subarray(0, end))
  if (catalogues.has(print)) return null
  const data = JSON.parse(new TextDecoder().decode(bytes.subarray(end + 1)))
  for (const old of [...catalogues.keys()].slice(0, -KEPT)) catalogues.delete(old)
  const catalogue = new Catalogue(data)
  catalogues.set(print, catalogue)
  return catalogue
}

export default function ({ data }) {
  const pickers = (window.cinefoldPickers ??= { memories: {}, catalogues: new Map() })
  const catalogue = read(data, pickers.catalogues)
  if (!catalogue) return
  setTimeout(() => catalogue.search) // Ready before the first letter.
  for (const { field } of Object.values(pickers.memories)) field?.supplied(catalogue)
}
