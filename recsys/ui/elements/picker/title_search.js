// Finds titles by what one types. The server's search (recsys/search.py) weighs more, but asking it
// at every letter is the network and a run of the page; it serves Explore and large catalogues.

const FILLERS = new Set(
  ("the a an le la les l un une il lo gli el los las der die das den det de ein eine o os as " +
    "part episode vol volume chapter and aka").split(" "),
)
const NUMERALS = new Map()
for (const counted of [
  "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx",
  "one two three four five six seven eight nine ten eleven twelve thirteen",
]) counted.split(" ").forEach((word, i) => NUMERALS.set(word, String(i + 1)))
// Letters that Unicode does not take apart into a plain letter and a mark.
const WHOLE = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" }
const YEAR = /\s*\(((?:18|19|20)\d\d)[^()]*\)(?: \[[^\]]*\])?$/
const LEAST_RUN = 4
const NO = 255

// As `recsys.titles.fold`: lower case, no accents, single spaces for punctuation.
function fold(text) {
  return text.toLowerCase().replace(/[øłđðþæœıß]/g, (letter) => WHOLE[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/(^|[^\p{L}\p{N}_])((?:[\p{L}\p{N}_]\.){2,})/gu,
      (_, before, letters) => `${before}${letters.replaceAll(".", "")} `)
    .replaceAll("&", " and ").replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}_]+/gu, " ").trim()
}

const isNumber = (word) => /^\d+$/.test(word)
// `2` is not the beginning of 2001.
const beginning = (word) => (isNumber(word) && word.length < 3 ? ` ${word} ` : ` ${word}`)
const typos = (word) => (isNumber(word) || word.length < 3 ? 0 : word.length < 7 ? 1 : 2)

class TitleSearch {
  // `titles` come best liked first, and stay in this order where they fit equally well.
  constructor(titles) {
    this.texts = []
    this.names = [] // where the title proper starts, behind an article, and where it ends
    for (const title of titles) {
      const year = YEAR.exec(title)?.[1]
      const name = fold(year ? title.replace(YEAR, "") : title)
      const words = name.split(" ")
      const numbers = words.map((word) => NUMERALS.get(word)).filter(Boolean)
      const behind = words.length > 1 && FILLERS.has(words[0]) ? words[0].length + 1 : 0
      this.texts.push(` ${[name, ...(year ? [year] : []), ...numbers].join(" ")} `)
      this.names.push([behind, name.length + 1])
    }
  }

  // Return the positions of the titles that fit, best first.
  find(query) {
    const asked = fold(query)
    const words = asked.split(" ")
    const lead = words.findIndex((word) => !FILLERS.has(word))
    const starts = new Set([asked, ...(lead > 0 ? [words.slice(lead).join(" ")] : [])])
    const essential = words.filter((word) => !FILLERS.has(word))
    const needed = essential.length ? essential : words
    const found = this.fitting([...starts], words, needed)
    return found.length ? found : this.misspelt(needed)
  }

  fitting(starts, words, needed) {
    const heads = starts.map((start) => ` ${start}`)
    const begins = (list) => list.map((word) => {
      const number = NUMERALS.get(word)
      return number ? [beginning(word), beginning(number)] : [beginning(word)]
    })
    const [every, main] = [begins(words), begins(needed)]
    const inside = needed.map((word) => (isNumber(word) ? beginning(word) : word))
    // Words apart or together: `spiderman` is Spider-Man.
    const letters = [...words.join("")]
    const run = letters.length >= LEAST_RUN ? new RegExp(` ${letters.join(" ?")}`) : null
    const ranks = [[], [], [], [], []]
    const hold = (text, list) => list.every((forms) => forms.some((form) => text.includes(form)))
    this.texts.forEach((text, row) => {
      const [behind, end] = this.names[row]
      const at = heads.flatMap((head) => [0, behind]
        .filter((place) => text.startsWith(head, place)).map((place) => place + head.length))
      if (at.length) ranks[at.includes(end) ? 0 : 1].push(row)
      else if (hold(text, main)) ranks[hold(text, every) ? 2 : 3].push(row)
      else if (inside.every((part) => text.includes(part)) || run?.test(text)) ranks[4].push(row)
    })
    return ranks.flat()
  }

  // Each word may be a few edits away from a word of the title, or from its beginning.
  misspelt(needed) {
    this.vocabulary ??= vocabularyOf(this.texts)
    const { words, rows } = this.vocabulary
    const costs = needed.map((word) => costsOf(word, words))
    const total = rows.map((numbers) => {
      let sum = 0
      for (const cost of costs) {
        let least = NO
        for (const number of numbers) if (cost[number] < least) least = cost[number]
        if (least === NO) return NO
        sum += least
      }
      return sum
    })
    const fit = [...total.keys()].filter((row) => total[row] < NO)
    return fit.sort((a, b) => total[a] - total[b] || a - b)
  }
}

function vocabularyOf(texts) {
  const numbers = new Map()
  const rows = texts.map((text) => text.trim().split(" ").map((word) => {
    if (!numbers.has(word)) numbers.set(word, numbers.size)
    return numbers.get(word)
  }))
  return { words: [...numbers.keys()], rows }
}

function costsOf(wanted, words) {
  const forms = [wanted, NUMERALS.get(wanted)].filter(Boolean).map(beginning)
  const most = typos(wanted)
  return Uint8Array.from(words, (word) => {
    if (forms.some((form) => ` ${word} `.startsWith(form))) return 0
    return most && !isNumber(word) ? edits(wanted, word, most) : NO
  })
}

// Fewest letters wrong, missing, too many or swapped between `wanted` and a beginning of `word`.
function edits(wanted, word, most) {
  const wide = Math.min(word.length, wanted.length + most)
  if (wide < wanted.length - most) return NO
  let before = [], last = Array.from({ length: wide + 1 }, (_, j) => j)
  for (let i = 1; i <= wanted.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= wide; j++) {
      const same = wanted[i - 1] === word[j - 1]
      let cost = Math.min(last[j - 1] + (same ? 0 : 1), last[j] + 1, row[j - 1] + 1)
      const swapped = i > 1 && j > 1 && wanted[i - 1] === word[j - 2] && wanted[i - 2] === word[j - 1]
      if (swapped) cost = Math.min(cost, before[j - 2] + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most && Math.min(...last) > most) return NO
    before = last
    last = row
  }
  const fewest = Math.min(...last)
  return fewest <= most ? fewest : NO
}
