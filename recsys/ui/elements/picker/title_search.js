// Finds titles by what one types, by the rule of `recsys/data/titles/search.py`. What that rule
// knows (letters, fillers, numerals, limits) and the names of the titles come from there as data.

// Return what folds a text as `fold` of `recsys/data/titles/forms.py` does: lower case, no accents,
// single spaces for punctuation.
export function folding(letters) {
  const spelt = new RegExp(`[${Object.keys(letters).join("")}]`, "g")
  const dotted = /(^|[^\p{L}\p{N}_])((?:[\p{L}\p{N}_]\.){2,})/gu
  return (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "")
    .replace(spelt, (letter) => letters[letter])
    .replace(dotted, (_, before, initials) => `${before}${initials.replaceAll(".", "")} `)
    .replace(/[^\p{L}\p{N}_]+/gu, " ").trim()
}

const KINDS = { exact: 0, start: 1, words: 2, beginnings: 3, substring: 4, fuzzy: 5 }
const NONE = 100
const isDigits = (text) => /^\d+$/.test(text)

export class TitleSearch {
  // `catalogue` is what `for_the_browser` made; its titles come best liked first, and stay in this
  // order where they fit equally well.
  constructor({ rule, titles, years, names }) {
    Object.assign(this, { rule, years })
    this.fold = folding(rule.letters)
    this.numerals = new Map(Object.entries(rule.numerals))
    this.fillers = new Set(rule.fillers)
    this.heads = [] // by row: its names, each also behind its leading fillers, one a line
    this.texts = [] // by row: its names as spaced words, also without fillers, one a line; and more
    this.runs = [] // names without spaces, and whose they are
    this.whole = new Map()
    titles.forEach((title, row) => {
      const own = names[row] ?? [this.fold(title)].filter(Boolean)
      this.add(own, years[row] ? [String(years[row])] : [], row)
    })
  }

  add(names, years, row) {
    const more = new Set(years)
    const lines = new Set()
    for (const name of names) {
      const words = name.split(" ")
      const kept = this.essential(words)
      for (const key of this.keys(words, kept)) {
        if (!this.whole.has(key)) this.whole.set(key, [])
        this.whole.get(key).push(row)
      }
      for (const word of words) if (this.numerals.has(word)) more.add(this.numerals.get(word))
      for (const spelt of new Set([name, kept.join(" ")])) {
        lines.add(spelt)
        this.runs.push([spelt.replaceAll(" ", ""), row])
      }
    }
    this.texts.push(` ${[...lines, ...more].join(" \n ")} `)
    this.heads.push(names.flatMap((name) => ["", name, this.behindFillers(name)]).join("\n"))
  }

  // Return the rows that fit, best first.
  find(query) {
    const folded = this.fold(query.slice(0, this.rule.maxQuery))
    const ranks = this.ranks(folded ? folded.split(" ") : [])
    const rows = [...ranks.keys()].filter((row) => ranks[row] < NONE)
    return rows.sort((a, b) => ranks[a] - ranks[b] || a - b)
  }

  ranks(words) {
    const ranks = new Uint8Array(this.texts.length).fill(NONE)
    if (!words.length) return ranks
    this.markFitting(words, ranks)
    const fitting = ranks.filter((rank) => rank < NONE)
    const few = fitting.length < this.rule.few && fitting.every((rank) => rank > KINDS.words)
    if (few) this.markMisspelt(words, ranks)
    const unnumbered = words.filter((word) => this.number(word) === undefined)
    if (unnumbered.length < words.length && ranks.every((rank) => rank === NONE)) {
      return this.ranks(unnumbered)
    }
    return ranks
  }

  markFitting(words, ranks) {
    const [query, run, needed] = [words.join(" "), words.join(""), this.essential(words)]
    for (const row of this.named(words)) ranks[row] = KINDS.exact
    words.forEach((word, place) => {
      for (const row of this.named(words.filter((_, i) => i !== place))) {
        if (String(this.years[row]) === word) ranks[row] = KINDS.exact
      }
    })
    const starts = [...new Set([query, this.behindFillers(query)])].map((start) => `\n${start}`)
    const wholes = words.map((word) => this.wholes(word))
    const beginnings = needed.map((word) => this.beginnings(word))
    const inside = needed.map((word) => this.inside(word))
    const joined = run.length < this.rule.leastRun ? null : new RegExp(` ${[...run].join(" ?")}`, "u")
    const holds = (text, list) => list.every((forms) => forms.some((form) => text.includes(form)))
    this.texts.forEach((text, row) => {
      if (ranks[row] === KINDS.exact) return
      if (starts.some((start) => this.heads[row].includes(start))) ranks[row] = KINDS.start
      // What does not hold the words inside of others holds them in no other way.
      else if (holds(text, inside)) {
        if (holds(text, wholes)) ranks[row] = KINDS.words
        else ranks[row] = holds(text, beginnings) ? KINDS.beginnings : KINDS.substring
      } else if (joined?.test(text)) ranks[row] = KINDS.substring
    })
  }

  // Two a typo, and one more where the query is not the whole name.
  markMisspelt(words, ranks) {
    this.vocabulary ??= vocabularyOf(this.texts)
    const needed = this.essential(words)
    const costs = needed.map((word) => this.costs(word, word === words.at(-1)))
    this.vocabulary.rows.forEach((numbers, row) => {
      let sum = 0
      for (const cost of costs) {
        let least = NONE
        for (const number of numbers) if (cost[number] < least) least = cost[number]
        sum += least
        if (sum >= NONE) return
      }
      ranks[row] = Math.min(ranks[row], KINDS.fuzzy + 1 + 2 * sum)
    })
    for (const run of new Set([words.join(""), needed.join("")])) {
      const most = this.typos(run)
      for (const [text, row] of this.runs) {
        if (Math.abs(text.length - run.length) > most) continue
        const edits = editsTo(run, text, most)[0]
        if (edits <= most) ranks[row] = Math.min(ranks[row], KINDS.fuzzy + 2 * edits)
      }
    }
  }

  // Fewest typos that make `wanted` each word of the vocabulary; of the last word, which is being
  // typed, the beginning will do.
  costs(wanted, isLast) {
    const forms = this.beginnings(wanted)
    const most = this.typos(wanted)
    return Uint8Array.from(this.vocabulary.words, (word) => {
      if (forms.some((form) => ` ${word} `.startsWith(form))) return 0
      if (!most || isDigits(word)) return NONE
      if (!isLast && Math.abs(word.length - wanted.length) > most) return NONE
      const [whole, beginning] = editsTo(wanted, word, most)
      const edits = isLast ? beginning : whole
      return edits <= most ? edits : NONE
    })
  }

  number(word) {
    return isDigits(word) ? word : this.numerals.get(word)
  }

  typos(text) {
    return isDigits(text) ? 0 : this.rule.typosFrom.filter((from) => text.length >= from).length
  }

  wholes(word) {
    return [...new Set([word, this.number(word) ?? word])].map((form) => ` ${form} `)
  }

  beginnings(word) {
    const isWhole = this.number(word) !== undefined && word.length < this.rule.leastNumber
    return isWhole ? this.wholes(word) : [` ${word}`, ...this.wholes(word)]
  }

  inside(word) {
    const isShort = this.number(word) !== undefined || word.length < this.rule.leastInside
    return isShort ? this.beginnings(word) : [word]
  }

  essential(words) {
    const kept = words.filter((word) => !this.fillers.has(word))
    return kept.length ? kept : words
  }

  behindFillers(text) {
    const words = text.split(" ")
    return words.slice(Math.max(words.findIndex((word) => !this.fillers.has(word)), 0)).join(" ")
  }

  // What is the same where articles, spaces, order and numerals do not matter.
  keys(words, kept = this.essential(words)) {
    const numbered = kept.map((word) => this.number(word) ?? word)
    const runs = [numbered.join(""), kept.join(""), words.join("")]
    return new Set([numbered.sort().join(" "), ...runs])
  }

  named(words) {
    return words.length ? [...this.keys(words)].flatMap((key) => this.whole.get(key) ?? []) : []
  }
}

function vocabularyOf(texts) {
  const held = texts.map((text) => text.trim().split(/\s+/))
  const words = [...new Set(held.flat())]
  const numbers = new Map(words.map((word, number) => [word, number]))
  return { words, rows: held.map((own) => own.map((word) => numbers.get(word))) }
}

const ROWS = [0, 1, 2].map(() => new Uint16Array(512))

// Fewest letters wrong, missing, too many or swapped between `wanted` and `word`, and between
// `wanted` and some beginning of `word`; above `most` it may be any number above.
export function editsTo(wanted, word, most) {
  const wide = Math.min(word.length, wanted.length + most)
  if (wide < wanted.length - most) return [NONE, NONE]
  let [before, last, row] = ROWS
  for (let j = 0; j <= wide; j++) last[j] = j
  let least = 0
  for (let i = 1; i <= wanted.length; i++) {
    const previous = least
    row[0] = least = i
    for (let j = 1; j <= wide; j++) {
      const same = wanted[i - 1] === word[j - 1]
      let cost = Math.min(last[j - 1] + (same ? 0 : 1), last[j] + 1, row[j - 1] + 1)
      const swapped = i > 1 && j > 1 && wanted[i - 1] === word[j - 2] && wanted[i - 2] === word[j - 1]
      if (swapped) cost = Math.min(cost, before[j - 2] + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    // Both rows: swapped letters lead over one.
    if (least > most && previous > most) return [NONE, NONE]
    ;[before, last, row] = [last, row, before]
  }
  return [wide === word.length ? last[wide] : NONE, least]
}
