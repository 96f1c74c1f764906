// The titles one picks from. They travel apart from the controls, once for all that offer them.
import { TitleSearch } from "./title_search.js"

const KEPT = 4 // Catalogues that are not taken apart again when a page is opened again
const TRIES = 20
const AGAIN = 1500 // Milliseconds after which a catalogue that did not come is asked for again

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

// The catalogues that this window has fetched, by the name of their file.
export class Catalogues {
  constructor(fetched = (address) => fetch(address), wait = (then, after) => setTimeout(then, after)) {
    Object.assign(this, { fetched, wait, kept: new Map(), coming: new Set() })
  }

  get(name) {
    return this.kept.get(name)
  }

  // Fetch a catalogue that is not there; `come` is told once it is.
  async want(name, address, come, tries = TRIES) {
    if (this.kept.has(name) || this.coming.has(name)) return
    this.coming.add(name)
    try {
      const answer = await this.fetched(address)
      if (!answer.ok) throw new Error(`${answer.status}`)
      const catalogue = new Catalogue(await answer.json())
      for (const old of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(old)
      this.kept.set(name, catalogue)
      this.wait(() => catalogue.search) // Ready before the first letter.
      come(catalogue)
    } catch {
      if (tries > 1) this.wait(() => this.want(name, address, come, tries - 1), AGAIN)
    } finally {
      this.coming.delete(name)
    }
  }
}
